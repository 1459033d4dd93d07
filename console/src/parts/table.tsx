import { Table, VisuallyHidden } from '@mantine/core'
import {
  createSortedRowModel,
  metaHelper,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type ColumnSort,
  type RowData,
} from '@tanstack/react-table'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ariaSortOf, inOrder, type Orderable, type Sortable } from './sorting.ts'
import { Notice } from './states.tsx'
import classes from './table.module.css'

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  /** What the cells hold where that is not words; the head of what can be done with a row is only heard. */
  columnMeta: metaHelper<Readonly<{ holds?: 'number' | 'acts' }>>(),
})

/** The columns of a table. One with a value (`accessorFn`) can be ordered by it; the first names its row. */
export type Columns<Row extends RowData> = readonly (ColumnDef<typeof features, Row> &
  Readonly<{ header: string }>)[]

type DataTableProps<Row extends RowData> = Readonly<{
  /** What the table lists, for those who do not see where it stands. */
  name: string
  columns: Columns<Row>
  rows: readonly Row[]
  idOf: (row: Row) => string
  /** By what the rows are ordered at first; absent where they come in their order. */
  first?: ColumnSort
  /** Said where there are no rows. */
  empty?: Readonly<{ title: string; hint?: string }>
  /** A list is as long as it is, and its head stays in sight; a box beside others has a height of its own. */
  shape?: 'list' | 'box'
}>

/** A table whose rows are all here: ordered by its heads, and scrolled sideways by itself where it is too wide. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { name, columns, rows, idOf, first, empty, shape = 'list' } = props
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId: idOf,
    defaultColumn: {
      sortFn: (one, other, id) =>
        inOrder(one.getValue<Orderable>(id), other.getValue<Orderable>(id)),
    },
    initialState: { sorting: first === undefined ? [] : [first] },
    enableMultiSort: false,
    enableSortingRemoval: false,
    sortDescFirst: false,
  })
  if (rows.length === 0 && empty !== undefined) return <Notice {...empty} />
  // Where no head takes the focus, the table itself does, so that it is scrolled by keyboard.
  const isReached = table.getAllLeafColumns().some((column) => column.getCanSort())
  const scrolled = isReached ? {} : ({ tabIndex: 0, role: 'group', 'aria-label': name } as const)
  return (
    <div className={classes.place}>
      <div className={classes.scroller} data-shape={shape} {...scrolled}>
        <Table
          aria-label={name}
          verticalSpacing={shape === 'box' ? 5 : 8}
          fz="sm"
          highlightOnHover={shape === 'list'}
        >
          <Table.Thead className={classes.head}>
            <Table.Tr>
              {table.getAllLeafColumns().map((column) => (
                <Table.Th
                  key={column.id}
                  scope="col"
                  aria-sort={ariaSortOf(column)}
                  data-holds={column.columnDef.meta?.holds}
                >
                  <Head column={column} />
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {table.getRowModel().rows.map((row) => (
              <Table.Tr key={row.id}>
                {row.getAllCells().map((cell, at) => {
                  const holds = cell.column.columnDef.meta?.holds
                  return at === 0 ? (
                    <Table.Th key={cell.id} scope="row" className={classes.rowHead}>
                      {contentOf(cell)}
                    </Table.Th>
                  ) : (
                    <Table.Td key={cell.id} data-holds={holds}>
                      {contentOf(cell)}
                    </Table.Td>
                  )
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </div>
  )
}

type HeadProps = Readonly<{
  column: Sortable &
    Readonly<{ columnDef: Readonly<{ header?: unknown; meta?: { holds?: string } }> }>
}>

function Head({ column }: HeadProps) {
  const words = column.columnDef.header as string
  if (column.columnDef.meta?.holds === 'acts') return <VisuallyHidden>{words}</VisuallyHidden>
  return <ColumnHead column={column} words={words} />
}

/** What stands at the head of a column; where one may order by it, a button that does, and turns the order around. */
export function ColumnHead({ column, words }: { column: Sortable; words: string }) {
  const { t } = useTranslation('table')
  if (!column.getCanSort()) return words
  const order = column.getIsSorted()
  return (
    <button
      type="button"
      className={classes.sort}
      data-order={order || undefined}
      title={t(order === 'asc' ? 'descending' : 'ascending', { column: words })}
      onClick={() => column.toggleSorting()}
    >
      {words}
      <span aria-hidden="true" className={classes.arrow}>
        {order === 'asc' ? '↑' : order === 'desc' ? '↓' : ''}
      </span>
    </button>
  )
}

/** As much of a cell as what it shows takes. */
type CellOf<Context> = Readonly<{
  column: Readonly<{ columnDef: { cell?: string | ((context: Context) => unknown) } }>
  getContext: () => Context
}>

/** What a cell shows: called, not mounted, so that columns defined anew leave the focus where it is. */
export function contentOf<Context>(cell: CellOf<Context>): ReactNode {
  const { cell: content } = cell.column.columnDef
  return (typeof content === 'function' ? content(cell.getContext()) : content) as ReactNode
}
