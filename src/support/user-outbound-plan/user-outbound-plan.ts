import { plusMinutes, type Calendar } from '../../kernel/calendar.ts'
import {
  because,
  refusal,
  type Decision,
  type DomainEvent,
  type Refusal,
} from '../../kernel/decision.ts'
import type {
  Act,
  CalendarDate,
  Instant,
  OperatorId,
  OutboundId,
  UserCycleId,
  UserId,
} from '../../kernel/values.ts'
import { dueOf, whenDue, type Due, type DueReason } from './due.ts'

/** One planned call to one user in one cycle (domain-model 2, UserOutboundPlan). */
export type UserOutboundPlan = Readonly<{
  id: OutboundId
  userId: UserId
  userCycleId: UserCycleId
  sequence: number
  dayIndex: number
  status: 'PENDING' | 'COMPLETED' | 'SKIPPED'
  planDate: CalendarDate
  contactAt: Instant | null
  dueDate: CalendarDate
  dueReason: DueReason
  resolvedBy: OperatorId | null
  resolvedAt: Instant | null
  claimedBy: OperatorId | null
  claimedUntil: Instant | null
  version: number
  createdAt: Instant
  updatedAt: Instant
  /** The present start of its cycle, which may have moved since the call was planned. */
  startDate: CalendarDate
  cycleState: 'STARTED' | 'ENDED'
  /** The cycle's version of which a decision is made. */
  cycleVersion: number
}>

/** What a reader sees: ACTIVE is a PENDING call whose planned day has come; it is never stored. */
export const USER_OUTBOUND_STATUSES = ['PENDING', 'ACTIVE', 'COMPLETED', 'SKIPPED'] as const
export type UserOutboundStatus = (typeof USER_OUTBOUND_STATUSES)[number]

/** A status as a value of its own: two are equal when they name the same status (domain-model 3). */
export type UserOutboundStatusVO = Readonly<{ status: UserOutboundStatus }>

/** The reasons that a person may give for skipping a call. */
export const SKIP_REASONS = [
  'REFUSED',
  'UNREACHABLE',
  'WITHDRAWN_FROM_TREATMENT',
  'DUPLICATE',
  'OTHER',
] as const
export type SkipReason = (typeof SKIP_REASONS)[number] | 'BEFORE_PLAN_FROM' | 'CYCLE_ENDED'

type About = Readonly<{ userId: UserId; userCycleId: UserCycleId; userOutboundId: OutboundId }>
type From = Readonly<{ from: UserOutboundStatus }>
type Planned = About & Due & Readonly<{ planDate: CalendarDate }>

export type OutboundPlanned = DomainEvent<
  'OutboundPlanned',
  Planned & Readonly<{ sequence: number; dayIndex: number; startDate: CalendarDate }>
>
export type OutboundReplanned = DomainEvent<'OutboundReplanned', Planned>
export type OutboundCompleted = DomainEvent<'OutboundCompleted', About & From>
export type OutboundSkipped = DomainEvent<
  'OutboundSkipped',
  About & From & Readonly<{ reason: SkipReason }>
>
export type OutboundWithdrawn = DomainEvent<
  'OutboundWithdrawn',
  Planned & From & Readonly<{ to: UserOutboundStatus }>
>
export type OutboundScheduleRecorded = DomainEvent<
  'OutboundScheduleRecorded',
  About & Due & Readonly<{ scheduleAt: Instant; previous: Instant | null }>
>
export type OutboundScheduleCanceled = DomainEvent<
  'OutboundScheduleCanceled',
  About & Due & Readonly<{ previous: Instant }>
>
export type LastOutboundAutoCompleted = DomainEvent<'LastOutboundAutoCompleted', About & From>
export type OutboundClaimed = DomainEvent<
  'OutboundClaimed',
  About & Readonly<{ claimedUntil: Instant }>
>
export type OutboundClaimReleased = DomainEvent<'OutboundClaimReleased', About>

export type UserOutboundPlanEvent =
  | OutboundPlanned
  | OutboundReplanned
  | OutboundCompleted
  | OutboundSkipped
  | OutboundWithdrawn
  | OutboundScheduleRecorded
  | OutboundScheduleCanceled
  | LastOutboundAutoCompleted
  | OutboundClaimed
  | OutboundClaimReleased

export const OUTBOUND_NOT_FOUND = refusal(4103, 'OUTBOUND_NOT_FOUND', 'There is no such call.')
export const INVALID_CALL_STATUS = refusal(
  4001,
  'INVALID_CALL_STATUS',
  "The call's status does not allow this.",
)
export const CALL_ALREADY_COMPLETED = refusal(
  4002,
  'CALL_ALREADY_COMPLETED',
  'The call has already been completed.',
)
export const CONTACT_SCHEDULE_RECORD_FAILED = refusal(
  4007,
  'CONTACT_SCHEDULE_RECORD_FAILED',
  'The contact time cannot be recorded.',
)
export const CLAIMED = refusal(4207, 'CLAIMED', 'Somebody else is on this call.')

/** How long "I am on it" holds, in minutes. */
const CLAIM_MINUTES = 15

export function statusOn(
  { status, planDate }: Pick<UserOutboundPlan, 'status' | 'planDate'>,
  today: CalendarDate,
): UserOutboundStatus {
  return status === 'PENDING' && planDate <= today ? 'ACTIVE' : status
}

export function isSameStatus(one: UserOutboundStatusVO, other: UserOutboundStatusVO): boolean {
  return one.status === other.status
}

/** Who is on the call at that moment, if anybody is. */
export function claimOn({ claimedBy, claimedUntil }: UserOutboundPlan, at: Instant) {
  return claimedBy !== null && claimedUntil !== null && claimedUntil > at
    ? { claimedBy, claimedUntil }
    : { claimedBy: null, claimedUntil: null }
}

type Cycle = Pick<UserOutboundPlan, 'userId' | 'userCycleId' | 'startDate'> &
  Readonly<{ version: number }>
type Planning = Readonly<{
  plan: Readonly<{ sequence: number; dayIndex: number }>
  calendar: Calendar
}>

/** The call that a cycle gets from one active OutboundPlan, before it has an id. */
export function planCall(
  { userId, userCycleId, startDate, version: cycleVersion }: Cycle,
  { plan: { sequence, dayIndex }, calendar }: Planning,
  { at }: Act,
): Omit<UserOutboundPlan, 'id'> {
  const due = whenDue({ startDate, dayIndex, contactAt: null }, calendar)
  const cycle = { userId, userCycleId, startDate, cycleVersion, cycleState: 'STARTED' } as const
  const open = { status: 'PENDING', contactAt: null, resolvedBy: null, resolvedAt: null } as const
  const place = { ...cycle, sequence, dayIndex, ...due }
  return { ...place, ...open, ...UNCLAIMED, version: 1, createdAt: at, updatedAt: at }
}

export function outboundPlanned(call: UserOutboundPlan, act: Act): OutboundPlanned {
  const { sequence, dayIndex, startDate, planDate, dueDate, dueReason } = call
  const data = { ...about(call), sequence, dayIndex, startDate, planDate, dueDate, dueReason }
  return { type: 'OutboundPlanned', data, act }
}

/** Moves an open call to where its cycle's present start puts it; an agreed time stays agreed. */
export function replan(
  plan: UserOutboundPlan,
  { calendar }: { calendar: Calendar },
  act: Act,
): OutboundReplanned | undefined {
  const due = whenDue(plan, calendar)
  if (plan.status !== 'PENDING' || due.planDate === plan.planDate) return undefined
  return { type: 'OutboundReplanned', data: { ...about(plan), ...due }, act }
}

export function complete(plan: UserOutboundPlan, act: Act): Decision<OutboundCompleted> {
  if (plan.status !== 'PENDING') return notOpen(plan)
  return { type: 'OutboundCompleted', data: { ...about(plan), ...from(plan, act) }, act }
}

export function skip(
  plan: UserOutboundPlan,
  { reason, note }: { reason: SkipReason; note?: string | undefined },
  act: Act,
): Decision<OutboundSkipped> {
  if (plan.status !== 'PENDING') return notOpen(plan)
  const data = { ...about(plan), ...from(plan, act), reason }
  return { type: 'OutboundSkipped', data, act, text: note }
}

/** Takes back a completion or a skip: the call is to be made again, on the day that its cycle's present start gives. */
export function withdraw(
  plan: UserOutboundPlan,
  { reason, calendar }: { reason?: string | undefined; calendar: Calendar },
  act: Act,
): Decision<OutboundWithdrawn> {
  if (plan.status === 'PENDING' || plan.cycleState === 'ENDED') return INVALID_CALL_STATUS
  const due = whenDue(plan, calendar)
  const to = statusOn({ status: 'PENDING', planDate: due.planDate }, act.today)
  const data = { ...about(plan), ...due, from: plan.status, to }
  return { type: 'OutboundWithdrawn', data, act, text: reason }
}

export function setSchedule(
  plan: UserOutboundPlan,
  { scheduleAt, calendar }: { scheduleAt: Instant; calendar: Calendar },
  act: Act,
): Decision<OutboundScheduleRecorded> {
  if (!mayBeScheduled(plan) || scheduleAt < act.at) return CONTACT_SCHEDULE_RECORD_FAILED
  const due = dueOf(plan.planDate, scheduleAt, calendar)
  const data = { ...about(plan), ...due, scheduleAt, previous: plan.contactAt }
  return { type: 'OutboundScheduleRecorded', data, act }
}

export function cancelSchedule(
  plan: UserOutboundPlan,
  { calendar }: { calendar: Calendar },
  act: Act,
): Decision<OutboundScheduleCanceled> {
  if (!mayBeScheduled(plan) || plan.contactAt === null) return CONTACT_SCHEDULE_RECORD_FAILED
  const due = dueOf(plan.planDate, null, calendar)
  const data = { ...about(plan), ...due, previous: plan.contactAt }
  return { type: 'OutboundScheduleCanceled', data, act }
}

/** Completes the cycle's last call because its purpose is fulfilled; a call that is resolved stays as it is. */
export function autoComplete(
  plan: UserOutboundPlan,
  act: Act,
): LastOutboundAutoCompleted | undefined {
  if (plan.status !== 'PENDING') return undefined
  return { type: 'LastOutboundAutoCompleted', data: { ...about(plan), ...from(plan, act) }, act }
}

/** "I am on it": a courtesy to colleagues for a quarter of an hour, never a lock on the data. */
export function claim(
  plan: UserOutboundPlan,
  { force }: { force: boolean },
  act: Act,
): Decision<OutboundClaimed> {
  if (plan.status !== 'PENDING') return notOpen(plan)
  if (!force && isOthers(plan, act)) return because(CLAIMED, claimOn(plan, act.at))
  const claimedUntil = plusMinutes(act.at, CLAIM_MINUTES)
  return { type: 'OutboundClaimed', data: { ...about(plan), claimedUntil }, act }
}

/** A claim from the queue, which hands a call out once: whoever has it, also the same person, keeps it. */
export function take(plan: UserOutboundPlan, act: Act): Decision<OutboundClaimed> {
  const held = claimOn(plan, act.at)
  return held.claimedBy === null ? claim(plan, { force: false }, act) : because(CLAIMED, held)
}

export function releaseClaim(
  plan: UserOutboundPlan,
  { force }: { force: boolean },
  act: Act,
): Decision<OutboundClaimReleased> | undefined {
  if (claimOn(plan, act.at).claimedBy === null) return undefined
  if (!force && isOthers(plan, act)) return because(CLAIMED, claimOn(plan, act.at))
  return { type: 'OutboundClaimReleased', data: about(plan), act }
}

/** The only place where a call's state changes. A claim is no change of the call: it leaves the version alone. */
export function evolve(plan: UserOutboundPlan, event: UserOutboundPlanEvent): UserOutboundPlan {
  switch (event.type) {
    case 'OutboundPlanned': {
      const { userOutboundId: _, ...planned } = event.data
      return { ...plan, ...planned, createdAt: event.act.at, updatedAt: event.act.at }
    }
    case 'OutboundReplanned': {
      const { planDate, dueDate, dueReason } = event.data
      return changed(plan, event, { planDate, dueDate, dueReason })
    }
    case 'OutboundCompleted':
    case 'LastOutboundAutoCompleted':
      return changed(plan, event, { status: 'COMPLETED', ...resolvedIn(event) })
    case 'OutboundSkipped':
      return changed(plan, event, { status: 'SKIPPED', ...resolvedIn(event) })
    case 'OutboundWithdrawn': {
      const { planDate, dueDate, dueReason } = event.data
      const open = { status: 'PENDING', resolvedBy: null, resolvedAt: null } as const
      return changed(plan, event, { ...open, planDate, dueDate, dueReason })
    }
    case 'OutboundScheduleRecorded': {
      const { scheduleAt: contactAt, dueDate, dueReason } = event.data
      return changed(plan, event, { contactAt, dueDate, dueReason })
    }
    case 'OutboundScheduleCanceled': {
      const { dueDate, dueReason } = event.data
      return changed(plan, event, { contactAt: null, dueDate, dueReason })
    }
    case 'OutboundClaimed':
      return { ...plan, claimedBy: event.act.by, claimedUntil: event.data.claimedUntil }
    case 'OutboundClaimReleased':
      return { ...plan, ...UNCLAIMED }
  }
}

const UNCLAIMED = { claimedBy: null, claimedUntil: null } as const

function changed(
  plan: UserOutboundPlan,
  { act }: DomainEvent,
  change: Partial<UserOutboundPlan>,
): UserOutboundPlan {
  return { ...plan, ...change, version: plan.version + 1, updatedAt: act.at }
}

function resolvedIn({ act }: DomainEvent) {
  return { resolvedBy: act.by, resolvedAt: act.at, ...UNCLAIMED }
}

function about({ userId, userCycleId, id }: UserOutboundPlan): About {
  return { userId, userCycleId, userOutboundId: id }
}

function from(plan: UserOutboundPlan, { today }: Act): From {
  return { from: statusOn(plan, today) }
}

function notOpen({ status, resolvedBy, resolvedAt }: UserOutboundPlan): Refusal {
  const rule = status === 'COMPLETED' ? CALL_ALREADY_COMPLETED : INVALID_CALL_STATUS
  return because(rule, { resolvedBy, resolvedAt })
}

function mayBeScheduled({ status, cycleState }: UserOutboundPlan): boolean {
  return status === 'PENDING' && cycleState === 'STARTED'
}

function isOthers(plan: UserOutboundPlan, { by, at }: Act): boolean {
  const { claimedBy } = claimOn(plan, at)
  return claimedBy !== null && claimedBy !== by
}
