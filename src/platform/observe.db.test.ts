import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { before, describe, test } from 'node:test'
import { callsOf, serviceOn, startCycle, type Service } from '../testing/api.ts'
import { onEachDatabase } from '../testing/databases.ts'
import { until } from '../testing/until.ts'
import { openLog } from './observe.ts'

type Line = { level: number; msg: string; route?: string; status?: number }

/** What must be told to nobody who reads logs or metrics, as it is sent and as it is stored. */
const SECRETS = [
  '남궁민수',
  '황보은하',
  '98765432',
  '9876-5432',
  '비밀병원',
  'secret-site',
  '비밀의사',
  '잠을 못 잔다',
  '앱이 안 켜진다',
  '바꾸고 싶다',
  'a-bootstrap-token',
]

await onEachDatabase(async (open) => {
  const database = await open()
  const lines: string[] = []
  const log = openLog('trace', { write: (line) => void lines.push(line) })
  const service = await serviceOn(database, {}, log)
  const { admin } = service
  const port = await listen(service)

  before(async () => {
    await useEverything(service)
    await failInEveryWay(service)
    await hangUp(port)
    await until(async () => (await connectionsOf(service)) === 0)
  })

  const told = () => lines.map((line) => JSON.parse(line) as Line)

  test('every answer is a line with its route, its status and who asked', () => {
    const answers = told().filter(({ msg }) => msg === 'answered')
    assert.ok(answers.length > 20)
    for (const status of [200, 201, 202, 400, 401, 404, 409, 500]) {
      assert.ok(
        answers.some((line) => line.status === status),
        String(status),
      )
    }
    assert.ok(answers.some(({ route }) => route === '/v1/users/:userId/logs'))
  })

  test('a failure is a line with its place and its code', () => {
    const failures = told().filter(({ msg }) => msg === 'request failed')
    assert.ok(failures.length >= 2)
    for (const failure of failures) {
      assert.partialDeepStrictEqual(failure, { level: 50, route: '/v1/events' })
      assert.match(JSON.stringify(failure), /"code":"(23514|P0001)"/)
      assert.match(JSON.stringify(failure), /"stack":" +at .*\.ts:\d+/)
    }
  })

  describe('no name, phone, text, token or searched word is told', () => {
    test('in the log', () => {
      for (const secret of [...SECRETS, 'anbu_']) {
        assert.deepEqual([secret, lines.filter((line) => line.includes(secret))], [secret, []])
      }
      assert.deepEqual(
        lines.filter((line) => line.includes('%EB%82%A8') || line.includes('\\u')),
        [],
      )
    })

    test('in the metrics, whose labels are routes, codes and kinds', async () => {
      const { body } = await service.anybody<string>('GET', '/metrics')

      for (const secret of [...SECRETS, 'cycle-of', 'token:']) {
        assert.equal(body.includes(secret), false, secret)
      }
      const routes = [...body.matchAll(/route="([^"]*)"/g)].map(([, route]) => route ?? '')
      assert.ok(routes.includes('/v1/outbounds/:id'))
      for (const route of routes) assert.match(route, /^(none|\/[\w/:*.-]*)$/)
      const numbered = routes.filter((route) => /\/\d/.test(route))
      assert.deepEqual(numbered, [])
    })
  })

  async function useEverything(on: Service) {
    const { userId, userCycleId } = await startCycle(on, {
      user: { name: '남궁민수', phone: '010-9876-5432' },
      site: { siteId: 'secret-site', name: '비밀병원' },
      md: { mdId: 'md-1', name: '비밀의사' },
    })
    const cycle = `/v1/user-cycles/${userCycleId}`
    const [call] = await callsOf(on, userCycleId)
    const path = `/v1/outbounds/${call?.id}`
    await admin('GET', path)
    await admin('POST', `${cycle}/memos`, { memo: '잠을 못 잔다' })
    await admin('POST', `${cycle}/issues`, { issue: '앱이 안 켜진다' })
    await admin('POST', `${cycle}/messages`, { messageType: 'FREE_TEXT', content: '잠을 못 잔다' })
    await admin('POST', `${path}/skip`, { reason: 'OTHER', note: '잠을 못 잔다' })
    await admin('POST', `${path}/skip`, { reason: 'OTHER', note: '잠을 못 잔다' })
    await admin(
      'POST',
      `${path}/withdraw`,
      { reason: '바꾸고 싶다' },
      { 'idempotency-key': randomUUID() },
    )
    await admin('GET', `/v1/users/${userId}/logs`)
    await admin('POST', '/v1/outbounds/search', { siteId: 'secret-site' })
    await admin('POST', '/v1/users/search', { q: '남궁민수' })
    await admin('GET', '/v1/outbounds?siteId=secret-site&mdId=%EB%82%A8')
    await admin('POST', '/v1/tokens', { name: '황보은하', role: 'OPERATOR' })
    await on.tell('UserProfileUpdated', { userId, name: '황보은하', phone: '+82 10 9876 5432' })
    await on.tell('UserProfileUpdated', { userId, name: '황보은하', phone: '잠을 못 잔다' })
  }

  async function failInEveryWay(on: Service) {
    await admin('GET', '/v1/nothing/%EB%82%A8?q=secret-site')
    await admin('GET', '/v1/outbounds?q=secret-site')
    await admin('GET', '/v1/user-cycles/secret-site')
    await admin('GET', '/v1/user-cycles/%zz-secret-site')
    await admin('POST', '/v1/users/search', '{"q":"남궁민수', {
      'content-type': 'application/json',
    })
    await admin('POST', '/v1/users/search', '남궁민수', { 'content-type': 'text/plain' })
    await on.withToken('anbu_secret-site')('GET', '/v1/me')

    const refusing = [
      "raise exception E'% is wrong\\n    at % (file:///x:1:1)', new.name, new.name",
    ]
    await database.script(`
      create function private.refuse_name() returns trigger language plpgsql as $$
      begin ${refusing.join()} ; end $$;
      create trigger refuse before insert on private.user_profile for each row
        when (new.name = '황보은하') execute function private.refuse_name();
      alter table private.user_profile add check (name <> '남궁민수은하')`)
    for (const name of ['황보은하', '남궁민수은하']) {
      const user = { name, phone: '010-9876-5432' }
      const data = {
        userId: randomUUID(),
        userCycleId: randomUUID(),
        startDate: '2026-01-05',
        user,
      }
      const { status } = await on.tell('UserCycleStarted', data)
      assert.equal(status, 500)
    }
  }
})

async function listen({ app }: Service): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return (app.server.address() as AddressInfo).port
}

/** A caller who hangs up in the middle of what they say. */
async function hangUp(port: number) {
  const sent = request({
    port,
    method: 'POST',
    path: '/v1/users/search?q=secret-site',
    headers: {
      'content-type': 'application/json',
      'content-length': 500,
      // It says when it has read this, and waits for the rest.
      expect: '100-continue',
      authorization: 'Bearer a-bootstrap-token-that-is-long-enough',
    },
  })
  sent.on('error', () => 'hung up')
  sent.flushHeaders()
  await once(sent, 'continue')
  await new Promise((resolve) => sent.write('{"q":"남궁민수', resolve))
  sent.destroy()
}

function connectionsOf({ app }: Service): Promise<number> {
  return new Promise((resolve, reject) => {
    app.server.getConnections((error, count) => {
      if (error === null) resolve(count)
      else reject(error)
    })
  })
}
