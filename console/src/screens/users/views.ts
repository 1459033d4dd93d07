import { useMemo } from 'react'
import { userFiltersIn, type UsersShown } from '../../app/filters.ts'
import { usePreference } from '../../app/preferences.ts'

/** Filters and an order under a name that a person gave them: nothing that was typed to find somebody. */
export type SavedView = Readonly<{ name: string; shown: UsersShown }>

/** The saved views of this browser, and how to keep others. */
export function useSavedViews(): readonly [readonly SavedView[], (views: SavedView[]) => void] {
  const [text, setText] = usePreference<string>('users.views', '[]')
  const views = useMemo(() => viewsIn(text), [text])
  return [views, (next) => setText(JSON.stringify(next))]
}

/** What can be read of what was kept; another version of the console may have kept it. */
export function viewsIn(text: string): readonly SavedView[] {
  const kept = parsed(text)
  if (!Array.isArray(kept)) return []
  return kept.flatMap((view: unknown) => {
    const { name, shown } = (view ?? {}) as Readonly<Record<string, unknown>>
    if (typeof name !== 'string' || typeof shown !== 'object' || shown === null) return []
    return [{ name, shown: userFiltersIn(shown as Readonly<Record<string, unknown>>) }]
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
