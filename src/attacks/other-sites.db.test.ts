import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import type { Role } from '../platform/auth/caller.ts'
import { rolesFor } from '../support/access.ts'
import { callsOf, serviceOn, startCycle, type Call } from '../testing/api.ts'
import { refusalIn } from '../testing/asking.ts'
import { onEachDatabase } from '../testing/databases.ts'
import { hire } from '../testing/hired.ts'
import { routesOf } from '../testing/routes.ts'

type Method = 'GET' | 'POST'
type Made = { id: number }

/** Every address that shows users without naming one; with the query or the body that shows the most. */
const LISTS: readonly (readonly [Method, string, string | object])[] = [
  ['GET', '/v1/outbounds', '?limit=200'],
  ['GET', '/v1/outbounds', '?limit=200&siteId=seoul'],
  ['POST', '/v1/outbounds/search', { limit: 200 }],
  ['POST', '/v1/outbounds/search', { limit: 200, q: '김' }],
  ['POST', '/v1/outbounds/search', { limit: 200, siteId: 'seoul' }],
  ['GET', '/v1/users', '?limit=200'],
  ['GET', '/v1/users', '?limit=200&siteId=seoul'],
  ['POST', '/v1/users/search', { limit: 200, q: '김' }],
  ['POST', '/v1/users/search', { limit: 200, q: '5678' }],
  ['GET', '/v1/issues', '?limit=200'],
  ['GET', '/v1/messages', '?limit=200'],
  ['GET', '/v1/attempts', '?limit=200'],
  ['GET', '/v1/forgotten-cycles', '?limit=200'],
  ['GET', '/v1/pending-changes', '?limit=200'],
  ['GET', '/v1/events', '?limit=200'],
  ['GET', '/v1/dead-letters', '?limit=200'],
  ['POST', '/v1/exports/users', { reason: '확인' }],
  ['POST', '/v1/exports/users', { reason: '확인', filters: { siteId: 'seoul' } }],
]
/** What src/support/sites.db.test.ts walks through: every address that names one user’s thing. */
const NAMED = /^\/v1\/(users|user-cycles|outbounds|memos|issues|messages|logs)\/:/
/** What shows nobody, or is tested by itself: here, in sites.db.test.ts, or beside the route. */
const OTHERS = new Set([
  'POST /v1/outbounds/next',
  'GET /v1/outbounds/counts',
  'GET /v1/issues/counts',
  'GET /v1/switches',
  'GET /v1/message-sending',
  'POST /v1/messages/preview',
  'GET /v1/stream',
  'GET /v1/places',
  'POST /v1/events',
  'POST /v1/dead-letters/:id/replay',
  'GET /v1/message-templates',
  'POST /v1/message-templates',
  'PATCH /v1/message-templates/:id',
  'GET /v1/outbound-plans',
  'POST /v1/outbound-plans',
  'PATCH /v1/outbound-plans/:id',
])
/** Numbers without names: src/support/views/stats.db.test.ts. */
const isCount = (name: string) => name.startsWith('GET /v1/stats/')

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database, { ANBU_CYCLE_GRACE: '0' })
  const { admin, tell, at } = service

  /** Two of that hospital, of whom there is something in every list: one whose cycle is forgotten, and one of today. */
  async function meet(siteId: string | null) {
    const site = siteId === null ? null : { siteId, name: `${siteId} 병원` }
    const user = { name: '김하나', phone: '010-1234-5678' }
    const over = { user, site, startDate: '2026-01-01', lengthDays: 2 }
    const { userId, userCycleId } = await startCycle(service, over)
    const cycle = `/v1/user-cycles/${userCycleId}`
    await admin<Made>('POST', `${cycle}/issues`, { issue: '앱이 안 열림' })
    const free = { messageType: 'FREE_TEXT', content: '안녕하세요' }
    await admin<Made>('POST', `${cycle}/messages`, free)
    await admin('PUT', `/v1/users/${userId}/md`, { mdId: 'md-han' })
    const present = await startCycle(service, { user, site, startDate: '2026-01-07' })
    const [call] = await callsOf(service, present.userCycleId)
    await admin('POST', `/v1/outbounds/${call?.id}/attempts`, { result: 'BUSY' })
    return { userId, userCycleId, ids: [userId, present.userId] }
  }
  const seoul = await meet('seoul')
  const busan = await meet('busan')
  const nowhere = await meet(null)
  await tell('UserCycleStarted', { userId: seoul.userId, user: {} }, { id: 'a-dead-letter' })
  at('2026-01-07T10:00')
  const everybody = [seoul, busan, nowhere]

  async function seenBy(call: Call, [method, url, given]: (typeof LISTS)[number]) {
    const isQuery = typeof given === 'string'
    const reply = await call(method, isQuery ? url + given : url, isQuery ? undefined : given)
    const text = JSON.stringify(reply.body)
    const shown = everybody.filter(({ ids }) => ids.some((id) => text.includes(id)))
    return { status: reply.status, shown }
  }

  test('no route is left out of these walks', async () => {
    const walked = new Set(LISTS.map(([method, url]) => `${method} ${url}`))
    const left = (await routesOf(service.app))
      .map(({ method, url }) => ({ name: `${method} ${url}`, url }))
      .filter(({ name, url }) => {
        const roles = rolesFor(name)
        const isAdministration = roles?.length === 1 || roles?.includes('AUDITOR')
        return roles !== null && !(isAdministration ?? false) && !NAMED.test(url)
      })
      .map(({ name }) => name)
      .filter((name) => !walked.has(name) && !OTHERS.has(name) && !isCount(name))
    assert.deepEqual(left, [])
  })

  test('a caller without a limit finds all three in each list', async () => {
    for (const list of LISTS) {
      const { status, shown } = await seenBy(admin, list)
      const expected = JSON.stringify(list[2]).includes('seoul') ? [seoul] : everybody
      const isLetters = list[1] === '/v1/dead-letters'
      assert.equal(status, 200, list[1])
      assert.deepEqual(shown, isLetters ? [seoul] : expected, `${list[0]} ${list[1]}`)
    }
  })

  for (const role of ['OPERATOR', 'MANAGER', 'ADMIN', 'SERVICE', 'AUDITOR'] as const) {
    describe(`whoever is ${role}`, async () => {
      const callersOf = async (sites: string[]): Promise<Call[]> => [
        await service.as(role, sites),
        ...(role === 'SERVICE' ? [] : [(await hire(service, { role, sites })).browser.call]),
      ]
      const callers = [
        ['of another site', await callersOf(['jeju']), []],
        ['of their own site', await callersOf(['busan']), [busan]],
        ['of no site', await callersOf([]), []],
      ] as const

      for (const [name, both, own] of callers) {
        test(`${name}, by token and by cookie, sees what is theirs in every list`, async () => {
          for (const list of LISTS) {
            const [method, url, given] = list
            const may = rolesFor(`${method} ${url}`)?.includes(role) ?? false
            for (const call of both) {
              const { status, shown } = await seenBy(call, list)
              assert.equal(status, may ? 200 : 403, `${method} ${url}`)
              const isElsewhere = !may || JSON.stringify(given).includes('seoul')
              const expected = isElsewhere || url === '/v1/dead-letters' ? [] : own
              assert.deepEqual(shown, expected, `${method} ${url} ${JSON.stringify(given)}`)
            }
          }
        })
      }
    })
  }

  const LOOKS: readonly Role[] = ['OPERATOR', 'MANAGER', 'ADMIN', 'SERVICE']
  for (const role of LOOKS) {
    test(`an id of another site that a ${role} hides in a body is not known`, async () => {
      const call = await service.as(role, ['busan'])
      for (const { userCycleId } of [seoul, nowhere]) {
        const asked = { userCycleId, content: '안녕하세요' }
        const reply = await call('POST', '/v1/messages/preview', asked)
        assert.equal(refusalIn(reply), '404 4102 USER_CYCLE_NOT_FOUND')
      }
      for (const siteId of ['seoul', 'jeju']) {
        assert.equal((await call('POST', '/v1/outbounds/next', { siteId })).status, 204)
      }
    })
  }

  test('another’s Idempotency-Key opens nothing, nor does their place in a list', async () => {
    const url = `/v1/user-cycles/${seoul.userCycleId}/memos`
    const key = { 'idempotency-key': randomUUID() }
    const [own, other] = [
      await service.as('OPERATOR', ['seoul']),
      await service.as('OPERATOR', ['busan']),
    ]
    assert.equal((await own('POST', url, { memo: '비밀' }, key)).status, 201)
    const replayed = await other('POST', url, { memo: '비밀' }, key)
    assert.equal(refusalIn(replayed), '404 4102 USER_CYCLE_NOT_FOUND')

    type List = { nextCursor: string }
    const { body } = await admin<List>('GET', '/v1/users?limit=1')
    const page = await other('GET', `/v1/users?limit=200&cursor=${body.nextCursor}`)
    const text = JSON.stringify(page.body)
    for (const id of [...seoul.ids, ...nowhere.ids]) assert.ok(!text.includes(id))
  })

  test('nor does a place made up tell whether somebody is known elsewhere', async () => {
    const other = await service.as('OPERATOR', ['busan'])
    for (const sort of ['name', '-name']) {
      const answers = [seoul.userId, nowhere.userId, 'nobody-at-all'].map(async (userId) => {
        const cursor = Buffer.from(JSON.stringify([sort, null, userId])).toString('base64url')
        const { status, body } = await other<object>('POST', '/v1/users/search', { sort, cursor })
        return { status, body: { ...body, instance: '' } }
      })
      const [there, unplaced, nobody] = await Promise.all(answers)
      assert.equal(nobody?.status, 400)
      assert.deepEqual([there, unplaced], [nobody, nobody])
    }
  })

  test('nobody ends a token that sees more than they do', async () => {
    const limited = await service.as('ADMIN', ['busan'])
    const made = { name: '프로그램', role: 'SERVICE' }
    for (const [sites, expected] of [
      [undefined, 403],
      [['seoul'], 403],
      [['busan', 'seoul'], 403],
      [['busan'], 200],
      [[], 200],
    ] as const) {
      const { body } = await admin<Made>('POST', '/v1/tokens', { ...made, ...(sites && { sites }) })
      assert.equal((await limited('DELETE', `/v1/tokens/${body.id}`)).status, expected)
    }
  })

  test('an administrator of one site finds only its tokens, and no address of people who see more', async () => {
    const { browser, email } = await hire(service, { role: 'ADMIN', sites: ['busan'] })
    const all = await hire(service, { name: '모두의 관리자', role: 'ADMIN' })
    for (const [name, sites] of [
      ['부산의 것', ['busan']],
      ['서울의 것', ['seoul']],
      ['모두의 것', undefined],
    ] as const) {
      await admin('POST', '/v1/tokens', { name, role: 'SERVICE', ...(sites && { sites }) })
    }
    const tokens = JSON.stringify((await browser.call('GET', '/v1/tokens')).body)
    assert.deepEqual(
      [/부산의 것/, /서울의 것/, /모두의 것/].map((name) => name.test(tokens)),
      [true, false, false],
    )

    const people = await browser.call<{ items: object[] }>('GET', '/v1/operators')
    assert.ok(JSON.stringify(people.body).includes(email))
    assert.deepEqual(
      people.body.items.find((one) => 'id' in one && one.id === all.id),
      { id: all.id, name: all.name },
    )
  })

  test('what concerns every site is not switched by an administrator of some', async () => {
    const limited = await service.as('ADMIN', ['busan'])
    for (const messages of [false, true]) {
      const reply = await limited('PUT', '/v1/switches', { messages })
      assert.equal(refusalIn(reply), '403 4004 UNAUTHORIZED_ACTION')
    }
    assert.deepEqual((await limited('GET', '/v1/switches')).body, { messages: true })
  })

  test('nobody gives themselves another site, nor a role', async () => {
    const { browser, id } = await hire(service, { role: 'ADMIN', sites: ['busan'] })
    for (const change of [{ sites: null }, { sites: ['busan', 'seoul'] }, { sites: ['seoul'] }]) {
      const reply = await browser.call('PATCH', `/v1/operators/${id}`, change)
      assert.equal(refusalIn(reply), '403 4004 UNAUTHORIZED_ACTION')
    }
    for (const made of ['/v1/tokens', '/v1/operators']) {
      const person = made === '/v1/operators' ? { email: 'mine@anbu.example' } : {}
      for (const sites of [undefined, ['seoul'], ['busan', 'seoul']]) {
        const body = { name: '내 것', role: 'ADMIN', ...person, ...(sites && { sites }) }
        const reply = await browser.call('POST', made, body)
        assert.equal(refusalIn(reply), '403 4004 UNAUTHORIZED_ACTION')
      }
    }
    const all = await hire(service, { role: 'ADMIN' })
    for (const [method, url] of [
      ['PATCH', `/v1/operators/${all.id}`],
      ['DELETE', `/v1/operators/${all.id}`],
      ['POST', `/v1/operators/${all.id}/invitation`],
      ['DELETE', `/v1/operators/${all.id}/sessions`],
    ] as const) {
      const body = method === 'PATCH' ? { sites: ['busan'] } : undefined
      const reply = await browser.call(method, url, body)
      assert.equal(refusalIn(reply), '403 4004 UNAUTHORIZED_ACTION', url)
    }
  })
})
