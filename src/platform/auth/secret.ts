import { randomBytes } from 'node:crypto'
import { run, type Sql } from '../db/db.ts'

/** What signs cookies: as it is set, or one that is made once and kept in the database for all processes. */
export async function openSecret(sql: Sql, given: string | undefined): Promise<string> {
  if (given !== undefined) return given
  const made = randomBytes(32).toString('base64url')
  await run(
    sql,
    `insert into private.secret (name, value) values ('cookies', $1) on conflict do nothing`,
    [made],
  )
  const [kept] = await run<{ value: string }>(
    sql,
    `select value from private.secret where name = 'cookies'`,
    [],
  )
  return kept?.value ?? made
}
