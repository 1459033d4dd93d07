import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { USER_SORTS } from '../../../src/support/views/contract.ts'
import { USER_OUTBOUND_STATUSES } from '../../../src/support/user-outbound-plan/user-outbound-plan.ts'
import { boardFiltersIn, userFiltersIn } from './filters.ts'

describe('the filters in an address', () => {
  test('are taken as they are', () => {
    const given = {
      siteId: 'site-1',
      mdId: 'md-1',
      cycleState: 'STARTED',
      dayFrom: 1,
      dayTo: 42,
      outboundStatus: 'ACTIVE',
      sequence: 2,
      hasOpenIssue: false,
      lastContactBefore: '2026-01-05',
      sort: '-nextDue',
    }
    assert.deepEqual(userFiltersIn(given), given)
    const board = { siteId: 'site-1', createdFrom: '2026-01-05T01:00:00.000Z' }
    assert.deepEqual(boardFiltersIn(board), board)
  })

  test('never hold what a person typed', () => {
    assert.deepEqual(userFiltersIn({ q: '홍길동', name: '홍길동', siteId: 'site-1' }), {
      siteId: 'site-1',
    })
  })

  test('are left out where they are not understood', () => {
    assert.deepEqual(
      userFiltersIn({
        siteId: '',
        cycleState: 'GONE',
        dayFrom: 'one',
        dayTo: 1.5,
        sequence: 1_000_001,
        hasOpenIssue: 'yes',
        lastContactBefore: 'yesterday',
        sort: 'phone',
      }),
      {},
    )
    assert.deepEqual(boardFiltersIn({ createdBefore: 'soon' }), {})
  })

  test('know every sort and status that the server knows, and ids of nothing but digits', () => {
    for (const sort of USER_SORTS) assert.deepEqual(userFiltersIn({ sort }), { sort })
    for (const outboundStatus of USER_OUTBOUND_STATUSES) {
      assert.deepEqual(userFiltersIn({ outboundStatus }), { outboundStatus })
    }
    assert.deepEqual(userFiltersIn({ siteId: 4711 }), { siteId: '4711' })
  })
})
