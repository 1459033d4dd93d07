import assert from 'node:assert/strict'
import { beforeEach, describe, mock, test } from 'node:test'
import { isOver, keyOf } from './unanswered.ts'

const MINUTE = 60_000
const noAnswer = { method: 'POST', path: '/v1/outbounds/5/attempts', body: { result: 'NO_ANSWER' } }
const complete = { method: 'POST', path: '/v1/outbounds/5/complete', body: {} }
const withdraw = { method: 'POST', path: '/v1/outbounds/5/withdraw', body: {} }

describe('the key of an act', () => {
  beforeEach(() => {
    sessionStorage.clear()
    for (const act of [noAnswer, complete, withdraw]) isOver(act)
  })

  for (const act of [noAnswer, complete]) {
    test(`is the same until it is over: ${act.path}`, () => {
      const key = keyOf(act)

      assert.equal(keyOf(act), key)
      assert.notEqual(keyOf({ ...act, body: { note: 'other words' } }), key)
      isOver(act)
      assert.notEqual(keyOf(act), key)
    })

    test(`is another when it is said again much later: ${act.path}`, () => {
      mock.timers.enable({ apis: ['Date'], now: 0 })
      const key = keyOf(act)

      mock.timers.tick(4 * MINUTE)
      const soon = keyOf(act)
      mock.timers.tick(2 * MINUTE)
      const later = keyOf(act)
      mock.timers.reset()

      assert.equal(soon, key)
      assert.notEqual(later, key)
    })
  }

  test('is another once the thing was changed otherwise; what was added to it stands for itself', () => {
    const keys = { complete: keyOf(complete), noAnswer: keyOf(noAnswer) }
    const elsewhere = { ...complete, path: '/v1/outbounds/55/complete' }
    const other = keyOf(elsewhere)

    isOver(withdraw)

    assert.notEqual(keyOf(complete), keys.complete)
    assert.equal(keyOf(noAnswer), keys.noAnswer)
    assert.equal(keyOf(elsewhere), other)
  })

  test('of a password stands in no storage', () => {
    keyOf({ method: 'POST', path: '/v1/session', body: { password: 'a secret of mine' } })

    assert.equal(sessionStorage.length, 0)
  })
})
