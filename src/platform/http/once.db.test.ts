import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import {
  firstCallOf,
  logsOf,
  publishedAbout,
  serviceOn,
  type Call,
  type Reply,
} from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { run } from '../db/db.ts'

type Made = { id: number; token?: string }
type Refused = { code?: number; errors?: { in: string; field: string }[] }

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database)
  const { admin } = service

  const firstCall = () => firstCallOf(service)

  const complete = (path: string, key: string, by: Call = admin) =>
    by<Refused & { version?: number }>('POST', `${path}/complete`, {}, keyed(key))

  async function keptUnder(key: string) {
    return await run(database.sql, 'select 1 from private.idempotent_answer where key = $1', [key])
  }

  async function completionsOf({ userId, userCycleId }: { userId: string; userCycleId: string }) {
    const logs = await logsOf(service, userId)
    const events = await publishedAbout(service, userCycleId)
    return {
      logs: logs.filter(({ type }) => type === 'OUTBOUND_STATUS_CHANGE').length,
      events: events.filter(({ type }) => type === 'OutboundCompleted').length,
    }
  }

  describe('a command with an Idempotency-Key', () => {
    test('that is sent again gives the first answer and has no second effect', async () => {
      const call = await firstCall()
      const key = randomUUID()

      const first = await complete(call.path, key)
      const again = await complete(call.path, key)

      assert.equal(first.status, 200)
      assert.equal(first.headers['etag'], '"2"')
      assert.equal(first.headers['idempotent-replay'], undefined)
      assertSameAnswer(again, first)
      assert.deepEqual(await completionsOf(call), { logs: 1, events: 1 })
    })

    for (const callers of [2, 10]) {
      test(`that ${callers} send at once has one effect, and all of them get its answer`, async () => {
        const call = await firstCall()
        const key = randomUUID()

        const replies = await Promise.all(
          Array.from({ length: callers }, () => complete(call.path, key)),
        )

        const first = replies.find(({ headers }) => headers['idempotent-replay'] === undefined)
        assert.ok(first)
        assert.equal(first.status, 200)
        const again = replies.filter((reply) => reply !== first)
        assert.equal(again.length, callers - 1)
        for (const reply of again) assertSameAnswer(reply, first)
        assert.deepEqual(await completionsOf(call), { logs: 1, events: 1 })
      })
    }

    test('is refused when the key was used with another body', async () => {
      const { path } = await firstCall()
      const headers = keyed(randomUUID())
      await admin('POST', `${path}/skip`, { reason: 'REFUSED' }, headers)

      const other = await admin<Refused>('POST', `${path}/skip`, { reason: 'OTHER' }, headers)

      assert.deepEqual([other.status, other.body.code], [422, 4202])
    })

    test('is refused when the key was used at another address or with another method', async () => {
      const [one, another] = [await firstCall(), await firstCall()]
      const key = randomUUID()
      await complete(one.path, key)

      const elsewhere = await complete(another.path, key)
      const withdrawn = await admin<Refused>('POST', `${one.path}/withdraw`, {}, keyed(key))
      const claimed = await admin<Refused>('PUT', `${one.path}/claim`, {}, keyed(key))

      for (const { status, body } of [elsewhere, withdrawn, claimed]) {
        assert.deepEqual([status, body.code], [422, 4202])
      }
      assert.deepEqual(await completionsOf(another), { logs: 0, events: 0 })
    })

    test('that is one of two different ones under one key at the same moment, is done or refused: one of each', async () => {
      const call = await firstCall()
      const key = randomUUID()
      const skip = (reason: string) =>
        admin<Refused>('POST', `${call.path}/skip`, { reason }, keyed(key))

      const replies = await Promise.all([skip('REFUSED'), skip('OTHER')])

      assert.deepEqual(
        replies.map(({ status }) => status).toSorted((one, other) => one - other),
        [200, 422],
      )
    })

    test('is another one when another caller sends it', async () => {
      const [one, another] = [await firstCall(), await firstCall()]
      const key = randomUUID()
      const operator = await service.as('OPERATOR')

      const byAdmin = await complete(one.path, key)
      const byOperator = await complete(another.path, key, operator)

      assert.deepEqual([byAdmin.status, byOperator.status], [200, 200])
      assert.deepEqual(await completionsOf(another), { logs: 1, events: 1 })
    })

    test('is remembered for 24 hours', async () => {
      const call = await firstCall()
      const key = randomUUID()
      service.at('2026-01-05T10:00')
      const first = await complete(call.path, key)

      service.at('2026-01-06T09:59')
      const withinTheDay = await complete(call.path, key)
      service.at('2026-01-06T10:00')
      const afterwards = await complete(call.path, key)
      service.at('2026-01-05T10:00')

      assertSameAnswer(withinTheDay, first)
      assert.deepEqual([afterwards.status, afterwards.body.code], [409, 4002])
    })

    test('is forgotten by the housekeeping only when 24 hours are over', async () => {
      const call = await firstCall()
      const key = randomUUID()
      service.at('2026-01-05T10:00')
      await complete(call.path, key)

      await admin('PUT', '/v1/test-clock', { advance: 'P1D' })
      const kept = await keptUnder(key)
      await admin('PUT', '/v1/test-clock', { advance: 'PT1S' })
      const forgotten = await keptUnder(key)
      service.at('2026-01-05T10:00')

      assert.deepEqual([kept.length, forgotten.length], [1, 0])
    })
  })

  describe('a refusal', () => {
    test('is not kept: the same command is decided anew', async () => {
      const call = await firstCall()
      const key = randomUUID()
      await admin('POST', `${call.path}/complete`)

      const refused = await complete(call.path, key)
      const nothingKept = await keptUnder(key)
      await admin('POST', `${call.path}/withdraw`)
      const decidedAnew = await complete(call.path, key)

      assert.deepEqual([refused.status, refused.body.code], [409, 4002])
      assert.equal(nothingKept.length, 0)
      assert.deepEqual([decidedAnew.status, decidedAnew.body.version], [200, 4])
    })

    test('of a stale version or a missing thing leaves the key free', async () => {
      const call = await firstCall()
      const key = randomUUID()

      const headers = { ...keyed(key), 'if-match': '"7"' }
      const stale = await admin<Refused>('POST', `${call.path}/complete`, {}, headers)
      const missing = await complete('/v1/outbounds/999999', key)
      const done = await complete(call.path, key)

      assert.deepEqual([stale.status, stale.body.code], [412, 4201])
      assert.deepEqual([missing.status, missing.body.code], [404, 4103])
      assert.equal(done.status, 200)
    })
  })

  describe('the key itself', () => {
    test('may have 200 characters and not one more', async () => {
      const call = await firstCall()

      const tooLong = await complete(call.path, 'k'.repeat(201))
      const empty = await complete(call.path, '')
      const longest = await complete(call.path, 'k'.repeat(200))

      for (const { status, body } of [tooLong, empty]) {
        assert.deepEqual([status, body.code], [400, 4301])
        assert.deepEqual(
          body.errors?.map((error) => [error.in, error.field]),
          [['header', 'idempotency-key']],
        )
      }
      assert.equal(longest.status, 200)
    })

    test('is looked at after the shape of the request, and before the thing is looked for', async () => {
      const call = await firstCall()
      const key = randomUUID()
      await complete(call.path, key)
      const headers = keyed(key)

      const wrong = await admin<Refused>('POST', `${call.path}/skip`, { reason: 'BORED' }, headers)
      const missing = await complete('/v1/outbounds/999999', key)

      assert.deepEqual([wrong.status, wrong.body.code], [400, 4301])
      assert.deepEqual([missing.status, missing.body.code], [422, 4202])
    })
  })

  test('a token that is made with a key is made once, and its value is not told again', async () => {
    const headers = keyed(randomUUID())
    const wanted = { name: 'the gateway', role: 'SERVICE' }

    const first = await admin<Made>('POST', '/v1/tokens', wanted, headers)
    const again = await admin<Made>('POST', '/v1/tokens', wanted, headers)

    assert.equal(first.status, 201)
    assert.match(first.body.token ?? '', /^anbu_/)
    assert.deepEqual([again.status, again.body], [201, { id: first.body.id }])
    const kept = await run(
      database.sql,
      'select 1 from private.idempotent_answer where body::text like $1',
      [`%${first.body.token}%`],
    )
    assert.equal(kept.length, 0)
    const { body } = await admin<{ items: { name: string }[] }>('GET', '/v1/tokens')
    assert.equal(body.items.filter(({ name }) => name === 'the gateway').length, 1)
  })

  test('every writing method takes a key', async () => {
    const { id, path } = await firstCall()
    const scheduleAt = '2026-01-05T12:00:00+09:00'
    const event = { specversion: '1.0', id: randomUUID(), source: '/tests', type: 'Unheard' }
    const sequence = 100 + id
    const plan = await admin<Made>('POST', '/v1/outbound-plans', { sequence, dayIndex: 1 })
    const token = await admin<Made>('POST', '/v1/tokens', { name: 'short-lived', role: 'AUDITOR' })
    const writes = [
      ['PUT', `${path}/schedule`, { scheduleAt }],
      ['DELETE', `${path}/schedule`, undefined],
      ['PUT', `${path}/claim`, { force: true }],
      ['DELETE', `${path}/claim`, {}],
      ['POST', `${path}/skip`, { reason: 'DUPLICATE', note: 'twice' }],
      ['POST', `${path}/withdraw`, {}],
      ['POST', '/v1/outbounds/next', { siteId: 'nowhere' }],
      ['POST', '/v1/outbounds/search', { limit: 1 }],
      ['PATCH', `/v1/outbound-plans/${plan.body.id}`, { isActive: false }],
      ['POST', '/v1/events', event],
      ['DELETE', `/v1/tokens/${token.body.id}`, undefined],
      ['PUT', '/v1/test-clock', { now: '2026-01-05T01:00:00Z' }],
    ] as const

    for (const [method, url, body] of writes) {
      const headers = keyed(randomUUID())
      const first = await admin(method, url, body, headers)
      const again = await admin(method, url, body, headers)

      assert.ok(first.status < 300, `${method} ${url} is answered with ${first.status}`)
      assertSameAnswer(again, first)
    }
  })
})

function assertSameAnswer(again: Reply<unknown>, first: Reply<unknown>) {
  assert.deepEqual(
    { status: again.status, etag: again.headers['etag'], body: again.body },
    { status: first.status, etag: first.headers['etag'], body: first.body },
  )
  assert.equal(JSON.stringify(again.body), JSON.stringify(first.body))
  assert.equal(again.headers['idempotent-replay'], 'true')
}

function keyed(key: string) {
  return { 'idempotency-key': key }
}
