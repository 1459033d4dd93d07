import { businessDate, type Calendar } from '../kernel/calendar.ts'
import type { Act, Instant, OperatorId } from '../kernel/values.ts'
import type { Recorder } from '../platform/journal.ts'
import type { Limits } from './user-support-message/guards.ts'
import type { SendingRules } from './user-support-message/sending.ts'

/** The rules of the programme that its owner may set (API.md, Running). */
export type Settings = Readonly<{
  /** Days after a cycle's last day until it leaves the day's list. */
  cycleGrace: number
  /** Code points in a memo or an issue. */
  memoMax: number
  /** Whom and how often it may text. */
  messages: Limits
  sending: SendingRules
}>

/** What a command or a view may ask of the world outside, bound to whoever asks. */
export type Support = Recorder &
  Readonly<{
    by: OperatorId
    /** What whoever asks is called, for texts that name their sender. */
    name: string
    now: () => Instant
    calendar: Calendar
    settings: Settings
  }>

/** Who acts, when, and on which business date: what every decision is given. */
export function actOf({ by, now, calendar }: Support): Act {
  const at = now()
  return { by, at, today: businessDate(calendar, at) }
}
