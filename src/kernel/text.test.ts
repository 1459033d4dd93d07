import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { asWritten, ifWritten, lengthOf } from './text.ts'

describe('what a person wrote', () => {
  test('is kept without the blanks around it, and with those within', () => {
    assert.equal(
      asWritten(' \t\n 두통이  있다\n내일 다시 \u3000\u00a0\ufeff'),
      '두통이  있다\n내일 다시',
    )
    assert.equal(asWritten(' \n\u3000'), '')
  })

  test('is the same in syllables and in the jamo that a Mac types', () => {
    const syllables = '홍길동'
    const jamo = syllables.normalize('NFD')
    assert.notEqual(jamo, syllables)
    assert.equal(asWritten(jamo), syllables)
  })

  test('keeps letters that only look alike apart: width is not form', () => {
    assert.equal(asWritten('ＡＢＣ１'), 'ＡＢＣ１')
    assert.equal(asWritten('ㅎㄱㄷ'), 'ㅎㄱㄷ')
  })
})

describe('what a person may leave out', () => {
  test('is kept as it was written', () => {
    assert.equal(ifWritten(' 다시 걸기로 함 '), '다시 걸기로 함')
  })

  test('is nothing when it is left out, empty or blank', () => {
    assert.equal(ifWritten(undefined), undefined)
    assert.equal(ifWritten(''), undefined)
    assert.equal(ifWritten(' \n\u3000'), undefined)
    assert.equal(ifWritten('\u200b\u2060\ufe0f\u3164\u0007'), undefined)
  })
})

describe('the length of a text', () => {
  test('counts a syllable once, and each jamo of one that was taken apart', () => {
    assert.equal(lengthOf('한글'), 2)
    assert.equal(lengthOf('한글'.normalize('NFD')), 6)
    assert.equal(lengthOf(asWritten('한글'.normalize('NFD'))), 2)
  })

  test('counts an emoji and a rare syllable once, though they are two units of UTF-16', () => {
    assert.equal('😀'.length, 2)
    assert.equal(lengthOf('😀'), 1)
    assert.equal(lengthOf('𠀀'), 1)
  })

  test('counts the people in a family of emoji, and what joins them, one by one', () => {
    assert.equal(lengthOf('👨‍👩‍👧'), 5)
    assert.equal(lengthOf('🇰🇷'), 2)
  })

  test('of nothing is nothing', () => {
    assert.equal(lengthOf(''), 0)
  })
})
