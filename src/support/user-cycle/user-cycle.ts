import { plusDays } from '../../kernel/calendar.ts'
import { refusal, type DomainEvent } from '../../kernel/decision.ts'
import type { Act, CalendarDate, Instant, UserCycleId, UserId } from '../../kernel/values.ts'

/** One treatment cycle of one user (SPEC.md, Words). */
export type UserCycle = Readonly<{
  userCycleId: UserCycleId
  userId: UserId
  startDate: CalendarDate
  /** The start that its UserCycleStarted named: a second sender may still repeat it after the cycle was moved. */
  firstStartDate: CalendarDate
  lengthDays: number
  state: 'STARTED' | 'ENDED'
  version: number
  createdAt: Instant
  updatedAt: Instant
}>

export const CYCLE_STATES = ['STARTED', 'ENDED'] as const
export const USUAL_LENGTH_DAYS = 42

type About = Readonly<{ userId: UserId; userCycleId: UserCycleId }>

export type UserCycleStarted = DomainEvent<
  'UserCycleStarted',
  About & Readonly<{ startDate: CalendarDate; lengthDays: number }>
>
export type UserCycleRescheduled = DomainEvent<
  'UserCycleRescheduled',
  About & Readonly<{ startDate: CalendarDate; previous: CalendarDate }>
>
export type UserCycleEnded = DomainEvent<'UserCycleEnded', About>
export type UserCycleEvent = UserCycleStarted | UserCycleRescheduled | UserCycleEnded

export const USER_CYCLE_NOT_FOUND = refusal(
  4102,
  'USER_CYCLE_NOT_FOUND',
  'There is no such user cycle.',
)

type Beginning = About & Readonly<{ startDate: CalendarDate; lengthDays: number }>

export function start(beginning: Beginning, act: Act): UserCycleStarted {
  return { type: 'UserCycleStarted', data: beginning, act }
}

/** The cycle of a UserCycleStarted. */
export function started({ data, act }: UserCycleStarted): UserCycle {
  const { startDate: firstStartDate } = data
  const times = { createdAt: act.at, updatedAt: act.at }
  return { ...data, firstStartDate, state: 'STARTED', version: 1, ...times }
}

/** Moves the cycle's start; to the day on which it starts already is no change. */
export function reschedule(
  { userId, userCycleId, startDate: previous }: UserCycle,
  startDate: CalendarDate,
  act: Act,
): UserCycleRescheduled | undefined {
  if (startDate === previous) return undefined
  return { type: 'UserCycleRescheduled', data: { userId, userCycleId, startDate, previous }, act }
}

/** Ends the cycle, with the other system's words for why; an ended one stays as it is. */
export function end(
  { userId, userCycleId, state }: UserCycle,
  reason: string,
  act: Act,
): UserCycleEnded | undefined {
  if (state === 'ENDED') return undefined
  return { type: 'UserCycleEnded', data: { userId, userCycleId }, act, text: reason }
}

export function evolve(cycle: UserCycle, event: UserCycleEvent): UserCycle {
  const changed = { ...cycle, version: cycle.version + 1, updatedAt: event.act.at }
  switch (event.type) {
    case 'UserCycleStarted':
      return started(event)
    case 'UserCycleRescheduled':
      return { ...changed, startDate: event.data.startDate }
    case 'UserCycleEnded':
      return { ...changed, state: 'ENDED' }
  }
}

/** The last day of treatment. */
export function lastDayOf({ startDate, lengthDays }: Pick<UserCycle, 'startDate' | 'lengthDays'>) {
  return plusDays(startDate, lengthDays - 1)
}
