import type { InfiniteData } from '@tanstack/react-query'
import type { Page, UserInList } from '../../api/types.ts'

type Pages = InfiniteData<Page<UserInList>>

/** Which pages hold one of those users. */
export function pagesWith(
  pages: readonly Page<UserInList>[],
  ids: ReadonlySet<string>,
): readonly number[] {
  return pages.flatMap(({ items }, place) =>
    items.some(({ userId }) => ids.has(userId)) ? [place] : [],
  )
}

/** The pages with those users as they are now, each in the place where it was. */
export function withFresh(
  data: Pages | undefined,
  fresh: readonly UserInList[],
): Pages | undefined {
  const byId = new Map(fresh.map((user) => [user.userId, user]))
  return (
    data && {
      ...data,
      pages: data.pages.map((page) => ({
        ...page,
        items: page.items.map((there) => byId.get(there.userId) ?? there),
      })),
    }
  )
}

/** The rows of all pages; a user who moved to a later page meanwhile stands where they were first. */
export function rowsOf(data: Pages | undefined): readonly UserInList[] {
  const rows = new Map<string, UserInList>()
  for (const { items } of data?.pages ?? []) {
    for (const user of items) if (!rows.has(user.userId)) rows.set(user.userId, user)
  }
  return [...rows.values()]
}
