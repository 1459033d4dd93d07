import {
  columnOrderingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  functionalUpdate,
  metaHelper,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type Row,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import type { UserInList } from '../../api/types.ts'
import type { UsersShown } from '../../app/filters.ts'
import { Calls, Day, LastContact, LastMemo, NextDue, OpenIssues, Phone, Place } from './cells.tsx'
import { sortingOf, sortOf, useColumns, type ColumnName } from './columns.ts'

const features = tableFeatures({
  columnOrderingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  /** How wide at the least, in pixels, and how much of the room that is left. */
  columnMeta: metaHelper<Readonly<{ least: number; share?: number }>>(),
})

const { accessor, columns, display } = createColumnHelper<typeof features, UserInList>()

/** Every column, in its usual order. The server sorts by those that have a value. */
const COLUMNS = columns([
  accessor('name', { meta: { least: 92, share: 0.8 }, enableHiding: false }),
  display({
    id: 'phone',
    meta: { least: 112 },
    cell: ({ row }) => <Phone user={row.original} />,
  }),
  accessor(({ cycle }) => cycle?.day, {
    id: 'day',
    meta: { least: 76 },
    cell: ({ row }) => <Day user={row.original} />,
  }),
  display({
    id: 'place',
    meta: { least: 110, share: 1.6 },
    cell: ({ row }) => <Place user={row.original} />,
  }),
  display({
    id: 'calls',
    meta: { least: 84 },
    cell: ({ row }) => <Calls user={row.original} />,
  }),
  accessor(({ upcomingOutbound }) => upcomingOutbound?.dueDate, {
    id: 'nextDue',
    meta: { least: 112, share: 0.9 },
    cell: ({ row }) => <NextDue user={row.original} />,
  }),
  display({
    id: 'openIssues',
    meta: { least: 44 },
    cell: ({ row }) => <OpenIssues user={row.original} />,
  }),
  accessor('lastContactAt', {
    id: 'lastContact',
    meta: { least: 104, share: 0.8 },
    cell: ({ row }) => <LastContact user={row.original} />,
  }),
  display({
    id: 'lastMemo',
    meta: { least: 120, share: 2 },
    cell: ({ row }) => <LastMemo user={row.original} />,
  }),
])

export type UserRow = Row<typeof features, UserInList>
export type UsersTable = ReturnType<typeof useUsersTable>

type Given = Readonly<{
  users: readonly UserInList[]
  sort: NonNullable<UsersShown['sort']>
  sortBy: (sort: NonNullable<UsersShown['sort']>) => void
}>

/** The list as a table: the address says its order, which the server keeps; this browser, its columns. */
export function useUsersTable({ users, sort, sortBy }: Given) {
  const [{ columnOrder, columnVisibility }] = useColumns()
  const sorting = useMemo(() => [sortingOf(sort)], [sort])
  return useTable({
    features,
    columns: COLUMNS,
    data: users,
    getRowId: ({ userId }) => userId,
    state: { sorting, columnOrder, columnVisibility },
    manualSorting: true,
    enableMultiSort: false,
    enableSortingRemoval: false,
    sortDescFirst: false,
    onSortingChange: (change) => {
      const [next] = functionalUpdate(change, sorting)
      if (next !== undefined) sortBy(sortOf(next))
    },
  })
}

const GAP = 12
const EDGES = 16

/** How the columns that are shown share a row, as CSS says it. */
export function layoutOf(table: UsersTable): Readonly<{ '--columns': string; '--least': string }> {
  const metas = table.getVisibleLeafColumns().map(({ columnDef }) => columnDef.meta ?? NONE)
  const least = metas.reduce((sum, meta) => sum + meta.least + GAP, EDGES)
  return {
    '--columns': metas
      .map(({ least: px, share }) =>
        share === undefined ? `${px}px` : `minmax(${px}px, ${share}fr)`,
      )
      .join(' '),
    '--least': `${least}px`,
  }
}

const NONE = { least: 0, share: undefined }

/** The name of a column, by which its words go. */
export function nameOf({ id }: Readonly<{ id: string }>): ColumnName {
  return id as ColumnName
}
