import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import {
  callOn,
  command,
  logsOf,
  publishedAbout,
  serviceOn,
  type OutboundInTests,
} from '../../testing/api.ts'
import { operatorOf } from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'

const AGREED = '2026-01-08T05:30:00.000Z'
const LATER = '2026-01-09T05:30:00.000Z'

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { call: hana, by } = await operatorOf(service)
  const { call: minjun, by: nameOfMinjun } = await operatorOf(service)
  afterEach(() => service.at('2026-01-05T10:00'))

  const schedule = (call: OutboundInTests, scheduleAt: string) =>
    command<OutboundInTests>(hana, call, 'schedule', { scheduleAt })
  const cancel = ({ id }: OutboundInTests) =>
    hana<OutboundInTests>('DELETE', `/v1/outbounds/${id}/schedule`)
  const stateOf = async ({ id }: OutboundInTests) =>
    (await hana<OutboundInTests>('GET', `/v1/outbounds/${id}`)).body

  /** What timeline and published events say since `before`, in order. */
  async function toldOf({ userId, userCycleId }: OutboundInTests) {
    const logs = await logsOf(service, userId)
    const published = await publishedAbout(service, userCycleId)
    return { logs, published }
  }

  /** Runs the command and answers its reply with the one log and the events that it left. */
  async function onlyTold<Result>(call: OutboundInTests, work: () => Promise<Result>) {
    const before = await toldOf(call)
    const reply = await work()
    const after = await toldOf(call)
    const [log, ...others] = after.logs.slice(before.logs.length)
    assert.ok(log)
    assert.deepEqual(others, [])
    const { id: _, createdAt, userCycleId, ...said } = log
    assert.deepEqual([createdAt, userCycleId], [service.clock.now(), call.userCycleId])
    const [event, history, ...rest] = after.published.slice(before.published.length)
    assert.deepEqual(rest, [])
    assert.deepEqual(history, {
      type: 'SupportLogHistoryRecorded',
      time: service.clock.now(),
      data: {
        userId: call.userId,
        userCycleId,
        logId: log.id,
        type: log.type,
        dayIndex: log.dayIndex,
        relationId: log.relationId,
      },
    })
    assert.equal(event?.time, service.clock.now())
    return { reply, log: trimmed(said), event: { type: event.type, data: event.data } }
  }

  describe('a call that is read', () => {
    test('is answered with its version', async () => {
      const call = await callOn(service, '2026-01-05')

      const { status, headers, body } = await hana('GET', `/v1/outbounds/${call.id}`)

      assert.deepEqual([status, headers['etag'], body], [200, '"1"', call])
    })
  })

  describe('CompleteOutbound', () => {
    test('completes the call: one log, one OutboundCompleted', async () => {
      const call = await callOn(service, '2026-01-05')
      service.at('2026-01-06T08:00')

      const { reply, log, event } = await onlyTold(call, () => command(hana, call, 'complete'))

      assert.deepEqual([reply.status, reply.headers['etag']], [200, '"2"'])
      const at = '2026-01-05T23:00:00.000Z'
      const completed = { status: 'COMPLETED', resolvedBy: by, resolvedAt: at, updatedAt: at }
      assert.deepEqual(reply.body, { ...call, ...completed, version: 2 })
      assert.deepEqual(await stateOf(call), reply.body)
      assert.deepEqual(log, {
        type: 'OUTBOUND_STATUS_CHANGE',
        meta: { from: 'ACTIVE', to: 'COMPLETED', reason: null },
        dayIndex: 2,
        relationId: call.id,
        actor: by,
      })
      assert.deepEqual(event, { type: 'OutboundCompleted', data: about(call) })
    })

    test('completes it before its planned day, as users ring back early', async () => {
      const call = await callOn(service, '2026-01-20')

      const { reply, log } = await onlyTold(call, () => command(hana, call, 'complete'))

      assert.equal(reply.status, 200)
      assert.partialDeepStrictEqual(log, {
        meta: { from: 'PENDING', to: 'COMPLETED', reason: null },
        dayIndex: -14,
      })
    })
  })

  describe('SkipOutbound', () => {
    for (const reason of [
      'REFUSED',
      'UNREACHABLE',
      'WITHDRAWN_FROM_TREATMENT',
      'DUPLICATE',
      'OTHER',
    ]) {
      test(`skips the call as ${reason}: one log, one OutboundSkipped`, async () => {
        const call = await callOn(service, '2026-01-05')

        const { reply, log, event } = await onlyTold(call, () =>
          command(hana, call, 'skip', { reason }),
        )

        assert.equal(reply.status, 200)
        assert.partialDeepStrictEqual(reply.body, { status: 'SKIPPED', resolvedBy: by, version: 2 })
        assert.deepEqual(log, {
          type: 'OUTBOUND_STATUS_CHANGE',
          meta: { from: 'ACTIVE', to: 'SKIPPED', reason },
          dayIndex: 1,
          relationId: call.id,
          actor: by,
        })
        assert.deepEqual(event, { type: 'OutboundSkipped', data: about(call) })
      })
    }

    test('keeps what the operator noted, on the timeline and in no event', async () => {
      const call = await callOn(service, '2026-01-05')

      const { log, event } = await onlyTold(call, () =>
        command(hana, call, 'skip', { reason: 'OTHER', note: '해외 체류 중' }),
      )

      assert.deepEqual(log.meta, {
        from: 'ACTIVE',
        to: 'SKIPPED',
        reason: 'OTHER',
        note: '해외 체류 중',
      })
      assert.deepEqual(event.data, about(call))
    })
  })

  describe('RevokeOutbound', () => {
    for (const [name, body, from] of [
      ['complete', {}, 'COMPLETED'],
      ['skip', { reason: 'DUPLICATE' }, 'SKIPPED'],
    ] as const) {
      test(`opens a call that was ${from}: one log, one OutboundWithdrawn`, async () => {
        const call = await callOn(service, '2026-01-05')
        await command(hana, call, name, body)
        service.at('2026-01-05T11:00')

        const { reply, log, event } = await onlyTold(call, () => command(minjun, call, 'withdraw'))

        assert.deepEqual(reply.body, {
          ...call,
          version: 3,
          updatedAt: '2026-01-05T02:00:00.000Z',
        })
        assert.deepEqual(log, {
          type: 'OUTBOUND_STATUS_CHANGE',
          meta: { from, to: 'ACTIVE', reason: null },
          dayIndex: 1,
          relationId: call.id,
          actor: nameOfMinjun,
        })
        assert.deepEqual(event, { type: 'OutboundWithdrawn', data: about(call) })
      })
    }

    test('keeps its reason on the timeline only, and leads to PENDING before the day', async () => {
      const call = await callOn(service, '2026-01-20')
      await command(hana, call, 'complete')

      const { log, event } = await onlyTold(call, () =>
        command(hana, call, 'withdraw', { reason: '다른 사용자' }),
      )

      assert.deepEqual(log.meta, { from: 'COMPLETED', to: 'PENDING', reason: '다른 사용자' })
      assert.deepEqual(event.data, about(call))
    })

    test('keeps the agreed time', async () => {
      const call = await callOn(service, '2026-01-05')
      await schedule(call, AGREED)
      await command(hana, call, 'complete')

      const { reply } = await onlyTold(call, () => command(hana, call, 'withdraw'))

      assert.partialDeepStrictEqual(reply.body, { contactAt: AGREED, dueDate: '2026-01-08' })
    })
  })

  describe('RecordOutboundSchedule', () => {
    test('agrees a time: one log, one OutboundScheduleRecorded', async () => {
      const call = await callOn(service, '2026-01-05')

      const { reply, log, event } = await onlyTold(call, () =>
        schedule(call, '2026-01-08T14:30:00+09:00'),
      )

      const agreed = { contactAt: AGREED, dueDate: '2026-01-08', version: 2 }
      assert.deepEqual(reply.body, { ...call, ...agreed })
      assert.deepEqual(log, {
        type: 'CONTACT_SCHEDULE_CHANGE',
        meta: { from: null, to: AGREED },
        dayIndex: 1,
        relationId: call.id,
        actor: by,
      })
      assert.deepEqual(event, {
        type: 'OutboundScheduleRecorded',
        data: { ...about(call), scheduleAt: AGREED },
      })
    })

    test('may agree another, and this very moment', async () => {
      const call = await callOn(service, '2026-01-05')
      await schedule(call, AGREED)

      const later = await onlyTold(call, () => schedule(call, LATER))
      const now = await onlyTold(call, () => schedule(call, service.clock.now()))

      assert.deepEqual(later.log.meta, { from: AGREED, to: LATER })
      assert.deepEqual(now.log.meta, { from: LATER, to: '2026-01-05T01:00:00.000Z' })
      assert.equal(now.reply.status, 200)
    })

    test('goes by the day in Seoul', async () => {
      const call = await callOn(service, '2026-01-20')
      for (const time of ['00:00', '08:59', '23:59']) {
        const { body } = await schedule(call, `2026-01-08T${time}:00+09:00`)
        assert.equal(body.dueDate, '2026-01-08', time)
      }
    })
  })

  describe('CancelOutboundSchedule', () => {
    test('takes the agreed time back: one log, one OutboundScheduleCanceled', async () => {
      const call = await callOn(service, '2026-01-05')
      await schedule(call, AGREED)

      const { reply, log, event } = await onlyTold(call, () => cancel(call))

      assert.deepEqual(reply.body, { ...call, version: 3 })
      assert.deepEqual(log, {
        type: 'CONTACT_SCHEDULE_CHANGE',
        meta: { from: AGREED, to: null },
        dayIndex: 1,
        relationId: call.id,
        actor: by,
      })
      assert.deepEqual(event, { type: 'OutboundScheduleCanceled', data: about(call) })
    })
  })

  test('a call that twenty operators complete at once is completed by one; the rest hear who', async () => {
    const call = await callOn(service, '2026-01-05')
    const operators = await Promise.all(Array.from({ length: 20 }, () => operatorOf(service)))

    const { reply: replies } = await onlyTold(call, () =>
      Promise.all(operators.map((operator) => command<Refused>(operator.call, call, 'complete'))),
    )

    const winners = operators.filter((_, n) => replies[n]?.status === 200)
    assert.equal(winners.length, 1)
    const refused = replies.filter(({ status }) => status === 409).map(({ body }) => body)
    assert.equal(refused.length, 19)
    for (const { code, resolvedBy, resolvedAt } of refused) {
      assert.deepEqual(
        { code, resolvedBy, resolvedAt },
        { code: 4002, resolvedBy: winners[0]?.by, resolvedAt: '2026-01-05T01:00:00.000Z' },
      )
    }
  })
})

type Refused = { code?: number; resolvedBy?: string; resolvedAt?: string }

function about({ id, userId, userCycleId }: OutboundInTests) {
  return { userId, userCycleId, userOutboundId: id }
}

/** A log without the times that every log has. */
function trimmed(log: Record<string, unknown>) {
  const { type, meta, dayIndex, relationId, actor } = log
  return { type, meta, dayIndex, relationId, actor }
}
