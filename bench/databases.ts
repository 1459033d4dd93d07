import pg from 'pg'
import { readConfig } from '../src/config.ts'
import { run, type Sql } from '../src/platform/db/db.ts'
import { openDatabase } from '../src/service.ts'
import type { Statement } from './statements.ts'

/** The server measured on; its default is that of the tests. */
const SERVER = process.env['ANBU_BENCH_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** What the figures depend on; a server that does not keep what it acknowledges is not measured. */
export async function serverFacts(): Promise<string> {
  const { rows } = await ask<{ version: string; commit: string; fsync: string; buffers: string }>(
    `select current_setting('server_version') as version, current_setting('synchronous_commit') as commit,
            current_setting('fsync') as fsync, current_setting('shared_buffers') as buffers`,
  )
  const [facts] = rows
  if (facts?.commit !== 'on' || facts.fsync !== 'on') {
    throw new Error('Measured only with synchronous_commit and fsync on.')
  }
  return `PostgreSQL ${facts.version}, synchronous_commit and fsync on, shared_buffers ${facts.buffers}`
}

/** Makes a database as the first start leaves it, filled by `fill`, and answers its address. */
export async function makeDatabase(name: string, fill: (sql: Sql) => Promise<void>) {
  await dropDatabase(name)
  await ask(`create database ${name}`)
  const config = await readConfig({ DATABASE_URL: urlOf(name) })
  const database = await openDatabase(config, () => {})
  await fill(database.sql)
  await database.close()
  return urlOf(name)
}

export async function copyDatabase(from: string, to: string) {
  await dropDatabase(to)
  await ask(`create database ${to} template ${from}`)
  return urlOf(to)
}

/** Whether an earlier run left that database with so many users. */
export async function isFilled(name: string, users: number): Promise<boolean> {
  const { rows } = await ask(`select 1 from pg_database where datname = '${name}'`)
  if (rows.length === 0) return false
  const database = await openDatabase(await readConfig({ DATABASE_URL: urlOf(name) }), () => {})
  const there = 'select count(*)::int as users from private.user_profile'
  const [found] = await run<{ users: number }>(database.sql, there, [])
  await database.close()
  return found?.users === users
}

export async function dropDatabase(name: string) {
  await ask(`drop database if exists ${name} with (force)`)
}

/** Writes out what the filling left in memory, so that no round pays for it. */
export async function settle() {
  await ask('checkpoint')
}

export function urlOf(name: string): string {
  const url = new URL(SERVER)
  url.pathname = `/${name}`
  return url.href
}

async function ask<Row extends pg.QueryResultRow>(statement: string) {
  const client = new pg.Client({ connectionString: SERVER })
  await client.connect()
  try {
    return await client.query<Row>(statement)
  } finally {
    await client.end()
  }
}

/** How the server runs a statement. */
export async function explain(url: string, { text, values }: Statement): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `explain (analyze, buffers, costs off) ${text}`,
    [...values],
  )
  await client.end()
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}
