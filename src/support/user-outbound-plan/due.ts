import { businessDate, dateOfDay, nextWorkingDay, type Calendar } from '../../kernel/calendar.ts'
import type { CalendarDate, Instant } from '../../kernel/values.ts'

/** Why the call stands on that day's list: an agreed time, the plan, or the plan moved to a working day. */
export type DueReason = 'AGREED' | 'PLAN' | 'WORKDAY'

/** On which day's list a call stands, and why. */
export type Due = Readonly<{ dueDate: CalendarDate; dueReason: DueReason }>

type Programme = Readonly<{ startDate: CalendarDate; contactAt: Instant | null; dayIndex: number }>

/** When a call is planned and on which day's list it stands (SPEC.md, `dueDate`). */
export function whenDue({ startDate, contactAt, dayIndex }: Programme, calendar: Calendar) {
  const planDate = dateOfDay(startDate, dayIndex)
  return { planDate, ...dueOf(planDate, contactAt, calendar) }
}

/** The list of an agreed time's day, else of the planned day or the working day after it. */
export function dueOf(planDate: CalendarDate, contactAt: Instant | null, calendar: Calendar): Due {
  if (contactAt !== null) {
    return { dueDate: businessDate(calendar, contactAt), dueReason: 'AGREED' }
  }
  const dueDate = nextWorkingDay(calendar, planDate)
  return { dueDate, dueReason: dueDate === planDate ? 'PLAN' : 'WORKDAY' }
}
