import {
  keepPreviousData,
  useInfiniteQuery,
  useQueryClient,
  type InfiniteData,
} from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { search } from '../../api/client.ts'
import type { Page, UserInList } from '../../api/types.ts'
import type { UsersShown } from '../../app/filters.ts'
import { useChanges } from '../../live/live.tsx'
import { pagesWith, withFresh } from './rows.ts'

const PAGE = 100
/** How long changes are gathered before the pages they are on are asked again, in milliseconds. */
const GATHER = 1_000

type Pages = InfiniteData<Page<UserInList>>

/** The users that fit, by cursor; rows that somebody changes are renewed where they stand, so that nothing jumps. */
export function useUsers(shown: UsersShown, q: string) {
  const client = useQueryClient()
  // Not one of the words that live/changes.ts asks again: that would ask for every page at each change.
  const queryKey = ['user-list', shown, q] as const
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => ask(shown, q, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  })

  async function renew(ids: ReadonlySet<string>) {
    const pages = client.getQueryData<Pages>(queryKey)
    if (pages === undefined) return false
    let isMoved = false
    for (const place of pagesWith(pages.pages, ids)) {
      const fresh = await ask(shown, q, cursorIn(pages.pageParams[place]))
      isMoved ||= pagesWith([fresh], ids).length === 0
      client.setQueryData<Pages>(queryKey, (there) => withFresh(there, fresh.items))
    }
    return isMoved
  }

  const [behind, setBehind] = useState<string>()
  const key = JSON.stringify(queryKey)
  useRenewed(list.data, renew, () => setBehind(key))
  const refresh = () => {
    setBehind(undefined)
    void list.refetch()
  }
  return { ...list, refresh, isBehind: behind === key }
}

function cursorIn(param: unknown): string | null {
  return typeof param === 'string' ? param : null
}

async function ask(
  shown: UsersShown,
  q: string,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Page<UserInList>> {
  const body = { ...shown, ...(q !== '' && { q }), ...(cursor !== null && { cursor }), limit: PAGE }
  return await search<Page<UserInList>>('/v1/users/search', body, { signal })
}

/** Renews rows as others change them, and tells when the list itself would have other rows by now. */
function useRenewed(
  data: Pages | undefined,
  renew: (ids: ReadonlySet<string>) => Promise<boolean>,
  fallBehind: () => void,
) {
  const due = useRef(new Set<string>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function tell() {
    const ids = due.current
    due.current = new Set()
    // What cannot be asked now is asked when the stream is back.
    const isMoved = await renew(ids).catch(() => false)
    timer.current = undefined
    if (isMoved) fallBehind()
    if (due.current.size > 0) schedule()
  }

  function schedule() {
    timer.current ??= setTimeout(() => void tell(), GATHER)
  }

  useChanges((changes) => {
    const known = new Set(data?.pages.flatMap(({ items }) => items.map(({ userId }) => userId)))
    for (const { entity, userId } of changes) {
      if (userId === null) continue
      if (known.has(userId as UserInList['userId'])) due.current.add(userId)
      else if (entity === 'UserCycle') fallBehind()
    }
    if (due.current.size > 0) schedule()
  })
}
