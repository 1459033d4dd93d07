import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OutboundRow } from '../../api/types.ts'
import { groupOf, settleRows, type Rows } from './rows.ts'

const TODAY = '2026-03-02'

function call(id: number, given: Partial<Record<keyof OutboundRow, unknown>> = {}): OutboundRow {
  return {
    id,
    dueDate: TODAY,
    contactAt: null,
    status: 'ACTIVE',
    version: 1,
    ...given,
  } as OutboundRow
}

function pages(...parts: OutboundRow[][]): Rows {
  const items = parts.map((part, at) => ({
    items: part,
    nextCursor: at === parts.length - 1 ? null : 'more',
  }))
  return { pages: items, pageParams: items.map(() => undefined) }
}

const idsIn = (rows: Rows) => rows.pages.map(({ items }) => items.map(({ id }) => id))

describe('a call that was looked at again', () => {
  test('stays where it is, with what is new about it', () => {
    const after = settleRows(pages([call(1), call(2)]), new Set([2]), [call(2, { version: 2 })])

    assert.deepEqual(idsIn(after), [[1, 2]])
    assert.equal(after.pages[0]?.items[1]?.version, 2)
  })

  test('leaves when it is not in this part any more', () => {
    assert.deepEqual(idsIn(settleRows(pages([call(1), call(2)]), new Set([1]), [])), [[2]])
  })

  test('moves to the place of its time', () => {
    const at = (id: number, time: string) => call(id, { contactAt: `2026-03-02T${time}:00.000Z` })
    const before = pages([at(1, '01:00'), at(2, '03:00')], [at(3, '05:00')])

    const after = settleRows(before, new Set([1]), [at(1, '04:00')])

    assert.deepEqual(idsIn(after), [[2], [1, 3]])
  })

  test('comes once, however often it is told', () => {
    const once = settleRows(pages([call(1)]), new Set([2]), [call(2)])
    const twice = settleRows(once, new Set([2]), [call(2)])

    assert.deepEqual(idsIn(twice), [[1, 2]])
  })

  test('never goes back to an older version', () => {
    const after = settleRows(pages([call(1, { version: 5 })]), new Set([1]), [
      call(1, { version: 4 }),
    ])

    assert.equal(after.pages[0]?.items[0]?.version, 5)
  })

  test('beyond what is loaded waits for its page', () => {
    const unfinished: Rows = {
      pages: [{ items: [call(1)], nextCursor: 'more' }],
      pageParams: [undefined],
    }
    assert.deepEqual(idsIn(settleRows(unfinished, new Set([9]), [call(9)])), [[1]])
  })
})

test('a call stands among agreed times, overdue ones, those of today, or nowhere', () => {
  assert.equal(groupOf(call(1, { contactAt: '2026-03-02T01:00:00.000Z' }), TODAY), 'scheduled')
  assert.equal(groupOf(call(1, { dueDate: '2026-02-27' }), TODAY), 'overdue')
  assert.equal(groupOf(call(1), TODAY), 'due')
  assert.equal(groupOf(call(1, { dueDate: '2026-03-03' }), TODAY), undefined)
  assert.equal(groupOf(call(1, { status: 'COMPLETED' }), TODAY), undefined)
})
