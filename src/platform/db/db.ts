import { CompiledQuery, type Kysely } from 'kysely'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import { isDeadlock } from './errors.ts'

/** Rows are typed where their statement is written, so the handle knows no tables. */
export type NoTables = Readonly<Record<string, never>>

/**
 * SQL as every repository and view sees it: the database, or a transaction that is open on it.
 * Inside a transaction the transaction is the only way to the database, since the embedded one has a single
 * connection.
 */
export type Sql = Kysely<NoTables>

/** An open database: embedded, or a PostgreSQL server. */
export type Database = Readonly<{
  kind: 'embedded' | 'server'
  sql: Sql
  /** Runs several statements that take no parameters: migrations. */
  script: (text: string) => Promise<void>
  /** Calls `heard` for every notification on the channel, and once for every time the connection was lost. */
  listen: (channel: string, heard: () => void) => Promise<void>
  close: () => Promise<void>
}>

/** Runs a tuned statement, written by hand, whose text never changes: nothing is compiled on the way. */
export async function run<Row extends object>(
  sql: Sql,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const { rows } = await sql.executeQuery<Row>(CompiledQuery.raw(text, [...values]))
  return rows
}

/** Said first in the transactions of a start: what a big database needs for these is longer than a request may take. */
export const UNHURRIED = 'set local statement_timeout = 0'

class Undo extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.name)
    this.refusal = refusal
  }
}

/** How often work is begun that the database gives up to end a deadlock. */
const TRIES = 5

/**
 * Does all of the work or none of it: a refusal, like an error, leaves nothing behind. When two wait for each other the
 * database undoes one of them, which is begun again.
 * Within an open transaction it is a part that can be undone alone.
 */
export async function atomically<Result>(
  sql: Sql,
  work: (tx: Sql) => Promise<Result | Refusal>,
): Promise<Result | Refusal> {
  const decided = async (tx: Sql) => {
    const result = await work(tx)
    if (isRefusal(result)) throw new Undo(result)
    return result
  }
  for (let left = TRIES; ; left -= 1) {
    try {
      return sql.isTransaction
        ? await withSavepoint(sql, decided)
        : await sql.transaction().execute(decided)
    } catch (error) {
      if (error instanceof Undo) return error.refusal
      if (sql.isTransaction || left === 1 || !isDeadlock(error)) throw error
    }
  }
}

async function withSavepoint<Result>(tx: Sql, work: (tx: Sql) => Promise<Result>): Promise<Result> {
  await run(tx, 'savepoint part', [])
  try {
    const result = await work(tx)
    await run(tx, 'release savepoint part', [])
    return result
  } catch (error) {
    await run(tx, 'rollback to savepoint part', [])
    await run(tx, 'release savepoint part', [])
    throw error
  }
}
