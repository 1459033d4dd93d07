import type pg from 'pg'

/** How often a statement must be asked to be prepared, and how many may be: each one costs every connection memory. */
const OFTEN = 10
const MOST = 100
const REMEMBERED = 1_000

type Ask = (asked: unknown, values?: readonly unknown[], ...rest: unknown[]) => unknown

/**
 * Lets the pool's connections prepare the statements that are asked often with the same text, so that each connection
 * reads and plans them once.
 */
export function prepareOften(pool: pg.Pool) {
  const nameOf = namesOfOften()
  pool.on('connect', (client) => {
    const ask = client.query.bind(client) as Ask
    const asks: Ask = (asked, values, ...rest) => {
      if (typeof asked !== 'string' || !Array.isArray(values) || values.length === 0) {
        return ask(asked, values, ...rest)
      }
      return ask({ name: nameOf(asked), text: asked, values }, undefined, ...rest)
    }
    client.query = asks as typeof client.query
  })
}

function namesOfOften(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  const times = new Map<string, number>()
  return (text) => {
    const name = names.get(text)
    if (name !== undefined || names.size >= MOST) return name
    const asked = (times.get(text) ?? 0) + 1
    if (asked < OFTEN) {
      if (times.size >= REMEMBERED) times.clear()
      times.set(text, asked)
      return undefined
    }
    times.delete(text)
    names.set(text, `often_${names.size}`)
    return names.get(text)
  }
}
