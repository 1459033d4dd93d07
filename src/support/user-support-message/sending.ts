import {
  businessDate,
  plusDays,
  plusMinutes,
  toInstant,
  type Calendar,
} from '../../kernel/calendar.ts'
import type { Act, Instant } from '../../kernel/values.ts'
import * as message from './user-support-message.ts'
import type { UserSupportMessage, UserSupportMessageEvent } from './user-support-message.ts'

/** How sending goes on when it does not go well (ANBU_MESSAGE_…). */
export type SendingRules = Readonly<{
  /** Tries before it is given up. */
  tries: number
  /** Minutes after which a message that has not left is not sent any more. */
  stale: number
  /** Seconds for which a carrier may keep us waiting. */
  carrierTimeout: number
}>

/** Minutes until the second, third … try: about an hour in all. */
const WAITS = [0.5, 2, 6, 15, 35]
/** Minutes until a carrier is asked, and asked again, what became of a try. */
const ASKS = [0.25, 1, 4, 15, 40]
/** In which nobody is texted, by the programme's clock. */
const QUIET_FROM = 21
const QUIET_TO = 8
/** Seconds beyond the carrier's time after which the process that made a try must have died. */
const MERCY = 5

type With = Readonly<{
  rules: SendingRules
  calendar: Calendar
  /** From 0 to 1: by it waits are stretched, so that what failed together does not come back together. */
  chance: number
}>

/** What is to be done next with a message whose time has come. */
export type Step = 'TRY' | 'ASK' | 'GIVE_UP'

export function nextStep(present: UserSupportMessage, { rules }: With, { at }: Act): Step {
  const outcome = present.attempt?.outcome
  if (outcome === 'IN_FLIGHT' || outcome === 'UNCERTAIN') return 'ASK'
  return isStale(present, rules, at) ? 'GIVE_UP' : 'TRY'
}

/** Until when a try is left alone. */
export function leaseUntil({ rules }: With, { at }: Act): Instant {
  return plusMinutes(at, (rules.carrierTimeout + MERCY) / 60)
}

/** What the carrier said, or what asking it gave: UNKNOWN when it cannot tell. */
export type Said = Readonly<
  | { outcome: 'ACCEPTED'; id: string | null }
  | { outcome: 'REFUSED' | 'UNREACHABLE' | 'UNCERTAIN'; reason: string }
  | { outcome: 'UNKNOWN' }
>

/** What follows from the carrier's word on the last attempt. */
export function conclude(
  present: UserSupportMessage,
  said: Said,
  rules: With,
  act: Act,
): UserSupportMessageEvent {
  switch (said.outcome) {
    case 'ACCEPTED': {
      const answered = { outcome: 'ACCEPTED', reason: null, carrierMessageId: said.id } as const
      return message.succeed(present, answered, act)
    }
    case 'REFUSED': {
      const { reason } = said
      const answered = { outcome: 'REFUSED', reason, carrierMessageId: null } as const
      return message.fail(present, { reason, answered }, act)
    }
    case 'UNREACHABLE':
      return tryAgain(present, said.reason, rules, act)
    case 'UNCERTAIN':
      return ask(present, said.reason, rules, act)
    case 'UNKNOWN':
      return ask(present, 'the carrier cannot say yet', rules, act)
  }
}

/** The message has waited too long to be of use. */
export function giveUp(present: UserSupportMessage, act: Act): UserSupportMessageEvent {
  return message.fail(present, { reason: message.STALE, answered: null }, act)
}

/** Whether nobody is texted at that moment: 21:00 to 08:00 by the programme's clock. */
export function isQuiet({ zone }: Calendar, at: Instant): boolean {
  const { hour } = Temporal.Instant.from(at).toZonedDateTimeISO(zone)
  return hour >= QUIET_FROM || hour < QUIET_TO
}

/** When a message that would go out then may go out: at once, or in the morning. */
export function afterQuiet(calendar: Calendar, at: Instant): Instant {
  if (!isQuiet(calendar, at)) return at
  const { hour } = Temporal.Instant.from(at).toZonedDateTimeISO(calendar.zone)
  const today = businessDate(calendar, at)
  const morning = Temporal.PlainDate.from(hour < QUIET_TO ? today : plusDays(today, 1))
  const time = Temporal.PlainTime.from({ hour: QUIET_TO })
  return toInstant(
    morning.toZonedDateTime({ timeZone: calendar.zone, plainTime: time }).epochMilliseconds,
  )
}

export function isStale({ queuedAt }: UserSupportMessage, { stale }: SendingRules, at: Instant) {
  return at > plusMinutes(queuedAt, stale)
}

function tryAgain(
  present: UserSupportMessage,
  reason: string,
  { rules, calendar, chance }: With,
  act: Act,
): UserSupportMessageEvent {
  const answered = { outcome: 'UNREACHABLE', reason, carrierMessageId: null } as const
  if (present.tries >= rules.tries) {
    return message.fail(present, { reason: message.OUT_OF_TRIES, answered }, act)
  }
  const wait = WAITS[Math.min(present.tries, WAITS.length) - 1] ?? 1
  const due = plusMinutes(act.at, wait * (0.8 + 0.4 * chance))
  const nextAttemptAt = present.forced ? due : afterQuiet(calendar, due)
  return isStale(present, rules, nextAttemptAt)
    ? message.fail(present, { reason: message.STALE, answered }, act)
    : message.planRetry(present, { reason, nextAttemptAt, answered }, act)
}

function ask(
  present: UserSupportMessage,
  reason: string,
  { chance }: With,
  act: Act,
): UserSupportMessageEvent {
  const wait = ASKS[present.asks]
  if (wait === undefined) {
    const unknown = { outcome: 'UNKNOWN', reason, carrierMessageId: null } as const
    return message.fail(present, { reason: message.OUTCOME_UNKNOWN, answered: unknown }, act)
  }
  const nextAttemptAt = plusMinutes(act.at, wait * (0.8 + 0.4 * chance))
  return message.doubt(present, { reason, nextAttemptAt }, act)
}
