import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTellWhy } from './words.ts'

/**
 * Does one thing at a time and tells why it was refused; afterwards what it touched is asked again, by the first words
 * of the keys. Answers whether it was done.
 */
export function useAct(...touched: string[]) {
  const client = useQueryClient()
  const tellWhy = useTellWhy()
  const [busy, setBusy] = useState(false)
  async function act(work: () => Promise<unknown>): Promise<boolean> {
    setBusy(true)
    try {
      await work()
      return true
    } catch (error) {
      tellWhy(error)
      return false
    } finally {
      setBusy(false)
      for (const word of touched) void client.invalidateQueries({ queryKey: [word] })
    }
  }
  return { busy, act }
}
