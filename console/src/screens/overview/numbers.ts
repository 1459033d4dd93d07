import type { OutboundStats } from '../../api/statistics.ts'

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

/** How a bar is divided: each call once. */
export function sharesOf({ due, done, skipped, overdue }: Calls) {
  return { done, skipped, overdue, open: due - done - skipped - overdue }
}

/** The share of completed calls that were completed in time, in whole percents; undefined where none was completed. */
export function onTimeRate({ done, onTime }: Calls): number | undefined {
  return done === 0 ? undefined : Math.round((100 * onTime) / done)
}
