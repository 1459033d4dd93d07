/** What the last click was on. */
let clicked: Element | null = null

/**
 * The second click of a double click acts only on what the first one was on: by then another call may stand where the
 * first one was.
 */
function comesDown(event: MouseEvent) {
  const { detail: times, target } = event
  const on = target instanceof Element ? target.closest(ACTS) : null
  if (times > 1 && on !== clicked) {
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  clicked = on
}

/** What does something when it is clicked. */
const ACTS = 'button, a, summary, [role="row"], [role="menuitem"], [role="option"]'

addEventListener('click', comesDown, { capture: true })
