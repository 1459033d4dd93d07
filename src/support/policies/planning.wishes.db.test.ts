import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { run } from '../../platform/db/db.ts'
import { listed, serviceOn, startCycle } from '../../testing/api.ts'
import { freshPostgres, postgresAnswers } from '../../testing/databases.ts'
import { until, waiting } from '../../testing/until.ts'

if (await postgresAnswers()) {
  const database = await freshPostgres()
  const service = await serviceOn(database)
  const { admin, tell } = service
  after(() => database.close())

  test('who wants no calls is not called in a cycle that is told late, at that moment', async () => {
    const { userId } = await startCycle(service)
    const user = { name: '김하나', phone: '010-1234-5678' }
    await tell('UserProfileUpdated', { userId, ...user }, { time: '2026-01-04T02:00:00Z' })
    const userCycleId = `another-cycle-of-${userId}`
    const cycle = { userId, userCycleId, startDate: '2026-01-05', user }

    const { begun } = await database.sql.transaction().execute(async (tx) => {
      await run(tx, 'lock table support.outbound_plan in access exclusive mode', [])
      const started = tell('UserCycleStarted', cycle, { time: '2026-01-04T01:00:00Z' })
      await until(async () => (await waiting(database.sql)) === 1)
      let isSaid = false
      const wish = { calls: false, messages: true, reason: '전화를 원하지 않습니다' }
      const said = admin('PUT', `/v1/users/${userId}/contact-preference`, wish).finally(() => {
        isSaid = true
      })
      await until(async () => isSaid || (await waiting(database.sql)) === 2)
      return { begun: [started, said] as const }
    })
    const [, said] = await Promise.all(begun)

    assert.equal(said.status, 200)
    const calls = await run<{ wantsCalls: boolean }>(
      database.sql,
      'select wants_calls as "wantsCalls" from support.user_outbound_plan where user_cycle_id = $1',
      [userCycleId],
    )
    assert.deepEqual(new Set(calls.map(({ wantsCalls }) => wantsCalls)), new Set([false]))
    assert.deepEqual(await listed(service.admin), [])
  })

  test('two cycles of a new user, told at the same moment by two hospitals, are at the later one', async () => {
    const userId = 'told-by-two'
    const user = { name: '김하나', phone: '010-1234-5678' }
    const cycleAt = (siteId: string, startDate: string) => ({
      userId,
      userCycleId: `${userId}-${siteId}`,
      startDate,
      user,
      site: { siteId, name: null },
    })

    const begun = await database.sql.transaction().execute(async (tx) => {
      await run(tx, 'lock table support.outbound_plan in access exclusive mode', [])
      const time = '2026-01-04T01:00:00Z'
      const first = tell('UserCycleStarted', cycleAt('former', '2026-01-05'), { time })
      await until(async () => (await waiting(database.sql)) === 1)
      const later = { time: '2026-01-04T02:00:00Z' }
      const second = tell('UserCycleStarted', cycleAt('later', '2026-01-06'), later)
      await until(async () => (await waiting(database.sql)) === 2)
      return [first, second]
    })
    for (const { status } of await Promise.all(begun)) assert.equal(status, 202)

    const sites = await run<{ of: string; siteId: string }>(
      database.sql,
      `select user_cycle_id as "of", site_id as "siteId" from support.user_outbound_plan
        where user_id = $1 group by 1, 2 order by 1`,
      [userId],
    )
    assert.deepEqual(sites, [
      { of: `${userId}-former`, siteId: 'later' },
      { of: `${userId}-later`, siteId: 'later' },
    ])
  })
}
