import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { firstCallOf, serviceOn, type Reply } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { writeCursor } from './cursor.ts'

type Problem = {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  code: number
  name: string
  errors?: { in: string; field: string; message: string }[]
}
type Made = { id: number }

const TOO_LARGE = JSON.stringify({ note: 'x'.repeat(256 * 1024) })
const TEXT_TYPE = { 'content-type': 'text/plain' }

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database)
  const { admin, anybody } = service
  const operator = await service.as('OPERATOR')
  const auditor = await service.as('AUDITOR')

  const firstCall = () => firstCallOf(service)

  describe('a request that is wrong in many ways is told the first of them', () => {
    const stale = { 'if-match': '"7"' }

    test('no such address comes before everything that is said of the caller and the body', async () => {
      const reply = await anybody<Problem>('POST', '/v1/nothing?a=%00', TOO_LARGE, TEXT_TYPE)
      assertProblem(reply, [404, 4199])
    })

    test('the method comes next', async () => {
      const reply = await anybody<Problem>('PATCH', skip('x'), TOO_LARGE, TEXT_TYPE)
      assertProblem(reply, [405, 4302])
      assert.equal(reply.headers['allow'], 'POST')
    })

    test('then the token', async () => {
      const reply = await anybody<Problem>('POST', skip('x'), TOO_LARGE, TEXT_TYPE)
      assertProblem(reply, [401, 4010])
      assert.equal(reply.headers['www-authenticate'], 'Bearer')
    })

    test('then the role', async () => {
      const reply = await auditor<Problem>('POST', skip('x'), TOO_LARGE, TEXT_TYPE)
      assertProblem(reply, [403, 4004])
    })

    test('then the size of the body', async () => {
      const reply = await operator<Problem>('POST', skip('x'), TOO_LARGE, TEXT_TYPE)
      assertProblem(reply, [413, 4303])
    })

    test('then its media type', async () => {
      const reply = await operator<Problem>('POST', skip('x'), '{', TEXT_TYPE)
      assertProblem(reply, [415, 4304])
    })

    test('then the shape', async () => {
      const key = { 'idempotency-key': randomUUID() }
      const { id } = await firstCall()
      await operator('POST', skip(id), { reason: 'REFUSED' }, key)

      const headers = { ...key, ...stale }
      const reply = await operator<Problem>('POST', skip(999_999), { reason: 'BORED' }, headers)

      assertProblem(reply, [400, 4301])
    })

    test('then a key that was used for something else', async () => {
      const key = { 'idempotency-key': randomUUID() }
      const { id } = await firstCall()
      await operator('POST', skip(id), { reason: 'REFUSED' }, key)

      const headers = { ...key, ...stale }
      const reply = await operator<Problem>('POST', skip(999_999), { reason: 'OTHER' }, headers)

      assertProblem(reply, [422, 4202])
    })

    test('then whether there is such a thing', async () => {
      const reply = await operator<Problem>('POST', skip(999_999), { reason: 'OTHER' }, stale)
      assertProblem(reply, [404, 4103])
    })

    test('then its version, then its author, then its age, and at last the length of its text', async () => {
      const { userCycleId } = await firstCall()
      const memos = `/v1/user-cycles/${userCycleId}/memos`
      const memo = await operator<Made>('POST', memos, { memo: 'sleeps better' })
      const path = `/v1/memos/${memo.body.id}`
      const tooLong = { memo: '가'.repeat(501) }

      assertProblem(await admin<Problem>('PATCH', path, tooLong, stale), [412, 4201])
      assertProblem(await admin<Problem>('PATCH', path, tooLong), [403, 4004])
      service.at('2026-01-06T10:00')
      assertProblem(await operator<Problem>('PATCH', path, tooLong), [409, 4006])
      service.at('2026-01-05T10:00')
      assertProblem(await operator<Problem>('PATCH', path, tooLong), [422, 4003])
    })

    test('a call that is resolved is told before a memo that is too long', async () => {
      const { path } = await firstCall()
      const tooLong = { memo: '가'.repeat(501) }

      assertProblem(await operator<Problem>('POST', `${path}/complete`, tooLong), [422, 4003])
      await operator('POST', `${path}/complete`)
      assertProblem(await operator<Problem>('POST', `${path}/complete`, tooLong), [409, 4002])
    })

    test('then its version, and at last its state', async () => {
      const { id } = await firstCall()
      await operator('POST', skip(id), { reason: 'REFUSED' })

      const outdated = await operator<Problem>('POST', skip(id), { reason: 'OTHER' }, stale)
      const resolved = await operator<Problem>('POST', skip(id), { reason: 'OTHER' })

      assertProblem(outdated, [412, 4201])
      assertProblem(resolved, [409, 4001])
    })
  })

  describe('a short list', () => {
    test('is answered whole, or as many at a time as are asked for', async () => {
      const { path } = await firstCall()
      const { body: call } = await admin<{ userCycleId: string }>('GET', path)
      for (const url of [
        '/v1/tokens',
        '/v1/operators',
        '/v1/outbound-plans',
        '/v1/message-templates',
        `/v1/user-cycles/${call.userCycleId}/outbounds`,
      ]) {
        type List = { items: { id: number | string }[]; nextCursor: string | null }
        const whole = await admin<List>('GET', url)
        assert.equal(whole.body.nextCursor, null)
        const read: List['items'] = []
        for (let cursor: string | null = ''; cursor !== null;) {
          const page: Reply<List> = await admin<List>(
            'GET',
            `${url}?limit=1${cursor && `&cursor=${cursor}`}`,
          )
          assert.ok(page.body.items.length <= 1)
          read.push(...page.body.items)
          cursor = page.body.nextCursor
        }
        assert.deepEqual(read, whole.body.items, url)
        for (const wrong of [
          'limit=0',
          'limit=201',
          'cursor=nowhere',
          `cursor=${writeCursor([-7])}`,
        ]) {
          assertProblem(await admin<Problem>('GET', `${url}?${wrong}`), [400, 4301])
        }
      }
    })
  })

  describe('an address', () => {
    test('that is not there, with or without a token, answers 404', async () => {
      for (const url of ['/v1', '/v2/outbounds', '/v1/outbounds/1/2', '/v1/Outbounds']) {
        assertProblem(await admin<Problem>('GET', url), [404, 4199])
        assertProblem(await anybody<Problem>('GET', url), [404, 4199])
      }
    })

    test('names in Allow the methods that it takes', async () => {
      const { path } = await firstCall()
      const expected = [
        ['PUT', '/v1/outbounds', 'GET, HEAD'],
        ['GET', '/v1/outbounds/next', 'POST'],
        ['POST', `${path}/claim`, 'PUT, DELETE'],
        ['DELETE', '/v1/test-clock', 'GET, HEAD, PUT'],
        ['POST', '/v1/stream', 'GET'],
        ['POST', '/openapi.json', 'GET, HEAD'],
        ['DELETE', '/healthz', 'GET, HEAD'],
      ] as const
      for (const [method, url, allow] of expected) {
        const reply = await anybody<Problem>(method, url)
        assertProblem(reply, [405, 4302])
        assert.deepEqual(
          String(reply.headers['allow']).split(', ').toSorted(),
          allow.split(', ').toSorted(),
        )
      }
    })

    test('of no method that any address takes answers 405', async () => {
      for (const method of ['PROPFIND', 'MKCOL', 'PURGE'] as const) {
        const reply = await anybody<Problem>(method as 'GET', '/v1/outbounds')
        assertProblem(reply, [405, 4302])
        assert.match(String(reply.headers['allow']), /GET/)
      }
    })

    test('answers HEAD as it answers GET, without the body', async () => {
      const { path } = await firstCall()
      for (const url of [path, '/v1/outbounds', '/v1/me', '/healthz', '/openapi.json']) {
        const headers = { authorization: 'Bearer a-bootstrap-token-that-is-long-enough' }
        const got = await service.app.inject({ method: 'GET', url, headers })
        const head = await service.app.inject({ method: 'HEAD', url, headers })

        assert.equal(head.statusCode, 200)
        assert.equal(head.payload, '')
        assert.equal(head.headers['etag'], got.headers['etag'])
        assert.equal(head.headers['content-length'], got.headers['content-length'])
      }
      const closed = await service.app.inject({ method: 'HEAD', url: '/v1/outbounds' })
      assert.equal(closed.statusCode, 401)
    })
  })
})

function assertProblem({ status, headers, body }: Reply<Problem>, expected: [number, number]) {
  assert.deepEqual([status, body.code], expected)
  assert.match(String(headers['content-type']), /^application\/problem\+json(;|$)/)
  assert.equal(body.status, status)
  for (const field of ['type', 'title', 'detail', 'instance', 'name'] as const) {
    assert.equal(typeof body[field], 'string')
    assert.notEqual(body[field], '')
  }
}

function skip(id: number | string) {
  return `/v1/outbounds/${id}/skip`
}
