import { useEffect, useMemo, useState } from 'react'
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
  const { kept, fading } = useMemo(() => keep(shown, entries), [shown, entries])
  const isFirst = shown.every(({ kind }) => kind !== 'row')

  useEffect(() => {
    if (hold && !isFirst) return undefined
    const timer = setTimeout(() => setShown(entries), fading ? FADE : 0)
    return () => clearTimeout(timer)
  }, [entries, hold, fading, isFirst])

  return isFirst || (!hold && !fading) ? entries : kept
}

/** What was shown with each row as it is now, and whether one of them is gone. */
function keep(shown: readonly Entry[], entries: readonly Entry[]) {
  if (shown === entries) return { kept: entries, fading: false }
  const there = new Map(entries.map((entry) => [entry.key, entry]))
  let fading = false
  const kept = shown.map((entry): Entry => {
    const now = there.get(entry.key)
    if (now !== undefined || entry.kind !== 'row') return now ?? entry
    fading = true
    return { ...entry, gone: true }
  })
  return { kept, fading }
}
