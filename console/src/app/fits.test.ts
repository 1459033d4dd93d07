import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fits } from './fits.ts'

describe('what is found by what was typed', () => {
  for (const typed of ['다음', '다으', 'ㄷㅇㅋ', 'ㅋ ㅂㄱ', '음콜', ' 다음  콜 ', '']) {
    test(`다음 콜 받기, by “${typed}”`, () => assert.ok(fits('다음 콜 받기', typed)))
  }
  for (const typed of ['complete', 'AND N']) {
    test(`Complete and next, by “${typed}”`, () => assert.ok(fits('Complete and next', typed)))
  }
  for (const typed of ['완료', 'ㅇㄹ', 'next']) {
    test(`but not 다음 콜 받기 by “${typed}”`, () => assert.ok(!fits('다음 콜 받기', typed)))
  }
})
