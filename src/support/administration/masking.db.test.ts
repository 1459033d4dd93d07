import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { callsOf, serviceOn, startCycle, type Call, type Service } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { routesOf } from '../../testing/routes.ts'

type Made = { id: number }

const NAME = '제갈공명'
const MASKED = '제**명'
const PHONE = '010-8527-5432'
/** When the first cycle is forgotten, and the wish for another hospital has waited for a day. */
const LATER = '2026-01-07T10:00'
const GRACE = { ANBU_CYCLE_GRACE: '0' }
const MASKING = { ...GRACE, ANBU_MASKED_ROLES: 'MANAGER' }
/** The phone however it is spaced, and not the same four digits within the id of something. */
const LEAK = /제갈공명|8527[\s.()-]*5432/

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open(), MASKING)
  const { admin, tell } = service
  const someone = await everythingOf(service)
  const { userId, userCycleId, ids } = someone

  const lists: readonly (readonly ['GET' | 'POST', string, object?])[] = [
    ...(await routesOf(service.app))
      .filter(
        ({ method, url }) => method === 'GET' && url.startsWith('/v1/') && url !== '/v1/stream',
      )
      .map(({ url }) => ['GET', addressOf(url)] as const),
    ['GET', `/v1/users/${userId}/logs?limit=200`],
    ['GET', '/v1/outbounds?limit=200&forgotten=true'],
    ['POST', '/v1/users/search', { q: '제갈' }],
    ['POST', '/v1/users/search', { q: '5432' }],
    ['POST', '/v1/outbounds/search', { limit: 200, status: ['PENDING', 'ACTIVE', 'COMPLETED'] }],
    ['POST', '/v1/outbounds/next', {}],
    ['POST', '/v1/messages/preview', { userCycleId, templateId: ids.template }],
    ['POST', '/v1/messages/preview', { userCycleId, content: `${NAME}님 0108527-5432` }],
    ['POST', `/v1/messages/${ids.message}/retry`, {}],
  ]

  function addressOf(url: string) {
    const thing = /^\/v1\/(\w+)\/:id/.exec(url)?.[1]
    const id = thing !== undefined && thing in ids ? ids[thing as keyof typeof ids] : 0
    return url
      .replace(':userId', userId)
      .replace(':userCycleId', userCycleId)
      .replace(':id', String(id))
  }

  async function leaksTo(call: Call) {
    const leaks: string[] = []
    let shown = 0
    for (const [method, url, body] of lists) {
      const reply = await call(method, url, body)
      const text = JSON.stringify(reply.body)
      if (text.includes(userId)) shown += 1
      if (LEAK.test(text)) leaks.push(`${method} ${url.replace(/\?.*/, '')}`)
    }
    return { leaks: [...new Set(leaks)], shown }
  }

  test('a MANAGER who is not masked sees who the user is, which is what the walk looks for', async () => {
    const plain = await serviceOn(service.database, GRACE)
    plain.at(LATER)
    const { leaks, shown } = await leaksTo(await plain.as('MANAGER'))
    for (const list of ['outbounds', 'users', 'forgotten-cycles', 'pending-changes', 'messages']) {
      assert.ok(leaks.includes(`GET /v1/${list}`), `${list} of ${leaks.join(', ')}`)
    }
    assert.ok(leaks.length >= 14, leaks.join(', '))
    assert.ok(shown >= 20, `${shown}`)
  })

  test('a MANAGER sees neither name nor phone anywhere, nor in the texts of messages', async () => {
    const { leaks, shown } = await leaksTo(await service.as('MANAGER'))
    assert.deepEqual(leaks, [])
    assert.ok(shown >= 20, `${shown}`)
  })

  test('nor does whoever else is masked, ADMIN and SERVICE with all that only they see', async () => {
    const masked = await serviceOn(service.database, {
      ...GRACE,
      ANBU_MASKED_ROLES: 'OPERATOR,MANAGER,ADMIN,AUDITOR,SERVICE',
    })
    masked.at(LATER)
    const data = { userId, user: { name: NAME, phone: PHONE } }
    const letter = await tell('UserCycleStarted', data, { id: `letter-${randomUUID()}` })
    assert.notEqual(letter.body.accepted, 1)
    for (const role of ['ADMIN', 'SERVICE', 'OPERATOR'] as const) {
      const call = await masked.as(role)
      assert.deepEqual((await leaksTo(call)).leaks, [], role)
    }
    const letters = await masked.admin('GET', '/v1/dead-letters?limit=200')
    assert.ok(JSON.stringify(letters.body).includes(userId))
    assert.ok(!LEAK.test(JSON.stringify(letters.body)))
  })

  describe('what is done is answered masked, too', () => {
    test('of a message that is sent', async () => {
      const manager = await service.as('MANAGER')
      const url = `/v1/user-cycles/${userCycleId}/messages`
      const template = { messageType: 'TEMPLATE', templateId: ids.template, force: true }
      const free = { messageType: 'FREE_TEXT', content: `${NAME}님, 내일 뵙겠습니다`, force: true }
      for (const [body, content] of [
        [template, `${MASKED}님 안녕하세요`],
        [free, `${MASKED}님, 내일 뵙겠습니다`],
      ] as const) {
        const key = { 'idempotency-key': randomUUID() }
        for (let time = 0; time < 2; time += 1) {
          const sent = await manager<{ content: string }>('POST', url, body, key)
          assert.deepEqual([sent.status, sent.body.content], [202, content])
        }
      }
    })

    test('what people wrote for each other stays as they wrote it', async () => {
      const manager = await service.as('MANAGER')
      const memo = `${NAME}님 보호자와 통화`
      const made = await manager<{ memo: string }>('POST', `/v1/user-cycles/${userCycleId}/memos`, {
        memo,
      })
      assert.deepEqual([made.status, made.body.memo], [201, memo])
    })
  })

  test('what was sent to the user is not masked', async () => {
    const message = await admin<{ content: string }>('GET', `/v1/messages/${ids.message}`)
    assert.equal(message.body.content, `${NAME}님 안녕하세요`)
  })
})

/** A user of a distinctive name and phone of whom there is something in every view, in words that do not name them. */
async function everythingOf(service: Service) {
  const { admin, tell, at } = service
  const user = { name: NAME, phone: PHONE }
  const whose = await startCycle(service, { user, startDate: '2026-01-01', lengthDays: 2 })
  const { userId, userCycleId } = whose
  const cycle = `/v1/user-cycles/${userCycleId}`
  const made = async (method: 'POST' | 'PUT', url: string, body: object) => {
    const reply = await admin<Made>(method, url, body)
    assert.ok(reply.status < 300, `${url}: ${JSON.stringify(reply.body)}`)
    return reply.body.id
  }
  const [call, later] = await callsOf(service, userCycleId)
  assert.ok(call)
  const memos = await made('POST', `${cycle}/memos`, { memo: '잘 지냄' })
  const issues = await made('POST', `${cycle}/issues`, { issue: '앱이 안 열림' })
  const body = '{{userName}}님 안녕하세요'
  const general = { name: '인사', purpose: 'GENERAL', body, isActive: true }
  const template = await made('POST', '/v1/message-templates', general)
  const missed = { name: '부재중', purpose: 'MISSED_CALL', body, isActive: true }
  const missedId = await made('POST', '/v1/message-templates', missed)
  const send = { messageType: 'TEMPLATE', templateId: template }
  const message = await made('POST', `${cycle}/messages`, send)
  const about = { templateId: missedId, force: true }
  await made('POST', `/v1/outbounds/${call.id}/missed-call-messages`, about)
  await made('POST', `/v1/outbounds/${call.id}/attempts`, { result: 'BUSY' })
  const open = later ?? call
  await made('PUT', `/v1/outbounds/${open.id}/schedule`, {
    scheduleAt: '2026-01-06T12:00:00+09:00',
  })
  await made('PUT', `/v1/users/${userId}/site`, { siteId: 'jeju' })
  await tell('UserProfileUpdated', { userId, phone: PHONE })
  at(LATER)
  await startCycle(service, { user, startDate: '2026-01-07' })
  const { body: logs } = await admin<{ items: Made[] }>('GET', `/v1/users/${userId}/logs`)
  const ids = {
    outbounds: call.id,
    memos,
    issues,
    messages: message,
    message,
    template,
    logs: logs.items[0]?.id ?? 0,
  }
  return { ...whose, ids }
}
