import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { get } from '../../api/client.ts'
import type { IssueOnBoard, IssueStatus, Page } from '../../api/types.ts'
import type { IssuesShown } from '../../app/filters.ts'
import { withIssue, without, type Column } from './moves.ts'
import { useMoving } from './moving.ts'

/** The filters of each column. */
export type Shown = Readonly<Record<IssueStatus, IssuesShown>>

function keyOf(status: IssueStatus, filters: IssuesShown) {
  return ['issues', 'board', status, filters] as const
}

function addressOf(status: IssueStatus, filters: IssuesShown, cursor: string | null): string {
  return `/v1/issues?${queryOf({ status, ...filters, cursor: cursor ?? undefined })}`
}

function queryOf(asked: Readonly<Record<string, string | undefined>>): URLSearchParams {
  const given = Object.entries(asked).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return new URLSearchParams(given)
}

/** One column, oldest first, as far as it was asked for. The stream has it asked again. */
export function useColumn(status: IssueStatus, filters: IssuesShown) {
  return useInfiniteQuery({
    queryKey: keyOf(status, filters),
    queryFn: ({ pageParam, signal }) =>
      get<Page<IssueOnBoard>>(addressOf(status, filters, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })
}

type Counts = Readonly<Record<IssueStatus, number>>

/** How many issues each column has; asked where not all are shown. */
export function useCounts(shown: Shown, enabled: boolean): Counts | undefined {
  const [open, closed] = [
    useCountsOf(shown.REGISTERED, enabled),
    useCountsOf(shown.RESOLVED, enabled),
  ]
  if (open === undefined || closed === undefined) return undefined
  const { REGISTERED, IN_PROGRESS } = open
  return { REGISTERED, IN_PROGRESS, RESOLVED: closed.RESOLVED, CANCELLED: closed.CANCELLED }
}

function useCountsOf(filters: IssuesShown, enabled: boolean): Counts | undefined {
  const query = queryOf(filters)
  const { data } = useQuery({
    queryKey: ['issues', 'counts', filters],
    queryFn: ({ signal }) => get<Counts>(`/v1/issues/counts?${query}`, { signal }),
    enabled,
    placeholderData: keepPreviousData,
  })
  return data
}

/** Whether any issue was ever closed; asked where the board shows none. */
export function useAnyClosed(enabled: boolean): boolean {
  const counts = useCountsOf({}, enabled)
  return counts !== undefined && counts.RESOLVED + counts.CANCELLED > 0
}

export type Move = (issue: IssueOnBoard, to: IssueStatus) => void

/** Moves an issue from column to column. */
export function useMove(shown: Shown, leaves: (issue: IssueOnBoard) => void): Move {
  const client = useQueryClient()
  const put = (issue: IssueOnBoard, from: IssueStatus) => {
    const { status } = issue
    client.setQueryData<Column>(keyOf(from, shown[from]), (column) => without(column, issue.id))
    client.setQueryData<Column>(keyOf(status, shown[status]), (column) => withIssue(column, issue))
  }
  const move = useMoving(['issues'], put, leaves)
  return (issue, to) => void move(issue, to)
}
