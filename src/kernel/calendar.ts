import type { CalendarDate, Instant } from './values.ts'

const DAY = 86_400_000

/** The programme's calendar: its time zone and the days on which it works. */
export type Calendar = Readonly<{
  /** IANA name, `Asia/Seoul`. */
  zone: string
  /** Working weekdays, ISO numbers: 1 Monday to 7 Sunday. Never empty. */
  workdays: ReadonlySet<number>
  holidays: ReadonlySet<string>
}>

/** The business date: the calendar day in the programme's zone, never UTC's (SPEC.md, Words). */
export function businessDate(calendar: Calendar, at: Instant): CalendarDate {
  const time = Date.parse(at)
  const last = lastAsked.get(calendar)
  if (last !== undefined && time >= last.from && time < last.to) return last.day
  const start = Temporal.Instant.from(at).toZonedDateTimeISO(calendar.zone).startOfDay()
  const day = start.toPlainDate().toString() as CalendarDate
  const to = start.add({ days: 1 }).startOfDay().epochMilliseconds
  lastAsked.set(calendar, { from: start.epochMilliseconds, to, day })
  return day
}

/** The day that was asked last, since nearly always it is asked again: today. */
const lastAsked = new WeakMap<Calendar, Readonly<{ from: number; to: number; day: CalendarDate }>>()

/** The first instant of a business date. */
export function startOfDay({ zone }: Calendar, day: CalendarDate): Instant {
  return toInstant(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds)
}

/** A time that was asked for: a business date stands for its beginning. */
export function momentOf(calendar: Calendar, time: Instant | CalendarDate): Instant {
  return time.includes(':')
    ? toInstant(Date.parse(time))
    : startOfDay(calendar, time as CalendarDate)
}

type Days = Readonly<{ from?: CalendarDate | undefined; to?: CalendarDate | undefined }>

/** The time that business dates span, both included: from `since` on and before `until`; undefined where it is open. */
export function spanOf(calendar: Calendar, { from, to }: Days) {
  return {
    since: from === undefined ? undefined : startOfDay(calendar, from),
    until: to === undefined ? undefined : startOfDay(calendar, plusDays(to, 1)),
  }
}

export function toInstant(time: number | Date): Instant {
  return new Date(time).toISOString() as Instant
}

export function plusMinutes(at: Instant, minutes: number): Instant {
  return toInstant(Date.parse(at) + minutes * 60_000)
}

export function plusDays(day: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10) as CalendarDate
}

/** The day's number in a cycle: 1 on `startDate`, 0 the day before; it may exceed the cycle's length. */
export function dayIndexOn(startDate: CalendarDate, day: CalendarDate): number {
  return (Date.parse(day) - Date.parse(startDate)) / DAY + 1
}

/** The day of that number in a cycle: the inverse of {@link dayIndexOn}. */
export function dateOfDay(startDate: CalendarDate, dayIndex: number): CalendarDate {
  return plusDays(startDate, dayIndex - 1)
}

/** The day itself when the programme works on it, else the next day on which it does. */
export function nextWorkingDay({ workdays, holidays }: Calendar, day: CalendarDate): CalendarDate {
  let candidate = day
  while (!workdays.has(weekday(candidate)) || holidays.has(candidate)) {
    candidate = plusDays(candidate, 1)
  }
  return candidate
}

function weekday(day: CalendarDate): number {
  return new Date(day).getUTCDay() || 7
}
