import { types } from '@electric-sql/pglite'

/** As `new Date(text).toISOString()`, in a tenth of the time for what a database in UTC says: `2026-04-12 01:00:00.5+00`. */
function instant(text: string): string {
  if (text.length < 22 || text[10] !== ' ' || !text.endsWith('+00')) {
    return new Date(text).toISOString()
  }
  const fraction = text.slice(20, -3).slice(0, 3).padEnd(3, '0')
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`
}

/**
 * How both drivers hand out values: numbers for ids (they stay far below 2^53), days as `2026-04-01`, instants as
 * RFC 3339 in UTC, so that a state is plain JSON.
 */
export const parsers: Record<number, (text: string) => unknown> = {
  [types.INT8]: Number,
  [types.DATE]: String,
  [types.TIMESTAMPTZ]: instant,
}
