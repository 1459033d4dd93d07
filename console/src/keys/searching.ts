import { useDebouncedCallback } from '@mantine/hooks'
import { useRef, useState, type KeyboardEvent } from 'react'
import { useKeys } from './keys.ts'

type Searching = Readonly<{
  /** What the box begins with. */
  given?: string
  /** What was typed is looked for in so many milliseconds. */
  typing: number
  look: (q: string) => void
  /** Whether one is to go on from the box to the first row that is found. */
  go: (is: boolean) => void
}>

/** A search box by keyboard: `/` goes to it, Enter and the arrow down go on to what it finds, Escape leaves it. */
export function useSearching({ given = '', typing, look, go }: Searching) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(given)
  const lookSoon = useDebouncedCallback(look, typing)
  useKeys({ search: () => input.current?.focus() })
  function type(next: string) {
    setText(next)
    go(false)
    lookSoon(next)
  }
  /** The text stays: to throw it away has a button of its own. */
  function pressed(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') event.currentTarget.blur()
    else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      lookSoon.flush()
      go(true)
    } else return
    event.preventDefault()
  }
  function clear() {
    type('')
    input.current?.focus()
  }
  return { input, text, setText, type, pressed, clear }
}
