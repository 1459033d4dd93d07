import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { columnsIn, moved, sortingOf, sortOf, USUAL_COLUMNS } from './columns.ts'

describe('the columns of the list of users', () => {
  test('are read back as they were kept', () => {
    const columns = {
      columnOrder: moved(USUAL_COLUMNS.columnOrder, 'lastMemo', -7),
      columnVisibility: { phone: false, calls: false },
    }
    assert.deepEqual(columnsIn(JSON.parse(JSON.stringify(columns))), columns)
  })

  test('are the usual ones where nothing can be read', () => {
    for (const kept of [undefined, null, 'name', [], { columnOrder: 1, columnVisibility: null }]) {
      assert.deepEqual(columnsIn(kept), USUAL_COLUMNS)
    }
  })

  test('are those that there are, each once, and begin with the name, which nobody hides', () => {
    const columns = columnsIn({
      columnOrder: ['calls', 'name', 'calls', 'age'],
      columnVisibility: { name: false, age: false },
    })
    assert.deepEqual(columns.columnOrder.slice(0, 3), ['name', 'calls', 'phone'])
    assert.equal(columns.columnOrder.length, USUAL_COLUMNS.columnOrder.length)
    assert.deepEqual(columns.columnVisibility, {})
  })

  test('move one place, and not beyond the ends', () => {
    const order = ['name', 'phone', 'day'] as const
    assert.deepEqual(moved(order, 'day', -1), ['name', 'day', 'phone'])
    assert.deepEqual(moved(order, 'phone', -1), [...order])
    assert.deepEqual(moved(order, 'day', 1), [...order])
  })

  test('are ordered by what the address says', () => {
    assert.deepEqual(sortingOf('-lastContact'), { id: 'lastContact', desc: true })
    for (const sort of ['name', '-day'] as const) assert.equal(sortOf(sortingOf(sort)), sort)
  })
})
