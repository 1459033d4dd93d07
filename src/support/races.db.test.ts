import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { serviceOn, startCycle, type Reply } from '../testing/api.ts'
import { operatorOf, payloadsOf, refusalIn, saidOf } from '../testing/asking.ts'
import { onEachDatabase } from '../testing/databases.ts'

const SECOND = { 'if-match': '"1"' }
const twenty = Array.from({ length: 20 }, (_, n) => n)

type Versioned = { id: number; version: number; memo?: string; issue?: string; status?: string }
type Memo = Versioned & { history: { version: number; memo: string }[] }

/** The only one of many at once that was taken; the others were all refused for the same reason. */
function winnerOf<Body>(replies: Reply<Body>[], refused: string) {
  const [won, ...more] = replies.filter(({ status }) => status < 300)
  assert.deepEqual(more, [])
  assert.ok(won)
  const lost = replies.filter(({ status }) => status >= 300)
  assert.equal(lost.length, replies.length - 1)
  assert.deepEqual(new Set(lost.map(refusalIn)), new Set([refused]))
  return won
}

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const hana = await operatorOf(service)

  async function made(kind: 'memo' | 'issue') {
    const whose = await startCycle(service)
    const url = `/v1/user-cycles/${whose.userCycleId}/${kind}s`
    const { body } = await hana.call<Versioned>('POST', url, { [kind]: '처음' })
    return { whose, url: `/v1/${kind}s/${body.id}` }
  }

  const ask = (userId: string, to: string, headers = {}) =>
    hana.call<{ requestId: string }>('PUT', `/v1/users/${userId}/site`, { siteId: to }, headers)

  describe('a memo that many change at once', () => {
    test('in the same version is changed by one', async () => {
      const { whose, url } = await made('memo')

      const replies = await Promise.all(
        twenty.map((n) => hana.call<Memo>('PATCH', url, { memo: `두통 ${n}` }, SECOND)),
      )

      const won = winnerOf(replies, '412 4201 VERSION_CONFLICT')
      assert.deepEqual((await hana.call<Memo>('GET', url)).body, won.body)
      assert.equal(won.body.version, 2)
      assert.equal((await saidOf(service, whose, 'MEMO')).length, 2)
      const payloads = await payloadsOf(service, whose, 'UserMemoUpdated')
      assert.equal(payloads.length, 1)
      assert.partialDeepStrictEqual(payloads[0], { memo: won.body.memo })
    })

    test('without naming a version keeps every change, one after another', async () => {
      const { whose, url } = await made('memo')
      const replies = await Promise.all(
        twenty.map((n) => hana.call<Memo>('PATCH', url, { memo: `두통 ${n}` })),
      )
      assert.ok(replies.every(({ status }) => status === 200))
      const { history } = (await hana.call<Memo>('GET', url)).body
      assert.deepEqual(
        history.map(({ version }) => version),
        [1, ...twenty.map((n) => n + 2)],
      )
      assert.equal(new Set(history.map(({ memo }) => memo)).size, 21)
      const previous = (await saidOf(service, whose, 'MEMO')).map(({ meta }) => meta['previous'])
      assert.deepEqual(previous, [null, ...history.slice(0, -1).map(({ memo }) => memo)])
    })
  })

  describe('an issue that many work on at once', () => {
    test('is resolved by one', async () => {
      const { whose, url } = await made('issue')

      const replies = await Promise.all(
        twenty.map((n) =>
          hana.call<Versioned>('POST', `${url}/status`, { status: 'RESOLVED', memo: `해결 ${n}` }),
        ),
      )

      const won = winnerOf(replies, '409 4005 UPDATE_FAILED')
      assert.deepEqual((await hana.call<Versioned>('GET', url)).body, won.body)
      assert.equal(won.body.version, 2)
      assert.equal((await saidOf(service, whose, 'ISSUE')).length, 2)
      assert.equal((await payloadsOf(service, whose, 'UserIssueStatusChanged')).length, 1)
    })

    test('in the same version is changed by one', async () => {
      const { whose, url } = await made('issue')
      const replies = await Promise.all(
        twenty.map((n) => hana.call<Versioned>('PATCH', url, { issue: `앱 ${n}` }, SECOND)),
      )
      const won = winnerOf(replies, '412 4201 VERSION_CONFLICT')
      assert.deepEqual((await hana.call<Versioned>('GET', url)).body, won.body)
      assert.equal((await payloadsOf(service, whose, 'UserIssueUpdated')).length, 1)
    })

    test('in its text and its status loses neither', async () => {
      const { whose, url } = await made('issue')
      const replies = await Promise.all([
        hana.call('PATCH', url, { issue: '앱이 가끔 열리지 않는다' }),
        hana.call('POST', `${url}/status`, { status: 'IN_PROGRESS' }),
      ])
      assert.ok(replies.every(({ status }) => status === 200))
      const { body } = await hana.call<Versioned>('GET', url)
      const expected = { issue: '앱이 가끔 열리지 않는다', status: 'IN_PROGRESS', version: 3 }
      assert.partialDeepStrictEqual(body, expected)
      assert.equal((await saidOf(service, whose, 'ISSUE')).length, 3)
    })
  })

  describe('a user for whom many ask at once', () => {
    test('for another site, in the same version, is asked for once', async () => {
      const whose = await startCycle(service)

      const replies = await Promise.all(twenty.map((n) => ask(whose.userId, `site-${n}`, SECOND)))

      const won = winnerOf(replies, '412 4201 VERSION_CONFLICT')
      const [log, ...more] = await saidOf(service, whose, 'SITE_UPDATE')
      assert.deepEqual(more, [])
      assert.partialDeepStrictEqual(log?.meta, { requestId: won.body.requestId })
      const payloads = await payloadsOf(service, whose, 'UserSiteUpdateRequested')
      assert.equal(payloads.length, 1)
      assert.partialDeepStrictEqual(payloads[0], won.body)
    })

    test('without naming a version replaces request by request, and one is pending', async () => {
      const whose = await startCycle(service)
      const replies = await Promise.all(twenty.map((n) => ask(whose.userId, `site-${n}`)))
      assert.ok(replies.every(({ status }) => status === 202))
      const logs = await saidOf(service, whose, 'SITE_UPDATE')
      assert.equal(logs.length, 20)
      const last = logs.at(-1)?.meta['requestId']
      for (const { body } of replies) {
        const { requestId } = body
        await service.tell('UserSiteUpdateRejected', { ...whose, requestId, reason: '정원' })
      }
      const rejected = (await saidOf(service, whose, 'SITE_UPDATE')).slice(20)
      assert.deepEqual(
        rejected.map(({ meta }) => meta['requestId']),
        [last],
      )
    })

    test('while another cycle of theirs begins at that site is answered, and the cycle begins', async () => {
      const { userId } = await startCycle(service)
      const begin = (n: number) =>
        startCycle(service, {
          userId,
          userCycleId: `again-${n}-${userId}`,
          site: { siteId: `site-${n % 2}`, name: `병원 ${n % 2}` },
        })
      const asked = twenty.map((n) => ask(userId, `site-${n % 2}`))
      const [replies] = await Promise.all([Promise.all(asked), Promise.all(twenty.map(begin))])
      assert.ok(replies.every(({ status }) => status === 202))
    })
  })

  describe('a plan that many change at once', () => {
    test('in the same version is changed by one', async () => {
      const plan = { sequence: 70, dayIndex: 7 }
      const { body } = await service.admin<Versioned>('POST', '/v1/outbound-plans', plan)
      const url = `/v1/outbound-plans/${body.id}`
      const replies = await Promise.all(
        twenty.map((n) => service.admin<Versioned>('PATCH', url, { dayIndex: 10 + n }, SECOND)),
      )
      const won = winnerOf(replies, '412 4201 VERSION_CONFLICT')
      assert.equal(won.body.version, 2)
      assert.deepEqual(await planNumbered(70), won.body)
    })

    test('is made once for one place in the order of calls', async () => {
      const replies = await Promise.all(
        twenty.map((n) =>
          service.admin<Versioned>('POST', '/v1/outbound-plans', { sequence: 71, dayIndex: n + 1 }),
        ),
      )
      const won = winnerOf(replies, '409 4208 PLAN_SEQUENCE_TAKEN')
      assert.deepEqual(await planNumbered(71), won.body)
    })
  })

  async function planNumbered(sequence: number) {
    const { body } = await service.admin<{ items: { sequence: number }[] }>(
      'GET',
      '/v1/outbound-plans',
    )
    const found = body.items.filter((plan) => plan.sequence === sequence)
    assert.equal(found.length, 1)
    return found[0]
  }
})
