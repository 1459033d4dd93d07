/** Which number was opened last, and how far the overview was scrolled then. */
let opened: Readonly<{ number: string; scrolled: number }> | undefined

const screenOf = (link: HTMLElement) => link.closest<HTMLElement>('[data-screen]')

export function noteOpened(link: HTMLElement, number: string) {
  opened = { number, scrolled: screenOf(link)?.scrollTop ?? 0 }
}

/** Whoever comes back from the list of that number has the focus on it again, and the screen where it was; once. */
export function comeBack(link: HTMLElement, number: string) {
  if (opened?.number !== number) return
  screenOf(link)?.scrollTo({ top: opened.scrolled })
  opened = undefined
  link.focus({ preventScroll: true })
  link.scrollIntoView({ block: 'nearest' })
}
