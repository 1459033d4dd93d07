import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { countBytes, kindOf } from '../../../src/platform/gateways/korean-bytes.ts'
import { sizeOf } from './korean-bytes.ts'

describe('a text is measured while it is typed as the server measures it', () => {
  test('character by character, in the whole of the basic plane', () => {
    const wrong = []
    for (let code = 0; code <= 0xffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const character = String.fromCodePoint(code)
      if (sayHere(character) !== sayThere(character)) wrong.push(code.toString(16))
    }
    assert.deepEqual(wrong, [])
  })

  for (const text of [
    '',
    '안부 전화',
    '하'.normalize('NFD'),
    '가'.repeat(45),
    '가'.repeat(46),
    '🙂',
  ]) {
    test(`"${text.slice(0, 5)}" of ${text.length}`, () => {
      assert.equal(sayHere(text), sayThere(text))
    })
  }

  test('2,000 bytes are the most', () => {
    assert.deepEqual(sizeOf('가'.repeat(1_000)), { bytes: 2_000, kind: 'LMS' })
    assert.deepEqual(sizeOf('가'.repeat(1_000) + 'a'), { tooLong: 2_001 })
  })
})

function sayHere(text: string): string {
  const size = sizeOf(text)
  if ('unencodable' in size) return `no ${size.unencodable}`
  return 'tooLong' in size ? 'too long' : `${size.bytes} ${size.kind}`
}

function sayThere(text: string): string {
  const counted = countBytes(text)
  if ('unencodable' in counted) return `no ${counted.unencodable}`
  return `${counted.bytes} ${kindOf(counted.bytes)}`
}
