import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OperatorId, OutboundRow } from '../api/types.ts'
import { remindersIn } from './reminders.ts'

const HANA = '1' as OperatorId
const MINJUN = '2' as OperatorId
const now = Date.parse('2026-03-02T14:25:00+09:00')

function agreed(time: string, claimedBy: OperatorId | null = null) {
  const contactAt = new Date(`2026-03-02T${time}:00+09:00`).toISOString()
  return { id: Number(time.replace(':', '')), contactAt, claimedBy } as OutboundRow
}

function remindedOf(calls: readonly OutboundRow[], seen: readonly string[] = []): number[] {
  return remindersIn(calls, { now, me: HANA, seen }).map(({ id }) => id)
}

describe('an operator is reminded', () => {
  test('from five minutes before an agreed time until ten minutes after it, soonest first', () => {
    const calls = ['14:31', '14:30', '14:25', '14:15', '14:14'].map((time) => agreed(time))
    assert.deepEqual(remindedOf(calls), [1415, 1425, 1430])
  })

  test('of no call without an agreed time', () => {
    assert.deepEqual(remindedOf([{ ...agreed('14:30'), contactAt: null }]), [])
  })

  test('of what nobody or only oneself is on', () => {
    const calls = [agreed('14:28'), agreed('14:29', HANA), agreed('14:30', MINJUN)]
    assert.deepEqual(remindedOf(calls), [1428, 1429])
  })

  test('once of each agreed time, and again when another time is agreed', () => {
    const call = agreed('14:28')
    const seen = [`${call.id} ${call.contactAt}`]
    assert.deepEqual(remindedOf([call], seen), [])
    assert.deepEqual(remindedOf([{ ...call, contactAt: agreed('14:30').contactAt }], seen), [1428])
  })
})
