import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { logsOf, publishedAbout, serviceOn, startCycle, type Call } from '../../testing/api.ts'
import {
  operatorOf,
  payloadsOf,
  recordedAbout,
  refusalIn,
  saidOf,
  wrongFieldsIn,
} from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'

const CREATED = '2026-01-05T01:00:00.000Z'
const syllables = (length: number) => '각'.repeat(length)

type Issue = { id: number; issue: string | null; status: string; version: number }
type Page = { items: Issue[]; nextCursor: string | null }

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const hana = await operatorOf(service)
  const minjun = await operatorOf(service)
  const busan = await operatorOf(service, 'OPERATOR', ['busan'])

  async function somebody() {
    service.at('2026-01-05T10:00')
    return await startCycle(service)
  }

  const raise = (userCycleId: string, issue: unknown, call: Call = hana.call) =>
    call<Issue>('POST', `/v1/user-cycles/${userCycleId}/issues`, { issue })

  async function issueOf(text = '앱이 열리지 않는다') {
    const whose = await somebody()
    const { body, status } = await raise(whose.userCycleId, text)
    assert.equal(status, 201)
    return { ...whose, id: body.id, url: `/v1/issues/${body.id}` }
  }

  const move = (url: string, status: string, more: object = {}, call: Call = minjun.call) =>
    call<Issue>('POST', `${url}/status`, { status, ...more })

  describe('an issue', () => {
    test('is registered on the cycle’s day, by whoever raises it', async () => {
      const { userId, userCycleId } = await somebody()
      service.at('2026-01-06T00:00')

      const reply = await raise(userCycleId, ' 앱이 열리지 않는다 ')

      assert.equal(reply.status, 201)
      assert.equal(reply.headers['etag'], '"1"')
      assert.deepEqual(reply.body, {
        id: reply.body.id,
        userId,
        userCycleId,
        issue: '앱이 열리지 않는다',
        status: 'REGISTERED',
        dayIndex: 2,
        createdBy: hana.by,
        createdAt: '2026-01-05T15:00:00.000Z',
        updatedAt: '2026-01-05T15:00:00.000Z',
        version: 1,
      })
      const read = await hana.call('GET', `/v1/issues/${reply.body.id}`)
      assert.deepEqual(read.body, reply.body)
      assert.equal(read.headers['etag'], '"1"')
    })

    test('is one log and one event, with its text', async () => {
      const { id, url: _, ...whose } = await issueOf()
      const { userId, userCycleId } = whose

      assert.deepEqual(await saidOf(service, whose, 'ISSUE'), [
        {
          meta: { issue: '앱이 열리지 않는다', previous: null, status: 'REGISTERED' },
          relationId: id,
          dayIndex: 1,
          actor: hana.by,
        },
      ])
      const log = (await logsOf(service, userId)).at(-1)
      const recorded = { logId: log?.id, type: 'ISSUE', dayIndex: 1, relationId: id }
      assert.deepEqual((await publishedAbout(service, userCycleId)).slice(-2), [
        {
          type: 'UserIssueCreated',
          data: { userId, userCycleId, issueId: id, dayIndex: 1, issue: '앱이 열리지 않는다' },
          time: CREATED,
        },
        {
          type: 'SupportLogHistoryRecorded',
          data: { userId, userCycleId, ...recorded },
          time: CREATED,
        },
      ])
    })

    test('is not raised with too many words, or on a cycle that is not known', async () => {
      const { userCycleId } = await somebody()
      const refusals = [
        await raise(userCycleId, syllables(501)),
        await raise('unheard-of', syllables(501)),
        await raise(userCycleId, '앱', busan.call),
      ]
      assert.deepEqual(refusals.map(refusalIn), [
        '422 4003 MEMO_CONTENT_TOO_LONG',
        '404 4102 USER_CYCLE_NOT_FOUND',
        '404 4102 USER_CYCLE_NOT_FOUND',
      ])
      const { body } = await hana.call<Page>('GET', `/v1/user-cycles/${userCycleId}/issues`)
      assert.deepEqual(body, { items: [], nextCursor: null })
    })
  })

  describe('the text of an issue', () => {
    test('is changed by its author, who is on the timeline with both texts', async () => {
      const { id, url, ...whose } = await issueOf()
      service.at('2026-01-06T09:59:59.999')

      const changed = await hana.call<Issue>('PATCH', url, { issue: '앱이 가끔 열리지 않는다' })

      assert.equal(changed.headers['etag'], '"2"')
      assert.partialDeepStrictEqual(changed.body, {
        issue: '앱이 가끔 열리지 않는다',
        status: 'REGISTERED',
        dayIndex: 1,
        createdAt: CREATED,
        updatedAt: '2026-01-06T00:59:59.999Z',
        version: 2,
      })
      assert.deepEqual((await saidOf(service, whose, 'ISSUE')).at(-1), {
        meta: {
          issue: '앱이 가끔 열리지 않는다',
          previous: '앱이 열리지 않는다',
          status: 'REGISTERED',
        },
        relationId: id,
        dayIndex: 2,
        actor: hana.by,
      })
      const { userId, userCycleId } = whose
      assert.deepEqual(await payloadsOf(service, whose, 'UserIssueUpdated'), [
        { userId, userCycleId, issueId: id, dayIndex: 1, memo: '앱이 가끔 열리지 않는다' },
      ])
    })

    test('that would say what it says already stays as it is', async () => {
      const { url, ...whose } = await issueOf()
      const before = await recordedAbout(service, whose)
      const same = '앱이 열리지 않는다'.normalize('NFD')
      const reply = await hana.call<Issue>('PATCH', url, { issue: same })
      assert.deepEqual([reply.status, reply.body.version], [200, 1])
      assert.deepEqual(await recordedAbout(service, whose), before)
    })

    test('is asked for its version, its author, its time and its length in this order', async () => {
      const { url, ...whose } = await issueOf()
      const before = await recordedAbout(service, whose)
      const tooLong = { issue: syllables(501) }
      const stale = { 'if-match': '"7"' }
      service.at('2026-01-06T10:00')
      const refusals = [
        await minjun.call('PATCH', '/v1/issues/999999999', { issue: ' ' }, stale),
        await minjun.call('PATCH', '/v1/issues/999999999', tooLong, stale),
        await busan.call('PATCH', url, tooLong, stale),
        await minjun.call('PATCH', url, tooLong, stale),
        await minjun.call('PATCH', url, tooLong),
        await service.admin('PATCH', url, tooLong),
        await hana.call('PATCH', url, tooLong),
      ]
      service.at('2026-01-05T10:00')
      refusals.push(await hana.call('PATCH', url, tooLong))
      assert.deepEqual(refusals.map(refusalIn), [
        '400 4301 VALIDATION_FAILED',
        '404 4105 ISSUE_NOT_FOUND',
        '404 4105 ISSUE_NOT_FOUND',
        '412 4201 VERSION_CONFLICT',
        '403 4004 UNAUTHORIZED_ACTION',
        '403 4004 UNAUTHORIZED_ACTION',
        '409 4005 UPDATE_FAILED',
        '422 4003 MEMO_CONTENT_TOO_LONG',
      ])
      assert.deepEqual(await recordedAbout(service, whose), before)
    })

    test('of a closed issue stays as it is until the issue is reopened', async () => {
      const { url } = await issueOf()
      for (const closed of ['RESOLVED', 'CANCELLED']) {
        await move(url, closed)
        const reply = await hana.call('PATCH', url, { issue: `${closed} 앱` })
        assert.equal(refusalIn(reply), '409 4005 UPDATE_FAILED')
        await move(url, 'IN_PROGRESS')
        const reopened = await hana.call<Issue>('PATCH', url, { issue: `${closed} 앱` })
        assert.equal(reopened.body.issue, `${closed} 앱`)
      }
    })
  })

  describe('the status of an issue', () => {
    test('is changed with a comment, which is on the timeline and in the event', async () => {
      const { id, url, ...whose } = await issueOf()
      service.at('2026-01-07T08:59')

      const reply = await move(url, 'RESOLVED', { memo: ' 다시 설치했다 ' })

      assert.equal(reply.status, 200)
      assert.equal(reply.headers['etag'], '"2"')
      assert.partialDeepStrictEqual(reply.body, {
        issue: '앱이 열리지 않는다',
        status: 'RESOLVED',
        createdBy: hana.by,
        version: 2,
      })
      assert.deepEqual((await saidOf(service, whose, 'ISSUE')).at(-1), {
        meta: {
          issue: '앱이 열리지 않는다',
          previous: null,
          memo: '다시 설치했다',
          status: 'RESOLVED',
          previousStatus: 'REGISTERED',
        },
        relationId: id,
        dayIndex: 3,
        actor: minjun.by,
      })
      const { userId, userCycleId } = whose
      assert.deepEqual(await payloadsOf(service, whose, 'UserIssueStatusChanged'), [
        {
          userId,
          userCycleId,
          issueId: id,
          outboundDay: 3,
          status: 'RESOLVED',
          previousStatus: 'REGISTERED',
          memo: '다시 설치했다',
        },
      ])
    })

    test('may be changed without a comment, which is then null', async () => {
      const { url, ...whose } = await issueOf()
      await move(url, 'CANCELLED')
      const [payload] = await payloadsOf(service, whose, 'UserIssueStatusChanged')
      assert.partialDeepStrictEqual(payload, { memo: null, status: 'CANCELLED' })
    })

    test('goes the ways of the domain, and no other', async () => {
      const { url } = await issueOf()
      const walk = [
        'REGISTERED no',
        'IN_PROGRESS',
        'REGISTERED no',
        'IN_PROGRESS no',
        'CANCELLED',
        'RESOLVED no',
        'CANCELLED no',
        'REGISTERED no',
        'IN_PROGRESS',
        'RESOLVED',
        'CANCELLED no',
        'RESOLVED no',
        'REGISTERED no',
        'IN_PROGRESS',
      ]
      for (const step of walk) {
        const [status = '', no] = step.split(' ')
        const reply = await move(url, status)
        if (no === undefined) assert.equal(reply.body.status, status, step)
        else assert.equal(refusalIn(reply), '409 4005 UPDATE_FAILED', step)
      }
      assert.equal((await hana.call<Issue>('GET', url)).body.version, 6)
    })

    test('is refused for its version, its way and its comment in this order', async () => {
      const { url } = await issueOf()
      const memo = syllables(501)
      const stale = { 'if-match': '"7"' }
      const refusals = [
        await minjun.call('POST', '/v1/issues/999999999/status', { status: 'RESOLVED' }, stale),
        await busan.call('POST', `${url}/status`, { status: 'RESOLVED' }, stale),
        await minjun.call('POST', `${url}/status`, { status: 'REGISTERED', memo }, stale),
        await move(url, 'REGISTERED', { memo }),
        await move(url, 'RESOLVED', { memo }),
      ]
      assert.deepEqual(refusals.map(refusalIn), [
        '404 4105 ISSUE_NOT_FOUND',
        '404 4105 ISSUE_NOT_FOUND',
        '412 4201 VERSION_CONFLICT',
        '409 4005 UPDATE_FAILED',
        '422 4003 MEMO_CONTENT_TOO_LONG',
      ])
      assert.deepEqual(wrongFieldsIn(await move(url, 'DONE')), ['status'])
      assert.deepEqual(wrongFieldsIn(await move(url, 'RESOLVED', { memo: ' ' })), ['memo'])
      assert.equal((await hana.call<Issue>('GET', url)).body.status, 'REGISTERED')
    })
  })

  describe('the issues of a cycle', () => {
    test('come newest first, page after page, also while another is raised', async () => {
      const { userCycleId } = await somebody()
      const url = `/v1/user-cycles/${userCycleId}/issues`
      for (const issue of ['1', '2', '3']) await raise(userCycleId, issue)

      const first = await hana.call<Page>('GET', `${url}?limit=2`)
      await raise(userCycleId, '4')
      const second = await hana.call<Page>('GET', `${url}?limit=2&cursor=${first.body.nextCursor}`)

      const pages = [first, second].map(({ body }) => body.items.map(({ issue }) => issue))
      assert.deepEqual(pages, [['3', '2'], ['1']])
      assert.equal(second.body.nextCursor, null)
    })

    test('of another site are not to be found, one by one or together', async () => {
      const { url, userCycleId } = await issueOf()
      const refusals = [
        await busan.call('GET', url),
        await busan.call('GET', `/v1/user-cycles/${userCycleId}/issues`),
      ]
      assert.deepEqual(refusals.map(refusalIn), [
        '404 4105 ISSUE_NOT_FOUND',
        '404 4102 USER_CYCLE_NOT_FOUND',
      ])
    })
  })
})
