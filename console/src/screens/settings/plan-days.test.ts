import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Plan } from '../../api/administration.ts'
import { isDay, unusualIn } from './plan-days.ts'

const plan = (sequence: number, dayIndex: number, isActive = true) =>
  ({ sequence, dayIndex, isActive }) as Plan
const PLANS = [plan(1, 1), plan(2, 7), plan(3, 40, false)]

describe('a call of the plan', () => {
  test('is on a whole day from the first to the thousandth', () => {
    assert.deepEqual(
      [1, 1_000, 0, 1_001, 1.5, '', '7'].map((typed) => isDay(typed)),
      [true, true, false, false, false, false, false],
    )
  })

  for (const [sequence, dayIndex, unusual] of [
    [3, 8, undefined],
    [3, 7, 'notLater'],
    [4, 20, undefined],
    [4, 43, 'beyond'],
    [1, 42, undefined],
  ] as const) {
    test(`of number ${sequence} on day ${dayIndex}: ${unusual ?? 'as usual'}`, () => {
      assert.equal(unusualIn({ sequence, dayIndex }, PLANS), unusual)
    })
  }
})
