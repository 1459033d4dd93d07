import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'

/** What is wrong with the fields of a form, in words. */
export type Faults<Field extends string> = Readonly<Partial<Record<Field, string | undefined>>>

/** An address as the server takes it. */
const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/

export function isAddress(text: string): boolean {
  return ADDRESS.test(text)
}

/**
 * Says in the console's own words what is wrong, at the fields, once somebody wants to send the form; the first of them
 * has the focus then. What the server refused of a field stands there, too, until the form is changed.
 */
export function useFields<Field extends string>(faults: Faults<Field>) {
  const form = useRef<HTMLFormElement>(null)
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<Faults<Field>>()
  const focusFirst = () =>
    form.current
      ?.querySelector<HTMLElement>('input:is([aria-invalid="true"], [data-invalid])')
      ?.focus()
  function show(next?: Faults<Field>) {
    flushSync(() => {
      setTried(true)
      setRefused(next)
    })
    focusFirst()
  }
  return {
    form: { ref: form, noValidate: true, onChange: () => setRefused(undefined) },
    /** What stands at a field. */
    at: (field: Field) => (tried ? faults[field] : undefined) ?? refused?.[field],
    /** Whether the form may be sent; if not, it says why. */
    areGood: () => {
      const areGood = Object.values(faults).every((fault) => fault === undefined)
      if (!areGood) show()
      return areGood
    },
    refuse: show,
  }
}
