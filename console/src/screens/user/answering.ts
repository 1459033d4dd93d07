import { useState, type FormEvent } from 'react'

/** One answer at a time: another Enter while it is under way does nothing. */
export function useBusy() {
  const [busy, setBusy] = useState(false)
  async function once(work: () => Promise<void>) {
    if (busy) return
    setBusy(true)
    await work()
    setBusy(false)
  }
  return { busy, once }
}

/** What a form does instead of leaving the page. */
export function submitting(work: () => Promise<void>) {
  return (event: FormEvent) => {
    event.preventDefault()
    void work()
  }
}
