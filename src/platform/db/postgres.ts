import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { setTimeout as pause } from 'node:timers/promises'
import { ConfigError } from '../config-error.ts'
import type { Database, NoTables } from './db.ts'
import { isOutage } from './errors.ts'
import { parsers } from './parsers.ts'
import { prepareOften } from './preparing.ts'

const CONNECTIONS = 10
const STATEMENT_TIMEOUT = 30_000

/** How the driver reads what the server sends. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format): ((text: string) => unknown) =>
    parsers[oid] ?? (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
}

/** What an outage is told to: each with the error that caused it, none of them fatal. */
export type OnOutage = (error: Error) => void

/** A PostgreSQL server, 15 or later. Lost connections are replaced when the next statement asks for one. */
export async function openPostgres(
  connectionString: string,
  onOutage: OnOutage,
  statementTimeout = STATEMENT_TIMEOUT,
): Promise<Database> {
  const settings = {
    connectionString,
    types,
    options: '-c timezone=UTC',
    statement_timeout: statementTimeout,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
    connectionTimeoutMillis: 5_000,
    // A server that is gone without a word is found out within half a minute.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'anbu',
  }
  const pool = new pg.Pool({ ...settings, max: CONNECTIONS })
  // Also a connection that is at work when it is lost, which the pool does not look after; unheard, it would end us.
  pool.on('connect', (client) => client.on('error', onOutage))
  pool.on('error', () => {})
  prepareOften(pool)
  try {
    await greet(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  const sql = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) })
  const closing = new AbortController()
  return {
    kind: 'server',
    sql,
    async script(text) {
      const client = await pool.connect()
      try {
        await client.query(text)
        client.release()
      } catch (error) {
        // Undone with its connection, which may be what was lost.
        client.release(true)
        throw error
      }
    },
    listen: (channel, heard) =>
      listenFor({ settings, channel, heard, onOutage, closing: closing.signal }),
    async close() {
      closing.abort()
      await sql.destroy()
    },
  }
}

/** Sees that there is a database that we can work with, or says in words why not. */
async function greet(pool: pg.Pool) {
  const version = await pool
    .query<{ version: number }>("select current_setting('server_version_num')::int as version")
    .then(({ rows }) => rows[0]?.version ?? 0, refuse)
  if (version < 150_000) throw new ConfigError('DATABASE_URL must name a PostgreSQL 15 or later.')
}

function refuse(error: Error & { code?: string }): never {
  const { code, message } = error
  throw new ConfigError(
    isOutage(error)
      ? `The database of DATABASE_URL does not answer (${code ?? message}).`
      : `The database of DATABASE_URL refuses the connection (${code ?? message}).`,
  )
}

type Listening = {
  settings: pg.ClientConfig
  channel: string
  heard: () => void
  onOutage: OnOutage
  closing: AbortSignal
}

/** Listens on a connection of its own; when that is lost, says so and connects again until told to stop. */
async function listenFor({ settings, channel, heard, onOutage, closing }: Listening) {
  const client = new pg.Client(settings)
  const lost = Promise.withResolvers<void>()
  const leave = () => void client.end().catch(onOutage)
  client.on('notification', heard)
  client.on('error', onOutage)
  client.on('end', lost.resolve)
  closing.addEventListener('abort', leave, { once: true })
  const forgetClosing = () => closing.removeEventListener('abort', leave)
  try {
    await client.connect()
    await client.query(`listen ${pg.escapeIdentifier(channel)}`)
  } catch (error) {
    forgetClosing()
    leave()
    throw error
  }
  void lost.promise.then(() => {
    forgetClosing()
    return listenAgain({ settings, channel, heard, onOutage, closing })
  })
}

async function listenAgain(listening: Listening): Promise<void> {
  while (!listening.closing.aborted) {
    listening.heard()
    try {
      await listenFor(listening)
      // What was said meanwhile nobody heard.
      listening.heard()
      return
    } catch (error) {
      listening.onOutage(error as Error)
      await pause(1_000, undefined, { ref: false })
    }
  }
}
