import { readdir, readFile } from 'node:fs/promises'
import { run, UNHURRIED, type Database } from './db.ts'

const folder = new URL('../../../migrations/', import.meta.url)

/** Held while migrating, so that of several processes starting together one migrates and the others wait. */
const MIGRATION_LOCK = 4_236_001

/** Runs the SQL files of migrations/ that this database has not seen, in order, each in a transaction of its own. */
export async function migrate(database: Database): Promise<string[]> {
  await alone(
    database,
    `create schema if not exists support;
     create table if not exists support.migration (
       name text primary key, ran_at timestamptz not null default now()
     )`,
  )
  const files = (await readdir(folder)).filter((name) => /^\d{4}-.*\.sql$/.test(name)).toSorted()
  const ran: string[] = []
  for (const name of files) {
    if (await hasRun(database, name)) continue
    const text = await readFile(new URL(name, folder), 'utf8')
    try {
      await alone(database, `insert into support.migration (name) values ('${name}'); ${text}`)
      ran.push(name)
    } catch (error) {
      // Another process, starting at the same moment, may have been the faster one.
      if (!(await hasRun(database, name))) throw error
    }
  }
  return ran
}

function alone({ script }: Database, text: string) {
  return script(
    `begin; ${UNHURRIED}; select pg_advisory_xact_lock(${MIGRATION_LOCK}); ${text}; commit`,
  )
}

async function hasRun({ sql }: Database, name: string) {
  const rows = await run(sql, 'select 1 from support.migration where name = $1', [name])
  return rows.length > 0
}
