import type { Counted } from '../../api/statistics.ts'
import { plusDays } from '../../app/when.ts'

/** What the overview counts, as it stands in its address. */
export type OverviewShown = Readonly<{
  period: Period
  from?: string | undefined
  to?: string | undefined
  siteId?: string | undefined
}>

export const PERIODS = ['week', 'fourWeeks', 'all', 'days'] as const
export type Period = (typeof PERIODS)[number]

const DATE = /^\d{4}-\d{2}-\d{2}$/

/** What an address asks for; what is not understood is left out, and four weeks are usual. */
export function overviewIn(given: Record<string, unknown>): OverviewShown {
  const period = PERIODS.find((one) => one === given['period']) ?? 'fourWeeks'
  const siteId = typeof given['siteId'] === 'number' ? String(given['siteId']) : given['siteId']
  const [from, to] = [given['from'], given['to']].map((day) =>
    period === 'days' && typeof day === 'string' && DATE.test(day) ? day : undefined,
  )
  return {
    period,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(typeof siteId === 'string' && siteId !== '' && { siteId }),
  }
}

/** The overview that a list was opened from. */
export function overviewOf({ period, from, to, siteId }: OverviewShown): OverviewShown {
  return {
    period,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(siteId !== undefined && { siteId }),
  }
}

/** Whether the days that were chosen end before they start: nothing can be counted then. */
export function isReversed({ from, to }: Counted): boolean {
  return from !== undefined && to !== undefined && from > to
}

/** The days of a period, both included: this week from its Monday on, or four weeks that end today. */
export function countedIn({ period, from, to, siteId }: OverviewShown, today: string): Counted {
  const days = {
    week: { from: mondayOf(today), to: plusDays(mondayOf(today), 6) },
    fourWeeks: { from: plusDays(today, -27), to: today },
    all: {},
    days: { ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
  }[period]
  return { ...days, ...(siteId !== undefined && { siteId }) }
}

function mondayOf(day: string): string {
  return plusDays(day, -((new Date(day).getUTCDay() + 6) % 7))
}
