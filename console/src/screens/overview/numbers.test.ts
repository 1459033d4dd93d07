import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CalendarDate } from '../../api/types.ts'
import { callsBehind, callsIn } from './lists.ts'
import { onTimeRate, sharesOf, sumOf, sumsBy, sumsByWeek, ticksFor } from './numbers.ts'
import { countedIn, isReversed, overviewIn, overviewOf } from './period.ts'

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

  test('leave out no week between the first and the last', () => {
    const weeks = sumsByWeek([...stats, part(3, '2026-02-02', [1])])

    assert.deepEqual(
      weeks.map(({ week, due }) => [week, due]),
      [
        ['2026-01-05', 5],
        ['2026-01-12', 13],
        ['2026-01-19', 0],
        ['2026-01-26', 0],
        ['2026-02-02', 1],
      ],
    )
    assert.deepEqual(sumsByWeek([]), [])
  })

  for (const [most, ticks] of [
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [700, [0, 200, 400, 600, 800]],
    [5_600, [0, 2_000, 4_000, 6_000]],
  ] as const) {
    test(`stand at round values of an axis, none above it: ${most}`, () => {
      assert.deepEqual(ticksFor(most), ticks)
    })
  }

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

  test('never end before they start', () => {
    assert.equal(isReversed({ from: '2026-01-02', to: '2026-01-01' }), true)
    assert.equal(isReversed({ from: '2026-01-01', to: '2026-01-01' }), false)
    assert.equal(isReversed({ to: '2026-01-01' }), false)
  })

  test('are those that were chosen, at one hospital', () => {
    const shown = overviewIn({ period: 'days', from: '2026-01-01', to: 'yesterday', siteId: 7 })

    assert.deepEqual(countedIn(shown, '2026-01-11'), { from: '2026-01-01', siteId: '7' })
  })
})

describe('the list behind a number', () => {
  const today = '2026-01-11'
  const counted = { from: '2026-01-01', to: '2026-01-31', siteId: 'seoul' }

  test('is of the calls that are overdue, or still to come', () => {
    const days = { dueFrom: '2026-01-05', dueBefore: '2026-01-11' }
    const week = '2026-01-05'
    const open = { status: ['PENDING', 'ACTIVE'], siteId: 'seoul' }
    assert.deepEqual(callsBehind('overdue', counted, { week }, today), { ...open, ...days })
    const ahead = { dueFrom: today, dueBefore: '2026-01-12' }
    assert.deepEqual(callsBehind('open', counted, { week }, today), { ...open, ...ahead })
  })

  test('is of one hospital among all, or of none', () => {
    const { siteId: _, ...everywhere } = counted
    const of = (row: Parameters<typeof callsBehind>[2]) =>
      callsBehind('done', everywhere, row, today)
    assert.equal(of({ hospital: 'busan' })['siteId'], 'busan')
    assert.equal(of({ noHospital: true })['hasSite'], false)
  })

  test('leads back to the overview that it was opened from', () => {
    const shown = callsIn({ share: 'done', period: 'week', siteId: 'seoul', sequence: 2 })
    assert.deepEqual(overviewOf(shown), { period: 'week', siteId: 'seoul' })
  })
})
