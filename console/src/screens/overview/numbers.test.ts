import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CalendarDate } from '../../api/types.ts'
import { onTimeRate, sharesOf, sumOf, sumsBy } from './numbers.ts'
import { countedIn, overviewIn } from './period.ts'

const part = (sequence: number, week: string, [due = 0, done = 0, onTime = 0]: number[]) => ({
  sequence,
  week: week as CalendarDate,
  due,
  done,
  skipped: 1,
  overdue: 0,
  onTime,
})

describe('the numbers of the overview', () => {
  const stats = [
    part(2, '2026-01-12', [10, 4, 3]),
    part(1, '2026-01-05', [5, 2, 2]),
    part(1, '2026-01-12', [3, 2, 1]),
  ]

  test('add up', () => {
    assert.deepEqual(sumOf(stats), { due: 18, done: 8, skipped: 3, overdue: 0, onTime: 6 })
    assert.equal(sumOf([]).due, 0)
  })

  test('come by number and by week, in order', () => {
    assert.deepEqual(
      sumsBy(stats, 'sequence').map(({ sequence, due }) => [sequence, due]),
      [
        [1, 8],
        [2, 10],
      ],
    )
    assert.deepEqual(
      sumsBy(stats, 'week').map(({ week, due }) => [week, due]),
      [
        ['2026-01-05', 5],
        ['2026-01-12', 13],
      ],
    )
  })

  test('divide each call once', () => {
    const shares = sharesOf({ due: 10, done: 4, skipped: 1, overdue: 2, onTime: 3 })

    assert.deepEqual(shares, { done: 4, skipped: 1, overdue: 2, open: 3 })
  })

  test('say how many were in time, and nothing of none', () => {
    assert.equal(onTimeRate({ due: 9, done: 3, skipped: 0, overdue: 0, onTime: 2 }), 67)
    assert.equal(onTimeRate({ due: 9, done: 0, skipped: 0, overdue: 0, onTime: 0 }), undefined)
  })
})

describe('the days that are counted', () => {
  for (const [period, days] of [
    ['week', { from: '2026-01-05', to: '2026-01-11' }],
    ['fourWeeks', { from: '2025-12-15', to: '2026-01-11' }],
    ['all', {}],
  ] as const) {
    test(`of "${period}" on a Sunday`, () => {
      assert.deepEqual(countedIn(overviewIn({ period }), '2026-01-11'), days)
    })
  }

  test('are those that were chosen, at one hospital', () => {
    const shown = overviewIn({ period: 'days', from: '2026-01-01', to: 'yesterday', siteId: 7 })

    assert.deepEqual(countedIn(shown, '2026-01-11'), { from: '2026-01-01', siteId: '7' })
  })
})
