import { useInfiniteQuery, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffectEvent, useRef } from 'react'
import { get, search } from '../../api/client.ts'
import type { Counts, OutboundId, OutboundRow, Page, WorklistFilters } from '../../api/types.ts'
import { useChanges } from '../../live/live.tsx'
import { filterOf, groupOf, GROUPS, settleRows, type Group, type Rows } from './rows.ts'

/** What an operator narrows the list by. */
export type Filters = Pick<
  WorklistFilters,
  'sequence' | 'siteId' | 'mdId' | 'hasOpenIssue' | 'claimed' | 'q'
>

const PAGE = 200
const EVERY_STATUS = ['PENDING', 'ACTIVE', 'COMPLETED', 'SKIPPED'] as const

/** One part of the list, page by page. */
export function useGroup(group: Group, today: string, filters: Filters) {
  return useInfiniteQuery({
    queryKey: keyOf(group, today, filters),
    queryFn: ({ pageParam, signal }) =>
      search<Page<OutboundRow>>(
        '/v1/outbounds/search',
        {
          ...filterOf(group, today),
          ...filters,
          limit: PAGE,
          ...(pageParam !== undefined && { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: (previous) => previous,
    staleTime: 300_000,
  })
}

/** The day's numbers, as the server counts them. */
export function useCounts(today: string) {
  return useQuery({
    queryKey: ['counts', today],
    queryFn: ({ signal }) => get<Counts>(`/v1/outbounds/counts?dueOn=${today}`, { signal }),
    placeholderData: (previous) => previous,
  })
}

/**
 * Keeps the loaded pages true: calls that the stream names are asked for by id, all of a moment in one request, and put
 * where they belong now. `resolved` is told of those that somebody has completed or skipped.
 */
export function useLiveRows(today: string, filters: Filters, resolved: (row: OutboundRow) => void) {
  const client = useQueryClient()
  const waiting = useRef(new Set<number>())
  const busy = useRef(false)
  const tellResolved = useEffectEvent(resolved)

  const shown = useEffectEvent(() => ({ today, filters }))

  const look = useEffectEvent(async () => {
    if (busy.current) return
    busy.current = true
    try {
      while (waiting.current.size > 0) {
        const ids = [...waiting.current].slice(0, 200)
        for (const id of ids) waiting.current.delete(id)
        // The list may have been narrowed otherwise since the last time around.
        const asked = shown()
        const { items } = await search<Page<OutboundRow>>('/v1/outbounds/search', {
          ids,
          ...asked.filters,
          status: EVERY_STATUS,
          limit: 200,
        })
        settle(client, { ...asked, ids: new Set(ids), rows: items })
        for (const row of items) if (groupOf(row, asked.today) === undefined) tellResolved(row)
        // A list asked for before may arrive after this, and undo it: then these are looked at once more.
        if (await arrived(client, asked.today, asked.filters))
          for (const id of ids) waiting.current.add(id)
      }
    } catch {
      // The connection is gone; once it is back, everything is asked for anew.
    } finally {
      busy.current = false
    }
  })

  useChanges((changes) => {
    const rows = loadedRows(client, today, filters)
    for (const { entity, id, userId } of changes) {
      if (entity === 'UserOutboundPlan') waiting.current.add(Number(id))
      else for (const row of rows) if (row.userId === userId) waiting.current.add(row.id)
    }
    void look()
  })
}

type Settling = Readonly<{
  today: string
  filters: Filters
  ids: ReadonlySet<number>
  rows: readonly OutboundRow[]
}>

function settle(client: QueryClient, { today, filters, ids, rows }: Settling) {
  for (const group of GROUPS) {
    const own = rows.filter((row) => groupOf(row, today) === group)
    client.setQueryData<Rows>(
      keyOf(group, today, filters),
      (data) => data && settleRows(data, ids, own),
    )
  }
}

/** Waits for the lists that are being asked for; whether there were any. */
async function arrived(client: QueryClient, today: string, filters: Filters): Promise<boolean> {
  const asked = GROUPS.map((group) =>
    client
      .getQueryCache()
      .find({ queryKey: keyOf(group, today, filters), fetchStatus: 'fetching' }),
  ).filter((query) => query !== undefined)
  await Promise.allSettled(asked.map(({ promise }) => promise ?? Promise.resolve()))
  return asked.length > 0
}

/** Takes a call off every list at once, before the server has answered; what it answers settles it. */
export function takeOff(client: QueryClient, id: OutboundId) {
  client.setQueriesData<Rows>(
    { queryKey: ['worklist'] },
    (data) => data && settleRows(data, new Set([id]), []),
  )
}

function loadedRows(client: QueryClient, today: string, filters: Filters): OutboundRow[] {
  return GROUPS.flatMap(
    (group) =>
      client
        .getQueryData<Rows>(keyOf(group, today, filters))
        ?.pages.flatMap(({ items }) => items) ?? [],
  )
}

function keyOf(group: Group, today: string, filters: Filters) {
  return ['worklist', today, group, filters] as const
}
