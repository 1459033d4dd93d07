import { useSyncExternalStore } from 'react'
import type { Me } from '../api/types.ts'

/**
 * The programme's clock, as the server has it: real time with the server's offset, or a test clock, which stands still
 * between calls. Everything that says "today" or "in five minutes" goes by it.
 */
let offset = 0
let fixed: number | undefined
let zone = 'Asia/Seoul'

let setBy: Me | undefined

/** Takes the time from what the server last said; saying it again changes nothing. */
export function setClock(me: Me) {
  if (setBy === me) return
  setBy = me
  const at = Date.parse(me.now)
  offset = at - Date.now()
  fixed = me.testClock ? at : undefined
  zone = me.zone
}

/** Lets everything that shows a time show it anew. */
export function clockWasSet() {
  for (const listener of listeners) listener()
}

export function now(): number {
  return fixed ?? Date.now() + offset
}

export function zoneOfProgramme(): string {
  return zone
}

const TICK = 15_000
const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  const timer = setInterval(listener, TICK)
  return () => {
    listeners.delete(listener)
    clearInterval(timer)
  }
}

/** The time, to the quarter minute. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => Math.floor(now() / TICK) * TICK)
}
