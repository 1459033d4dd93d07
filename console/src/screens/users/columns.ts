import type { ColumnSort } from '@tanstack/react-table'
import { useMemo } from 'react'
import type { UsersShown } from '../../app/filters.ts'
import { keptIn, usePreference } from '../../app/preferences.ts'

/** The columns in their usual order; the name is always there, and first. */
const NAMES = [
  'name',
  'phone',
  'day',
  'place',
  'calls',
  'nextDue',
  'openIssues',
  'lastContact',
  'lastMemo',
] as const

export type ColumnName = (typeof NAMES)[number]

/** Which columns there are to see and in which order, in the words of the table. */
export type Columns = Readonly<{
  columnOrder: ColumnName[]
  columnVisibility: Partial<Record<ColumnName, boolean>>
}>

export const USUAL_COLUMNS: Columns = { columnOrder: [...NAMES], columnVisibility: {} }

/** The columns of this browser, and how to keep others. */
export function useColumns(): readonly [Columns, (columns: Columns) => void] {
  const [text, setText] = usePreference<string>('users.columns', '{}')
  const columns = useMemo(() => columnsIn(keptIn(text)), [text])
  return [columns, (next) => setText(JSON.stringify(next))]
}

/** What can be read of what was kept; columns that another version did not know are there, at the end. */
export function columnsIn(given: unknown): Columns {
  const { columnOrder, columnVisibility } = recordIn(given)
  const kept = Array.isArray(columnOrder) ? columnOrder.filter(isName) : []
  const visible = recordIn(columnVisibility)
  return {
    columnOrder: [...new Set<ColumnName>(['name', ...kept, ...NAMES])],
    columnVisibility: Object.fromEntries(
      NAMES.filter((name) => name !== 'name' && visible[name] === false).map((name) => [
        name,
        false,
      ]),
    ),
  }
}

/** That column so many places later, or earlier; the name stays first. */
export function moved(order: readonly ColumnName[], name: ColumnName, by: number): ColumnName[] {
  const others = order.filter((other) => other !== name)
  const at = Math.min(Math.max(order.indexOf(name) + by, 1), others.length)
  return others.toSpliced(at, 0, name)
}

type Sort = NonNullable<UsersShown['sort']>

/** The order that an address names, in the words of the table. */
export function sortingOf(sort: Sort): ColumnSort {
  return { id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }
}

/** The order that the table wants, as an address names it. */
export function sortOf({ id, desc }: ColumnSort): Sort {
  return `${desc ? '-' : ''}${id}` as Sort
}

function isName(given: unknown): given is ColumnName {
  return (NAMES as readonly unknown[]).includes(given)
}

function recordIn(given: unknown): Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {}
}
