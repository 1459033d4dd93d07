import { useMemo } from 'react'
import { userFiltersIn, type UsersShown } from '../../app/filters.ts'
import { keptIn, preferenceOf, usePreference } from '../../app/preferences.ts'
import { columnsIn, type Columns } from './columns.ts'

/**
 * Filters, an order and columns under a name that a person gave them: nothing that was typed to find somebody. One
 * without columns leaves them as they are.
 */
export type SavedView = Readonly<{ name: string; shown: UsersShown; columns?: Columns }>

/** The saved views of this browser, and how to keep others. */
export function useSavedViews() {
  const [text, setText] = usePreference<string>('users.views', '[]')
  const views = useMemo(() => viewsIn(text), [text])
  /** Of those that are there by then. */
  const keep = (change: (views: readonly SavedView[]) => readonly SavedView[]) =>
    setText(JSON.stringify(change(viewsIn(preferenceOf('users.views') ?? '[]'))))
  return [views, keep] as const
}

/** What can be read of what was kept; another version of the console may have kept it. */
export function viewsIn(text: string): readonly SavedView[] {
  const kept = keptIn(text)
  if (!Array.isArray(kept)) return []
  return kept.flatMap((view: unknown) => {
    const { name, shown, columns } = (view ?? {}) as Readonly<Record<string, unknown>>
    if (typeof name !== 'string' || typeof shown !== 'object' || shown === null) return []
    return [
      {
        name,
        shown: userFiltersIn(shown as Readonly<Record<string, unknown>>),
        ...(columns !== undefined && { columns: columnsIn(columns) }),
      },
    ]
  })
}

/** The views with that one under its name, in the order of names. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] {
  return [...views.filter(({ name }) => name !== view.name), view].toSorted((one, other) =>
    one.name.localeCompare(other.name),
  )
}

/** How many filters are set; the order is none. */
export function countOf({ sort: _, ...filters }: UsersShown): number {
  return Object.keys(filters).length
}
