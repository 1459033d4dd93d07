import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { systemSupport } from '../../app.ts'
import { isRefusal } from '../../kernel/decision.ts'
import type { OutboundId, UserCycleId } from '../../kernel/values.ts'
import { change } from '../../platform/change.ts'
import { run } from '../../platform/db/db.ts'
import { store } from '../../platform/journal.ts'
import { callsOf, logsOf, publishedAbout, serviceOn, startCycle } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { actOf } from '../support.ts'
import { findByUserCycleId, subject, userOutboundPlans } from './repository.ts'
import { claim, complete, skip, type UserOutboundPlan } from './user-outbound-plan.ts'

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database)
  const support = systemSupport(service)
  const { sql } = database
  const { load, evolve, save } = userOutboundPlans

  async function aCycle(given: Record<string, unknown> = {}) {
    const cycle = await startCycle(service, given)
    const userCycleId = cycle.userCycleId as UserCycleId
    const [call] = await findByUserCycleId(sql, userCycleId)
    assert.ok(call)
    return { ...cycle, userCycleId, call }
  }

  const completion = (call: UserOutboundPlan) => {
    const event = complete(call, actOf(support))
    assert.ok('act' in event)
    return event
  }

  /** Saves the call as completed, with its log and its event, if it is still in that state. */
  function saveCompleted(before: UserOutboundPlan) {
    const event = completion(before)
    const next = evolve(before, event)
    return store(support, save, { before, next }, [{ event, subject: subject(next) }])
  }

  async function writesNothing(call: UserOutboundPlan) {
    const kept = async () => [
      await load(sql, call.id, null),
      await logsOf(service, call.userId),
      await publishedAbout(service, call.userCycleId),
    ]
    const before = await kept()

    assert.equal(await saveCompleted(call), false)
    assert.deepEqual(await kept(), before)
  }

  describe('findById', () => {
    test('answers the call with what a decision needs of its cycle', async () => {
      const { userId, userCycleId, call } = await aCycle()

      assert.deepEqual(await load(sql, call.id, null), {
        id: call.id,
        userId,
        userCycleId,
        sequence: 1,
        dayIndex: 1,
        status: 'PENDING',
        planDate: '2026-01-05',
        contactAt: null,
        dueDate: '2026-01-05',
        dueReason: 'PLAN',
        resolvedBy: null,
        resolvedAt: null,
        claimedBy: null,
        claimedUntil: null,
        version: 1,
        createdAt: '2026-01-05T01:00:00.000Z',
        updatedAt: '2026-01-05T01:00:00.000Z',
        startDate: '2026-01-05',
        cycleState: 'STARTED',
        cycleVersion: 1,
      })
    })

    test('answers nothing where there is none', async () => {
      assert.equal(await load(sql, 999_999_999 as OutboundId, null), undefined)
    })

    test('answers a call of one’s own sites only', async () => {
      const { call } = await aCycle({ site: { siteId: 'seoul', name: '서울병원' } })
      const { call: homeless } = await aCycle({ site: undefined })

      assert.equal((await load(sql, call.id, ['busan', 'seoul']))?.id, call.id)
      assert.equal(await load(sql, call.id, ['busan']), undefined)
      assert.equal(await load(sql, call.id, []), undefined)
      assert.equal((await load(sql, homeless.id, null))?.id, homeless.id)
      assert.equal(await load(sql, homeless.id, ['seoul']), undefined)
    })
  })

  describe('findByUserCycleId', () => {
    test('answers the cycle’s calls by sequence', async () => {
      const { userCycleId } = await aCycle()

      const calls = await findByUserCycleId(sql, userCycleId)

      assert.deepEqual(
        calls.map(({ sequence, planDate }) => [sequence, planDate]),
        [
          [1, '2026-01-05'],
          [2, '2026-01-11'],
          [3, '2026-01-25'],
          [4, '2026-02-15'],
        ],
      )
    })

    test('answers nothing of a cycle that is not known', async () => {
      assert.deepEqual(await findByUserCycleId(sql, 'unknown' as UserCycleId), [])
    })
  })

  describe('findByUserCycleIdAndSequence', () => {
    test('answers that call alone, or none', async () => {
      const { userCycleId } = await aCycle()

      const [third, ...others] = await findByUserCycleId(sql, userCycleId, 3)

      assert.deepEqual([third?.sequence, others], [3, []])
      assert.deepEqual(await findByUserCycleId(sql, userCycleId, 5), [])
    })

    test('is answered over HTTP', async () => {
      const { userCycleId } = await aCycle()
      const url = `/v1/user-cycles/${userCycleId}/outbounds`
      const all = await callsOf(service, userCycleId)

      const third = await service.admin('GET', `${url}?sequence=3`)
      const fifth = await service.admin('GET', `${url}?sequence=5`)
      const unknown = await service.admin('GET', '/v1/user-cycles/unknown/outbounds')

      assert.deepEqual(third.body, { items: [all[2]], nextCursor: null })
      assert.deepEqual(fifth.body, { items: [], nextCursor: null })
      assert.partialDeepStrictEqual(unknown, { status: 404, body: { code: 4102 } })
    })
  })

  describe('save', () => {
    test('writes the state, one log and one event', async () => {
      const { userId, userCycleId, call } = await aCycle()

      const saved = await saveCompleted(call)

      assert.equal(saved, true)
      assert.deepEqual(await load(sql, call.id, null), evolve(call, completion(call)))
      const logs = await logsOf(service, userId)
      assert.deepEqual(
        logs.map(({ type }) => type),
        ['LOG', 'OUTBOUND_STATUS_CHANGE'],
      )
      const published = await publishedAbout(service, userCycleId)
      assert.deepEqual(
        published.map(({ type }) => type),
        ['SupportLogHistoryRecorded', 'OutboundCompleted', 'SupportLogHistoryRecorded'],
      )
    })

    test('writes nothing of a version that somebody else has changed', async () => {
      const { call } = await aCycle()
      await saveCompleted(call)

      await writesNothing(call)
    })

    test('writes nothing when somebody has claimed the call meanwhile', async () => {
      const { call } = await aCycle()
      await service.admin('PUT', `/v1/outbounds/${call.id}/claim`)

      await writesNothing(call)
    })

    test('writes nothing when a claim was renewed meanwhile', async () => {
      const { call } = await aCycle()
      await service.admin('PUT', `/v1/outbounds/${call.id}/claim`)
      const claimed = await load(sql, call.id, null)
      assert.ok(claimed)
      service.at('2026-01-05T10:05')
      await service.admin('PUT', `/v1/outbounds/${call.id}/claim`)

      await writesNothing(claimed)
      service.at('2026-01-05T10:00')
    })

    test('writes nothing when the cycle has changed meanwhile', async () => {
      const { userId, userCycleId, call } = await aCycle()
      await service.tell('UserCycleRescheduled', { userId, userCycleId, startDate: '2026-01-06' })
      const moved = await load(sql, call.id, null)
      assert.ok(moved)

      await writesNothing({ ...moved, cycleVersion: call.cycleVersion })
    })

    test('leaves a second call of that sequence to nobody', async () => {
      const { userCycleId } = await aCycle()

      await assert.rejects(
        run(
          sql,
          `insert into support.user_outbound_plan
             (user_id, user_cycle_id, sequence, day_index, status, plan_date, due_date, due_reason, created_at,
              updated_at, wants_calls, last_day, cycle_version)
           select user_id, user_cycle_id, sequence, day_index, status, plan_date, due_date, due_reason, created_at,
                  updated_at, wants_calls, last_day, cycle_version
             from support.user_outbound_plan where user_cycle_id = $1`,
          [userCycleId],
        ),
        /unique/,
      )
    })
  })

  describe('a change', () => {
    test('is decided again of the state that somebody faster left', async () => {
      const { call } = await aCycle()
      const seen: string[] = []
      const decideBy = (decide: (plan: UserOutboundPlan) => ReturnType<typeof skip>) =>
        change(support, userOutboundPlans, {
          id: call.id,
          decide: (plan) => {
            seen.push(plan.status)
            return decide(plan)
          },
        })

      const outcomes = await Promise.all([
        decideBy((plan) => skip(plan, { reason: 'OTHER' }, actOf(support))),
        decideBy((plan) => skip(plan, { reason: 'REFUSED' }, actOf(support))),
      ])

      assert.equal(seen.at(-1), 'SKIPPED')
      const [refused, ...others] = outcomes.filter((outcome) => isRefusal(outcome))
      assert.deepEqual(others, [])
      assert.partialDeepStrictEqual(refused, { code: 4001, details: { resolvedBy: 'SYSTEM' } })
      assert.equal((await logsOf(service, call.userId)).length, 2)
    })

    test('of a claim leaves the version as it was', async () => {
      const { call } = await aCycle()

      const claimed = await change(support, userOutboundPlans, {
        id: call.id,
        decide: (plan) => claim(plan, { force: false }, actOf(support)),
      })

      assert.partialDeepStrictEqual(claimed, { version: 1, claimedBy: 'SYSTEM' })
    })
  })
})
