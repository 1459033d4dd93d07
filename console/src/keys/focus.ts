/**
 * The focus never falls out of the page: when what has it goes or cannot be pressed any more, what is around it has it,
 * or else what had it before, such as what a dialog was opened from. What can be pressed again has it back.
 */
let places: HTMLElement[] = []
/** What has the focus for something that may come back. */
let standIn: HTMLElement | undefined
/** Whoever clicks beside everything, or leaves a field by Escape, wants the focus nowhere. */
let isMeant = false

/** So many places are remembered, the nearest first. */
const MOST = 80
/** How long whoever knows better has to put the focus somewhere, in milliseconds. */
const PAUSE = 60
/** How long they have while the page does not come to rest. */
const LONGEST_PAUSE = 300
/** No fields: the next key is meant for the page and would be typed there. */
const FOCUSABLE = 'button, a[href], summary, [tabindex]'

function came({ target }: FocusEvent) {
  if (!(target instanceof HTMLElement) || target === standIn) return
  standIn = undefined
  isMeant = false
  places = [...new Set([...around(target), ...places])].slice(0, MOST)
}

function went({ target }: FocusEvent) {
  isMeant = true
  // By then it has gone, where that is why.
  setTimeout(() => {
    const left = [places[0], standIn].find((place) => place === target)
    isMeant = left !== undefined && isThere(left) && isNowhere()
    settleSoon()
  })
}

function settle() {
  unsettledSince = undefined
  const [last] = places
  const isLost = isNowhere()
  if (last === undefined || isMeant || (!isLost && document.activeElement !== standIn)) return
  if (isThere(last)) {
    last.focus({ preventScroll: true })
  } else if (isLost) {
    standIn = places.find((place) => place.matches(FOCUSABLE) && isThere(place)) ?? all()
    standIn?.focus({ preventScroll: true })
  }
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}

function isThere(place: HTMLElement): boolean {
  return place.checkVisibility() && !place.matches(':disabled')
}

/** That element and what it is in, as far as that is not all of the page. */
function around(element: HTMLElement): HTMLElement[] {
  const { parentElement: outer } = element
  return outer === null || outer === all() ? [element] : [element, ...around(outer)]
}

function all(): HTMLElement | undefined {
  return document.querySelector('main') ?? undefined
}

let timer: ReturnType<typeof setTimeout> | undefined
let unsettledSince: number | undefined

function settleSoon() {
  const now = performance.now()
  unsettledSince ??= now
  clearTimeout(timer)
  timer = setTimeout(settle, Math.min(PAUSE, unsettledSince + LONGEST_PAUSE - now))
}

addEventListener('focusin', came)
addEventListener('focusout', went)
new MutationObserver(settleSoon).observe(document, {
  subtree: true,
  childList: true,
  attributeFilter: ['disabled'],
})
