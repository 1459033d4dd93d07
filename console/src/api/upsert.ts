import type { InfiniteData } from '@tanstack/react-query'
import type { Page } from './types.ts'

/** The newest page laid over the pages that were there, newest first, each thing once; all anew where they do not meet. */
export function mergeNewest<Item extends Readonly<{ id: number }>>(
  data: InfiniteData<Page<Item>> | undefined,
  newest: Page<Item>,
): InfiniteData<Page<Item>> | undefined {
  const [first, ...older] = data?.pages ?? []
  if (data === undefined || first === undefined) return data
  const oldest = newest.items.at(-1)
  const meets = newest.nextCursor === null || first.items.some(({ id }) => id === oldest?.id)
  if (!meets || oldest === undefined) {
    return { pages: [newest], pageParams: data.pageParams.slice(0, 1) }
  }
  const rest = newest.nextCursor === null ? [] : first.items.filter(({ id }) => id < oldest.id)
  const page = { items: [...newest.items, ...rest], nextCursor: first.nextCursor }
  return { ...data, pages: [page, ...older] }
}
