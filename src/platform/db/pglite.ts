import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { existsSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Database, NoTables } from './db.ts'
import { lockFolder } from './folder-lock.ts'
import { parsers } from './parsers.ts'

type Options = {
  /** The folder of the data; without one the database lives and dies with the process. */
  folder?: string
  /** A dumped data directory to begin with, which starts in a quarter of the time. */
  from?: Blob
}

/** PostgreSQL inside this process: the default database, for one process at a time. */
export async function openPglite({ folder, from }: Options = {}): Promise<
  Database & { pglite: PGlite }
> {
  const lock = folder === undefined ? undefined : lockFolder(folder)
  const pglite =
    folder === undefined
      ? await create({ from })
      : await create({ dataDir: await databaseIn(folder, from) })
  return {
    kind: 'embedded',
    pglite,
    sql: new Kysely<NoTables>({ dialect: new PGliteDialect({ pglite }) }),
    async script(text) {
      try {
        await pglite.exec(text)
      } catch (error) {
        await pglite.exec('rollback')
        throw error
      }
    },
    async listen(channel, heard) {
      await pglite.listen(channel, heard)
    },
    async close() {
      await pglite.close()
      if (lock !== undefined) rmSync(lock, { force: true })
    },
  }
}

/** The folder's database. A new one is put there when it is whole, so that none is ever found half made. */
async function databaseIn(folder: string, from: Blob | undefined): Promise<string> {
  const dataDir = path.join(folder, 'database')
  if (existsSync(dataDir)) return dataDir
  const draft = `${dataDir}.draft`
  rmSync(draft, { recursive: true, force: true })
  const pglite = await create({ dataDir: draft, from })
  await pglite.close()
  renameSync(draft, dataDir)
  return dataDir
}

type Creation = { dataDir?: string; from?: Blob | undefined }

function create({ dataDir, from }: Creation): Promise<PGlite> {
  return PGlite.create({
    ...(dataDir !== undefined && { dataDir }),
    ...(from && { loadDataDir: from }),
    parsers,
    // Halves the memory of an idle process; one connection gains nothing from more.
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB', '-c', 'timezone=UTC'],
  })
}
