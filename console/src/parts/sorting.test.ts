import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ariaSortOf, inOrder } from './sorting.ts'

describe('a column', () => {
  test('orders numbers by their size, and words as people look them up', () => {
    assert.deepEqual([10, 9, 100].toSorted(inOrder), [9, 10, 100])
    assert.deepEqual(['하나', '연동 10', '가온', '연동 9'].toSorted(inOrder), [
      '가온',
      '연동 9',
      '연동 10',
      '하나',
    ])
  })

  test('puts what never was before every time', () => {
    const times = ['2026-03-02T01:00:00.000Z', '', '2025-12-31T01:00:00.000Z']
    assert.deepEqual(times.toSorted(inOrder), ['', times[2], times[0]])
  })

  test('says its order, and nothing where it has none', () => {
    const column = (order: false | 'asc' | 'desc', getCanSort = () => true) => ({
      getCanSort,
      getIsSorted: () => order,
      toggleSorting: () => {},
    })
    assert.equal(ariaSortOf(column(false)), 'none')
    assert.equal(ariaSortOf(column('asc')), 'ascending')
    assert.equal(ariaSortOf(column('desc')), 'descending')
    assert.equal(ariaSortOf(column(false, () => false)), undefined)
  })
})
