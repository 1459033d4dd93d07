import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { countBytes, kindOf } from './korean-bytes.ts'

const bytes = (text: string) => {
  const size = countBytes(text)
  assert.ok('bytes' in size, `${JSON.stringify(text)} cannot be encoded`)
  return size.bytes
}

describe('the size of a text, as Korean carriers count it', () => {
  test('is one byte for Latin letters, digits and a question mark, two for Hangul', () => {
    assert.equal(bytes(''), 0)
    assert.equal(bytes('Hello 2026?'), 11)
    assert.equal(bytes('안녕하세요'), 10)
    assert.equal(bytes('홍길동님, 내일 10:30?'), 21)
  })

  test('is two bytes for each of the 11,172 syllables, the rare ones too', () => {
    assert.equal(bytes('뷁똠쓩햏'), 8)
    const all = Array.from({ length: 11_172 }, (_, n) => String.fromCodePoint(0xac00 + n)).join('')
    assert.equal(bytes(all), 22_344)
  })

  test('is two bytes for single jamo, Hanja, full-width signs and the signs of the standard', () => {
    assert.equal(bytes('ㅋㅎ'), 4)
    assert.equal(bytes('漢字'), 4)
    assert.equal(bytes('Ａ！￦'), 6)
    assert.equal(bytes('※☎♥℃…·“”'), 16)
  })

  test('counts a line break as what it is written with', () => {
    assert.equal(bytes('가\n나'), 5)
    assert.equal(bytes('가\r\n나'), 6)
    assert.equal(bytes('가\t나'), 5)
  })

  test('is that of the composed form, whichever keyboard the text came from', () => {
    const decomposed = '각별히 조심'.normalize('NFD')
    assert.ok(decomposed.length > '각별히 조심'.length)
    assert.equal(bytes(decomposed), bytes('각별히 조심'))
  })
})

describe('a text that cannot reach a phone', () => {
  const unencodable = {
    'an emoji': ['약 드세요 💊!?', '💊'],
    'an emoji of several code points, by its first': ['가족 👨‍👩‍👧', '👨'],
    'a rare Hanja outside the basic plane': ['𠮷田', '𠮷'],
    'the won sign of Latin keyboards': ['₩1,000', '₩'],
    'a letter with an accent': ['Café', 'é'],
    'a no-break space': ['a\u00a0b', '\u00a0'],
    'a control character': ['가\u0007나', '\u0007'],
    'half of a pair of surrogates': ['가\ud83d나', '\ud83d'],
    'an old Hangul jamo without a composed form': ['ᄒᆞᆫ글', 'ᄒ'],
  } as const
  for (const [what, [text, character]] of Object.entries(unencodable)) {
    test(`is named by its first such character: ${what}`, () => {
      assert.deepEqual(countBytes(text), { unencodable: character })
    })
  }

  test('is named by the character itself even where question marks stand before it', () => {
    assert.deepEqual(countBytes('왜?? é'), { unencodable: 'é' })
  })
})

describe('a text is sent', () => {
  test('as SMS up to 90 bytes, as LMS up to 2,000, and not at all beyond', () => {
    assert.equal(kindOf(0), 'SMS')
    assert.equal(kindOf(90), 'SMS')
    assert.equal(kindOf(91), 'LMS')
    assert.equal(kindOf(2_000), 'LMS')
    assert.equal(kindOf(2_001), undefined)
  })

  test('as SMS with 45 syllables and as LMS with one more', () => {
    assert.equal(kindOf(bytes('가'.repeat(45))), 'SMS')
    assert.equal(kindOf(bytes('가'.repeat(45) + '.')), 'LMS')
  })
})
