import { plusMinutes, type Calendar } from '../../kernel/calendar.ts'
import { because, refusal, type Refusal } from '../../kernel/decision.ts'
import type { Act, Instant } from '../../kernel/values.ts'
import { isQuiet } from './sending.ts'

export const MISSED_CALL_MESSAGE_TOO_SOON = refusal(
  4203,
  'MISSED_CALL_MESSAGE_TOO_SOON',
  'A missed-call message for this call was sent a moment ago.',
)
export const QUIET_HOURS = refusal(4205, 'QUIET_HOURS', 'Nobody is texted between 21:00 and 08:00.')
export const CONTACT_NOT_ALLOWED = refusal(
  4206,
  'CONTACT_NOT_ALLOWED',
  'This user must not be texted now.',
)

/** Which rule of {@link CONTACT_NOT_ALLOWED} says no. */
export type ContactRule =
  | 'NO_NUMBER'
  | 'NOT_MOBILE'
  | 'CYCLE_ENDED'
  | 'PREFERENCE'
  | 'SWITCHED_OFF'
  | 'DAILY_LIMIT'
  | 'HOURLY_LIMIT'

export type Limits = Readonly<{
  /** Minutes between two missed-call messages for one call. */
  missedCallGap: number
  /** Messages to one user on one business date. */
  perDay: number
  /** Messages of the whole system within an hour. */
  perHour: number
}>

/** Whether the user can and may be texted at all. */
export type Standing = Readonly<{
  hasNumber: boolean
  isMobile: boolean
  cycleState: 'STARTED' | 'ENDED'
  wantsMessages: boolean
  switchedOn: boolean
}>

/** What is known of the user and the system at the moment of the click. */
export type Circumstances = Standing &
  Readonly<{
    /** Messages to this user today, and of everybody in the last hour, that went out or may yet. */
    today: number
    thisHour: number
    /** When the last missed-call message for the same call was queued. */
    lastMissedCallAt: Instant | null
  }>

type Click = Readonly<{ isMissedCall: boolean; force: boolean }>
type Rules = Readonly<{ limits: Limits; calendar: Calendar }>

/** The one policy that every send asks: the rule that forbids it now, if any. `force` lifts those about the time alone. */
export function forbids(
  { isMissedCall, force }: Click,
  now: Circumstances,
  { limits, calendar }: Rules,
  { at }: Act,
): Refusal | undefined {
  const rule = contactRule(now, limits)
  if (rule !== undefined) return because(CONTACT_NOT_ALLOWED, { reason: rule })
  if (force) return undefined
  if (isQuiet(calendar, at)) return QUIET_HOURS
  const last = isMissedCall ? now.lastMissedCallAt : null
  if (last !== null && at < plusMinutes(last, limits.missedCallGap)) {
    return because(MISSED_CALL_MESSAGE_TOO_SOON, { lastSentAt: last })
  }
  return undefined
}

function contactRule(now: Circumstances, limits: Limits): ContactRule | undefined {
  const standing = forbidsTry(now)
  if (standing !== undefined) return standing
  if (now.today >= limits.perDay) return 'DAILY_LIMIT'
  return now.thisHour >= limits.perHour ? 'HOURLY_LIMIT' : undefined
}

/** The rules that also hold at the moment of a try, which may come long after the click. */
export function forbidsTry(now: Standing): ContactRule | undefined {
  const rules: readonly (readonly [boolean, ContactRule])[] = [
    [!now.hasNumber, 'NO_NUMBER'],
    [!now.isMobile, 'NOT_MOBILE'],
    [now.cycleState === 'ENDED', 'CYCLE_ENDED'],
    [!now.wantsMessages, 'PREFERENCE'],
    [!now.switchedOn, 'SWITCHED_OFF'],
  ]
  return rules.find(([holds]) => holds)?.[1]
}
