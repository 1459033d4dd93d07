import { ATTEMPT_RESULTS } from '../../../../src/support/contact-attempt/contact-attempt.ts'
import type { Counted } from '../../api/statistics.ts'
import { plusDays } from '../../app/when.ts'
import { overviewIn, type OverviewShown } from './period.ts'

/** A number of the overview, and which of the calls it counts. */
export const SHARES = ['due', 'done', 'skipped', 'overdue', 'open', 'onTime'] as const
export type Share = (typeof SHARES)[number]

/** Which part of the overview's calls a row of it counts. */
export type CallsPart = Readonly<{
  sequence?: number | undefined
  week?: string | undefined
  /** A hospital among all. */
  hospital?: string | undefined
  noHospital?: boolean | undefined
  resolvedBy?: string | undefined
}>

/** Which number a list is behind, and of what overview, as it stands in the address. */
export type CallsShown = OverviewShown & CallsPart & Readonly<{ share: Share }>
export type IssuesShown = OverviewShown &
  Readonly<{
    status: IssueStatus
    createdFrom?: string | undefined
    createdBefore?: string | undefined
  }>
export type AttemptsShown = OverviewShown &
  Readonly<{ result?: AttemptResult | undefined; by?: string | undefined }>
type IssueStatus = 'REGISTERED' | 'IN_PROGRESS'
type AttemptResult = (typeof ATTEMPT_RESULTS)[number]

const OPEN = ['PENDING', 'ACTIVE'] as const
const STATUSES = {
  due: ['PENDING', 'ACTIVE', 'COMPLETED', 'SKIPPED'],
  done: ['COMPLETED'],
  skipped: ['SKIPPED'],
  overdue: OPEN,
  open: OPEN,
  onTime: ['COMPLETED'],
} as const satisfies Record<Share, readonly string[]>

/** What the server is asked for the list behind a number of calls: of the days that are counted, and of that part of them. */
export function callsBehind(
  share: Share,
  counted: Counted,
  { week, hospital, noHospital, ...part }: CallsPart,
  today: string,
): Asked {
  const { from, to } = counted
  const dueFrom = [from, week, share === 'open' ? today : undefined]
  const dueBefore = [
    to === undefined ? undefined : plusDays(to, 1),
    week === undefined ? undefined : plusDays(week, 7),
    share === 'overdue' ? today : undefined,
  ]
  return definedOf({
    status: STATUSES[share],
    dueFrom: inOrder(dueFrom).at(-1),
    dueBefore: inOrder(dueBefore)[0],
    siteId: hospital ?? counted.siteId,
    hasSite: noHospital === true ? false : undefined,
    onTime: share === 'onTime' ? true : undefined,
    ...part,
  })
}

function inOrder(days: readonly (string | undefined)[]): string[] {
  return days.filter((day) => day !== undefined).toSorted()
}

type Given = Readonly<Record<string, unknown>>

export function callsIn(given: Given): CallsShown {
  return definedOf({
    ...overviewIn(given),
    share: SHARES.find((share) => share === given['share']) ?? 'due',
    sequence: typeof given['sequence'] === 'number' ? given['sequence'] : undefined,
    week: dayIn(given['week']),
    hospital: textIn(given['hospital']),
    noHospital: given['noHospital'] === true ? true : undefined,
    resolvedBy: textIn(given['resolvedBy']),
  })
}

export function issuesIn(given: Given): IssuesShown {
  return definedOf({
    ...overviewIn(given),
    status: given['status'] === 'IN_PROGRESS' ? 'IN_PROGRESS' : 'REGISTERED',
    createdFrom: textIn(given['createdFrom']),
    createdBefore: textIn(given['createdBefore']),
  })
}

export function attemptsIn(given: Given): AttemptsShown {
  return definedOf({
    ...overviewIn(given),
    result: ATTEMPT_RESULTS.find((result) => result === given['result']),
    by: textIn(given['by']),
  })
}

type One = string | number | boolean | undefined
export type Asked = Readonly<Record<string, One | readonly string[]>>

/** The address at the server of a list's page. */
export function pathOf(list: string, shown: Asked, cursor: string | null): string {
  const asked: Asked = { ...shown, cursor: cursor ?? undefined }
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(asked)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) query.append(key, `${one}`)
    }
  }
  return `${list}?${query}`
}

function textIn(given: unknown): string | undefined {
  const text = typeof given === 'number' ? String(given) : given
  return typeof text === 'string' && text !== '' && text.length <= 200 ? text : undefined
}

function dayIn(given: unknown): string | undefined {
  return typeof given === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : undefined
}

function definedOf<Shown extends object>(given: Shown): Shown {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Shown
}
