import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callsOf, listed, logsOf, serviceOn, startCycle } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { ACCEPTED, lettersOf, NOTHING, send, starting } from '../../testing/events.ts'

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin, tell } = service

  const AT_BUSAN = { site: { siteId: 'busan', name: '부산병원' } }
  const ofSeoul = { ...service, admin: await service.as('SERVICE', ['seoul']) }
  const ofNobody = { ...service, admin: await service.as('SERVICE', []) }

  /** All that can be seen of a user. */
  const everythingOf = async ({ userId, userCycleId }: Cycle) => ({
    cycle: (await admin('GET', `/v1/user-cycles/${userCycleId}`)).body,
    calls: await callsOf(service, userCycleId),
    logs: await logsOf(service, userId),
    rows: (await listed(admin)).filter((row) => row.userId === userId),
  })

  describe('a sender limited to sites', () => {
    test('starts cycles of users there, and tells of them', async () => {
      const start = starting({ data: { ...starting().data, ...at('seoul') } })
      const { userId, userCycleId } = start.data

      const started = await send(ofSeoul, start)
      const ended = await send(
        ofSeoul,
        starting({ type: 'UserCycleEnded', data: { userId, userCycleId, reason: 'over' } }),
      )

      assert.deepEqual([started.body, ended.body], [ACCEPTED, ACCEPTED])
      const calls = await callsOf(service, userCycleId)
      assert.ok(calls.every(({ status }) => status === 'SKIPPED'))
    })

    test('starts none of a user elsewhere, or without a site', async () => {
      const { userId } = await startCycle(service, AT_BUSAN)
      const cases: [typeof ofSeoul, object][] = [
        [ofSeoul, { ...starting().data, ...AT_BUSAN }],
        [ofSeoul, starting().data],
        [ofSeoul, { ...starting().data, userId, ...at('seoul') }],
        [ofNobody, { ...starting().data, ...at('seoul') }],
        [ofNobody, starting().data],
      ]
      for (const [sender, data] of cases) {
        const event = starting({ data })

        const { status, body } = await send(sender, event)

        assert.equal(status, 202)
        assert.equal(body.accepted, 0)
        assert.equal(body.rejected.length, 1)
        const { userCycleId } = { ...starting().data, ...data }
        assert.equal((await admin('GET', `/v1/user-cycles/${userCycleId}`)).status, 404)
        assert.equal((await lettersOf(service, event.id)).length, 1)
      }
    })

    test('changes nothing of a user elsewhere by any event', async () => {
      const cycle = await startCycle(service, AT_BUSAN)
      const { userId } = cycle
      const before = await everythingOf(cycle)
      const user = { name: '이름', phone: null }
      const cases: Record<string, object> = {
        UserCycleStarted: { ...cycle, startDate: '2026-01-05', user, ...at('seoul') },
        UserCycleRescheduled: { ...cycle, startDate: '2026-01-12' },
        UserCycleEnded: { ...cycle, reason: 'over' },
        LastSurveyCompleted: cycle,
        SupportNoteReceived: { ...cycle, text: '메모' },
        UserProfileUpdated: { userId, name: '다른이름' },
        UserSiteUpdated: { userId, siteId: 'seoul', name: '서울병원' },
        UserMdUpdated: { userId, mdId: 'md-kim', name: '김의사' },
        UserMdDeleted: { userId },
        UserContactPreferenceUpdated: { userId, calls: false, messages: false, reason: 'x' },
      }
      for (const sender of [ofSeoul, ofNobody]) {
        for (const [type, data] of Object.entries(cases)) {
          const event = starting({ type, data })

          const { status, body } = await send(sender, event)

          assert.equal(status, 202, type)
          assert.deepEqual(body, { ...NOTHING, rejected: body.rejected }, type)
          assert.deepEqual(
            body.rejected.map(({ id }) => id),
            [event.id],
            type,
          )
        }
      }
      assert.deepEqual(await everythingOf(cycle), before)
    })

    test('does not rename a site that is not theirs', async () => {
      const elsewhere = await startCycle(service, { ...AT_BUSAN, lengthDays: 1 })
      const own = await startCycle(service, { lengthDays: 1 })

      const moved = await send(
        ofSeoul,
        starting({
          type: 'UserSiteUpdated',
          data: { userId: own.userId, siteId: 'busan', name: '가짜병원' },
        }),
      )

      assert.deepEqual(moved.body, ACCEPTED)
      const { rows } = await everythingOf(elsewhere)
      assert.deepEqual(rows[0]?.site, AT_BUSAN.site)
    })

    test('leaves no event waiting for a user elsewhere', async () => {
      const start = starting({ data: { ...starting().data, ...AT_BUSAN } })
      const { userId, userCycleId } = start.data
      const cycle = { userId, userCycleId }
      const events = [
        starting({ type: 'UserCycleEnded', data: { ...cycle, reason: 'over' } }),
        starting({ type: 'UserProfileUpdated', data: { userId, name: '다른이름' } }),
        starting({ type: 'UserSiteUpdated', data: { userId, siteId: 'seoul', name: '서울' } }),
      ]
      for (const event of events) assert.deepEqual((await send(ofSeoul, event)).body, ACCEPTED)

      await send(service, start)

      const { calls, logs, rows } = await everythingOf(cycle)
      assert.equal(logs.length, 1)
      assert.equal(calls.length, 4)
      assert.partialDeepStrictEqual(rows[0], { user: { name: '김하나' }, ...AT_BUSAN })
      for (const { id } of events) {
        const [letter] = await lettersOf(service, id)
        assert.equal(letter?.reason, 'CONTRADICTORY')
      }
    })

    test('has what waited applied once the cycle starts at their site', async () => {
      const start = starting({ data: { ...starting().data, ...at('seoul') } })
      const { userId, userCycleId } = start.data
      const event = starting({
        type: 'UserCycleRescheduled',
        data: { userId, userCycleId, startDate: '2026-01-12' },
      })
      await send(ofSeoul, event)

      await send(service, start)

      const [first] = await callsOf(service, userCycleId)
      assert.equal(first?.planDate, '2026-01-12')
    })

    test('replaying what they could not send is an administrator’s, who may', async () => {
      const cycle = await startCycle(service, AT_BUSAN)
      const event = starting({
        type: 'UserCycleRescheduled',
        data: { ...cycle, startDate: '2026-01-12' },
      })
      await send(ofSeoul, event)
      const [letter] = await lettersOf(service, event.id)

      const refused = await ofSeoul.admin('POST', `/v1/dead-letters/${letter?.id}/replay`)
      const replayed = await admin('POST', `/v1/dead-letters/${letter?.id}/replay`)

      assert.equal(refused.status, 403)
      assert.deepEqual(replayed.body, ACCEPTED)
      const [first] = await callsOf(service, cycle.userCycleId)
      assert.equal(first?.planDate, '2026-01-12')
    })
  })

  test('a sender without a limit tells of everybody', async () => {
    const without = await startCycle(service, { site: undefined })

    const { body } = await tell('UserCycleEnded', { ...without, reason: 'over' })

    assert.deepEqual(body, ACCEPTED)
  })
})

type Cycle = { userId: string; userCycleId: string }

function at(siteId: string) {
  return { site: { siteId, name: '서울병원' } }
}
