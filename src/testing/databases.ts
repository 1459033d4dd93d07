import { createHash, randomUUID } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, describe } from 'node:test'
import pg from 'pg'
import type { Database } from '../platform/db/db.ts'
import { migrate } from '../platform/db/migrate.ts'
import { openPglite } from '../platform/db/pglite.ts'
import { openPostgres } from '../platform/db/postgres.ts'

const root = path.join(import.meta.dirname, '../..')
/** The server that tests make their databases on. */
export const POSTGRES =
  process.env['ANBU_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'
const REQUIRED = process.env['ANBU_TEST_REQUIRE']?.split(',') ?? []

/** Opens a migrated database of one's own, closed and dropped when the tests around it end. */
export type OpenDatabase = () => Promise<Database>

/**
 * Runs the same tests on the embedded database and on a real PostgreSQL. Where no server answers, says so in one line
 * and runs the rest; in CI (ANBU_TEST_REQUIRE) that is a failure.
 */
export async function onEachDatabase(tests: (open: OpenDatabase) => Promise<void>) {
  const hasServer = await postgresAnswers()
  const isSetUp = Promise.withResolvers<void>()
  void describe('on the embedded database', () =>
    tests(closing(freshPglite)).finally(isSetUp.resolve))
  // One after the other: while the embedded database starts nothing else gets a turn, and connections time out.
  await isSetUp.promise
  if (hasServer) void describe('on PostgreSQL', () => tests(closing(freshPostgres)))
}

function closing(open: OpenDatabase): OpenDatabase {
  return async () => {
    const database = await open()
    after(() => database.close())
    return database
  }
}

/** Whether there is a server to test on; in CI there has to be. */
export async function postgresAnswers(): Promise<boolean> {
  const isRequired = REQUIRED.includes('postgres')
  // Where it has to be there a slow machine is waited for.
  const patience = isRequired ? 15_000 : 2_000
  const client = new pg.Client({ connectionString: POSTGRES, connectionTimeoutMillis: patience })
  try {
    await client.connect()
    await client.end()
    return true
  } catch (error) {
    if (isRequired) throw error
    process.stderr.write(
      'left out: tests on PostgreSQL. Start one, or name it in ANBU_TEST_POSTGRES, to run them.\n',
    )
    return false
  }
}

/**
 * A migrated embedded database from a copy kept between runs, which opens in a quarter of the time: in memory, or in an
 * empty folder.
 */
export async function freshPglite(folder?: string): Promise<Database> {
  const migrations = globSync('migrations/0*.sql', { cwd: root }).toSorted()
  const hash = createHash('sha256')
  for (const file of migrations) hash.update(readFileSync(path.join(root, file)))
  const kept = path.join(root, '.tmp', `migrated-${hash.digest('hex').slice(0, 16)}.tar`)
  if (!existsSync(kept)) await keepMigrated(kept)
  const from = new Blob([readFileSync(kept)])
  return await openPglite(folder === undefined ? { from } : { from, folder })
}

async function keepMigrated(file: string) {
  const database = await openPglite()
  await migrate(database)
  const dump = await database.pglite.dumpDataDir('none')
  mkdirSync(path.dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, Buffer.from(await dump.arrayBuffer()))
  renameSync(draft, file)
  await database.close()
}

/** A migrated database of its own on the PostgreSQL server, dropped when it is closed. */
export async function freshPostgres(): Promise<Database & { url: string }> {
  const name = `anbu_test_${randomUUID().replaceAll('-', '')}`
  await onServer(`create database ${name}`)
  const url = new URL(POSTGRES)
  url.pathname = `/${name}`
  const database = await openPostgres(url.href, () => {})
  await migrate(database)
  return {
    ...database,
    url: url.href,
    async close() {
      await database.close()
      await onServer(`drop database ${name} with (force)`)
    },
  }
}

/** Runs one statement on the server's own database. */
export async function onServer(statement: string) {
  const client = new pg.Client({ connectionString: POSTGRES })
  await client.connect()
  await client.query(statement)
  await client.end()
}
