import type { Counted } from '../../api/statistics.ts'
import { plusDays } from './period.ts'

/** Which calls a number counts, as it stands in the address of their list. */
export type CallsShown = Readonly<{
  status: readonly CallStatus[]
  dueFrom?: string | undefined
  dueBefore?: string | undefined
  sequence?: number | undefined
  siteId?: string | undefined
  onTime?: boolean | undefined
  resolvedBy?: string | undefined
}>
export type CallStatus = (typeof CALL_STATUSES)[number]
export const CALL_STATUSES = ['PENDING', 'ACTIVE', 'COMPLETED', 'SKIPPED'] as const

export type IssuesShown = Readonly<{
  status: IssueStatus
  createdFrom?: string | undefined
  createdBefore?: string | undefined
  siteId?: string | undefined
}>
type IssueStatus = 'REGISTERED' | 'IN_PROGRESS'

/** A number of the overview, and which of the calls it counts. */
export type Share = 'due' | 'done' | 'skipped' | 'overdue' | 'onTime'

const OPEN = ['PENDING', 'ACTIVE'] as const
const STATUSES = {
  due: CALL_STATUSES,
  done: ['COMPLETED'],
  skipped: ['SKIPPED'],
  overdue: OPEN,
  onTime: ['COMPLETED'],
} as const satisfies Record<Share, readonly CallStatus[]>

type Part = Readonly<{ sequence?: number; week?: string; siteId?: string; resolvedBy?: string }>

/** The list behind a number of calls: of the days that are counted, and of that part of them. */
export function callsBehind(
  share: Share,
  counted: Counted,
  { week, ...part }: Part,
  today: string,
): CallsShown {
  const { from, to, siteId } = counted
  const dueFrom = laterOf(from, week)
  const before = [
    to === undefined ? undefined : plusDays(to, 1),
    week === undefined ? undefined : plusDays(week, 7),
    share === 'overdue' ? today : undefined,
  ].filter((day) => day !== undefined)
  return {
    status: STATUSES[share],
    ...(dueFrom !== undefined && { dueFrom }),
    ...(before.length > 0 && { dueBefore: before.toSorted()[0] }),
    ...(siteId !== undefined && { siteId }),
    ...(share === 'onTime' && { onTime: true }),
    ...part,
  }
}

function laterOf(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a > b ? a : b
}

type Given = Readonly<Record<string, unknown>>

export function callsIn(given: Given): CallsShown {
  const asked = Array.isArray(given['status']) ? given['status'] : []
  const status = CALL_STATUSES.filter((one) => asked.includes(one))
  return definedOf({
    status: status.length === 0 ? CALL_STATUSES : status,
    dueFrom: textIn(given['dueFrom']),
    dueBefore: textIn(given['dueBefore']),
    sequence: typeof given['sequence'] === 'number' ? given['sequence'] : undefined,
    siteId: textIn(given['siteId']),
    onTime: typeof given['onTime'] === 'boolean' ? given['onTime'] : undefined,
    resolvedBy: textIn(given['resolvedBy']),
  })
}

export function issuesIn(given: Given): IssuesShown {
  return definedOf({
    status: given['status'] === 'IN_PROGRESS' ? 'IN_PROGRESS' : 'REGISTERED',
    createdFrom: textIn(given['createdFrom']),
    createdBefore: textIn(given['createdBefore']),
    siteId: textIn(given['siteId']),
  })
}

type One = string | number | boolean | undefined
type Asked = Readonly<Record<string, One | readonly string[]>>

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

function definedOf<Shown extends object>(given: Shown): Shown {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Shown
}
