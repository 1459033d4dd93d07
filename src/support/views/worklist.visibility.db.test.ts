import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { run } from '../../platform/db/db.ts'
import {
  callOn,
  callsOf,
  command,
  listed,
  newSite,
  serviceOn,
  startCycle,
  type Call,
} from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Counts = { overdue: number; today: number; scheduled: number; completedToday: number }

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database)
  const { admin, tell } = service
  afterEach(() => service.at('2026-01-05T10:00'))

  const wantCalls = async (userId: string, calls: boolean) => {
    const reply = await admin('PUT', `/v1/users/${userId}/contact-preference`, {
      calls,
      messages: true,
      reason: '전화를 원하지 않음',
    })
    assert.equal(reply.status, 200)
  }

  describe('a caller limited to sites', () => {
    test('sees the calls of these sites only, on the list, its badges and the queue', async () => {
      const [one, two, other] = [newSite(), newSite(), newSite()]
      const atOne = await callOn(service, '2026-01-04', { site: one })
      const atTwo = await callOn(service, '2026-01-05', { site: two })
      const elsewhere = await callOn(service, '2026-01-03', { site: other })
      const homeless = await callOn(service, '2026-01-03', { site: undefined })
      const operator = await service.as('OPERATOR', [one.siteId, two.siteId])

      assert.deepEqual(await seen(operator), [atOne.id, atTwo.id])
      assert.deepEqual(await seen(operator, { siteId: two.siteId }), [atTwo.id])
      assert.deepEqual(await seen(operator, { siteId: other.siteId }), [])
      assert.deepEqual(await countsOf(operator), {
        overdue: 1,
        today: 1,
        scheduled: 0,
        completedToday: 0,
      })
      assert.equal(await handedTo(operator, { siteId: other.siteId }), undefined)
      assert.equal(await handedTo(operator), atOne.id)
      assert.equal(await handedTo(operator), atTwo.id)
      assert.equal(await handedTo(operator), undefined)
      const everything = await seen(admin)
      for (const { id } of [atOne, atTwo, elsewhere, homeless]) assert.ok(everything.includes(id))
    })

    test('that were named twice sees each call once', async () => {
      const site = newSite()
      const call = await callOn(service, '2026-01-05', { site })
      const operator = await service.as('OPERATOR', [site.siteId, site.siteId])

      assert.deepEqual(await seen(operator), [call.id])
      assert.equal((await countsOf(operator)).today, 1)
    })

    test('of which there are none sees nobody', async () => {
      await callOn(service, '2026-01-05', { site: undefined })
      const operator = await service.as('OPERATOR', [])

      assert.deepEqual(await seen(operator), [])
      assert.deepEqual(await countsOf(operator), {
        overdue: 0,
        today: 0,
        scheduled: 0,
        completedToday: 0,
      })
      assert.equal(await handedTo(operator), undefined)
    })

    test('is told of another site’s call that there is none', async () => {
      const { id, userCycleId } = await callOn(service, '2026-01-05', { site: newSite() })
      const operator = await service.as('OPERATOR', [newSite().siteId])
      const before = await callsOf(service, userCycleId)
      const commands: [string, object?][] = [
        ['complete'],
        ['skip', { reason: 'OTHER' }],
        ['withdraw'],
        ['schedule', { scheduleAt: '2026-01-06T01:00:00Z' }],
        ['claim', { force: true }],
      ]

      const replies = [await operator<{ code: number }>('GET', `/v1/outbounds/${id}`)]
      for (const [name, body] of commands) {
        replies.push(await command(operator, { id }, name, body))
      }
      replies.push(await operator('DELETE', `/v1/outbounds/${id}/schedule`))
      replies.push(await operator('DELETE', `/v1/outbounds/${id}/claim`, { force: true }))

      for (const { status, body } of replies) assert.deepEqual([status, body.code], [404, 4103])
      assert.deepEqual(await callsOf(service, userCycleId), before)
    })

    test('loses a user’s calls when the user moves away, and gets those who come', async () => {
      const [here, there] = [newSite(), newSite()]
      const call = await callOn(service, '2026-01-05', { site: here })
      const operatorHere = await service.as('OPERATOR', [here.siteId])
      const operatorThere = await service.as('OPERATOR', [there.siteId])

      await tell('UserSiteUpdated', { userId: call.userId, ...there })

      assert.deepEqual(await seen(operatorHere), [])
      assert.deepEqual(await seen(operatorThere), [call.id])
    })
  })

  describe('a user who wants no calls', () => {
    test('is not on the day’s list, its badges or the queue, until they want them again', async () => {
      const site = newSite()
      const operator = await service.as('OPERATOR', [site.siteId])
      const overdue = await callOn(service, '2026-01-04', { site })
      const call = await callOn(service, '2026-01-05', { site })
      await wantCalls(overdue.userId, false)
      await wantCalls(call.userId, false)

      const without = [await seen(operator), await countsOf(operator), await handedTo(operator)]
      await wantCalls(call.userId, true)
      const again = [await seen(operator), (await countsOf(operator)).today]

      assert.deepEqual(without, [
        [],
        { overdue: 0, today: 0, scheduled: 0, completedToday: 0 },
        undefined,
      ])
      assert.deepEqual(again, [[call.id], 1])
      assert.equal(await handedTo(operator), call.id)
    })

    test('has no calls on the list in the next cycle either', async () => {
      const site = newSite()
      const operator = await service.as('OPERATOR', [site.siteId])
      const { userId } = await callOn(service, '2025-12-01', { site })
      await wantCalls(userId, false)

      await startCycle(service, { userId, userCycleId: `${userId}-next`, site })

      assert.deepEqual(await seen(operator), [])
    })

    test('keeps the calls that were made', async () => {
      const site = newSite()
      const operator = await service.as('OPERATOR', [site.siteId])
      const call = await callOn(service, '2026-01-05', { site })
      await command(operator, call, 'complete')

      await wantCalls(call.userId, false)

      assert.deepEqual(await seen(operator, { status: ['COMPLETED'] }), [call.id])
      assert.equal((await countsOf(operator)).completedToday, 1)
    })
  })

  describe('a cycle that nobody ended', () => {
    test('leaves the list fourteen days after its last day and is forgotten from then', async () => {
      const site = newSite()
      const [operator, manager] = [
        await service.as('OPERATOR', [site.siteId]),
        await service.as('MANAGER', [site.siteId]),
      ]
      const call = await callOn(service, '2026-01-05', { site })
      const listsAt = async (time: string) => {
        service.at(time)
        const badges = await countsOf(operator)
        return [
          (await seen(operator)).length,
          badges.overdue,
          (await seen(manager, { forgotten: true })).length,
        ]
      }

      assert.deepEqual(await listsAt('2026-01-19T23:59'), [1, 1, 0])
      assert.deepEqual(await listsAt('2026-01-20T00:00'), [0, 0, 1])
      assert.deepEqual(await seen(manager, { forgotten: true }), [call.id])
      assert.equal(await handedTo(operator), undefined)
      assert.equal(await handedTo(manager, { forgotten: true }), call.id)
    })

    test('leaves it after the days that ANBU_CYCLE_GRACE says', async () => {
      const impatient = await serviceOn(database, { ANBU_CYCLE_GRACE: '3' })
      const site = newSite()
      const { userCycleId } = await startCycle(impatient, { site, lengthDays: 7 })
      const [, second] = await callsOf(impatient, userCycleId)
      const of = (filters: object) => seen(impatient.admin, { siteId: site.siteId, ...filters })

      impatient.at('2026-01-14T23:59')
      assert.equal((await of({})).length, 2)
      impatient.at('2026-01-15T00:00')
      assert.deepEqual(await of({}), [])
      assert.deepEqual(await of({ forgotten: true, sequence: 2 }), [second?.id])
    })

    test('is the only one whose calls are forgotten, whatever became of them', async () => {
      const site = newSite()
      const forgotten = await startCycle(service, { site, startDate: '2025-10-01' })
      const ended = await startCycle(service, { site, startDate: '2025-10-01' })
      const running = await startCycle(service, { site })
      for (const { userCycleId } of [forgotten, ended, running]) {
        const [made, skipped] = await callsOf(service, userCycleId)
        assert.ok(made && skipped)
        await command(admin, made, 'complete')
        await command(admin, skipped, 'skip', { reason: 'OTHER' })
      }
      await tell('UserCycleEnded', { ...ended, reason: 'over' })

      const resolved = { siteId: site.siteId, status: ['COMPLETED', 'SKIPPED'], forgotten: true }
      const [made, skipped] = await callsOf(service, forgotten.userCycleId)
      assert.deepEqual(await seen(admin, resolved), [made?.id, skipped?.id])
    })

    test('comes back onto the list when it is rescheduled', async () => {
      const site = newSite()
      const call = await callOn(service, '2025-12-01', { site })
      const ofSite = { siteId: site.siteId }
      const before = [await seen(admin, ofSite), await seen(admin, { ...ofSite, forgotten: true })]

      const { userId, userCycleId } = call
      await tell('UserCycleRescheduled', { userId, userCycleId, startDate: '2026-01-05' })

      assert.deepEqual(before, [[], [call.id]])
      assert.deepEqual(await seen(admin, ofSite), [call.id])
      assert.deepEqual(await seen(admin, { ...ofSite, forgotten: true }), [])
    })

    test('is no list for operators and services', async () => {
      for (const role of ['OPERATOR', 'SERVICE'] as const) {
        const caller = await service.as(role)
        for (const { status, body } of [
          await caller<{ code: number }>('GET', '/v1/outbounds?forgotten=true'),
          await caller<{ code: number }>('POST', '/v1/outbounds/search', { forgotten: true }),
          await caller<{ code: number }>('GET', '/v1/outbounds?forgotten=true&limit=0'),
          await caller<{ code: number }>('POST', '/v1/outbounds/next', { forgotten: true, foo: 1 }),
          await caller<{ code: number }>('POST', '/v1/outbounds/next', { forgotten: true }),
        ]) {
          assert.deepEqual([status, body.code], [403, 4004], role)
        }
        assert.equal((await caller('GET', '/v1/outbounds?forgotten=false')).status, 200)
      }
      for (const role of ['MANAGER', 'ADMIN'] as const) {
        const caller = await service.as(role)
        assert.equal((await caller('GET', '/v1/outbounds?forgotten=true')).status, 200)
      }
    })
  })

  test('what a call carries of its user is what the user is', async () => {
    const strangers = await run<{ id: number }>(
      database.sql,
      `select o.id from support.user_outbound_plan o join private.user_profile u using (user_id)
        where (o.site_id, o.md_id, o.wants_calls) is distinct from (u.site_id, u.md_id, u.wants_calls)`,
      [],
    )

    assert.deepEqual(strangers, [])
  })
})

async function seen(caller: Call, filters: Record<string, unknown> = {}) {
  return (await listed(caller, filters)).map(({ id }) => id)
}

async function countsOf(caller: Call) {
  return (await caller<Counts>('GET', '/v1/outbounds/counts')).body
}

async function handedTo(caller: Call, filters: object = {}) {
  const { status, body } = await caller<{ id: number }>('POST', '/v1/outbounds/next', filters)
  return status === 204 ? undefined : body.id
}
