import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  callsOf,
  logsOf,
  publishedAbout,
  serviceOn,
  startCycle,
  type LogInTests,
} from '../../testing/api.ts'
import { operatorOf, refusalIn, saidOf, wrongFieldsIn } from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Page = { items: LogInTests[]; nextCursor: string | null }

const typesIn = ({ items }: Page) => items.map(({ type }) => type)

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const hana = await operatorOf(service)
  const busan = await operatorOf(service, 'OPERATOR', ['busan'])

  /** Somebody with a memo, an issue, an attempt and an agreed time on their timeline. */
  async function somebody() {
    service.at('2026-01-05T10:00')
    const whose = await startCycle(service)
    const [call] = await callsOf(service, whose.userCycleId)
    assert.ok(call)
    const cycle = `/v1/user-cycles/${whose.userCycleId}`
    await hana.call('POST', `${cycle}/memos`, { memo: '두통' })
    await hana.call('POST', `${cycle}/issues`, { issue: '앱' })
    await hana.call('POST', `/v1/outbounds/${call.id}/attempts`, { result: 'BUSY' })
    const scheduleAt = '2026-01-06T05:00:00Z'
    await hana.call('PUT', `/v1/outbounds/${call.id}/schedule`, { scheduleAt })
    return { ...whose, call }
  }

  const told = (data: object, envelope: object = {}) =>
    service.tell('SupportNoteReceived', data, envelope)

  describe('a timeline', () => {
    test('shows everything that happened to a user, newest first', async () => {
      const { userId } = await somebody()
      const { body } = await hana.call<Page>('GET', `/v1/users/${userId}/logs`)
      assert.deepEqual(typesIn(body), ['CONTACT_SCHEDULE_CHANGE', 'LOG', 'ISSUE', 'MEMO', 'LOG'])
      assert.equal(body.nextCursor, null)
    })

    test('answers each log whole, alone as in the list', async () => {
      const { userId, userCycleId, call } = await somebody()
      const log = (await logsOf(service, userId)).at(-1)
      assert.ok(log)
      assert.deepEqual(log, {
        id: log.id,
        userId,
        userCycleId,
        type: 'CONTACT_SCHEDULE_CHANGE',
        dayIndex: 1,
        meta: { from: null, to: '2026-01-06T05:00:00.000Z' },
        relationId: call.id,
        actor: hana.by,
        createdAt: '2026-01-05T01:00:00.000Z',
        updatedAt: '2026-01-05T01:00:00.000Z',
      })
      assert.deepEqual((await hana.call('GET', `/v1/logs/${log.id}`)).body, log)
    })

    test('shows some types only', async () => {
      const { userId } = await somebody()
      const url = `/v1/users/${userId}/logs`
      const memos = await hana.call<Page>('GET', `${url}?type=MEMO`)
      assert.deepEqual(typesIn(memos.body), ['MEMO'])
      const two = await hana.call<Page>('GET', `${url}?type=MEMO&type=ISSUE`)
      assert.deepEqual(typesIn(two.body), ['ISSUE', 'MEMO'])
      assert.deepEqual(wrongFieldsIn(await hana.call('GET', `${url}?type=NEWS`)), ['type.0'])
    })

    test('is walked page by page while more happens', async () => {
      const { userId, userCycleId } = await somebody()
      const url = `/v1/users/${userId}/logs?limit=3`
      const first = await hana.call<Page>('GET', url)
      await hana.call('POST', `/v1/user-cycles/${userCycleId}/memos`, { memo: '복통' })
      const second = await hana.call<Page>('GET', `${url}&cursor=${first.body.nextCursor}`)
      assert.deepEqual(
        [typesIn(first.body), typesIn(second.body)],
        [
          ['CONTACT_SCHEDULE_CHANGE', 'LOG', 'ISSUE'],
          ['MEMO', 'LOG'],
        ],
      )
      assert.equal(second.body.nextCursor, null)
    })

    test('of a cycle shows that cycle alone', async () => {
      const { userId, userCycleId } = await somebody()
      const again = `again-${userCycleId}`
      await startCycle(service, { userId, userCycleId: again })
      const first = await hana.call<Page>('GET', `/v1/user-cycles/${userCycleId}/logs`)
      const second = await hana.call<Page>('GET', `/v1/user-cycles/${again}/logs`)
      assert.equal(first.body.items.length, 5)
      assert.deepEqual(typesIn(second.body), ['LOG'])
      assert.ok(second.body.items.every((log) => log.userCycleId === again))
    })

    test('publishes each of its logs once, after the event that it records', async () => {
      const { userId, userCycleId } = await somebody()
      const logs = await logsOf(service, userId)
      const published = await publishedAbout(service, userCycleId)
      const recorded = published.filter(({ type }) => type === 'SupportLogHistoryRecorded')
      assert.deepEqual(
        recorded.map(({ data }) => data),
        logs.map(({ id: logId, type, dayIndex, relationId }) => ({
          userId,
          userCycleId,
          logId,
          type,
          dayIndex,
          relationId,
        })),
      )
      assert.deepEqual(
        published.map(({ type }) => type).filter((type) => type !== 'SupportLogHistoryRecorded'),
        [
          'UserMemoCreated',
          'UserIssueCreated',
          'ContactAttemptRecorded',
          'OutboundScheduleRecorded',
        ],
      )
    })

    test('of another site is not known, whole or log by log', async () => {
      const { userId, userCycleId } = await somebody()
      const [log] = await logsOf(service, userId)
      const refusals = [
        await busan.call('GET', `/v1/users/${userId}/logs`),
        await busan.call('GET', `/v1/user-cycles/${userCycleId}/logs`),
        await busan.call('GET', `/v1/logs/${log?.id}`),
        await hana.call('GET', '/v1/logs/999999999'),
      ]
      assert.deepEqual(refusals.map(refusalIn), [
        '404 4101 USER_NOT_FOUND',
        '404 4102 USER_CYCLE_NOT_FOUND',
        '404 4107 LOG_NOT_FOUND',
        '404 4107 LOG_NOT_FOUND',
      ])
    })
  })

  describe('a note from another system', () => {
    test('is on the timeline with its text, and published as a log alone', async () => {
      service.at('2026-01-05T10:00')
      const whose = await startCycle(service)
      service.at('2026-01-07T00:00')

      const { body } = await told({ ...whose, text: ' 상담 예약을 옮김 ' })

      assert.deepEqual(body, { accepted: 1, duplicates: 0, rejected: [] })
      assert.deepEqual((await saidOf(service, whose, 'LOG')).at(-1), {
        meta: { kind: 'SupportNoteReceived', text: '상담 예약을 옮김' },
        relationId: null,
        dayIndex: 3,
        actor: 'SYSTEM',
      })
      const published = await publishedAbout(service, whose.userCycleId)
      assert.deepEqual(
        published.map(({ type }) => type),
        ['SupportLogHistoryRecorded', 'SupportLogHistoryRecorded'],
      )
      assert.ok(!JSON.stringify(published).includes('상담'))
    })

    test('that is told twice is kept once', async () => {
      const whose = await startCycle(service)
      const note = { ...whose, text: '상담' }
      const envelope = { id: `note-of-${whose.userId}` }
      await told(note, envelope)
      const again = await told(note, envelope)
      assert.deepEqual(again.body, { accepted: 0, duplicates: 1, rejected: [] })
      assert.equal((await saidOf(service, whose, 'LOG')).length, 2)
    })

    test('that comes before its cycle waits for it', async () => {
      const whose = { userId: 'early-user', userCycleId: 'early-cycle' }
      const { body } = await told({ ...whose, text: '먼저 온 메모' })
      assert.deepEqual(body, { accepted: 1, duplicates: 0, rejected: [] })
      await startCycle(service, whose)
      assert.partialDeepStrictEqual((await saidOf(service, whose, 'LOG')).at(-1), {
        meta: { text: '먼저 온 메모' },
      })
    })

    test('of another user than the cycle’s is a dead letter', async () => {
      const { userCycleId } = await startCycle(service)
      const other = await startCycle(service)
      const { body } = await told({ userId: other.userId, userCycleId, text: '잘못 온 메모' })
      assert.deepEqual([body.accepted, body.rejected.length], [0, 1])
      assert.equal((await saidOf(service, other, 'LOG')).length, 1)
    })
  })
})
