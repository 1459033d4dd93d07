import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { firstCallOf, serviceOn, startCycle } from '../../testing/api.ts'
import { refusalIn } from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Versioned = { version: number }
type Made = Versioned & { id: number }

/** What is added to a call or a cycle, and what it says. */
const ADDITIONS = [
  ['call attempts', { result: 'REACHED' }],
  ['call missed-call-messages', { content: '안녕하세요', force: true }],
  ['cycle memos', { memo: 'sleeps better' }],
  ['cycle issues', { issue: 'does not start' }],
  ['cycle messages', { messageType: 'FREE_TEXT', content: '안녕하세요', force: true }],
] as const

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database)
  const { admin } = service

  const firstCall = () => firstCallOf(service)

  /** Whatever else has a version: memos, issues and messages, each in every answer that shows one. */
  async function wordsAbout(userCycleId: string) {
    const cycle = `/v1/user-cycles/${userCycleId}`
    const memo = await admin<Made>('POST', `${cycle}/memos`, { memo: 'sleeps better' })
    const issue = await admin<Made>('POST', `${cycle}/issues`, { issue: 'does not start' })
    const text = { messageType: 'FREE_TEXT', content: '안녕하세요' }
    const [ofMemo, ofIssue] = [`/v1/memos/${memo.body.id}`, `/v1/issues/${issue.body.id}`]
    return [
      memo,
      await admin<Made>('PATCH', ofMemo, { memo: 'sleeps well' }),
      await admin<Made>('GET', ofMemo),
      issue,
      await admin<Made>('PATCH', ofIssue, { issue: 'starts' }),
      await admin<Made>('POST', `${ofIssue}/status`, { status: 'RESOLVED' }),
      await admin<Made>('POST', `${cycle}/messages`, text),
    ]
  }
  describe('a version', () => {
    test('stands in the ETag of every answer that has one', async () => {
      const { path, userCycleId } = await firstCall()
      await startCycle(service, { site: { siteId: 'busan', name: '부산병원' } })
      const scheduleAt = '2026-01-05T12:00:00+09:00'
      const plan = await admin<Versioned & { id: number; sequence: number }>(
        'POST',
        '/v1/outbound-plans',
        { sequence: 500, dayIndex: 3, isActive: false },
      )
      const answers = [
        plan,
        await admin<Versioned>('PATCH', `/v1/outbound-plans/${plan.body.id}`, { dayIndex: 4 }),
        await admin<Versioned>('GET', `/v1/user-cycles/${userCycleId}`),
        await admin<Versioned>('GET', path),
        await admin<Versioned>('PUT', `${path}/schedule`, { scheduleAt }),
        await admin<Versioned>('DELETE', `${path}/schedule`),
        await admin<Versioned>('POST', `${path}/complete`),
        await admin<Versioned>('POST', `${path}/withdraw`),
        await admin<Versioned>('POST', `${path}/skip`, { reason: 'OTHER' }),
        await admin<Versioned>('POST', '/v1/outbounds/next', { siteId: 'busan' }),
        ...(await wordsAbout(userCycleId)),
      ]

      const versions = answers.map(({ body }) => `"${body.version}"`)
      assert.deepEqual(
        answers.map(({ headers }) => headers['etag']),
        versions,
      )
      assert.deepEqual(
        versions.slice(0, 9),
        [1, 2, 1, 1, 2, 3, 4, 5, 6].map((n) => `"${n}"`),
      )
    })

    test('is not changed by a claim, whose answer names it all the same', async () => {
      const { path } = await firstCall()

      const claimed = await admin('PUT', `${path}/claim`)
      const released = await admin('DELETE', `${path}/claim`)

      assert.deepEqual([claimed.headers['etag'], released.headers['etag']], ['"1"', '"1"'])
    })

    for (const tag of [
      '"7"',
      '7',
      'W/"7"',
      '"7", "8"',
      'garbage',
      '"-1"',
      '"1.0"',
      '"99999999999999999999"',
    ]) {
      test(`that is not the present one (If-Match: ${tag}) changes nothing`, async () => {
        const { path } = await firstCall()
        const before = await admin('GET', path)

        const refused = await admin('POST', `${path}/complete`, {}, { 'if-match': tag })

        assert.equal(refusalIn(refused), '412 4201 VERSION_CONFLICT')
        assert.deepEqual((await admin('GET', path)).body, before.body)
      })
    }

    for (const tag of ['"1"', '1', '*', '"7", "1"']) {
      test(`that is the present one (If-Match: ${tag}) lets the change through`, async () => {
        const { path } = await firstCall()

        const done = await admin('POST', `${path}/complete`, {}, { 'if-match': tag })

        assert.equal(done.status, 200)
      })
    }

    for (const [addition, body] of ADDITIONS) {
      test(`is heeded by what is added as well: ${addition}`, async () => {
        const { path, userCycleId } = await firstCall()
        const cycle = `/v1/user-cycles/${userCycleId}`
        const to = `${addition.startsWith('call') ? path : cycle}/${addition.split(' ')[1]}`
        const added = async () => {
          const lists = [`${cycle}/logs`, `${cycle}/memos`, `${cycle}/issues`, `${cycle}/messages`]
          return await Promise.all(lists.map(async (list) => (await admin('GET', list)).body))
        }
        const before = await added()

        const refused = await admin('POST', to, body, { 'if-match': '"7"' })
        const unchanged = await added()
        const done = await admin('POST', to, body, { 'if-match': '"1"' })

        assert.equal(refusalIn(refused), '412 4201 VERSION_CONFLICT')
        assert.deepEqual(unchanged, before)
        assert.ok(done.status < 300, JSON.stringify(done.body))
      })
    }
  })
})
