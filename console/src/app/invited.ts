const PAGE = '/invitation'
const KEPT = 'anbu.invitation'

/**
 * The secret of an invitation's link, taken out of the address at once, so that neither a glance nor the browser's
 * history keeps it; undefined where the page is another one, empty where the link had none. Its tab keeps it until it is
 * used, so that the page can be loaded again.
 */
export function takeInvitation(): string | undefined {
  if (location.pathname !== PAGE) return undefined
  const secret = location.hash.slice(1)
  history.replaceState(null, '', PAGE)
  if (secret !== '') sessionStorage.setItem(KEPT, secret)
  return sessionStorage.getItem(KEPT) ?? ''
}

/** The invitation was used, by whomever, or has run out. */
export function forgetInvitation() {
  sessionStorage.removeItem(KEPT)
}
