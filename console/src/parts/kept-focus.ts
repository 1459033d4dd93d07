import { useLayoutEffect, useRef, type FocusEvent } from 'react'

/**
 * Keeps the focus in a list whose items come and go by themselves: when the item that had it goes, its like in another
 * place has it, else what stands in its place now, else the list. Items carry `data-item`, and what of them takes the
 * focus `data-takes-focus`.
 */
export function useKeptFocus<Part extends HTMLElement>() {
  const part = useRef<Part>(null)
  const kept = useRef<{ item: string; at: number }>(undefined)
  useLayoutEffect(() => {
    if (kept.current === undefined || document.activeElement !== document.body) return
    const { item, at } = kept.current
    const items = itemsIn(part.current)
    const next =
      items.find(({ dataset }) => dataset['item'] === item) ?? items.at(at) ?? items.at(-1)
    const taker = next?.querySelector<HTMLElement>('[data-takes-focus]') ?? part.current
    taker?.focus({ preventScroll: true })
  })
  return {
    ref: part,
    tabIndex: -1,
    onFocus({ target }: FocusEvent) {
      const item = target.closest<HTMLElement>('[data-item]')
      const at = item === null ? -1 : itemsIn(part.current).indexOf(item)
      kept.current = at < 0 ? undefined : { item: item?.dataset['item'] ?? '', at }
    },
    // Not called when an item goes with the focus on it, only when somebody moves it.
    onBlur() {
      kept.current = undefined
    },
  }
}

function itemsIn(part: HTMLElement | null): HTMLElement[] {
  return [...(part?.querySelectorAll<HTMLElement>('[data-item]') ?? [])].filter(
    (item) => item.querySelector('[data-takes-focus]') !== null,
  )
}
