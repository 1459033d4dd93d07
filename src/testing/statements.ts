import { Kysely, PostgresDialect, type CompiledQuery } from 'kysely'
import pg from 'pg'
import type { NoTables, Sql } from '../platform/db/db.ts'
import { types } from '../platform/db/postgres.ts'

/** The statements that the work runs on that PostgreSQL database, in order, with their parameters. */
export async function statementsOf(
  connectionString: string,
  work: (sql: Sql) => Promise<unknown>,
): Promise<CompiledQuery[]> {
  const statements: CompiledQuery[] = []
  const sql = new Kysely<NoTables>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString, types }) }),
    log({ query }) {
      statements.push(query)
    },
  })
  try {
    await work(sql)
    return statements
  } finally {
    await sql.destroy()
  }
}
