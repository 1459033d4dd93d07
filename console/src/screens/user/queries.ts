import {
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type InfiniteData,
} from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { get, search } from '../../api/client.ts'
import type { Log, OutboundRow, Page, User } from '../../api/types.ts'
import { mergeNewest } from '../../api/upsert.ts'
import { useNewDay } from '../../app/new-day.ts'
import { useChanges } from '../../live/live.tsx'
import { lookingOneByOne } from '../../live/looking.ts'
import { isOpen } from './acts.ts'

/** What the timeline can be narrowed to, and which types of entries each means. */
export const KINDS = {
  all: [],
  memos: ['MEMO'],
  issues: ['ISSUE'],
  calls: ['OUTBOUND_STATUS_CHANGE', 'CONTACT_SCHEDULE_CHANGE', 'LOG'],
  messages: ['MESSAGE_SENT'],
  changes: ['SITE_UPDATE', 'ACCOUNT_UPDATED', 'ACCOUNT_DELETED'],
} as const
export type Kind = keyof typeof KINDS

const PAGE = 30
const REST = 150

export function useUser(userId: string) {
  return useQuery({
    queryKey: ['user', userId],
    queryFn: ({ signal }) => get<User>(`/v1/users/${encodeURIComponent(userId)}`, { signal }),
  })
}

/** The user's open calls as the list has them: who is on them, what was tried, what was sent. */
export function useOpenCalls(user: User | undefined) {
  const ids = (user?.outbounds ?? []).filter(isOpen).map(({ id }) => id)
  return useQuery({
    queryKey: ['user-calls', user?.userId, ids],
    queryFn: ({ signal }) => search<Page<OutboundRow>>('/v1/outbounds/search', { ids }, { signal }),
    enabled: ids.length > 0,
    placeholderData: (previous) => previous,
  })
}

export function useTimeline(userId: string, kind: Kind) {
  return useInfiniteQuery({
    queryKey: ['timeline', userId, kind],
    queryFn: ({ pageParam, signal }) => timelinePage(userId, kind, { cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

type Asking = { cursor?: string | undefined; signal?: AbortSignal }

async function timelinePage(userId: string, kind: Kind, { cursor, signal }: Asking) {
  const query = new URLSearchParams(KINDS[kind].map((type) => ['type', type]))
  query.set('limit', String(PAGE))
  if (cursor !== undefined) query.set('cursor', cursor)
  return await get<Page<Log>>(`/v1/users/${encodeURIComponent(userId)}/logs?${query}`, { signal })
}

/** Keeps an open user true: what changes about them is asked again, and the newest entries are laid over the timeline. */
export function useLiveUser(userId: string, kind: Kind) {
  const client = useQueryClient()
  const looking = useRef<ReturnType<typeof lookingOneByOne>>(undefined)

  const look = useEffectEvent(async () => {
    void client.invalidateQueries({ queryKey: ['user', userId] })
    void client.invalidateQueries({ queryKey: ['user-calls', userId] })
    void client.invalidateQueries({ queryKey: ['user-issues', userId] })
    try {
      const newest = await timelinePage(userId, kind, {})
      client.setQueryData<InfiniteData<Page<Log>>>(['timeline', userId, kind], (data) =>
        mergeNewest(data, newest),
      )
    } catch {
      // The connection is gone; once it is back, everything is asked for anew.
    }
  })
  useEffect(() => {
    const own = lookingOneByOne(REST, () => look())
    looking.current = own
    return () => own.stop()
  }, [])
  useChanges((changes) => {
    if (changes.some((change) => change.userId === userId)) looking.current?.lookSoon()
  })
  // Which day of the treatment it is, and which calls are due, nobody has to change.
  useNewDay(() => looking.current?.lookSoon())
}
