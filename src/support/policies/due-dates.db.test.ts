import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callsOf, serviceOn, startCycle, type OutboundInTests } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { recomputeDueDates } from './due-dates.ts'

const WEEKDAYS = { ANBU_WORKDAYS: 'MON,TUE,WED,THU,FRI' }

await onEachDatabase(async (open) => {
  const database = await open()
  const everyDay = await serviceOn(database)
  const weekdays = await serviceOn(database, WEEKDAYS)
  const inKorea = await serviceOn(database, { ...WEEKDAYS, ANBU_HOLIDAYS: 'KR' })

  const agree = (call: OutboundInTests | undefined, scheduleAt: string) =>
    everyDay.admin('PUT', `/v1/outbounds/${call?.id}/schedule`, { scheduleAt })

  async function dueReasonsOf({ userCycleId }: { userCycleId: string }) {
    const { body } = await everyDay.admin<{
      items: { userCycleId: string; sequence: number; dueReason: string }[]
    }>('GET', '/v1/outbounds?limit=200')
    return body.items
      .filter((row) => row.userCycleId === userCycleId)
      .toSorted((one, other) => one.sequence - other.sequence)
      .map(({ dueReason }) => dueReason)
  }

  describe('a call planned for a Sunday', () => {
    test('stands on the Sunday list of a programme that works every day', async () => {
      const cycle = await startCycle(everyDay)

      const calls = await callsOf(everyDay, cycle.userCycleId)

      assert.deepEqual(dueDatesOf(calls), ['2026-01-05', '2026-01-11', '2026-01-25', '2026-02-15'])
      assert.deepEqual(await dueReasonsOf(cycle), ['PLAN', 'PLAN', 'PLAN', 'PLAN'])
    })

    test('stands on the Monday list of one that rests at weekends; its planned day stays', async () => {
      const cycle = await startCycle(weekdays)

      const calls = await callsOf(weekdays, cycle.userCycleId)

      assert.deepEqual(dueDatesOf(calls), ['2026-01-05', '2026-01-12', '2026-01-26', '2026-02-16'])
      assert.deepEqual(await dueReasonsOf(cycle), ['PLAN', 'WORKDAY', 'WORKDAY', 'WORKDAY'])
      assert.deepEqual(
        calls.map(({ planDate }) => planDate),
        ['2026-01-05', '2026-01-11', '2026-01-25', '2026-02-15'],
      )
    })

    test('comes after the holidays of Korea where these are kept', async () => {
      const cycle = await startCycle(inKorea)

      const calls = await callsOf(inKorea, cycle.userCycleId)

      assert.equal(dueDatesOf(calls).at(-1), '2026-02-19')
    })

    test('moves to a working day with its cycle, and back onto the plan without the agreed time', async () => {
      const cycle = await startCycle(weekdays, { startDate: '2026-01-06' })
      const [, second] = await callsOf(weekdays, cycle.userCycleId)
      await agree(second, '2026-01-10T02:00:00Z')

      await weekdays.tell('UserCycleRescheduled', { ...cycle, startDate: '2026-01-05' })
      const agreed = await callsOf(weekdays, cycle.userCycleId)
      await weekdays.admin('DELETE', `/v1/outbounds/${second?.id}/schedule`)
      const canceled = await callsOf(weekdays, cycle.userCycleId)

      assert.deepEqual(dueDatesOf(agreed), ['2026-01-05', '2026-01-10', '2026-01-26', '2026-02-16'])
      assert.equal(canceled[1]?.dueDate, '2026-01-12')
    })
  })

  describe('working days that change', () => {
    test('move the open calls without an agreed time at the next start', async () => {
      const { userCycleId } = await startCycle(everyDay)
      const [, second, , last] = await callsOf(everyDay, userCycleId)
      await agree(second, '2026-01-11T02:00:00Z')
      await everyDay.admin('POST', `/v1/outbounds/${last?.id}/complete`)

      await recomputeDueDates(database.sql, weekdays.config.calendar)
      const resting = await callsOf(everyDay, userCycleId)
      await recomputeDueDates(database.sql, everyDay.config.calendar)
      const working = await callsOf(everyDay, userCycleId)

      assert.deepEqual(dueDatesOf(resting), [
        '2026-01-05',
        '2026-01-11',
        '2026-01-26',
        '2026-02-15',
      ])
      assert.deepEqual(dueDatesOf(working), [
        '2026-01-05',
        '2026-01-11',
        '2026-01-25',
        '2026-02-15',
      ])
    })
  })
})

function dueDatesOf(calls: readonly OutboundInTests[]) {
  return calls.map(({ dueDate }) => dueDate)
}
