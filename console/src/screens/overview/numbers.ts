import type { OutboundStats } from '../../api/statistics.ts'
import type { CalendarDate } from '../../api/types.ts'
import { plusDays } from '../../app/when.ts'

/** What became of some calls. */
export type Calls = Pick<OutboundStats, 'due' | 'done' | 'skipped' | 'overdue' | 'onTime'>

const NONE: Calls = { due: 0, done: 0, skipped: 0, overdue: 0, onTime: 0 }

/** All of them together. */
export function sumOf(parts: readonly Calls[]): Calls {
  return parts.reduce(
    (sum, part) => ({
      due: sum.due + part.due,
      done: sum.done + part.done,
      skipped: sum.skipped + part.skipped,
      overdue: sum.overdue + part.overdue,
      onTime: sum.onTime + part.onTime,
    }),
    NONE,
  )
}

/** The same calls by one of their marks, in its order. */
export function sumsBy<Key extends 'sequence' | 'week'>(
  stats: readonly OutboundStats[],
  key: Key,
): (Calls & Record<Key, OutboundStats[Key]>)[] {
  return [...Map.groupBy(stats, (part) => part[key])]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, parts]) => ({ ...sumOf(parts), [key]: value }) as never)
}

/** The same by week, those without calls included: from the first to the last that has some. */
export function sumsByWeek(stats: readonly OutboundStats[]): (Calls & { week: CalendarDate })[] {
  const weeks = sumsBy(stats, 'week')
  const [first, last] = [weeks[0]?.week, weeks.at(-1)?.week]
  if (first === undefined || last === undefined) return []
  const all: CalendarDate[] = []
  for (let week = first; week <= last; week = plusDays(week, 7) as CalendarDate) all.push(week)
  return all.map((week) => weeks.find((there) => there.week === week) ?? { ...NONE, week })
}

/** How a bar is divided: each call once. */
export function sharesOf({ due, done, skipped, overdue }: Calls) {
  return { done, skipped, overdue, open: due - done - skipped - overdue }
}

const ROUND = [1, 2, 5, 10] as const

/** Round values for an axis, from nothing to what no bar is higher than. */
export function ticksFor(most: number): number[] {
  const rough = Math.max(most, 1) / 4
  const power = 10 ** Math.max(0, Math.floor(Math.log10(rough)))
  const step = power * (ROUND.find((round) => round * power >= rough) ?? 10)
  return Array.from({ length: Math.ceil(Math.max(most, 1) / step) + 1 }, (_, at) => at * step)
}

/** The share of completed calls that were completed in time, in whole percents; undefined where none was completed. */
export function onTimeRate({ done, onTime }: Calls): number | undefined {
  return done === 0 ? undefined : Math.round((100 * onTime) / done)
}
