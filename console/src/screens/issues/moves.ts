import type { InfiniteData } from '@tanstack/react-query'
import type { IssueOnBoard, IssueStatus, Page } from '../../api/types.ts'

/** The columns of the board, from left to right. */
export const COLUMNS = [
  'REGISTERED',
  'IN_PROGRESS',
  'RESOLVED',
  'CANCELLED',
] as const satisfies readonly IssueStatus[]

/** Where an issue may go from each column: the server decides, this shows it beforehand (moves.test.ts compares them). */
export const MOVES: Readonly<Record<IssueStatus, readonly IssueStatus[]>> = {
  REGISTERED: ['IN_PROGRESS', 'RESOLVED', 'CANCELLED'],
  IN_PROGRESS: ['RESOLVED', 'CANCELLED'],
  RESOLVED: ['IN_PROGRESS'],
  CANCELLED: ['IN_PROGRESS'],
}

export function isOpenIssue(status: IssueStatus): boolean {
  return status === 'REGISTERED' || status === 'IN_PROGRESS'
}

export function mayMove(from: IssueStatus, to: IssueStatus): boolean {
  return MOVES[from].includes(to)
}

/** The column beside that one: to the right (1) or the left (-1). */
export function columnBeside(status: IssueStatus, direction: 1 | -1): IssueStatus | undefined {
  return COLUMNS[COLUMNS.indexOf(status) + direction]
}

/** The nearest column to the right (1) or the left (-1) where it may go. */
export function nearestMove(from: IssueStatus, direction: 1 | -1): IssueStatus | undefined {
  const beside =
    direction === 1
      ? COLUMNS.slice(COLUMNS.indexOf(from) + 1)
      : COLUMNS.slice(0, COLUMNS.indexOf(from)).toReversed()
  return beside.find((to) => mayMove(from, to))
}

/** Where a move can be taken back to: where it came from, else to work on it again, else nowhere. */
export function wayBack(from: IssueStatus, to: IssueStatus): IssueStatus | undefined {
  return mayMove(to, from) ? from : MOVES[to].find((status) => status === 'IN_PROGRESS')
}

export type Column = InfiniteData<Page<IssueOnBoard>>

/** The column without that issue. */
export function without(column: Column | undefined, id: number): Column | undefined {
  return (
    column && {
      ...column,
      pages: column.pages.map((page) => ({
        ...page,
        items: page.items.filter((issue) => issue.id !== id),
      })),
    }
  )
}

/** The column with that issue in its place, oldest first; as it was where its place is on a page not yet loaded. */
export function withIssue(column: Column | undefined, issue: IssueOnBoard): Column | undefined {
  const rest = without(column, issue.id)
  if (rest === undefined) return undefined
  const place = rest.pages.findIndex(
    ({ items, nextCursor }) => nextCursor === null || items.some((there) => isOlder(issue, there)),
  )
  return {
    ...rest,
    pages: rest.pages.map((page, index) =>
      index === place ? { ...page, items: [...page.items, issue].toSorted(byAge) } : page,
    ),
  }
}

function byAge(one: IssueOnBoard, other: IssueOnBoard): number {
  return isOlder(one, other) ? -1 : 1
}

function isOlder(one: IssueOnBoard, other: IssueOnBoard): boolean {
  const [at, otherAt] = [Date.parse(one.createdAt), Date.parse(other.createdAt)]
  return at < otherAt || (at === otherAt && one.id < other.id)
}
