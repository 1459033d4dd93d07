import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { callOn, command, newSite, serviceOn, type OutboundInTests } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Counts = { overdue: number; today: number; scheduled: number; completedToday: number }

const NONE = { overdue: 0, today: 0, scheduled: 0, completedToday: 0 }

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin, tell } = service
  afterEach(() => service.at('2026-01-05T10:00'))

  /** A hospital, an operator of it, and the badges that this operator sees. */
  async function aHospital() {
    const site = newSite()
    const operator = await service.as('OPERATOR', [site.siteId])
    const badges = async (dueOn?: string) => {
      const day = dueOn === undefined ? '' : `?dueOn=${dueOn}`
      const { status, body } = await operator<Counts>('GET', `/v1/outbounds/counts${day}`)
      assert.equal(status, 200)
      return body
    }
    const call = (day: string) => callOn(service, day, { site })
    return { operator, badges, call }
  }

  const agree = (call: OutboundInTests, time: string) =>
    command(admin, call, 'schedule', { scheduleAt: `${time}:00+09:00` })

  describe('the badges of a day', () => {
    test('are all nought where there is nothing to do', async () => {
      const { badges } = await aHospital()

      assert.deepEqual(await badges(), NONE)
    })

    test('count what is overdue, what is today’s, and what of it has an agreed time', async () => {
      const { badges, call } = await aHospital()
      await call('2026-01-03')
      await agree(await call('2026-01-02'), '2026-01-05T18:00')
      await agree(await call('2026-01-09'), '2026-01-05T10:00')
      await call('2026-01-05')
      await agree(await call('2026-01-05'), '2026-01-06T10:00')
      await call('2026-01-06')

      assert.deepEqual(await badges(), { overdue: 1, today: 3, scheduled: 2, completedToday: 0 })
      assert.deepEqual(await badges('2026-01-05'), await badges())
      assert.deepEqual(await badges('2026-01-06'), {
        overdue: 4,
        today: 2,
        scheduled: 1,
        completedToday: 0,
      })
      assert.deepEqual(await badges('2026-01-03'), { ...NONE, today: 1 })
    })

    test('count what a person completed on that day, whenever it was due', async () => {
      const { operator, badges, call } = await aHospital()
      for (const day of ['2026-01-02', '2026-01-05', '2026-02-01']) {
        await command(operator, await call(day), 'complete')
      }
      const skipped = await call('2026-01-05')
      await command(operator, skipped, 'skip', { reason: 'REFUSED' })

      assert.deepEqual(await badges(), { ...NONE, completedToday: 3 })
      assert.deepEqual(await badges('2026-01-04'), NONE)
      assert.deepEqual(await badges('2026-01-06'), NONE)
    })

    test('do not count what the software completed', async () => {
      const { badges, call } = await aHospital()
      const { userId, userCycleId } = await call('2026-01-05')
      await tell('LastSurveyCompleted', { userId, userCycleId })

      assert.deepEqual(await badges(), NONE)
    })

    test('do not count a completion that was withdrawn', async () => {
      const { operator, badges, call } = await aHospital()
      const completed = await call('2026-01-05')
      await command(operator, completed, 'complete')
      await command(operator, completed, 'withdraw')

      assert.deepEqual(await badges(), { ...NONE, today: 1 })
    })
  })

  describe('the badges of today', () => {
    for (const time of ['00:00', '08:59', '23:59']) {
      test(`at ${time} in Seoul are those of the day in Seoul`, async () => {
        const { operator, badges, call } = await aHospital()
        await call('2026-01-05')
        await call('2026-01-06')
        await call('2026-01-07')
        const ringsEarly = await call('2026-01-08')
        service.at(`2026-01-06T${time}`)
        await command(operator, ringsEarly, 'complete')

        assert.deepEqual(await badges(), {
          overdue: 1,
          today: 1,
          scheduled: 0,
          completedToday: 1,
        })
        assert.equal((await badges('2026-01-05')).completedToday, 0)
        assert.equal((await badges('2026-01-07')).completedToday, 0)
      })
    }

    test('begin anew at midnight in Seoul', async () => {
      const { operator, badges, call } = await aHospital()
      const early = await call('2026-01-05')
      const late = await call('2026-01-05')
      service.at('2026-01-05T00:00')
      await command(operator, early, 'complete')
      service.at('2026-01-05T23:59:59.999')
      await command(operator, late, 'complete')
      const before = await badges()
      service.at('2026-01-06T00:00')

      assert.equal(before.completedToday, 2)
      assert.equal((await badges()).completedToday, 0)
      assert.equal((await badges('2026-01-05')).completedToday, 2)
    })
  })
})
