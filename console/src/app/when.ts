import type { CalendarDate } from '../api/types.ts'

/** How times are said, in the programme's zone and one of the console's languages. */
export type Saying = Readonly<{
  now: number
  /** The day that `now` is in, in the zone. */
  today: CalendarDate
  zone: string
  language: 'ko' | 'en'
}>

const DAY = 86_400_000
const WORDS = {
  ko: { today: '오늘', yesterday: '어제', tomorrow: '내일' },
  en: { today: 'Today', yesterday: 'Yesterday', tomorrow: 'Tomorrow' },
} as const

/** The day of an instant: `2026-03-02`. */
export function dayOf(at: number | string, zone: string): CalendarDate {
  return formatter('en-CA', zone, DATE).format(new Date(at)) as CalendarDate
}

/** `오늘 14:30`, `어제 09:10`, `3월 2일 11:00`, and with the year where it is another. */
export function sayWhen(at: number | string, saying: Saying): string {
  return `${sayDay(dayOf(at, saying.zone), saying)} ${sayTime(at, saying)}`
}

/** `오늘`, `어제`, `3월 2일`, `2025년 3월 2일`; `Mar 2` instead of `March 2` where there is little room. */
export function sayDay(
  day: string,
  { today, language }: Saying,
  month: 'long' | 'short' = 'long',
): string {
  const words = WORDS[language]
  const distance = Math.round((Date.parse(day) - Date.parse(today)) / DAY)
  if (distance === 0) return words.today
  if (distance === -1) return words.yesterday
  if (distance === 1) return words.tomorrow
  const sameYear = day.slice(0, 4) === today.slice(0, 4)
  const how = sameYear ? MONTH_DAY : YEAR_MONTH_DAY
  return formatter(language, 'UTC', { ...how, month }).format(Date.parse(day))
}

/** `14:30` */
export function sayTime(at: number | string, { zone }: Saying): string {
  return formatter('en-GB', zone, TIME).format(new Date(at))
}

/** The exact time, for who hovers: `2026년 3월 2일 월요일 14:30:05`. */
export function sayExactly(at: number | string, { zone, language }: Saying): string {
  return formatter(language, zone, EXACT).format(new Date(at))
}

/** The exact day, for who hovers: `2026년 3월 2일 월요일`. */
export function sayDayExactly(day: string, { language }: Saying): string {
  return formatter(language, 'UTC', EXACT_DAY).format(Date.parse(day))
}

/** `3월 2일` */
export function sayMonthDay(day: string, { language }: Saying): string {
  return formatter(language, 'UTC', MONTH_DAY).format(Date.parse(day))
}

/** `3월 2일 (월)` */
export function sayWeekday(day: string, { language }: Saying): string {
  return formatter(language, 'UTC', WITH_WEEKDAY).format(Date.parse(day))
}

/** `2026-03-02` so many days later. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)
}

/** The instant at which clocks in the zone show that day and time; the earlier one where they show it twice. */
export function instantOf(day: string, time: string, zone: string): number {
  const wanted = Date.parse(`${day}T${time}:00Z`)
  const shift = (at: number) => Date.parse(`${dayOf(at, zone)}T${timeIn(at, zone)}Z`) - at
  const guess = wanted - shift(wanted)
  return wanted - shift(guess)
}

function timeIn(at: number, zone: string): string {
  return formatter('en-GB', zone, SECONDS).format(at)
}

const DATE = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const SECONDS = { ...TIME, second: '2-digit' } as const
const MONTH_DAY = { month: 'long', day: 'numeric' } as const
const YEAR_MONTH_DAY = { ...MONTH_DAY, year: 'numeric' } as const
const WITH_WEEKDAY = { ...MONTH_DAY, weekday: 'short' } as const
const EXACT_DAY = { ...YEAR_MONTH_DAY, weekday: 'long' } as const
const EXACT = { ...EXACT_DAY, ...SECONDS } as const

const made = new Map<string, Intl.DateTimeFormat>()

/** Making one costs more than using it a thousand times. */
function formatter(language: string, timeZone: string, how: Intl.DateTimeFormatOptions) {
  const key = `${language} ${timeZone} ${JSON.stringify(how)}`
  const there = made.get(key) ?? new Intl.DateTimeFormat(language, { ...how, timeZone })
  made.set(key, there)
  return there
}
