import { toInstant } from '../kernel/calendar.ts'
import type { Instant } from '../kernel/values.ts'

/** The one clock of the system. Real, until somebody sets a test clock: from then it stands still between calls. */
export type Clock = {
  now: () => Instant
  set: (now: Instant) => void
}

export function openClock(): Clock {
  let fixed: Instant | undefined
  return {
    now: () => fixed ?? toInstant(Date.now()),
    set(now) {
      fixed = now
    },
  }
}
