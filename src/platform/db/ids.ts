import { run, type Sql } from './db.ts'

/** The next number of a table whose `id` is an identity column. */
export async function nextId<Id extends number>(sql: Sql, table: string): Promise<Id> {
  const [row] = await run<{ id: Id }>(
    sql,
    `select nextval(pg_get_serial_sequence($1, 'id')) as id`,
    [table],
  )
  if (row === undefined) throw new Error(`${table} has no identity column`)
  return row.id
}
