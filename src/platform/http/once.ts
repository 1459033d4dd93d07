import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import type { Instant } from '../../kernel/values.ts'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { Caller } from '../auth/caller.ts'
import { atomically, run, type Sql } from '../db/db.ts'
import { IDEMPOTENCY_KEY_REUSED, invalid, problem } from './problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The database, or the transaction that this request's effect and its kept answer share. */
    sql: Sql
  }
  interface FastifyContextConfig {
    /** Not a route of the contract: the answer to methods that an address does not take, naming those it does. */
    allow?: string
    /** Fields of the answer that are shown once and not kept for a repeated request. */
    secrets?: readonly string[]
    /** The answer is not kept for a repeated request: it sets a cookie, or says what is shown once. */
    unkept?: boolean
    /** The answer is a stream, made anew for a repeated request; its key still holds for this request alone. */
    streamed?: boolean
    /** Shows people as they are, to any role that may ask: who did is on record. */
    reveals?: boolean
  }
}

const KEPT_HOURS = 24
const WRITING = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

type Kept = Readonly<{ request: string; status: number; etag: string | null; body: unknown }>

/**
 * Idempotency-Key: the same request again gives the first answer again, without a second effect. The key's row is
 * written in the effect's own transaction, before the effect: of two at once the later waits for the first. Only a
 * success is kept; after a refusal nothing is left, so that it is decided anew.
 */
export function answerOnce(app: FastifyInstance, now: () => Instant) {
  app.addHook('onRoute', (route) => {
    if (![route.method].flat().some((method) => WRITING.has(method))) return
    if (route.config?.allow !== undefined || route.config?.unkept === true) return
    const { handler } = route
    route.handler = async function (request, reply) {
      const key = request.headers['idempotency-key']
      // Who needs no token is nobody to whom an answer could be kept.
      const caller = request.caller as Caller | undefined
      if (key === undefined || caller === undefined)
        return await Promise.resolve(handler.call(this, request, reply))
      if (typeof key !== 'string' || key.length === 0 || key.length > 200)
        return problem(reply, WRONG_KEY)
      const work = () => Promise.resolve(handler.call(this, request, reply))
      const given = { request, reply, key, now: now() }
      if (route.config?.streamed !== true) return await keyed(given, work)
      return (await isTaken(given)) ? problem(reply, IDEMPOTENCY_KEY_REUSED) : await work()
    } satisfies RouteHandlerMethod
  })
}

const WRONG_KEY = invalid({
  in: 'header',
  field: 'idempotency-key',
  message: 'must be 1 to 200 characters',
})

/** The work answered with a problem: it is answered so again, and nothing of it is kept. */
class NotKept extends Error {
  readonly body: unknown
  constructor(body: unknown) {
    super('not kept')
    this.body = body
  }
}

type Keyed = { request: FastifyRequest; reply: FastifyReply; key: string; now: Instant }

async function keyed({ request, reply, key, now }: Keyed, work: () => Promise<unknown>) {
  const { sql } = request
  const row = rowOf({ request, key, now })
  try {
    const outcome = await atomically(sql, async (tx) => {
      const kept = await takeKey(tx, row)
      if (kept !== undefined) return replay(reply, kept, row.request)
      request.sql = tx
      const body = await work()
      if (reply.statusCode >= 300) throw new NotKept(body)
      await keep(tx, row, { reply, body })
      return { body }
    })
    return isRefusal(outcome) ? problem(reply, outcome) : outcome.body
  } catch (error) {
    if (error instanceof NotKept) return error.body
    throw error
  } finally {
    request.sql = sql
  }
}

/** Whether the key was given with another request. */
async function isTaken({ request, key, now }: Omit<Keyed, 'reply'>): Promise<boolean> {
  const row = rowOf({ request, key, now })
  const kept = await takeKey(request.sql, row)
  return kept !== undefined && kept.request !== row.request
}

function rowOf({ request, key, now }: Omit<Keyed, 'reply'>): Row {
  return { caller: request.caller.by, key, request: fingerprint(request), now }
}

function replay(reply: FastifyReply, kept: Kept, request: string): Refusal | { body: unknown } {
  if (kept.request !== request) return IDEMPOTENCY_KEY_REUSED
  void reply.code(kept.status).header('idempotent-replay', 'true')
  if (kept.etag !== null) void reply.header('etag', kept.etag)
  return { body: kept.body }
}

type Row = { caller: string; key: string; request: string; now: Instant }

/** Writes the key's row, or answers what is kept under it. */
async function takeKey(tx: Sql, { caller, key, request, now }: Row): Promise<Kept | undefined> {
  const taken = await run(
    tx,
    `insert into private.idempotent_answer as kept (caller, key, request, created_at) values ($1, $2, $3, $4)
     on conflict (caller, key) do update set request = excluded.request, created_at = excluded.created_at
      where kept.created_at <= excluded.created_at - interval '${KEPT_HOURS} hours'
     returning 1`,
    [caller, key, request, now],
  )
  if (taken.length > 0) return undefined
  const [kept] = await run<Kept>(
    tx,
    `select request, status, headers->>'etag' as etag, body from private.idempotent_answer
      where caller = $1 and key = $2`,
    [caller, key],
  )
  return kept
}

async function keep(
  tx: Sql,
  { caller, key }: Row,
  { reply, body }: { reply: FastifyReply; body: unknown },
) {
  const { secrets = [] } = reply.routeOptions.config
  const shown = JSON.stringify(body, (name, value: unknown) =>
    secrets.includes(name) ? undefined : value,
  )
  await run(
    tx,
    `update private.idempotent_answer set status = $3, headers = $4, body = $5 where caller = $1 and key = $2`,
    [caller, key, reply.statusCode, JSON.stringify({ etag: reply.getHeader('etag') }), shown],
  )
}

function fingerprint({ method, url, body }: FastifyRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, url, body]))
    .digest('base64url')
}

/** Deletes what is older than a key is remembered. */
export async function forgetAnswers(sql: Sql, now: Instant) {
  await run(
    sql,
    `delete from private.idempotent_answer where created_at < $1::timestamptz - interval '${KEPT_HOURS} hours'`,
    [now],
  )
}
