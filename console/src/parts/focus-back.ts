import { useEffect, useState } from 'react'

/**
 * Gives the focus back, when this goes from the page, to what had it when this came: for dialogs that are there only
 * while they are open. What was chosen from a menu gives it to the menu's button.
 */
export function useFocusBack() {
  const [from] = useState(() => {
    const active = document.activeElement
    const menu = active?.closest('[role="menu"]')
    return menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : active
  })
  useEffect(
    () => () => {
      if (from instanceof HTMLElement) from.focus({ preventScroll: true })
    },
    [from],
  )
}
