import { businessDate, toInstant, type Calendar } from '../kernel/calendar.ts'
import {
  SYSTEM,
  type Act,
  type CalendarDate,
  type Instant,
  type OperatorId,
  type OutboundId,
  type UserCycleId,
  type UserId,
} from '../kernel/values.ts'
import {
  evolve,
  type LastOutboundAutoCompleted,
  type OutboundClaimed,
  type OutboundCompleted,
  type OutboundScheduleRecorded,
  type OutboundSkipped,
  type OutboundWithdrawn,
  type UserOutboundPlan,
} from '../support/user-outbound-plan/user-outbound-plan.ts'
import { specification } from './specification.ts'

export const day = (text: string) => text as CalendarDate
export const seoul = (text: string) => toInstant(new Date(`${text}+09:00`))

export const everyDay: Calendar = {
  zone: 'Asia/Seoul',
  workdays: new Set([1, 2, 3, 4, 5, 6, 7]),
  holidays: new Set(),
}
export const weekdays: Calendar = { ...everyDay, workdays: new Set([1, 2, 3, 4, 5]) }

/** The call of day 7 in a cycle that began on a Monday: planned for Sunday 12 April 2026. */
export const call: UserOutboundPlan = {
  id: 7 as OutboundId,
  userId: 'user-1' as UserId,
  userCycleId: 'cycle-1' as UserCycleId,
  sequence: 2,
  dayIndex: 7,
  status: 'PENDING',
  planDate: day('2026-04-12'),
  contactAt: null,
  dueDate: day('2026-04-12'),
  dueReason: 'PLAN',
  resolvedBy: null,
  resolvedAt: null,
  claimedBy: null,
  claimedUntil: null,
  version: 1,
  createdAt: seoul('2026-04-06T09:00'),
  updatedAt: seoul('2026-04-06T09:00'),
  startDate: day('2026-04-06'),
  cycleState: 'STARTED',
  cycleVersion: 1,
}
export const about = { userId: call.userId, userCycleId: call.userCycleId, userOutboundId: call.id }

export const hana = actOf('hana', seoul('2026-04-12T10:00'))
export const minjun = actOf('minjun', seoul('2026-04-12T10:05'))
export const hanaEarly = actOf('hana', seoul('2026-04-10T10:00'))
export const system = actOf(SYSTEM, seoul('2026-04-12T11:00'))

export const completed: OutboundCompleted = {
  type: 'OutboundCompleted',
  data: { ...about, from: 'ACTIVE' },
  act: hana,
}
export const skipped: OutboundSkipped = {
  type: 'OutboundSkipped',
  data: { ...about, from: 'ACTIVE', reason: 'REFUSED' },
  act: hana,
  text: 'wants no calls this week',
}
export const withdrawn: OutboundWithdrawn = {
  type: 'OutboundWithdrawn',
  data: {
    ...about,
    planDate: call.planDate,
    dueDate: call.dueDate,
    dueReason: 'PLAN',
    from: 'COMPLETED',
    to: 'ACTIVE',
  },
  act: minjun,
  text: 'the wrong user',
}
export const autoCompleted: LastOutboundAutoCompleted = {
  type: 'LastOutboundAutoCompleted',
  data: { ...about, from: 'ACTIVE' },
  act: system,
}
export const tomorrowAtThree = seoul('2026-04-13T15:00')
export const scheduled = scheduledFor(tomorrowAtThree, day('2026-04-13'))
export const claimedByMinjun = claimedBy(minjun, seoul('2026-04-12T10:20'))

export const given = specification(call, evolve)
export const givenInEndedCycle = specification({ ...call, cycleState: 'ENDED' }, evolve)
export const givenInCycleMovedAWeek = specification(
  { ...call, startDate: day('2026-04-13') },
  evolve,
)

export function actOf(by: string, at: Instant): Act {
  return { by: by as OperatorId, at, today: businessDate(everyDay, at) }
}

export function scheduledFor(
  scheduleAt: Instant,
  dueDate: CalendarDate,
  previous: Instant | null = null,
): OutboundScheduleRecorded {
  const data = { ...about, scheduleAt, dueDate, dueReason: 'AGREED', previous } as const
  return { type: 'OutboundScheduleRecorded', data, act: hana }
}

export function claimedBy(act: Act, claimedUntil: Instant): OutboundClaimed {
  return { type: 'OutboundClaimed', data: { ...about, claimedUntil }, act }
}
