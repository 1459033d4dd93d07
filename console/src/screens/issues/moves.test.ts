import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isRefusal } from '../../../../src/kernel/decision.ts'
import {
  changeStatus,
  ISSUE_STATUSES,
  type UserSupportIssue,
} from '../../../../src/support/user-support-issue/user-support-issue.ts'
import type { IssueOnBoard } from '../../api/types.ts'
import { COLUMNS, mayMove, nearestMove, wayBack, withIssue, without, type Column } from './moves.ts'

const act = { by: 'operator-1', at: '2026-01-05T01:00:00.000Z', today: '2026-01-05' } as never

function allows(status: UserSupportIssue['status'], to: UserSupportIssue['status']): boolean {
  const present = { id: 1, status, startDate: '2026-01-01', textVersion: 1 } as never
  return !isRefusal(changeStatus(present, { status: to, max: 500 }, act))
}

function issue(id: number, createdAt: string) {
  return { id, createdAt: `2026-01-0${createdAt}:00.000Z` } as unknown as IssueOnBoard
}

function column(...pages: readonly IssueOnBoard[][]): Column {
  return {
    pages: pages.map((items, index) => ({
      items,
      nextCursor: index === pages.length - 1 ? null : `after ${index}`,
    })),
    pageParams: pages.map((_, index) => index),
  }
}

const idsOf = (there: Column | undefined) =>
  there?.pages.map(({ items }) => items.map(({ id }) => id))

describe('the board of issues', () => {
  test('has a column for every status, and offers what the rules allow', () => {
    assert.deepEqual([...COLUMNS].toSorted(), [...ISSUE_STATUSES].toSorted())
    for (const from of COLUMNS) {
      for (const to of COLUMNS) assert.equal(mayMove(from, to), allows(from, to), `${from} ${to}`)
    }
  })

  test('moves by keyboard to the nearest column that takes the issue', () => {
    assert.equal(nearestMove('REGISTERED', 1), 'IN_PROGRESS')
    assert.equal(nearestMove('IN_PROGRESS', 1), 'RESOLVED')
    assert.equal(nearestMove('CANCELLED', -1), 'IN_PROGRESS')
    assert.equal(nearestMove('RESOLVED', 1), undefined)
    assert.equal(nearestMove('IN_PROGRESS', -1), undefined)
  })

  test('takes a move back where the rules let it, and else reopens', () => {
    assert.equal(wayBack('IN_PROGRESS', 'RESOLVED'), 'IN_PROGRESS')
    assert.equal(wayBack('RESOLVED', 'IN_PROGRESS'), 'RESOLVED')
    assert.equal(wayBack('REGISTERED', 'CANCELLED'), 'IN_PROGRESS')
    assert.equal(wayBack('REGISTERED', 'IN_PROGRESS'), undefined)
  })

  test('puts an issue where its age belongs, and only once', () => {
    const [a, b, c] = [issue(1, '1T10:00'), issue(2, '2T10:00'), issue(3, '3T10:00')]
    assert.deepEqual(idsOf(withIssue(column([a], [c]), b)), [[1], [2, 3]])
    assert.deepEqual(idsOf(withIssue(column([a, b], [c]), b)), [[1], [2, 3]])
    assert.deepEqual(idsOf(withIssue(column([]), a)), [[1]])
    const sameMoment = issue(4, '3T10:00')
    assert.deepEqual(idsOf(withIssue(column([a, b, c]), sameMoment)), [[1, 2, 3, 4]])
  })

  test('leaves an issue out whose place is not loaded yet', () => {
    const [a, b] = [issue(1, '1T10:00'), issue(2, '2T10:00')]
    const more = { ...column([a]), pages: [{ items: [a], nextCursor: 'more' }] }
    assert.deepEqual(idsOf(withIssue(more, b)), [[1]])
    assert.equal(withIssue(undefined, b), undefined)
  })

  test('loses an issue from whichever page it is on', () => {
    const [a, b] = [issue(1, '1T10:00'), issue(2, '2T10:00')]
    assert.deepEqual(idsOf(without(column([a], [b]), 2)), [[1], []])
  })
})
