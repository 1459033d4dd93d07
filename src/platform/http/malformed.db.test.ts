import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { firstCallOf, serviceOn, startCycle, type Reply } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { run } from '../db/db.ts'
import { writeCursor } from './cursor.ts'

type Problem = { code: number; errors: { in: string; field: string; message: string }[] }
type Operation = { requestBody?: { content: Record<string, object> } }
type Document = { paths: Record<string, Record<string, Operation>> }
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const JSON_TYPE = { 'content-type': 'application/json' }

/** What other systems send grows with them: what is not known there is let through. */
const FROM_ELSEWHERE = /^\/v1\/(events|delivery-reports\/.*)$/

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database)
  const { admin } = service

  const firstCall = async () => (await firstCallOf(service)).path

  async function operations() {
    const { body } = await admin<Document>('GET', '/openapi.json')
    const all = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase() as Method,
        url: path.replace(/\{id\}/, '1').replaceAll(/\{\w+\}/g, 'somebody'),
        hasBody: operation.requestBody !== undefined,
      })),
    )
    assert.ok(all.length > 25)
    return all
  }

  describe('what is not declared is refused by name, never dropped', () => {
    test('in the query of every operation', async () => {
      for (const { method, url } of await operations()) {
        if (!url.startsWith('/v1/')) continue
        const reply = await admin<Problem>(
          method,
          `${url}?surprise=1`,
          method === 'GET' ? undefined : {},
        )
        assert.deepEqual([reply.status, reply.body.code], [400, 4301], `${method} ${url}`)
        assert.ok(
          reply.body.errors.some((error) => error.in === 'query' && error.field === 'surprise'),
          `${method} ${url}`,
        )
      }
    })

    test('in the body of every operation', async () => {
      for (const { method, url } of await operations()) {
        if (method === 'GET' || FROM_ELSEWHERE.test(url)) continue
        const reply = await admin<Problem>(method, url, { surprise: 1 })
        assert.deepEqual([reply.status, reply.body.code], [400, 4301], `${method} ${url}`)
        assert.ok(
          reply.body.errors.some((error) => error.in === 'body' && error.field === 'surprise'),
          `${method} ${url}`,
        )
      }
    })
  })

  test('every field that is wrong is named at once', async () => {
    const reply = await admin<Problem>(
      'GET',
      '/v1/outbounds?limit=0&dueOn=yesterday&status=OPEN&scheduled=perhaps&surprise=1',
    )

    assert.deepEqual([reply.status, reply.body.code], [400, 4301])
    assert.deepEqual(
      new Set(reply.body.errors.map(({ field }) => field)),
      new Set(['limit', 'dueOn', 'status.0', 'scheduled', 'surprise']),
    )
  })

  test('in the path, the query and the body alike', async () => {
    const wrong = await admin<Problem>('PATCH', '/v1/memos/first?surprise=1', {
      memo: 'a\0',
      more: 1,
    })
    assert.deepEqual(
      wrong.body.errors.map((error) => `${error.in} ${error.field}`),
      ['path id', 'body more', 'body memo', 'query surprise'],
    )
  })

  describe('a body', () => {
    test('of bytes that are no text is refused', async () => {
      const bytes = Buffer.from([...Buffer.from('{"reason":"OTHER","note":"a'), 0xff, 0x22, 0x7d])
      const reply = await admin<Problem>('POST', `${await firstCall()}/skip`, bytes, JSON_TYPE)
      assertMalformed(reply, ['body', ''])
    })

    for (const body of [
      '{',
      '{"reason":}',
      'reason',
      '{"reason":"OTHER"}}',
      "{'reason':1}",
      '\u{FEFF}{',
    ]) {
      test(`that is not JSON is refused: ${JSON.stringify(body)}`, async () => {
        const reply = await admin<Problem>('POST', `${await firstCall()}/skip`, body, JSON_TYPE)
        assertMalformed(reply, ['body', ''])
      })
    }

    for (const body of ['null', '[]', '"OTHER"', '1', 'true']) {
      test(`that is JSON but no object is refused: ${body}`, async () => {
        const reply = await admin<Problem>('POST', `${await firstCall()}/skip`, body, JSON_TYPE)
        assertMalformed(reply, ['body', ''])
      })
    }

    test('that is empty is as good as none, whatever its type is said to be', async () => {
      const call = await firstCall()

      const withoutReason = await admin<Problem>('POST', `${call}/skip`, '', JSON_TYPE)
      const completed = await admin('POST', `${call}/complete`, '', JSON_TYPE)

      assertMalformed(withoutReason, ['body', 'reason'])
      assert.equal(completed.status, 200)
    })

    test('that tries for the prototype is refused', async () => {
      for (const body of ['{"__proto__":{"a":1}}', '{"constructor":{"prototype":{"a":1}}}']) {
        const reply = await admin<Problem>('POST', '/v1/outbounds/search', body, JSON_TYPE)
        assert.deepEqual([reply.status, reply.body.code], [400, 4301])
      }
    })

    test('of another media type is refused', async () => {
      for (const type of [
        'text/plain',
        'application/xml',
        'multipart/form-data',
        'json',
        'a/b/c',
      ]) {
        const headers = { 'content-type': type }
        const reply = await admin<Problem>('POST', '/v1/outbounds/search', '{}', headers)
        assert.deepEqual([reply.status, reply.body.code], [415, 4304])
      }
    })

    test('of 256 kB is taken, and of one byte more refused', async () => {
      const most = await admin('POST', '/v1/outbounds/search', padded(262_144), JSON_TYPE)
      const tooMuch = await admin<Problem>(
        'POST',
        '/v1/outbounds/search',
        padded(262_145),
        JSON_TYPE,
      )

      assert.equal(most.status, 200)
      assert.deepEqual([tooMuch.status, tooMuch.body.code], [413, 4303])
    })

    test('nested as deep as the size allows is refused', async () => {
      const deep = `${'['.repeat(120_000)}${']'.repeat(120_000)}`
      const event = `{"specversion":"1.0","id":"deep","source":"/tests","type":"UserProfileUpdated",
        "data":{"userId":"nobody","more":${deep}}}`

      const bare = await admin<Problem>('POST', '/v1/outbounds/search', deep, JSON_TYPE)
      const within = await admin<Problem>('POST', '/v1/events', event, JSON_TYPE)

      assert.deepEqual([bare.status, bare.body.errors[0]?.message], [400, 'must be object'])
      assert.deepEqual(
        [within.status, within.body.errors[0]?.message],
        [400, 'is nested too deeply'],
      )
    })
  })

  describe('text that no database holds', () => {
    const nowhere = ['a\0b', '\uD800', 'x\uDC00y']

    test('is refused in a body', async () => {
      for (const note of nowhere) {
        const body = { reason: 'OTHER', note }
        const reply = await admin<Problem>('POST', `${await firstCall()}/skip`, body)
        assertMalformed(reply, ['body', 'note'])
      }
    })

    test('is refused in an event, which leaves its dead letter, however deep it stands', async () => {
      for (const [depth, text] of nowhere.entries()) {
        const nested: unknown = JSON.parse(`${'['.repeat(depth * 20)}1${']'.repeat(depth * 20)}`)
        const data = { userId: 'nobody', [`k${text}`]: text, nested }
        const { status } = await service.tell('UserProfileUpdated', data, { id: `odd-${depth}` })

        const kept = await run(
          database.sql,
          'select 1 from private.dead_letter where event_id = $1',
          [`odd-${depth}`],
        )
        assert.deepEqual([status, kept.length], [400, 1])
      }
    })

    test('is refused in a path and in a query', async () => {
      assertMalformed(await admin('GET', '/v1/user-cycles/a%00'), ['path', 'userCycleId'])
      assertMalformed(await admin('GET', '/v1/users/a%00/logs'), ['path', 'userId'])
      assertMalformed(await admin('GET', '/v1/outbounds?siteId=a%00'), ['query', 'siteId'])
    })
  })

  describe('an address', () => {
    test('with broken percent-encoding is refused', async () => {
      for (const broken of ['%', '%z', '%zz', '%ff', '%ED%A0%80', '%C3%28']) {
        assertMalformed(await admin('GET', `/v1/user-cycles/${broken}`), ['path', ''])
        assertMalformed(await admin('GET', `/v1/outbounds?siteId=${broken}`), ['query', 'siteId'])
      }
    })

    test('with an id that can be none is refused', async () => {
      const numbers = ['0', '-1', '1.5', '1.0', '0x1', '1e3', 'Infinity', '9007199254740992']
      const texts = ['%201', 'abc', 'NaN', 'null', 'true', '1%2C2', '1'.repeat(300)]
      for (const id of [...numbers, ...texts]) {
        assertMalformed(await admin('GET', `/v1/outbounds/${id}`), ['path', 'id'])
      }
      const largest = await admin<Problem>('GET', '/v1/outbounds/9007199254740991')
      assert.deepEqual([largest.status, largest.body.code], [404, 4103])
    })

    test('with a name longer than 64 characters is refused', async () => {
      const long = '가'.repeat(65)
      const path = `/v1/user-cycles/${encodeURIComponent(long)}`
      assertMalformed(await admin('GET', path), ['path', 'userCycleId'])
      const longest = await admin<Problem>(
        'GET',
        `/v1/user-cycles/${encodeURIComponent('👩'.repeat(64))}`,
      )
      assert.deepEqual([longest.status, longest.body.code], [404, 4102])
    })

    test('that gives a single parameter twice is refused', async () => {
      assertMalformed(await admin('GET', '/v1/outbounds?limit=1&limit=2'), ['query', 'limit'])
      assertMalformed(await admin('GET', '/v1/outbounds?siteId=a&siteId=b'), ['query', 'siteId'])
    })

    test('with a cursor that no list answered is refused', async () => {
      const garbage = [
        'x',
        'null',
        '%00',
        '%E2%82%AC',
        writeCursor([]),
        writeCursor({}),
        writeCursor([null]),
        writeCursor('1'),
      ]
      const forged = [
        writeCursor([1, 1, 1, 1]),
        writeCursor(['2026-13-01', 'infinity', 1]),
        writeCursor([-1]),
        writeCursor([1.5]),
      ]
      const { userId, userCycleId } = await startCycle(service)
      for (const cursor of [...garbage, ...forged, writeCursor([2 ** 53]), writeCursor([1e30])]) {
        for (const list of [
          '/v1/outbounds',
          `/v1/users/${userId}/logs`,
          `/v1/user-cycles/${userCycleId}/logs`,
          '/v1/dead-letters',
        ]) {
          assertMalformed(await admin('GET', `${list}?cursor=${cursor}`), ['query', 'cursor'])
        }
        const events = await admin<Problem>('GET', `/v1/events?after=${cursor}`)
        assert.deepEqual([events.status, events.body.code], [400, 4301])
      }
      assertMalformed(await admin('GET', '/v1/outbounds?cursor='), ['query', 'cursor'])
    })
  })
})

function fieldsOf({ body }: Reply<Problem>) {
  return body.errors.map((error) => [error.in, error.field])
}

function assertMalformed(reply: Reply<Problem>, ...fields: [string, string][]) {
  assert.deepEqual([reply.status, reply.body.code], [400, 4301])
  assert.deepEqual(fieldsOf(reply), fields)
}

/** A search in a body of exactly that many bytes. */
function padded(bytes: number) {
  return `{"limit":1${' '.repeat(bytes - 11)}}`
}
