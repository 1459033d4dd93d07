import type { UserFilters } from '../api/types.ts'

/**
 * What of a list's filters stands in its address, so that a number elsewhere can open what it counts: never what a person
 * typed to find somebody. What is not understood is left out.
 */
export type UsersShown = Omit<UserFilters, 'q'>
export type IssuesShown = Readonly<{
  siteId?: string | undefined
  /** Raised at that instant or later. */
  createdFrom?: string | undefined
  /** Raised before that instant. */
  createdBefore?: string | undefined
}>

type Given = Readonly<Record<string, unknown>>

export function userFiltersIn(given: Given): UsersShown {
  return definedOf({
    siteId: textIn(given['siteId']),
    mdId: textIn(given['mdId']),
    cycleState: oneIn(given['cycleState'], ['STARTED', 'ENDED']),
    dayFrom: wholeIn(given['dayFrom']),
    dayTo: wholeIn(given['dayTo']),
    outboundStatus: oneIn(given['outboundStatus'], OUTBOUND_STATUSES),
    sequence: wholeIn(given['sequence']),
    hasOpenIssue: typeof given['hasOpenIssue'] === 'boolean' ? given['hasOpenIssue'] : undefined,
    lastContactBefore: dayIn(given['lastContactBefore']),
    sort: oneIn(given['sort'], SORTS),
  })
}

export function boardFiltersIn(given: Given): IssuesShown {
  return definedOf({
    siteId: textIn(given['siteId']),
    createdFrom: instantIn(given['createdFrom']),
    createdBefore: instantIn(given['createdBefore']),
  })
}

const OUTBOUND_STATUSES = ['PENDING', 'ACTIVE', 'COMPLETED', 'SKIPPED']
const SORTS = ['name', 'day', 'nextDue', 'lastContact'].flatMap((sort) => [sort, `-${sort}`])

function definedOf(given: Given): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** An id of nothing but digits arrives as a number. */
function textIn(given: unknown): string | undefined {
  const text = typeof given === 'number' ? String(given) : given
  return typeof text === 'string' && text !== '' && text.length <= 64 ? text : undefined
}

function oneIn(given: unknown, known: readonly string[]): string | undefined {
  return typeof given === 'string' && known.includes(given) ? given : undefined
}

function wholeIn(given: unknown): number | undefined {
  return typeof given === 'number' && Number.isInteger(given) && Math.abs(given) <= 100_000
    ? given
    : undefined
}

function dayIn(given: unknown): string | undefined {
  return typeof given === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : undefined
}

function instantIn(given: unknown): string | undefined {
  return typeof given === 'string' && !Number.isNaN(Date.parse(given)) ? given : undefined
}
