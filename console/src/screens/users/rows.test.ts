import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page, UserInList } from '../../api/types.ts'
import { pagesWith, rowsOf, withFresh } from './rows.ts'

function user(userId: string, openIssues = 0) {
  return { userId, openIssues } as unknown as UserInList
}

function list(...pages: readonly UserInList[][]) {
  return {
    pages: pages.map((items): Page<UserInList> => ({ items, nextCursor: null })),
    pageParams: pages.map((_, index) => (index === 0 ? null : `after ${index}`)),
  }
}

describe('the list of users', () => {
  const pages = list([user('a'), user('b')], [user('c')])

  test('knows on which pages somebody stands', () => {
    assert.deepEqual(pagesWith(pages.pages, new Set(['b', 'c', 'x'])), [0, 1])
    assert.deepEqual(pagesWith(pages.pages, new Set(['x'])), [])
  })

  test('renews a row where it stands, and takes in nobody else', () => {
    const renewed = withFresh(pages, [user('b', 2), user('x')])
    assert.deepEqual(rowsOf(renewed), [user('a'), user('b', 2), user('c')])
    assert.equal(withFresh(undefined, [user('a')]), undefined)
  })

  test('shows nobody twice', () => {
    assert.deepEqual(rowsOf(list([user('a')], [user('b'), user('a', 1)])), [user('a'), user('b')])
    assert.deepEqual(rowsOf(undefined), [])
  })
})
