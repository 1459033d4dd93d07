import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { run } from '../../platform/db/db.ts'
import { callsOf, logsOf, publishedAbout, serviceOn, startCycle } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { untilWaiting } from '../../testing/until.ts'

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database)
  const { admin, tell } = service

  const stateOf = async ({ userCycleId }: Cycle) => {
    const { body } = await admin<{ state: string }>('GET', `/v1/user-cycles/${userCycleId}`)
    return body.state
  }
  const end = (cycle: Cycle) =>
    tell('UserCycleEnded', { ...cycle, reason: '치료를 그만두었습니다' })
  const surveyed = (cycle: Cycle) => tell('LastSurveyCompleted', cycle)
  const command = (id: number, name: string, body: object = {}) =>
    admin<{ code?: number; status?: string; planDate?: string; dueDate?: string }>(
      'POST',
      `/v1/outbounds/${id}/${name}`,
      body,
    )

  /** A cycle of four calls, and the ids of these. */
  async function cycleOfFour() {
    const cycle = await startCycle(service)
    const [first = NONE, second = NONE, third = NONE, last = NONE] = await idsOf(cycle)
    return { cycle, first, second, third, last }
  }

  async function idsOf({ userCycleId }: Cycle) {
    return (await callsOf(service, userCycleId)).map(({ id }) => id)
  }

  async function statusesOf({ userCycleId }: Cycle) {
    return (await callsOf(service, userCycleId)).map(({ status }) => status)
  }

  /** What timeline and published events say of a cycle after its start, without the logs' own events. */
  async function toldOf({ userId, userCycleId }: Cycle) {
    const [, ...logs] = await logsOf(service, userId)
    const published = await publishedAbout(service, userCycleId)
    return {
      logs: logs.map(({ type, meta, relationId, actor }) => ({ type, meta, relationId, actor })),
      published: published
        .filter(({ type }) => type !== 'SupportLogHistoryRecorded')
        .map(({ type, data }) => ({ type, data })),
    }
  }

  describe('a cycle that ends', () => {
    test('has its open calls skipped by SYSTEM; resolved ones stay', async () => {
      const { cycle, first, second } = await cycleOfFour()
      await command(first, 'complete')
      await admin('PUT', `/v1/outbounds/${second}/claim`)
      const [completed] = await callsOf(service, cycle.userCycleId)
      service.at('2026-01-06T09:00')

      await end(cycle)

      const calls = await callsOf(service, cycle.userCycleId)
      service.at('2026-01-05T10:00')
      assert.deepEqual(calls[0], completed)
      assert.deepEqual(
        calls.slice(1).map(({ status, resolvedBy, resolvedAt, version }) => ({
          status,
          resolvedBy,
          resolvedAt,
          version,
        })),
        Array.from({ length: 3 }, () => ({
          status: 'SKIPPED',
          resolvedBy: 'SYSTEM',
          resolvedAt: '2026-01-06T00:00:00.000Z',
          version: 2,
        })),
      )
      assert.equal(await stateOf(cycle), 'ENDED')
      const [claim] = await run<{ claimed_by: string | null }>(
        database.sql,
        'select claimed_by from support.user_outbound_plan where id = $1',
        [second],
      )
      assert.equal(claim?.claimed_by, null)
    })

    test('writes one log and one event for each call that it skips', async () => {
      const { cycle, first, second, third, last } = await cycleOfFour()
      await command(second, 'skip', { reason: 'DUPLICATE' })
      const before = await toldOf(cycle)

      await end(cycle)

      const told = await toldOf(cycle)
      const actor = 'SYSTEM'
      const reason = 'CYCLE_ENDED'
      const type = 'OUTBOUND_STATUS_CHANGE'
      const skippedFrom = (from: string) => ({ from, to: 'SKIPPED', reason })
      assert.deepEqual(told.logs.slice(before.logs.length), [
        {
          type: 'LOG',
          meta: { kind: 'UserCycleEnded', reason: '치료를 그만두었습니다' },
          relationId: null,
          actor,
        },
        { type, meta: skippedFrom('ACTIVE'), relationId: first, actor },
        { type, meta: skippedFrom('PENDING'), relationId: third, actor },
        { type, meta: skippedFrom('PENDING'), relationId: last, actor },
      ])
      assert.deepEqual(
        told.published.slice(before.published.length),
        [first, third, last].map((userOutboundId) => ({
          type: 'OutboundSkipped',
          data: { ...cycle, userOutboundId },
        })),
      )
    })

    test('twice ends once', async () => {
      const { cycle } = await cycleOfFour()
      await end(cycle)
      const calls = await callsOf(service, cycle.userCycleId)
      const told = await toldOf(cycle)

      const reply = await end(cycle)

      assert.deepEqual(reply.body, { accepted: 1, duplicates: 0, rejected: [] })
      assert.deepEqual(await callsOf(service, cycle.userCycleId), calls)
      assert.deepEqual(await toldOf(cycle), told)
    })

    test('gives nobody its calls back: withdrawing and agreeing a time are refused', async () => {
      const { cycle, first, second } = await cycleOfFour()
      await command(first, 'complete')
      await end(cycle)
      const before = await toldOf(cycle)

      const withdrawn = await command(first, 'withdraw')
      const skippedWithdrawn = await command(second, 'withdraw')
      const agreed = await admin<{ code: number }>('PUT', `/v1/outbounds/${second}/schedule`, {
        scheduleAt: '2026-01-10T02:00:00Z',
      })

      assert.deepEqual([withdrawn.status, withdrawn.body.code], [409, 4001])
      assert.deepEqual([skippedWithdrawn.status, skippedWithdrawn.body.code], [409, 4001])
      assert.deepEqual([agreed.status, agreed.body.code], [409, 4007])
      assert.deepEqual(await toldOf(cycle), before)
    })
  })

  describe('a call that is withdrawn after its cycle was rescheduled', () => {
    test('is planned by the present start', async () => {
      const { cycle, first, second } = await cycleOfFour()
      await command(first, 'complete')
      await command(second, 'skip', { reason: 'UNREACHABLE' })
      await tell('UserCycleRescheduled', { ...cycle, startDate: '2026-01-12' })

      const replies = [await command(first, 'withdraw'), await command(second, 'withdraw')]

      assert.deepEqual(
        replies.map(({ body: { status, planDate, dueDate } }) => [status, planDate, dueDate]),
        [
          ['PENDING', '2026-01-12', '2026-01-12'],
          ['PENDING', '2026-01-18', '2026-01-18'],
        ],
      )
      const { logs } = await toldOf(cycle)
      assert.deepEqual(
        logs.slice(-2).map(({ meta }) => meta),
        [
          { from: 'COMPLETED', to: 'PENDING', reason: null },
          { from: 'SKIPPED', to: 'PENDING', reason: null },
        ],
      )
    })
  })

  describe('a withdrawal at the moment at which the cycle ends', () => {
    test('leaves no open call in an ended cycle', async () => {
      for (let round = 0; round < 10; round += 1) {
        const { cycle, first } = await cycleOfFour()
        await command(first, 'complete')

        const [withdrawal, ended] = await Promise.all([command(first, 'withdraw'), end(cycle)])

        assert.ok([200, 409].includes(withdrawal.status))
        assert.equal(ended.status, 202)
        assert.equal(await stateOf(cycle), 'ENDED')
        assert.deepEqual(
          (await statusesOf(cycle)).filter((status) => status === 'PENDING' || status === 'ACTIVE'),
          [],
        )
      }
    })

    if (database.kind === 'server') {
      test('that had begun before the end was seen is decided anew', async () => {
        const { cycle, first } = await cycleOfFour()
        await command(first, 'complete')

        const [ended, withdrawal] = await whileHeld(
          first,
          () => end(cycle),
          () => command(first, 'withdraw'),
        )

        assert.equal(ended.status, 202)
        assert.partialDeepStrictEqual(withdrawal, { status: 409, body: { code: 4001 } })
        assert.deepEqual(await statusesOf(cycle), ['COMPLETED', 'SKIPPED', 'SKIPPED', 'SKIPPED'])
      })

      test('that was faster is skipped again by the end', async () => {
        const { cycle, first } = await cycleOfFour()
        await command(first, 'complete')

        const [withdrawal] = await whileHeld(
          first,
          () => command(first, 'withdraw'),
          () => end(cycle),
        )

        assert.equal(withdrawal.status, 200)
        assert.deepEqual(await statusesOf(cycle), ['SKIPPED', 'SKIPPED', 'SKIPPED', 'SKIPPED'])
        const { published } = await toldOf(cycle)
        assert.deepEqual(
          published.map(({ type }) => type),
          ['OutboundCompleted', 'OutboundWithdrawn', ...Array<string>(4).fill('OutboundSkipped')],
        )
      })
    }
  })

  /** Begins one after the other while another transaction holds that call's row, then lets both go on. */
  async function whileHeld<One, Other>(
    id: number,
    beginOne: () => Promise<One>,
    beginOther: () => Promise<Other>,
  ) {
    const { begun } = await database.sql.transaction().execute(async (tx) => {
      await run(tx, 'select 1 from support.user_outbound_plan where id = $1 for update', [id])
      const one = beginOne()
      await untilWaiting(database.sql, 1)
      const other = beginOther()
      await untilWaiting(database.sql, 2)
      return { begun: [one, other] as const }
    })
    return await Promise.all(begun)
  }

  describe('the last survey of a cycle', () => {
    test('completes its last call by SYSTEM, before its day', async () => {
      const { cycle, last } = await cycleOfFour()

      await surveyed(cycle)

      const calls = await callsOf(service, cycle.userCycleId)
      assert.deepEqual(await statusesOf(cycle), ['ACTIVE', 'PENDING', 'PENDING', 'COMPLETED'])
      assert.equal(calls[3]?.resolvedBy, 'SYSTEM')
      assert.deepEqual(await toldOf(cycle), {
        logs: [
          {
            type: 'OUTBOUND_STATUS_CHANGE',
            meta: { from: 'PENDING', to: 'COMPLETED', reason: null },
            relationId: last,
            actor: 'SYSTEM',
          },
        ],
        published: [
          { type: 'LastOutboundAutoCompleted', data: { ...cycle, userOutboundId: last } },
        ],
      })
    })

    test('told twice completes it once', async () => {
      const { cycle } = await cycleOfFour()
      await surveyed(cycle)
      const told = await toldOf(cycle)

      const reply = await surveyed(cycle)

      assert.deepEqual(reply.body, { accepted: 1, duplicates: 0, rejected: [] })
      assert.deepEqual(await toldOf(cycle), told)
    })

    test('leaves a last call alone that a person completed or skipped', async () => {
      for (const [name, body] of [
        ['complete', {}],
        ['skip', { reason: 'REFUSED' }],
      ] as const) {
        const { cycle, last } = await cycleOfFour()
        await command(last, name, body)
        const calls = await callsOf(service, cycle.userCycleId)
        const told = await toldOf(cycle)

        await surveyed(cycle)

        assert.deepEqual(await callsOf(service, cycle.userCycleId), calls)
        assert.deepEqual(await toldOf(cycle), told)
      }
    })

    test('in a shorter cycle completes the last of the calls that there are', async () => {
      const cycle = await startCycle(service, { lengthDays: 21 })

      await surveyed(cycle)

      assert.deepEqual(await statusesOf(cycle), ['ACTIVE', 'PENDING', 'COMPLETED'])
    })

    test('completes a last call again that was withdrawn', async () => {
      const { cycle, last } = await cycleOfFour()
      await surveyed(cycle)
      await command(last, 'withdraw')

      await surveyed(cycle)

      assert.deepEqual((await statusesOf(cycle)).at(-1), 'COMPLETED')
    })
  })
})

const NONE = 0

type Cycle = { userId: string; userCycleId: string }
