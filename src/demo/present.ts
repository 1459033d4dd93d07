import { businessDate, plusDays, plusMinutes, startOfDay, toInstant } from '../kernel/calendar.ts'
import type { CalendarDate, Instant } from '../kernel/values.ts'
import type { Support } from '../support/support.ts'

/** The moment for which the demo is made; what its stories tell lies before it, or is agreed for after it. */
export type Present = Readonly<{
  now: Instant
  today: CalendarDate
  /** The day in so many days; negative ones are past. */
  inDays: (days: number) => CalendarDate
  /** That time of that day in the programme's zone, `10:30`; never later than now. */
  on: (day: CalendarDate, time: string) => Instant
  /** That time of a day to come. */
  agreedOn: (day: CalendarDate, time: string) => Instant
  /** So many minutes ago, but today. */
  ago: (minutes: number) => Instant
  /** In so many minutes, but today, at a whole ten minutes. */
  soon: (minutes: number) => Instant
}>

const TEN_MINUTES = 600_000

export function presentOf({ now: clock, calendar }: Pick<Support, 'now' | 'calendar'>): Present {
  const now = clock()
  const today = businessDate(calendar, now)
  const midnight = startOfDay(calendar, plusDays(today, 1))
  const agreedOn = (day: CalendarDate, plainTime: string) => {
    const local = Temporal.PlainDate.from(day)
    const timeZone = calendar.zone
    return toInstant(local.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds)
  }
  return {
    now,
    today,
    inDays: (days) => plusDays(today, days),
    agreedOn,
    on: (day, time) => earliest(now, agreedOn(day, time)),
    ago: (minutes) => latest(startOfDay(calendar, today), plusMinutes(now, -minutes)),
    soon(minutes) {
      const tens = Math.ceil(Date.parse(plusMinutes(now, minutes)) / TEN_MINUTES)
      return earliest(toInstant(tens * TEN_MINUTES), plusMinutes(midnight, -1))
    },
  }
}

function earliest(one: Instant, other: Instant): Instant {
  return one < other ? one : other
}

function latest(one: Instant, other: Instant): Instant {
  return one > other ? one : other
}
