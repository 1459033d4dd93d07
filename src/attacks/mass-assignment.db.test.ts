import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { run } from '../platform/db/db.ts'
import { callsOf, serviceOn, startCycle, type Call } from '../testing/api.ts'
import { browserOn } from '../testing/browser.ts'
import { onEachDatabase } from '../testing/databases.ts'
import { hire, PASSWORD, secretOf } from '../testing/hired.ts'

type Problem = { code: number; errors: { in: string; field: string }[] }
type Made = { id: number; invitation: string }
type Method = Parameters<Call>[0]

/** What only the server says of a thing, or of who asks; each with a value that would be worth something. */
const OURS: Readonly<Record<string, unknown>> = {
  id: 1,
  version: 99,
  createdBy: 'token:bootstrap',
  createdAt: '2020-01-01T00:00:00Z',
  updatedAt: '2020-01-01T00:00:00Z',
  resolvedBy: 'SYSTEM',
  resolvedAt: '2020-01-01T00:00:00Z',
  claimedBy: 'token:bootstrap',
  actor: 'SYSTEM',
  by: 'SYSTEM',
  operator: 'SYSTEM',
  userId: 'somebody',
  hash: 'x',
  token: 'x',
  removedAt: null,
  emailVerified: true,
  state: 'ACTIVE',
  admin: true,
  forced: true,
  isAdmin: true,
  sql: 'x',
  support: {},
  caller: {},
}

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database, { ANBU_SIGN_IN_LIMIT: '0' })
  const { admin, app } = service

  /** A right body of every kind of change, which is taken as it is, and to which something is then added. */
  async function bodies(): Promise<(readonly [Method, string, object])[]> {
    const { userId, userCycleId } = await startCycle(service)
    const [call] = await callsOf(service, userCycleId)
    assert.ok(call)
    const cycle = `/v1/user-cycles/${userCycleId}`
    const memo = await admin<Made>('POST', `${cycle}/memos`, { memo: '잘 지냄' })
    const issue = await admin<Made>('POST', `${cycle}/issues`, { issue: '앱이 안 열림' })
    const { id } = await hire(service)
    const outbound = `/v1/outbounds/${call.id}`
    const email = `new-${call.id}@anbu.example`
    return [
      ['POST', `${cycle}/memos`, { memo: '메모' }],
      ['PATCH', `/v1/memos/${memo.body.id}`, { memo: '다른 메모' }],
      ['POST', `${cycle}/issues`, { issue: '문의' }],
      ['PATCH', `/v1/issues/${issue.body.id}`, { issue: '다른 문의' }],
      ['POST', `/v1/issues/${issue.body.id}/status`, { status: 'IN_PROGRESS' }],
      ['POST', `${cycle}/messages`, { messageType: 'FREE_TEXT', content: '안녕하세요' }],
      ['PUT', `${outbound}/claim`, {}],
      ['PUT', `${outbound}/schedule`, { scheduleAt: '2026-01-06T12:00:00+09:00' }],
      ['POST', `${outbound}/attempts`, { result: 'BUSY' }],
      ['POST', `${outbound}/complete`, {}],
      ['POST', `${outbound}/withdraw`, {}],
      ['POST', `${outbound}/skip`, { reason: 'OTHER' }],
      ['PUT', `/v1/users/${userId}/site`, { siteId: 'jeju' }],
      ['PUT', `/v1/users/${userId}/md`, { mdId: 'md-han' }],
      [
        'PUT',
        `/v1/users/${userId}/contact-preference`,
        { calls: true, messages: true, reason: '확인' },
      ],
      ['POST', `/v1/users/${userId}/reveal`, { reason: '확인' }],
      ['POST', '/v1/tokens', { name: '프로그램', role: 'OPERATOR' }],
      ['POST', '/v1/operators', { name: '새 사람', email, role: 'OPERATOR' }],
      ['PATCH', `/v1/operators/${id}`, { name: '다른 이름' }],
      ['POST', '/v1/exports/users', { reason: '확인' }],
      ['PUT', '/v1/switches', { messages: true }],
    ]
  }

  test('no change takes a field that is ours to say, beside those that it knows', async () => {
    for (const [method, url, body] of await bodies()) {
      for (const [field, value] of Object.entries(OURS)) {
        if (field in body) continue
        const reply = await admin<Problem>(method, url, { ...body, [field]: value })
        assert.deepEqual([reply.status, reply.body.code], [400, 4301], `${method} ${url} ${field}`)
        assert.deepEqual(
          reply.body.errors.map((error) => error.field),
          [field],
        )
      }
      const { status } = await admin(method, url, body)
      assert.ok(status < 300, `${method} ${url}: ${status}`)
    }
  })

  test('nor one by way of the prototype', async () => {
    const json = { 'content-type': 'application/json' }
    for (const body of [
      '{"name":"x","role":"OPERATOR","__proto__":{"sites":null,"role":"ADMIN"}}',
      '{"name":"x","role":"OPERATOR","constructor":{"prototype":{"role":"ADMIN"}}}',
      '{"name":"x","role":"OPERATOR","prototype":{"role":"ADMIN"}}',
    ]) {
      assert.equal((await admin('POST', '/v1/tokens', body, json)).status, 400)
    }
    assert.equal(({} as { role?: string }).role, undefined)
    const twice = '{"name":"x","role":"OPERATOR","role":"ADMIN","sites":[]}'
    const made = await admin<Made & { token: string }>('POST', '/v1/tokens', twice, json)
    const me = await service.withToken(made.body.token)<{ role: string; sites: [] }>(
      'GET',
      '/v1/me',
    )
    assert.deepEqual([me.body.role, me.body.sites], ['ADMIN', []])
  })

  describe('an invitation', () => {
    const invited = async () => {
      const email = `invited-${Math.trunc(performance.now() * 1_000)}@anbu.example`
      const person = { name: '새 사람', email, role: 'OPERATOR', sites: ['busan'] }
      const made = await admin<Made>('POST', '/v1/operators', person)
      return { email, id: made.body.id, invitation: secretOf(made.body.invitation) }
    }
    type Me = { operator: string; name: string; role: string; sites: string[] }

    test('does not let the invited person say what they may do', async () => {
      const { invitation } = await invited()
      const { call } = browserOn(app)
      for (const more of [
        { role: 'ADMIN' },
        { sites: null },
        { id: 'demo:admin' },
        { emailVerified: true },
        { operatorId: 'x' },
      ]) {
        const body = { invitation, password: PASSWORD, ...more }
        const reply = await call<Problem>('POST', '/v1/invitations/accept', body)
        assert.deepEqual([reply.status, reply.body.code], [400, 4301])
      }
    })

    test('does not let them take another’s name or address', async () => {
      const { invitation, email, id } = await invited()
      const other = await hire(service, { role: 'ADMIN' })
      const body = { invitation, password: PASSWORD, name: '강도윤', email: other.email }
      const { body: me } = await browserOn(app).call<Me>('POST', '/v1/invitations/accept', body)
      assert.partialDeepStrictEqual(me, {
        operator: id,
        name: '새 사람',
        role: 'OPERATOR',
        sites: ['busan'],
      })
      const kept = await run<{ email: string }>(
        database.sql,
        'select email from private.operator where id = $1',
        [id],
      )
      assert.deepEqual(kept, [{ email }])
    })
  })

  test('nobody signs in as more than they are', async () => {
    const { email, browser } = await hire(service)
    for (const more of [
      { role: 'ADMIN' },
      { sites: null },
      { operatorId: 'SYSTEM' },
      { remember: true },
    ]) {
      const body = { email, password: PASSWORD, ...more }
      assert.equal((await browserOn(app).call('POST', '/v1/session', body)).status, 400)
    }
    for (const role of ['SERVICE', 'SYSTEM', 'admin', 'OPERATOR ', '']) {
      const person = { name: 'x', email: 'x@anbu.example', role }
      assert.equal((await admin('POST', '/v1/operators', person)).status, 400, role)
    }
    const headers = { 'x-role': 'ADMIN', 'x-operator': 'SYSTEM', 'x-user': 'admin', 'x-sites': '' }
    assert.equal((await browser.call('GET', '/v1/tokens', undefined, headers)).status, 403)
  })

  test('another system’s event says nothing of what is ours', async () => {
    const { userId, userCycleId } = await startCycle(service)
    const [before] = await callsOf(service, userCycleId)
    const more = { status: 'COMPLETED', role: 'ADMIN', version: 99, id: 1, resolvedBy: 'SYSTEM' }
    const data = { userId, name: '새 이름', ...more }
    const reply = await service.tell('UserProfileUpdated', data, { version: 9, by: 'SYSTEM' })
    assert.equal(reply.body.accepted, 1)
    assert.deepEqual((await callsOf(service, userCycleId))[0], before)
  })
})
