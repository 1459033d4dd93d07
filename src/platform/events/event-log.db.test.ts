import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { systemSupport } from '../../app.ts'
import type { OutboundId } from '../../kernel/values.ts'
import { PUBLISHED } from '../../support/policies/publication.ts'
import * as outbounds from '../../support/user-outbound-plan/commands.ts'
import { callsOf, serviceOn, startCycle, type Call, type Service } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { run, type Database } from '../db/db.ts'
import { openPostgres } from '../db/postgres.ts'

type Event = {
  id: string
  type: string
  subject?: string
  time: string
  data: Record<string, unknown>
}
type Page = { items: Event[]; nextCursor: string }
type Recorded = {
  type: string
  entity: string
  entityId: string
  version: number
  logId: string | null
}

await onEachDatabase(async (open) => {
  const database = await open()
  const one = await serviceOn(database)
  const other = await serviceOn(await secondPool(database))

  test('busy writers, long transactions and two numbering processes: every reader sees one order', async () => {
    const cycles = await Promise.all(
      Array.from({ length: 4 }, async () => (await startCycle(one)).userCycleId),
    )
    const calls = (await Promise.all(cycles.map((cycle) => callsOf(one, cycle)))).flat()
    const start = (await readOn(one.admin, undefined)).cursor
    const recorded = await lastRecorded(database)

    const writing = new AbortController()
    const readers = [one, other].map((service) => follow(service.admin, start, writing.signal))
    await Promise.all([
      ...[one, other].flatMap((service) =>
        Array.from({ length: 6 }, (_, seed) => work(service, calls, { seed, times: 50 })),
      ),
      ...[one, other].map((service) => workLong(service, calls.slice(0, 3), { times: 8 })),
      renameMeanwhile(one, cycles),
    ])
    writing.abort()
    const [first = [], second = []] = await Promise.all(readers)
    const afterwards = (await readOn(one.admin, start)).events

    const ids = afterwards.map(({ id }) => id)
    assert.ok(ids.length > 200, `${ids.length} events`)
    assert.equal(new Set(ids).size, ids.length)
    assert.deepEqual(
      first.map(({ id }) => id),
      ids,
    )
    assert.deepEqual(
      second.map(({ id }) => id),
      ids,
    )
    assert.deepEqual(new Set(ids), new Set(await recordedAfter(database, recorded)))
    await assertInOrderOfEffects(database)
  })

  describe('GET /v1/events', () => {
    test('always gives a cursor to go on with, also when there is nothing', async () => {
      const { cursor } = await readOn(one.admin, undefined)

      const empty = await one.admin<Page>('GET', `/v1/events?after=${cursor}`)
      const { userCycleId } = await startCycle(one)
      const next = await one.admin<Page>('GET', `/v1/events?after=${empty.body.nextCursor}`)

      assert.deepEqual(empty.body.items, [])
      assert.equal(typeof empty.body.nextCursor, 'string')
      assert.deepEqual(
        next.body.items.map(({ subject, type }) => [subject, nameOf(type)]),
        [[userCycleId, 'SupportLogHistoryRecorded']],
      )
    })

    test('gives the same pages however they are cut', async () => {
      const { userCycleId } = await startCycle(one)
      for (const { id } of await callsOf(one, userCycleId)) {
        await one.admin('POST', `/v1/outbounds/${id}/complete`)
      }
      const whole = (await readOn(one.admin, undefined)).events
      for (const limit of [1, 7, 200]) {
        const cut = (await readOn(one.admin, undefined, limit === 1 ? 3 : limit)).events
        assert.deepEqual(cut, whole)
      }
    })

    test('can be asked for one type, by its bare name or its full one, and goes on past the others', async () => {
      const { userCycleId } = await startCycle(one)
      const [call] = await callsOf(one, userCycleId)
      const { cursor } = await readOn(one.admin, undefined)
      await one.admin('POST', `/v1/outbounds/${call?.id}/complete`)
      await one.admin('POST', `/v1/outbounds/${call?.id}/withdraw`)

      for (const type of ['OutboundWithdrawn', 'anbu.support.OutboundWithdrawn.v1']) {
        const page = await one.admin<Page>('GET', `/v1/events?after=${cursor}&type=${type}`)
        assert.deepEqual(
          page.body.items.map((event) => nameOf(event.type)),
          ['OutboundWithdrawn'],
        )
        const next = `/v1/events?after=${page.body.nextCursor}`
        assert.deepEqual((await one.admin<Page>('GET', next)).body.items, [])
      }
    })

    test('publishes no internal event, asked for or not, and every payload without a gap', async () => {
      const { events } = await readOn(one.admin, undefined)
      const inside = await run<{ type: string }>(
        database.sql,
        'select distinct type from support.domain_event where type <> all($1)',
        [PUBLISHED],
      )

      assert.ok(inside.length >= 3)
      for (const { type } of inside) {
        const asked = await one.admin<Page>('GET', `/v1/events?type=${type}`)
        assert.deepEqual(asked.body.items, [])
      }
      for (const { type, data } of events) {
        assert.ok(PUBLISHED.includes(nameOf(type)), type)
        assert.ok(Object.keys(data).length >= 3, type)
        assert.ok(!Object.values(data).includes(undefined), type)
      }
    })

    test('gives a caller of one site its own events only, under the cursors of all', async () => {
      const { cursor } = await readOn(one.admin, undefined)
      await startCycle(one)
      const { userCycleId } = await startCycle(one, { site: { siteId: 'busan' } })
      await startCycle(one, { site: null })
      const limited = await one.as('SERVICE', ['busan'])

      const own = await limited<Page>('GET', `/v1/events?after=${cursor}`)
      const all = await one.admin<Page>('GET', `/v1/events?after=${cursor}`)

      assert.deepEqual(
        new Set(own.body.items.map(({ subject }) => subject)),
        new Set([userCycleId]),
      )
      assert.equal(all.body.items.length, 3)
      assert.equal(own.body.nextCursor, all.body.nextCursor)
    })
  })
})

/** A second process, as far as the database can tell; the embedded one serves one process only. */
async function secondPool(database: Database & { url?: string }): Promise<Database> {
  if (database.url === undefined) return database
  const second = await openPostgres(database.url, () => {})
  after(() => second.close())
  return second
}

type Target = { id: number; version: number }

/** Works calls at random, some under an Idempotency-Key and so in a transaction of several statements. */
async function work(
  { admin }: Service,
  calls: readonly Target[],
  { seed, times }: { seed: number; times: number },
) {
  const commands = [
    ['POST', 'complete', {}],
    ['POST', 'withdraw', {}],
    ['POST', 'skip', { reason: 'OTHER', note: 'not today' }],
    ['PUT', 'schedule', { scheduleAt: '2026-01-05T18:00:00+09:00' }],
    ['DELETE', 'schedule', {}],
    ['PUT', 'claim', { force: true }],
    ['DELETE', 'claim', { force: true }],
  ] as const
  for (let n = 0; n < times; n += 1) {
    const call = calls[(seed * 7 + n * 3) % calls.length]
    const command = commands[(seed + n * 5) % commands.length]
    assert.ok(call && command)
    const [method, name, body] = command
    const headers = n % 3 === 0 ? { 'idempotency-key': randomUUID() } : {}
    const { status } = await admin(method, `/v1/outbounds/${call.id}/${name}`, body, headers)
    assert.ok(status === 200 || status === 409, `${method} ${name}: ${status}`)
  }
}

/** Commands whose transactions stay open for a while after their effect, as a slow commit would. */
async function workLong(service: Service, calls: readonly Target[], { times }: { times: number }) {
  const support = systemSupport(service)
  for (let n = 0; n < times; n += 1) {
    await support.sql.transaction().execute(async (sql) => {
      for (const { id } of calls.slice(n % 2)) {
        const call = { id: id as OutboundId }
        const within = { ...support, sql }
        if (n % 2 === 0) await outbounds.completeOutbound(within, call)
        else await outbounds.revokeOutbound(within, call)
      }
      if (service.database.kind === 'server') await pause(60)
    })
  }
}

/** Events from other systems about the same cycles, which change several things in one transaction. */
async function renameMeanwhile(service: Service, cycles: readonly string[]) {
  for (let day = 6; day < 12; day += 1) {
    for (const userCycleId of cycles) {
      const userId = userCycleId.replace('cycle-of-', '')
      const startDate = `2026-01-${String(day).padStart(2, '0')}`
      const { status } = await service.tell('UserCycleRescheduled', {
        userId,
        userCycleId,
        startDate,
      })
      assert.equal(status, 202)
    }
  }
}

/** Reads on from a cursor until there is nothing more. */
async function readOn(call: Call, from: string | undefined, limit = 200) {
  const events: Event[] = []
  for (let cursor = from; ;) {
    const query = cursor === undefined ? '' : `&after=${cursor}`
    const { body } = await call<Page>('GET', `/v1/events?limit=${limit}${query}`)
    events.push(...body.items)
    if (body.items.length < limit) return { events, cursor: body.nextCursor }
    cursor = body.nextCursor
  }
}

/** Reads on and on, as other systems do, until nobody writes any more and nothing is left. */
async function follow(call: Call, from: string, writing: AbortSignal): Promise<Event[]> {
  const seen: Event[] = []
  let cursor = from
  for (let n = 0; ; n += 1) {
    const isLast = writing.aborted
    const read = await readOn(call, cursor, 1 + (n % 9) * 20)
    seen.push(...read.events)
    cursor = read.cursor
    if (isLast) return seen
    await pause(n % 4)
  }
}

async function lastRecorded({ sql }: Database): Promise<number> {
  const [last] = await run<{ id: number }>(
    sql,
    'select max(id) as id from support.domain_event',
    [],
  )
  return last?.id ?? 0
}

/** What is to be published of everything that was recorded since. */
async function recordedAfter({ sql }: Database, id: number): Promise<string[]> {
  const recorded = await run<{ eventId: string }>(
    sql,
    `select event_id as "eventId" from support.domain_event where type = any($1) and id > $2`,
    [PUBLISHED, id],
  )
  return recorded.map(({ eventId }) => eventId)
}

/** Whether the order of positions is that of versions, and each log's event follows the event that it is of. */
async function assertInOrderOfEffects({ sql }: Database) {
  const recorded = await run<Recorded>(
    sql,
    `select e.type, e.entity, e.entity_id as "entityId", e.version, l.id::text as "logId"
       from support.event_position p
       join support.domain_event e on e.id = p.event_id
       left join support.user_support_log l on l.cause = e.event_id
      order by p.position`,
    [],
  )
  const versions = new Map<string, number>()
  const untold = new Set<string>()
  for (const { type, entity, entityId, version, logId } of recorded) {
    const thing = `${entity} ${entityId}`
    const before = versions.get(thing) ?? version - 1
    const keeps = type === 'OutboundClaimed' || type === 'OutboundClaimReleased'
    assert.equal(version, keeps ? Math.max(before, 1) : before + 1, `${type} of ${thing}`)
    versions.set(thing, version)
    if (logId !== null) untold.add(logId)
    if (type === 'SupportLogHistoryRecorded') assert.ok(untold.delete(entityId), `log ${entityId}`)
  }
  assert.equal(untold.size, 0)
  assert.ok(versions.size > 30)
}

function nameOf(type: string): string {
  return type.replace('anbu.support.', '').replace('.v1', '')
}
