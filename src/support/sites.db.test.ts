import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callsOf, logsOf, publishedAbout, serviceOn, startCycle } from '../testing/api.ts'
import type { Call } from '../testing/api.ts'
import { onEachDatabase } from '../testing/databases.ts'
import { routesOf, type Route } from '../testing/routes.ts'

type Problem = { code?: number }
type Made = { id: number }
type Person = Record<'userId' | 'userCycleId', string> &
  Record<'outbound' | 'memo' | 'issue' | 'log' | 'message', number>

/** Which thing an address names, and the code of its kind; the others name no user's thing. */
const KINDS: readonly (readonly [prefix: string, of: keyof Person, code: number])[] = [
  ['/v1/users/:userId', 'userId', 4101],
  ['/v1/user-cycles/:userCycleId', 'userCycleId', 4102],
  ['/v1/outbounds/:id', 'outbound', 4103],
  ['/v1/memos/:id', 'memo', 4104],
  ['/v1/issues/:id', 'issue', 4105],
  ['/v1/messages/:id', 'message', 4106],
  ['/v1/logs/:id', 'log', 4107],
]

/** A well-formed body for every route that needs one, so that only the site is in the way. */
const BODIES: Readonly<Record<string, object>> = {
  'PUT /v1/users/:userId/contact-preference': { calls: false, messages: false, reason: 'asked' },
  'POST /v1/users/:userId/reveal': { reason: 'a call back' },
  'PUT /v1/users/:userId/site': { siteId: 'jeju' },
  'PUT /v1/users/:userId/md': { mdId: 'md-han' },
  'POST /v1/user-cycles/:userCycleId/memos': { memo: 'sleeps better' },
  'POST /v1/user-cycles/:userCycleId/issues': { issue: 'the app does not start' },
  'POST /v1/user-cycles/:userCycleId/messages': { messageType: 'FREE_TEXT', content: '안녕하세요' },
  'POST /v1/outbounds/:id/skip': { reason: 'OTHER' },
  'POST /v1/outbounds/:id/attempts': { result: 'BUSY' },
  'POST /v1/outbounds/:id/missed-call-messages': { content: '부재중' },
  'PUT /v1/outbounds/:id/schedule': { scheduleAt: '2026-01-05T12:00:00+09:00' },
  'PATCH /v1/memos/:id': { memo: 'sleeps well' },
  'PATCH /v1/issues/:id': { issue: 'it starts again' },
  'POST /v1/issues/:id/status': { status: 'IN_PROGRESS' },
}

const LISTS: readonly (readonly [Route['method'], string, object?])[] = [
  ['GET', '/v1/outbounds?limit=200'],
  ['POST', '/v1/outbounds/search', { limit: 200 }],
  ['GET', '/v1/issues?limit=200'],
  ['GET', '/v1/messages?limit=200'],
  ['GET', '/v1/users?limit=200'],
  ['POST', '/v1/users/search', { limit: 200 }],
  ['GET', '/v1/events?limit=200'],
]

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin } = service
  const routes = await routesOf(service.app)
  const has = (method: string, url: string) =>
    routes.some((route) => route.method === method && route.url === url)

  async function meet(name: string, site: object | null): Promise<Person> {
    const user = { name, phone: '010-2345-6789' }
    const { userId, userCycleId } = await startCycle(service, { user, site })
    const cycle = `/v1/user-cycles/${userCycleId}`
    const [call] = await callsOf(service, userCycleId)
    assert.ok(call)
    const memo = await admin<Made>('POST', `${cycle}/memos`, { memo: `${name} 메모` })
    const issue = await admin<Made>('POST', `${cycle}/issues`, { issue: `${name} 문의` })
    const free = { messageType: 'FREE_TEXT', content: '안녕하세요' }
    const message = has('POST', '/v1/user-cycles/:userCycleId/messages')
      ? (await admin<Made>('POST', `${cycle}/messages`, free)).body.id
      : 0
    // Until it has been sent: what happens by itself must not happen while we look who may do what.
    await admin('PUT', '/v1/test-clock', { advance: 'PT0S' })
    const [log] = await logsOf(service, userId)
    assert.ok(log)
    const made = { memo: memo.body.id, issue: issue.body.id, message, log: log.id }
    return { userId, userCycleId, outbound: call.id, ...made }
  }

  const seoul = await meet('김서울', { siteId: 'seoul', name: '서울병원' })
  const busan = await meet('박부산', { siteId: 'busan', name: '부산병원' })
  const nowhere = await meet('이무소', null)

  /** Every route that names somebody's thing, aimed at that person, with the code that says it is not known. */
  function aimedAt(person: Person) {
    return routes.flatMap(({ method, url }) => {
      const kind = KINDS.find(([prefix]) => url === prefix || url.startsWith(`${prefix}/`))
      if (kind === undefined) return []
      const [, of, code] = kind
      const address = url.replace(/:\w+/, String(person[of]))
      return [{ name: `${method} ${url}`, method, address, code }]
    })
  }

  async function stateOf({ userId, userCycleId }: Person) {
    const cycle = `/v1/user-cycles/${userCycleId}`
    return {
      calls: await callsOf(service, userCycleId),
      logs: await logsOf(service, userId),
      memos: (await admin('GET', `${cycle}/memos`)).body,
      issues: (await admin('GET', `${cycle}/issues`)).body,
      published: (await publishedAbout(service, userCycleId)).length,
    }
  }

  async function assertUnknown(call: Call, person: Person) {
    const before = await stateOf(person)
    const answered = []
    for (const { name, method, address, code } of aimedAt(person)) {
      const { status, body } = await call<Problem>(method, address, BODIES[name])
      answered.push({ name, status, code: body.code, expected: code })
    }
    assert.ok(answered.length > 25)
    const wrong = answered.filter(
      ({ status, code, expected }) => status !== 404 || code !== expected,
    )
    assert.deepEqual(wrong, [])
    assert.deepEqual(await stateOf(person), before)
  }

  for (const role of ['OPERATOR', 'MANAGER', 'SERVICE', 'ADMIN'] as const) {
    test(`what is another site's does not exist for a ${role}, and nothing of it changes`, async () => {
      const call = await service.as(role, ['busan'])
      await assertUnknown(call, seoul)
      await assertUnknown(call, nowhere)
    })
  }

  test('for a caller without any site nobody exists', async () => {
    const call = await service.as('OPERATOR', [])
    await assertUnknown(call, seoul)
    await assertUnknown(call, nowhere)
  })

  test('what is one’s own, or anybody’s for a caller without a limit, is there in every route', async () => {
    const callers = [
      [await service.as('OPERATOR', ['jeju', 'ulsan']), await meet('최울산', { siteId: 'ulsan' })],
      [await service.as('OPERATOR'), await meet('최무소', null)],
    ] as const
    for (const [call, person] of callers) {
      for (const { name, method, address } of aimedAt(person)) {
        const { status } = await call(method, address, BODIES[name])
        assert.ok(status < 300 || status === 403 || status === 409, `${name}: ${status}`)
      }
    }
  })

  describe('a list', () => {
    for (const [method, url, body] of LISTS) {
      const [path = ''] = url.split('?')
      if (!has(method, path)) continue

      test(`leaves out what is another site's: ${method} ${path}`, async () => {
        const limited = await service.as('SERVICE', ['busan'])
        const unlimited = await service.as('SERVICE')

        const own = JSON.stringify((await limited(method, url, body)).body)
        const all = JSON.stringify((await unlimited(method, url, body)).body)

        assert.deepEqual(
          [seoul, busan, nowhere].map(({ userId }) => own.includes(`"${userId}"`)),
          [false, true, false],
        )
        for (const { userId } of [seoul, busan, nowhere]) assert.ok(all.includes(`"${userId}"`))
      })

      test(`is empty for a caller without any site: ${method} ${path}`, async () => {
        const call = await service.as('SERVICE', [])
        const reply = await call<{ items: object[] }>(method, url, body)
        assert.deepEqual([reply.status, reply.body.items], [200, []])
      })
    }

    test('that is asked for another site is empty', async () => {
      const call = await service.as('OPERATOR', ['busan'])
      const urls = ['/v1/outbounds?siteId=seoul', '/v1/issues?siteId=seoul']
      for (const url of has('GET', '/v1/users') ? [...urls, '/v1/users?siteId=seoul'] : urls) {
        assert.deepEqual((await call<{ items: object[] }>('GET', url)).body.items, [])
      }
    })
  })

  test('badges count, and the queue hands out, the calls of one’s own sites', async () => {
    await meet('정제주', { siteId: 'jeju', name: '제주병원' })
    const [own, none] = [await service.as('OPERATOR', ['jeju']), await service.as('OPERATOR', [])]
    const nothing = { overdue: 0, today: 0, scheduled: 0, completedToday: 0 }

    assert.deepEqual((await none('GET', '/v1/outbounds/counts')).body, nothing)
    assert.deepEqual((await own('GET', '/v1/outbounds/counts')).body, { ...nothing, today: 1 })

    assert.equal((await none('POST', '/v1/outbounds/next')).status, 204)
    const next = await own<{ site: object }>('POST', '/v1/outbounds/next')
    assert.deepEqual([next.status, next.body.site], [200, { siteId: 'jeju', name: '제주병원' }])
    assert.equal((await own('POST', '/v1/outbounds/next')).status, 204)
  })

  test('a user who moves to another site moves out of sight, and into it', async () => {
    const { userId, outbound } = await meet('강이사', { siteId: 'seoul', name: '서울병원' })
    const [from, to] = [
      await service.as('OPERATOR', ['seoul']),
      await service.as('OPERATOR', ['daegu']),
    ]

    const move = { userId, siteId: 'daegu', name: '대구병원' }
    assert.equal((await service.tell('UserSiteUpdated', move)).status, 202)

    for (const [call, status] of [
      [from, 404],
      [to, 200],
    ] as const) {
      assert.equal((await call('GET', `/v1/outbounds/${outbound}`)).status, status)
      assert.equal((await call('GET', `/v1/users/${userId}/logs`)).status, status)
      const list = JSON.stringify((await call('GET', '/v1/outbounds?limit=200')).body)
      assert.equal(list.includes(`"${userId}"`), status === 200)
    }
  })

  test('an event about another site’s user is not taken in, in the words for one who is not known', async () => {
    const call = await service.as('SERVICE', ['busan'])
    const before = await stateOf(seoul)
    const { userId, userCycleId } = seoul
    for (const [type, data] of [
      ['UserCycleEnded', { userId, userCycleId, reason: 'moved away' }],
      ['LastSurveyCompleted', { userId, userCycleId }],
      ['UserProfileUpdated', { userId, name: '김새이름' }],
      ['UserSiteUpdated', { userId, siteId: 'busan', name: '부산병원' }],
    ] as const) {
      const event = { specversion: '1.0', id: `of-${type}`, source: '/busan', type, data }
      const reply = await call<{ accepted: number; rejected: { errors: object[] }[] }>(
        'POST',
        '/v1/events',
        event,
      )
      assert.deepEqual([reply.status, reply.body.accepted], [202, 0])
      assert.match(JSON.stringify(reply.body.rejected[0]?.errors), /"is not known"/)
    }
    assert.deepEqual(await stateOf(seoul), before)
  })

  test('dead letters, which may speak of anybody, are for callers without a limit', async () => {
    await service.tell('UserCycleStarted', { user: { name: '김서울' } }, { id: 'a-dead-letter' })
    const limited = await service.as('ADMIN', ['busan'])

    const shown = await admin<{ items: Made[] }>('GET', '/v1/dead-letters')
    const hidden = await limited<{ items: Made[] }>('GET', '/v1/dead-letters')
    const letter = shown.body.items[0]?.id
    const replayed = await limited<Problem>('POST', `/v1/dead-letters/${letter}/replay`)

    assert.ok(letter)
    assert.deepEqual(hidden.body.items, [])
    assert.deepEqual([replayed.status, replayed.body.code], [404, 4112])
  })
})
