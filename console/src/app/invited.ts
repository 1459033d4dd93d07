const PAGE = '/invitation'

/**
 * The secret of an invitation's link, taken out of the address at once, so that neither a glance nor the browser's
 * history keeps it; undefined where the page is another one, empty where the link had none.
 */
export function takeInvitation(): string | undefined {
  if (location.pathname !== PAGE) return undefined
  const secret = location.hash.slice(1)
  history.replaceState(null, '', PAGE)
  return secret
}
