/** What a column can be ordered by: numbers by their size, words as people look them up. */
export type Orderable = number | string

/** The order of two values of one column, the smaller first. */
export function inOrder(one: Orderable, other: Orderable): number {
  return typeof one === 'number' && typeof other === 'number'
    ? one - other
    : String(one).localeCompare(String(other), undefined, { numeric: true })
}

/** What a column's head says of the order, for those who do not see its arrow. */
export function ariaSortOf(column: Sortable): 'ascending' | 'descending' | 'none' | undefined {
  if (!column.getCanSort()) return undefined
  const order = column.getIsSorted()
  return order === false ? 'none' : order === 'asc' ? 'ascending' : 'descending'
}

/** A column, as far as its order goes. */
export type Sortable = Readonly<{
  getCanSort: () => boolean
  getIsSorted: () => false | 'asc' | 'desc'
  toggleSorting: () => void
}>
