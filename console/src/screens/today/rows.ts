import type { InfiniteData } from '@tanstack/react-query'
import type { OutboundRow, Page } from '../../api/types.ts'

/** The list's three parts: times agreed for today, what is overdue, and what else is due today. */
export const GROUPS = ['scheduled', 'overdue', 'due'] as const
export type Group = (typeof GROUPS)[number]
export type Rows = InfiniteData<Page<OutboundRow>>

/** Where a call stands on the list of that day; undefined for what is resolved or due later. */
export function groupOf(row: OutboundRow, today: string): Group | undefined {
  if (row.status === 'COMPLETED' || row.status === 'SKIPPED' || row.dueDate > today)
    return undefined
  if (row.dueDate < today) return 'overdue'
  return row.contactAt === null ? 'due' : 'scheduled'
}

/** What each part is asked for by. */
export function filterOf(group: Group, today: string) {
  switch (group) {
    case 'scheduled':
      return { dueOn: today, scheduled: true }
    case 'overdue':
      return { dueBefore: today }
    case 'due':
      return { dueOn: today, scheduled: false }
  }
}

/**
 * The pages after those calls were looked at again: each of them in the place that is now its own, once, and none that
 * is not in this part any more. What lies beyond the loaded pages is left to them. An answer older than what is there
 * changes nothing.
 */
export function settleRows(
  data: Rows,
  ids: ReadonlySet<number>,
  now: readonly OutboundRow[],
): Rows {
  const there = new Map(data.pages.flatMap(({ items }) => items.map((row) => [row.id, row])))
  const rows = now.map((row) => newer(row, there.get(row.id)))
  let pages: Page<OutboundRow>[] = data.pages.map(({ items, nextCursor }) => ({
    items: items.filter(({ id }) => !ids.has(id)),
    nextCursor,
  }))
  for (const row of rows) pages = insert(pages, row)
  return { ...data, pages }
}

function newer(row: OutboundRow, there: OutboundRow | undefined): OutboundRow {
  return there !== undefined && there.version > row.version ? there : row
}

function insert(pages: Page<OutboundRow>[], row: OutboundRow): Page<OutboundRow>[] {
  const at = pages.findIndex(
    ({ items, nextCursor }) => nextCursor === null || items.some((item) => compare(item, row) > 0),
  )
  const page = pages[at]
  if (page === undefined) return pages
  const before = page.items.filter((item) => compare(item, row) < 0)
  const items = [...before, row, ...page.items.slice(before.length)]
  return pages.with(at, { ...page, items })
}

/** The server's order: by day, then agreed times by time, then by id. */
function compare(one: OutboundRow, other: OutboundRow): number {
  return (
    text(one.dueDate, other.dueDate) ||
    text(one.contactAt ?? '~', other.contactAt ?? '~') ||
    one.id - other.id
  )
}

function text(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
