import { useEffect, useState } from 'react'
import type { OutboundRow } from '../../api/types.ts'
import type { Group } from './rows.ts'

export type Entry =
  | Readonly<{ kind: 'header'; key: string; group: Group; count: number }>
  | Readonly<{ kind: 'row'; key: string; group: Group; row: OutboundRow; gone?: boolean }>
  | Readonly<{ kind: 'more'; key: string; group: Group }>

const FADE = 420

/**
 * The list as it is shown: while it is held, because a pointer is on it, nothing is put in, taken out or moved; rows only
 * change in place, and what is gone says so where it stood. Let go, rows that are gone fade first.
 */
export function useHeld(entries: readonly Entry[], hold: boolean) {
  const [shown, setShown] = useState(entries)
  const there = new Map(entries.map((entry) => [entry.key, entry]))
  const isGone = ({ kind, key }: Entry) => kind === 'row' && !there.has(key)
  const fading = shown.some(isGone)
  const isFirst = shown.every(({ kind }) => kind !== 'row')

  useEffect(() => {
    if (hold && !isFirst) return undefined
    const timer = setTimeout(() => setShown(entries), fading ? FADE : 0)
    return () => clearTimeout(timer)
  }, [entries, hold, fading, isFirst])

  if (isFirst || (!hold && !fading)) return entries
  return shown.map((entry): Entry => {
    const now = there.get(entry.key)
    return now ?? (entry.kind === 'row' ? { ...entry, gone: true } : entry)
  })
}
