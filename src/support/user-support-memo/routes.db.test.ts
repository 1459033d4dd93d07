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

type Memo = {
  id: number
  memo: string | null
  version: number
  history: { version: number; memo: string | null; createdBy: string; createdAt: string }[]
}
type Page = { items: Memo[]; nextCursor: string | null }

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const hana = await operatorOf(service)
  const minjun = await operatorOf(service)
  const busan = await operatorOf(service, 'OPERATOR', ['busan'])

  async function somebody() {
    service.at('2026-01-05T10:00')
    return await startCycle(service)
  }

  const note = (userCycleId: string, memo: unknown, call: Call = hana.call) =>
    call<Memo>('POST', `/v1/user-cycles/${userCycleId}/memos`, { memo })

  async function memoOf(text = '두통이 있다') {
    const whose = await somebody()
    const { body, status } = await note(whose.userCycleId, text)
    assert.equal(status, 201)
    return { ...whose, id: body.id, url: `/v1/memos/${body.id}` }
  }

  describe('a memo', () => {
    test('is created on the cycle’s day, by whoever writes it', async () => {
      const { userId, userCycleId } = await somebody()

      const reply = await note(userCycleId, '두통이 있다')

      assert.equal(reply.status, 201)
      assert.equal(reply.headers['etag'], '"1"')
      assert.deepEqual(reply.body, {
        id: reply.body.id,
        userId,
        userCycleId,
        memo: '두통이 있다',
        dayIndex: 1,
        createdBy: hana.by,
        createdAt: CREATED,
        updatedAt: CREATED,
        version: 1,
      })
    })

    test('has the day’s number in Seoul, where a new day begins nine hours before UTC’s', async () => {
      const { userCycleId } = await somebody()
      for (const [at, dayIndex] of [
        ['2026-01-06T00:00', 2],
        ['2026-01-06T08:59', 2],
        ['2026-01-06T23:59', 2],
        ['2026-01-04T23:59', 0],
      ] as const) {
        service.at(at)
        const { body } = await note(userCycleId, '두통')
        assert.partialDeepStrictEqual(body, { dayIndex }, at)
      }
    })

    test('is one log and one event, with its text', async () => {
      const { id, ...whose } = await memoOf()
      const { userId, userCycleId } = whose

      assert.deepEqual(await saidOf(service, whose, 'MEMO'), [
        {
          meta: { memo: '두통이 있다', previous: null },
          relationId: id,
          dayIndex: 1,
          actor: hana.by,
        },
      ])
      const log = (await logsOf(service, userId)).at(-1)
      assert.deepEqual((await publishedAbout(service, userCycleId)).slice(-2), [
        {
          type: 'UserMemoCreated',
          data: { userId, userCycleId, memoId: id, dayIndex: 1, memo: '두통이 있다' },
          time: CREATED,
        },
        {
          type: 'SupportLogHistoryRecorded',
          data: {
            userId,
            userCycleId,
            logId: log?.id,
            type: 'MEMO',
            dayIndex: 1,
            relationId: id,
          },
          time: CREATED,
        },
      ])
    })

    test('that is changed keeps every version, on the timeline too', async () => {
      const { id, url, ...whose } = await memoOf()
      service.at('2026-01-05T15:30')

      const changed = await hana.call<Memo>('PATCH', url, { memo: '두통이 나았다' })

      assert.equal(changed.status, 200)
      assert.equal(changed.headers['etag'], '"2"')
      assert.deepEqual(changed.body, {
        id,
        userId: whose.userId,
        userCycleId: whose.userCycleId,
        memo: '두통이 나았다',
        dayIndex: 1,
        createdBy: hana.by,
        createdAt: CREATED,
        updatedAt: '2026-01-05T06:30:00.000Z',
        version: 2,
        history: [
          { version: 1, memo: '두통이 있다', createdBy: hana.by, createdAt: CREATED },
          {
            version: 2,
            memo: '두통이 나았다',
            createdBy: hana.by,
            createdAt: '2026-01-05T06:30:00.000Z',
          },
        ],
      })
      assert.deepEqual((await hana.call('GET', url)).body, changed.body)
      const logs = await saidOf(service, whose, 'MEMO')
      assert.deepEqual(
        logs.map(({ meta }) => meta),
        [
          { memo: '두통이 있다', previous: null },
          { memo: '두통이 나았다', previous: '두통이 있다' },
        ],
      )
    })

    test('that is changed says so in one event with its new text', async () => {
      const { id, url, ...whose } = await memoOf()
      await hana.call('PATCH', url, { memo: '두통이 나았다' })
      const { userId, userCycleId } = whose

      assert.deepEqual(await payloadsOf(service, whose, 'UserMemoUpdated'), [
        { userId, userCycleId, memoId: id, dayIndex: 1, memo: '두통이 나았다' },
      ])
    })

    test('that would say what it says already stays as it is', async () => {
      const { url, ...whose } = await memoOf()
      const before = await recordedAbout(service, whose)

      const reply = await hana.call<Memo>('PATCH', url, { memo: ' 두통이 있다 ' })

      assert.equal(reply.status, 200)
      assert.equal(reply.body.version, 1)
      assert.deepEqual(await recordedAbout(service, whose), before)
    })
  })

  describe('a memo that somebody wants to change', () => {
    test('is its author’s alone, whatever the other’s role', async () => {
      const { url, ...whose } = await memoOf()
      const before = await recordedAbout(service, whose)
      const manager = await operatorOf(service, 'MANAGER')
      for (const call of [minjun.call, manager.call, service.admin]) {
        const reply = await call('PATCH', url, { memo: '두통이 없다' })
        assert.equal(refusalIn(reply), '403 4004 UNAUTHORIZED_ACTION')
      }
      assert.deepEqual(await recordedAbout(service, whose), before)
    })

    test('may be changed until a millisecond before 24 hours', async () => {
      const { url } = await memoOf()
      service.at('2026-01-06T09:59:59.999')
      const reply = await hana.call<Memo>('PATCH', url, { memo: '두통이 나았다' })
      assert.equal(reply.status, 200)
      assert.equal(reply.body.memo, '두통이 나았다')
    })

    test('stays as it is from 24 hours on', async () => {
      const { url, ...whose } = await memoOf()
      const before = await recordedAbout(service, whose)
      service.at('2026-01-06T10:00')
      const reply = await hana.call('PATCH', url, { memo: '두통이 나았다' })
      assert.equal(refusalIn(reply), '409 4006 MEMO_UPDATE_FAILED')
      assert.deepEqual(await recordedAbout(service, whose), before)
    })

    test('is asked for its version, its author, its time and its length in this order', async () => {
      const { url } = await memoOf()
      const tooLong = { memo: syllables(501) }
      const stale = { 'if-match': '"7"' }
      service.at('2026-01-06T10:00')
      const refusals = [
        await minjun.call('PATCH', '/v1/memos/999999999', { memo: ' ' }, stale),
        await minjun.call('PATCH', '/v1/memos/999999999', tooLong, stale),
        await minjun.call('PATCH', url, tooLong, stale),
        await minjun.call('PATCH', url, tooLong),
        await hana.call('PATCH', url, tooLong),
      ]
      service.at('2026-01-05T10:00')
      refusals.push(await hana.call('PATCH', url, tooLong))
      assert.deepEqual(refusals.map(refusalIn), [
        '400 4301 VALIDATION_FAILED',
        '404 4104 MEMO_NOT_FOUND',
        '412 4201 VERSION_CONFLICT',
        '403 4004 UNAUTHORIZED_ACTION',
        '409 4006 MEMO_UPDATE_FAILED',
        '422 4003 MEMO_CONTENT_TOO_LONG',
      ])
    })

    test('in an old version is not changed', async () => {
      const { url, ...whose } = await memoOf()
      const second = await hana.call<Memo>('PATCH', url, { memo: '하나' }, { 'if-match': '"1"' })
      assert.equal(second.body.version, 2)
      const before = await recordedAbout(service, whose)

      const stale = await hana.call('PATCH', url, { memo: '둘' }, { 'if-match': '"1"' })

      assert.equal(refusalIn(stale), '412 4201 VERSION_CONFLICT')
      assert.deepEqual(await recordedAbout(service, whose), before)
      assert.equal((await hana.call<Memo>('GET', url)).body.memo, '하나')
    })
  })

  describe('the memos of a cycle', () => {
    test('come newest first, page after page, also while another is written', async () => {
      const { userCycleId } = await somebody()
      const url = `/v1/user-cycles/${userCycleId}/memos`
      for (const memo of ['1', '2', '3', '4', '5']) await note(userCycleId, memo)

      const first = await hana.call<Page>('GET', `${url}?limit=2`)
      await note(userCycleId, '6')
      const second = await hana.call<Page>('GET', `${url}?limit=2&cursor=${first.body.nextCursor}`)
      const third = await hana.call<Page>('GET', `${url}?limit=2&cursor=${second.body.nextCursor}`)

      const pages = [first, second, third].map(({ body }) => body.items.map(({ memo }) => memo))
      assert.deepEqual(pages, [['5', '4'], ['3', '2'], ['1']])
      assert.equal(third.body.nextCursor, null)
      assert.deepEqual(wrongFieldsIn(await hana.call('GET', `${url}?cursor=nonsense`)), ['cursor'])
    })

    test('are the cycle’s own', async () => {
      const { userCycleId } = await memoOf('하나')
      await memoOf('둘')
      const { body } = await hana.call<Page>('GET', `/v1/user-cycles/${userCycleId}/memos`)
      assert.deepEqual(
        body.items.map(({ memo }) => memo),
        ['하나'],
      )
    })

    test('of a cycle that nobody knows are not to be found', async () => {
      const url = '/v1/user-cycles/unheard-of/memos'
      assert.equal(refusalIn(await hana.call('GET', url)), '404 4102 USER_CYCLE_NOT_FOUND')
      const tooLong = { memo: syllables(501) }
      const reply = await hana.call('POST', url, tooLong)
      assert.equal(refusalIn(reply), '404 4102 USER_CYCLE_NOT_FOUND')
    })
  })

  describe('another site’s memo', () => {
    test('is not known to exist', async () => {
      const { url, userCycleId } = await memoOf()
      const memos = `/v1/user-cycles/${userCycleId}/memos`
      const refusals = [
        await busan.call('GET', url),
        await busan.call('PATCH', url, { memo: '두통' }, { 'if-match': '"7"' }),
        await busan.call('GET', '/v1/memos/999999999'),
        await busan.call('GET', memos),
        await busan.call('POST', memos, { memo: '두통' }),
      ]
      assert.deepEqual(refusals.map(refusalIn), [
        '404 4104 MEMO_NOT_FOUND',
        '404 4104 MEMO_NOT_FOUND',
        '404 4104 MEMO_NOT_FOUND',
        '404 4102 USER_CYCLE_NOT_FOUND',
        '404 4102 USER_CYCLE_NOT_FOUND',
      ])
    })

    test('has an id that is a number', async () => {
      for (const id of ['x', '0', '-1', '1.5', '99999999999999999999']) {
        assert.deepEqual(wrongFieldsIn(await hana.call('GET', `/v1/memos/${id}`)), ['id'])
      }
    })
  })
})
