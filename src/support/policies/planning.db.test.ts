import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  callsOf,
  logsOf,
  publishedAbout,
  serviceOn,
  startCycle,
  type OutboundInTests,
} from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin, tell } = service

  const cycleOf = async (userCycleId: string) => {
    const { body } = await admin<{ startDate: string; state: string; version: number }>(
      'GET',
      `/v1/user-cycles/${userCycleId}`,
    )
    return body
  }
  const complete = ({ id }: OutboundInTests) => admin('POST', `/v1/outbounds/${id}/complete`)
  const agree = ({ id }: OutboundInTests, scheduleAt: string) =>
    admin('PUT', `/v1/outbounds/${id}/schedule`, { scheduleAt })

  /** What there is of a cycle, to see whether anything of it changed. */
  const everythingOf = async ({ userId, userCycleId }: Cycle) => ({
    cycle: await cycleOf(userCycleId),
    calls: await callsOf(service, userCycleId),
    logs: await logsOf(service, userId),
    published: await publishedAbout(service, userCycleId),
  })

  async function switchPlan(sequence: number, isActive: boolean) {
    const { body } = await admin<{ items: { id: number; sequence: number }[] }>(
      'GET',
      '/v1/outbound-plans',
    )
    const id = body.items.find((plan) => plan.sequence === sequence)?.id
    const reply = await admin('PATCH', `/v1/outbound-plans/${id}`, { isActive })
    assert.equal(reply.status, 200)
  }

  describe('a cycle that starts', () => {
    test('gets one call for each active plan, on the day that its start gives', async () => {
      const { userId, userCycleId } = await startCycle(service)

      const calls = await callsOf(service, userCycleId)

      assert.deepEqual(
        calls.map((call) => [call.sequence, call.dayIndex, call.planDate, call.status]),
        [
          [1, 1, '2026-01-05', 'ACTIVE'],
          [2, 7, '2026-01-11', 'PENDING'],
          [3, 21, '2026-01-25', 'PENDING'],
          [4, 42, '2026-02-15', 'PENDING'],
        ],
      )
      for (const { id: _, sequence: _s, dayIndex: _d, planDate, status: _t, ...rest } of calls) {
        assert.deepEqual(rest, {
          userId,
          userCycleId,
          contactAt: null,
          dueDate: planDate,
          resolvedBy: null,
          resolvedAt: null,
          version: 1,
          createdAt: '2026-01-05T01:00:00.000Z',
          updatedAt: '2026-01-05T01:00:00.000Z',
        })
      }
    })

    test('is one log of the timeline, and planning its calls none', async () => {
      const { userId, userCycleId } = await startCycle(service)

      const [log, ...others] = await logsOf(service, userId)

      assert.deepEqual(others, [])
      assert.partialDeepStrictEqual(log, {
        type: 'LOG',
        userCycleId,
        dayIndex: 1,
        meta: { kind: 'UserCycleStarted', startDate: '2026-01-05', lengthDays: 42 },
        relationId: null,
        actor: 'SYSTEM',
      })
      assert.deepEqual(
        (await publishedAbout(service, userCycleId)).map(({ type, data }) => ({ type, data })),
        [
          {
            type: 'SupportLogHistoryRecorded',
            data: {
              userId,
              userCycleId,
              logId: log?.id,
              type: 'LOG',
              dayIndex: 1,
              relationId: null,
            },
          },
        ],
      )
    })

    test('and is shorter than a plan gets no call for it; on its last day it does', async () => {
      const of20Days = await startCycle(service, { lengthDays: 20 })
      const of21Days = await startCycle(service, { lengthDays: 21 })

      assert.deepEqual(await sequencesOf(of20Days), [1, 2])
      assert.deepEqual(await sequencesOf(of21Days), [1, 2, 3])
    })

    test('gets no call for a plan that is not active', async () => {
      await switchPlan(2, false)
      const without = await startCycle(service)
      await switchPlan(2, true)
      const withAll = await startCycle(service)

      assert.deepEqual(await sequencesOf(without), [1, 3, 4])
      assert.deepEqual(await sequencesOf(withAll), [1, 2, 3, 4])
    })

    test('in the middle, planned from a date on, has its earlier calls skipped by SYSTEM', async () => {
      const { userId, userCycleId } = await startCycle(service, {
        startDate: '2025-12-20',
        planFrom: '2026-01-09',
      })

      const calls = await callsOf(service, userCycleId)
      assert.deepEqual(
        calls.map(({ planDate, status, resolvedBy }) => [planDate, status, resolvedBy]),
        [
          ['2025-12-20', 'SKIPPED', 'SYSTEM'],
          ['2025-12-26', 'SKIPPED', 'SYSTEM'],
          ['2026-01-09', 'PENDING', null],
          ['2026-01-30', 'PENDING', null],
        ],
      )
      assert.deepEqual(await skippedIn({ userId, userCycleId }), [
        [calls[0]?.id, 'BEFORE_PLAN_FROM'],
        [calls[1]?.id, 'BEFORE_PLAN_FROM'],
      ])
    })
  })

  describe('a cycle that starts once more', () => {
    test('by the same event is a duplicate', async () => {
      const { userId, userCycleId } = await startCycle(service)
      const data = { userId, userCycleId, startDate: '2026-01-05', user: { name: '김하나' } }
      const before = await everythingOf({ userId, userCycleId })
      const again = { id: 'the-same', source: `/${userCycleId}` }

      const first = await tell('UserCycleStarted', data, again)
      const second = await tell('UserCycleStarted', data, again)

      assert.deepEqual(first.body, { accepted: 1, duplicates: 0, rejected: [] })
      assert.deepEqual(second.body, { accepted: 0, duplicates: 1, rejected: [] })
      assert.deepEqual(await everythingOf({ userId, userCycleId }), before)
    })

    test('by another sender changes nothing, the profile included', async () => {
      const cycle = await startCycle(service)
      const before = await everythingOf(cycle)

      const reply = await tell(
        'UserCycleStarted',
        {
          ...cycle,
          startDate: '2026-01-05',
          lengthDays: 21,
          planFrom: '2026-02-01',
          user: { name: '다른이름', phone: '010-9999-9999' },
          site: { siteId: 'busan', name: '부산병원' },
        },
        { source: '/another' },
      )

      assert.deepEqual(reply.body, { accepted: 1, duplicates: 0, rejected: [] })
      assert.deepEqual(await everythingOf(cycle), before)
      const rows = await admin<{ items: { userId: string; user: object; site: object }[] }>(
        'POST',
        '/v1/outbounds/search',
        { limit: 200 },
      )
      assert.partialDeepStrictEqual(
        rows.body.items.find(({ userId }) => userId === cycle.userId),
        { user: { name: '김하나', phone: '+821012345678' }, site: { siteId: 'seoul' } },
      )
    })

    test('told by eight senders at the same moment has one set of calls', async () => {
      const cycle = { userId: 'wanted-by-all', userCycleId: 'wanted-by-all' }
      const data = { ...cycle, startDate: '2026-01-05', user: { name: '박둘' } }

      const replies = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          tell('UserCycleStarted', data, { source: `/sender/${n}` }),
        ),
      )

      for (const { body } of replies) {
        assert.deepEqual(body, { accepted: 1, duplicates: 0, rejected: [] })
      }
      assert.deepEqual(await sequencesOf(cycle), [1, 2, 3, 4])
      assert.equal((await logsOf(service, cycle.userId)).length, 1)
    })

    test('for different users at the same moment belongs to one of them', async () => {
      const userCycleId = 'whose-is-it'
      const replies = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          tell('UserCycleStarted', {
            userId: `claims-it-${n}`,
            userCycleId,
            startDate: '2026-01-05',
            user: { name: '최셋' },
          }),
        ),
      )

      assert.deepEqual(
        replies.map(({ status }) => status),
        replies.map(() => 202),
      )
      assert.equal(replies.filter(({ body }) => body.accepted === 1).length, 1)
      assert.equal(replies.filter(({ body }) => body.rejected.length === 1).length, 5)
      const calls = await callsOf(service, userCycleId)
      assert.equal(calls.length, 4)
      for (const n of replies.keys()) {
        const { status } = await admin('GET', `/v1/users/claims-it-${n}/logs`)
        assert.equal(status, calls[0]?.userId === `claims-it-${n}` ? 200 : 404)
      }
    })

    test('as it was first told changes nothing after it was rescheduled', async () => {
      const cycle = await startCycle(service)
      await tell('UserCycleRescheduled', { ...cycle, startDate: '2026-01-12' })
      const before = await everythingOf(cycle)

      for (const startDate of ['2026-01-05', '2026-01-12']) {
        const reply = await tell('UserCycleStarted', {
          ...cycle,
          startDate,
          user: { name: '김하나' },
        })
        assert.deepEqual(reply.body, { accepted: 1, duplicates: 0, rejected: [] })
      }

      assert.deepEqual(await everythingOf(cycle), before)
    })
  })

  describe('a cycle that is rescheduled', () => {
    test('moves its open calls, keeps agreed times and leaves resolved calls alone', async () => {
      const cycle = await startCycle(service)
      const [first, second] = await callsOf(service, cycle.userCycleId)
      assert.ok(first && second)
      await complete(first)
      await agree(second, '2026-01-10T02:00:00Z')
      const before = await callsOf(service, cycle.userCycleId)

      await tell('UserCycleRescheduled', { ...cycle, startDate: '2026-01-12' })

      const after = await callsOf(service, cycle.userCycleId)
      assert.deepEqual(after[0], before[0])
      assert.deepEqual(
        after.slice(1).map(({ planDate, dueDate, contactAt }) => [planDate, dueDate, contactAt]),
        [
          ['2026-01-18', '2026-01-10', '2026-01-10T02:00:00.000Z'],
          ['2026-02-01', '2026-02-01', null],
          ['2026-02-22', '2026-02-22', null],
        ],
      )
    })

    test('is one log with both dates, and moving its calls neither log nor published event', async () => {
      const cycle = await startCycle(service)

      await tell('UserCycleRescheduled', { ...cycle, startDate: '2026-01-12' })

      const logs = await logsOf(service, cycle.userId)
      assert.deepEqual(
        logs.map(({ type, meta }) => ({ type, ...meta })),
        [
          {
            type: 'LOG',
            kind: 'UserCycleStarted',
            startDate: '2026-01-05',
            lengthDays: 42,
          },
          { type: 'LOG', kind: 'UserCycleRescheduled', from: '2026-01-05', to: '2026-01-12' },
        ],
      )
      assert.deepEqual(
        (await publishedAbout(service, cycle.userCycleId)).map(({ type }) => type),
        ['SupportLogHistoryRecorded', 'SupportLogHistoryRecorded'],
      )
      assert.equal((await cycleOf(cycle.userCycleId)).startDate, '2026-01-12')
    })

    test('to the day on which it starts already does not change', async () => {
      const cycle = await startCycle(service)
      const before = await everythingOf(cycle)

      await tell('UserCycleRescheduled', { ...cycle, startDate: '2026-01-05' })

      assert.deepEqual(await everythingOf(cycle), before)
    })
  })

  async function sequencesOf({ userCycleId }: Pick<Cycle, 'userCycleId'>) {
    return (await callsOf(service, userCycleId)).map(({ sequence }) => sequence)
  }

  /** The calls that were skipped and why, as timeline and published events both say. */
  async function skippedIn({ userId, userCycleId }: Cycle) {
    const logs = (await logsOf(service, userId)).filter(
      ({ type }) => type === 'OUTBOUND_STATUS_CHANGE',
    )
    const events = await publishedAbout(service, userCycleId)
    assert.deepEqual(
      events.filter(({ type }) => type === 'OutboundSkipped').map(({ data }) => data),
      logs.map(({ relationId }) => ({ userId, userCycleId, userOutboundId: relationId })),
    )
    return logs.map(({ relationId, meta }) => [relationId, meta['reason']])
  }
})

type Cycle = { userId: string; userCycleId: string }
