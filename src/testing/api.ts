import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after } from 'node:test'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { buildApp } from '../app.ts'
import { readConfig, type Config } from '../config.ts'
import type { Instant } from '../kernel/values.ts'
import type { Role } from '../platform/auth/caller.ts'
import { openClock } from '../platform/clock.ts'
import type { Database } from '../platform/db/db.ts'
import { openLog } from '../platform/observe.ts'

const BOOTSTRAP = 'a-bootstrap-token-that-is-long-enough'

export type Reply<Body> = { status: number; headers: LightMyRequestResponse['headers']; body: Body }

/** Calls the API as one caller; the body is as the caller of this function says it is. */
export type Call = <Body = unknown>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply<Body>>

/** The whole service on that database, at 10:00 in Seoul on Monday 5 January 2026, until the tests around it end. */
export async function serviceOn(
  database: Database,
  env: Record<string, string> = {},
  log = openLog('silent'),
) {
  const config: Config = await readConfig({
    ANBU_DEMO: '0',
    ANBU_RATE_LIMIT: '0',
    ANBU_TEST_CLOCK: '1',
    ANBU_BOOTSTRAP_TOKEN: BOOTSTRAP,
    ...env,
  })
  const clock = openClock()
  clock.set('2026-01-05T01:00:00.000Z' as Instant)
  const { app } = await buildApp({ config, database, clock, log })
  await app.ready()
  after(() => app.close())

  const withToken = callsTo(app)
  const admin = withToken(BOOTSTRAP)

  return {
    app,
    config,
    clock,
    database,
    admin,
    anybody: withToken(undefined),
    withToken,
    /** Sets the clock to that time in Seoul. */
    at: (time: string) => clock.set(new Date(`${time}+09:00`).toISOString() as Instant),
    /** A caller of that role with a token of their own; without sites they may see everybody. */
    async as(role: Role, sites?: string[]): Promise<Call> {
      const token = await admin<{ token: string }>('POST', '/v1/tokens', {
        name: `a test ${role}`,
        role,
        ...(sites && { sites }),
      })
      assert.equal(token.status, 201)
      return withToken(token.body.token)
    },
    /** Sends one event from another system. */
    tell: (type: string, data: object, envelope: object = {}) =>
      admin<{ accepted: number; duplicates: number; rejected: object[] }>('POST', '/v1/events', {
        specversion: '1.0',
        id: randomUUID(),
        source: '/tests',
        type,
        data,
        ...envelope,
      }),
  }
}

/** How to call that service with one token or another. */
function callsTo(app: FastifyInstance) {
  return (token: string | undefined): Call =>
    async (method, url, body, headers = {}) => {
      const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
      const response = await app.inject({
        method,
        url,
        headers: { ...authorization, ...headers },
        ...(body !== undefined && { payload: body as object }),
      })
      const text = response.payload
      const isJson = /json/.test(String(response.headers['content-type']))
      return {
        status: response.statusCode,
        headers: response.headers,
        body: (isJson ? JSON.parse(text) : text) as never,
      }
    }
}

export type Service = Awaited<ReturnType<typeof serviceOn>>

let people = 0

/** Starts a cycle of somebody new, today unless said otherwise, and answers who and which. */
export async function startCycle({ tell }: Service, given: Record<string, unknown> = {}) {
  people += 1
  const userId = `user-${people}-${randomUUID().slice(0, 8)}`
  const userCycleId = `cycle-of-${userId}`
  const reply = await tell('UserCycleStarted', {
    userId,
    userCycleId,
    startDate: '2026-01-05',
    user: { name: '김하나', phone: '010-1234-5678' },
    site: { siteId: 'seoul', name: '서울병원' },
    md: { mdId: 'md-lee', name: '이의사' },
    ...given,
  })
  assert.deepEqual(reply.body, { accepted: 1, duplicates: 0, rejected: [] })
  return { userId, userCycleId }
}

/** The cycle's calls by sequence. */
export async function callsOf({ admin }: Service, userCycleId: string) {
  const { body } = await admin<{ items: OutboundInTests[] }>(
    'GET',
    `/v1/user-cycles/${userCycleId}/outbounds`,
  )
  return body.items
}

/** The only call of somebody new, planned for that day. */
export async function callOn(
  service: Service,
  startDate: string,
  given: Record<string, unknown> = {},
) {
  const { userCycleId } = await startCycle(service, { startDate, lengthDays: 1, ...given })
  const [call] = await callsOf(service, userCycleId)
  assert.ok(call)
  return call
}

/** The first call of somebody new, and where it is. */
export async function firstCallOf(service: Service, given: Record<string, unknown> = {}) {
  const { userCycleId } = await startCycle(service, given)
  const [call] = await callsOf(service, userCycleId)
  assert.ok(call)
  return { ...call, path: `/v1/outbounds/${call.id}` }
}

/** A hospital that no other test uses. */
export function newSite() {
  return { siteId: `site-${randomUUID().slice(0, 8)}`, name: '병원' }
}

/** Has that caller do something with a call: `complete`, `claim`, `schedule` and so on. */
export function command<Body = unknown>(
  call: Call,
  { id }: { id: number },
  name: string,
  body?: object,
) {
  const method = name === 'claim' || name === 'schedule' ? 'PUT' : 'POST'
  return call<Body>(method, `/v1/outbounds/${id}/${name}`, body)
}

/** What the user's timeline says, oldest first. */
export async function logsOf({ admin }: Service, userId: string) {
  const { body } = await admin<{ items: LogInTests[] }>('GET', `/v1/users/${userId}/logs?limit=200`)
  return body.items.toReversed()
}

/** What was published about the cycle, in order, by the events' bare names. */
export async function publishedAbout({ admin }: Service, userCycleId: string) {
  const published: { type: string; data: object; time: string }[] = []
  let page = ''
  for (;;) {
    const { body } = await admin<{ items: PublishedInTests[]; nextCursor: string }>(
      'GET',
      `/v1/events?limit=200${page}`,
    )
    for (const { type, subject, data, time } of body.items) {
      if (subject === userCycleId) published.push({ type: nameOf(type), data, time })
    }
    if (body.items.length < 200) return published
    page = `&after=${body.nextCursor}`
  }
}

/** The whole worklist as that caller sees it with these filters, page after page. */
export async function listed(call: Call, filters: Record<string, unknown> = {}) {
  const rows: RowInTests[] = []
  let page: object = {}
  for (;;) {
    const { status, body } = await call<{ items: RowInTests[]; nextCursor: string | null }>(
      'POST',
      '/v1/outbounds/search',
      { limit: 200, ...filters, ...page },
    )
    assert.equal(status, 200)
    rows.push(...body.items)
    if (body.nextCursor === null) return rows
    page = { cursor: body.nextCursor }
  }
}

function nameOf(type: string) {
  return type.replace('anbu.support.', '').replace('.v1', '')
}

type PublishedInTests = { type: string; subject?: string; data: object; time: string }

export type LogInTests = {
  id: number
  userCycleId: string | null
  type: string
  dayIndex: number | null
  meta: Record<string, unknown>
  relationId: number | null
  actor: string
  createdAt: string
}

export type OutboundInTests = {
  id: number
  userId: string
  userCycleId: string
  sequence: number
  dayIndex: number
  status: string
  planDate: string
  dueDate: string
  contactAt: string | null
  resolvedBy: string | null
  resolvedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export type RowInTests = OutboundInTests & {
  dueReason: string
  user: { userId: string; name: string; phone: string | null }
  site: { siteId: string; name: string | null } | null
  md: { mdId: string; name: string | null } | null
  cycle: { startDate: string; lengthDays: number; state: string; day: number }
  claimedBy: string | null
  claimedUntil: string | null
}
