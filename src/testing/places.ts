import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { freshPglite, onServer, POSTGRES, postgresAnswers } from './databases.ts'
import { temporaryFolder, type Environment } from './server.ts'

/** Where a process of the real server keeps its data, as its environment names it. */
export type Place = Readonly<{
  kind: 'embedded' | 'server'
  env: Environment
  remove: () => Promise<void>
}>

/** A folder of one's own that is not there yet. */
export function emptyFolder(): Place & { folder: string } {
  const around = temporaryFolder()
  const folder = path.join(around.folder, 'data')
  return {
    kind: 'embedded',
    folder,
    env: { ANBU_DATA_DIR: folder },
    remove: async () => around.remove(),
  }
}

/** A folder with an embedded database in it, which a process opens sooner than it makes one. */
export async function filledFolder(): Promise<Place & { folder: string }> {
  const place = emptyFolder()
  const database = await freshPglite(place.folder)
  await database.close()
  return place
}

/** A database of one's own on the PostgreSQL server, with nothing in it. */
export async function emptyDatabase(): Promise<Place & { name: string; url: string }> {
  const name = `anbu_process_${randomUUID().replaceAll('-', '')}`
  await onServer(`create database ${name}`)
  const url = new URL(POSTGRES)
  url.pathname = `/${name}`
  return {
    kind: 'server',
    name,
    url: url.href,
    env: { DATABASE_URL: url.href },
    remove: () => onServer(`drop database if exists ${name} with (force)`),
  }
}

type Kind = Readonly<{ name: string; fresh: () => Promise<Place> }>

/** The kinds of places that there are to test on, each with a way to a fresh one. */
export async function placesToTest(): Promise<Kind[]> {
  const embedded = { name: 'the embedded database', fresh: filledFolder }
  const server = { name: 'PostgreSQL', fresh: emptyDatabase }
  return (await postgresAnswers()) ? [embedded, server] : [embedded]
}
