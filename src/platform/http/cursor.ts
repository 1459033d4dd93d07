import Type, { type Static, type TSchema } from 'typebox'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import { invalid } from './problem.ts'
import { checker } from './validation.ts'

/** One page of a list, and how to go on after it. */
export type PageOf<Item> = Readonly<{ items: readonly Item[]; nextCursor: string | null }>

/**
 * Where a reader is in a list: the sort key of the last row they saw. A list goes on after that key, so rows that come
 * and go meanwhile never make one that stayed appear twice or not at all.
 */
export function cursorOf<Key extends TSchema>(schema: Key) {
  const check = checker(schema)
  return {
    /** The key in a cursor; undefined without one, and a refusal for text that we did not give out. */
    read(text: string | undefined): Static<Key> | Refusal | undefined {
      if (text === undefined) return undefined
      const key = parse(text)
      return check(key).length === 0 ? (key as Static<Key>) : WRONG_CURSOR
    },

    /** The page of rows that were asked for with one more than `limit`. */
    page<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => Static<Key>): PageOf<Row> {
      const items = rows.slice(0, limit)
      const last = items.at(-1)
      const more = rows.length > limit && last !== undefined
      return { items, nextCursor: more ? writeCursor(keyOf(last)) : null }
    },
  }
}

const places = cursorOf(Type.Tuple([Type.Union([Type.Integer(), Type.String()])]))

/** A page of a list that is short enough to be read whole: all that is left of it, unless a limit is given. */
export function pageOf<Row extends Readonly<{ id: number | string }>>(
  rows: readonly Row[],
  { cursor, limit = rows.length }: Readonly<{ cursor?: string; limit?: number }>,
): PageOf<Row> | Refusal {
  const after = places.read(cursor)
  if (isRefusal(after)) return after
  const start = after === undefined ? 0 : rows.findIndex(({ id }) => id === after[0]) + 1
  if (after !== undefined && start === 0) return WRONG_CURSOR
  return places.page(rows.slice(start, start + limit + 1), limit, ({ id }) => [id])
}

export const WRONG_CURSOR = invalid({
  in: 'query',
  field: 'cursor',
  message: 'is not one that a list answered',
})

export function writeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined
  }
}
