import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { typedIn } from './typed-over.ts'

describe('what was typed over a version', () => {
  test('is read with the version', () => {
    assert.deepEqual(typedIn('{"version":3,"typed":{"body":"글"}}'), {
      version: 3,
      typed: { body: '글' },
    })
  })

  for (const draft of ['', 'null', '{"body":"글"}', '{"version":3', '7']) {
    test(`is nothing in ${draft === '' ? 'no draft' : draft}`, () => {
      assert.equal(typedIn(draft), undefined)
    })
  }
})
