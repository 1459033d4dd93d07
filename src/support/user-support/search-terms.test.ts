import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readingsOf, termsOf } from './search-terms.ts'

const gildong = { name: '홍길동', phone: '+821012345678' }

/** Whether a search for `q` finds the person, by the rule that every word of a reading begins one of their terms. */
function finds(q: string, person: { name: string; phone: string | null } = gildong): boolean {
  const terms = termsOf(person)
  const isTrue = (word: string) =>
    terms.some(
      ({ term, starts }) => term.startsWith(word) && (starts || Array.from(word).length > 1),
    )
  return readingsOf(q).some((words) => words.length > 0 && words.every(isTrue))
}

describe('홍길동 is found', () => {
  test('by the whole name and by any part of it', () => {
    for (const q of ['홍길동', '홍길', '길동', ' 홍길동 ', '홍']) assert.ok(finds(q), q)
  })

  test('by initial consonants, all or some of them', () => {
    for (const q of ['ㅎㄱㄷ', 'ㅎㄱ', 'ㄱㄷ', 'ㅎ']) assert.ok(finds(q), q)
  })

  test('by initials as any keyboard writes them: half as wide, or as parts of a syllable', () => {
    for (const q of ['ﾾﾡﾧ', '\u1112\u1100\u1103']) assert.ok(finds(q), q)
  })

  test('by the name as a Mac writes it, in parts of syllables', () => {
    assert.ok(finds('홍길동'.normalize('NFD')))
  })

  test('by name and part of the phone, in any order', () => {
    for (const q of ['홍길동 5678', '5678 길동', '홍 ㄱㄷ 1234']) assert.ok(finds(q), q)
  })

  test('not by another name, not by a name that only begins so, not by letters out of order', () => {
    for (const q of ['홍길순', '홍길동이', '동길', 'ㄱㅎ', '홍동', 'ㅎㄷ']) assert.ok(!finds(q), q)
  })

  test('by a single character only when the name begins with it', () => {
    for (const q of ['길', '동', 'ㄱ', 'ㄷ', '0', '1', '8']) assert.ok(!finds(q), q)
  })

  test('only when every word is right', () => {
    for (const q of ['홍길동 9999', '김 길동', '홍길동 ㄴ']) assert.ok(!finds(q), q)
  })
})

describe('a phone is found', () => {
  test('in any form in which people write it', () => {
    const forms = `010-1234-5678 01012345678 010.1234.5678 (010)1234-5678 +82-10-1234-5678 +821012345678 +82(0)10-1234-5678
      +82-010-1234-5678 821012345678 1012345678 0１0-1234-5678 010–1234–5678`
    for (const q of forms.split(/\s+/)) assert.ok(finds(q), q)
    for (const q of ['010 1234 5678', '+82 10 1234 5678', '+82 (0)10 1234 5678']) {
      assert.ok(finds(q), q)
    }
  })

  test('by any of its digits that stand together', () => {
    for (const q of [
      '5678',
      '1234',
      '1234-5678',
      '12345',
      '010-12',
      '+82 10',
      '+82 10-1234',
      '78',
    ]) {
      assert.ok(finds(q), q)
    }
  })

  test('not by digits that do not stand together', () => {
    for (const q of ['5679', '0105678', '8765', '+1 10 1234 5678']) assert.ok(!finds(q), q)
  })

  test('by its last digits also when these are 82 and 0', () => {
    assert.ok(finds('8201', { name: '김하나', phone: '+821055558201' }))
  })

  test('of another country by its digits there and with the country’s own', () => {
    const john = { name: 'John Smith', phone: '+14155552671' }
    for (const q of ['(415) 555-2671', '+1 415 555 2671', '2671', '14155552671']) {
      assert.ok(finds(q, john), q)
    }
  })

  test('that is not there is not found', () => {
    assert.ok(!finds('5678', { name: '홍길동', phone: null }))
  })
})

describe('names of other kinds', () => {
  test('are found whatever their case, width, spaces and hyphens', () => {
    const anna = { name: 'Anna-Maria De Vries', phone: null }
    for (const q of [
      'anna',
      'MARIA',
      'annamaria',
      'anna-maria',
      'vries anna',
      'ｄｅ ｖｒｉｅｓ',
      'A',
    ]) {
      assert.ok(finds(q, anna), q)
    }
  })

  test('have initials where they have syllables', () => {
    assert.ok(!finds('ㅈㅅㅂ', { name: '제갈 수빈', phone: null }))
    assert.ok(finds('ㅈㄱㅅㅂ', { name: '제갈 수빈', phone: null }))
    assert.ok(finds('kㅁㅈ', { name: 'K민지', phone: null }))
  })

  test('with consonants that a keyboard joins are found as if it had not', () => {
    const found = { name: '강산', phone: null }
    for (const q of ['ㄱㅅ', 'ㄳ']) assert.ok(finds(q, found), q)
    assert.ok(finds('ㄲㅅ', { name: '까순', phone: null }))
    assert.ok(!finds('ㄱㅅ', { name: '까순', phone: null }))
  })

  test('of one character are found by it', () => {
    assert.ok(finds('별', { name: '별', phone: null }))
  })

  test('of characters that expand are cut, and found by their beginning', () => {
    const long = { name: '\u{fdfa}'.repeat(200), phone: null }
    for (const { term } of termsOf(long)) assert.ok(Array.from(term).length <= 32)
    assert.ok(finds('\u{fdfa}'.repeat(10), long))
  })
})

describe('characters with a meaning elsewhere', () => {
  test('have none here', () => {
    for (const q of ['%', '_', '홍%', '홍_동', '\\', "'", '*', '.*', '[가-힣]', '홍길동\\']) {
      assert.ok(!finds(q), q)
    }
  })

  test('that only separate are nothing to search for', () => {
    for (const q of ['', '  ', '-', ' – - ', '\u200b']) assert.deepEqual(readingsOf(q), [[]], q)
    assert.deepEqual(readingsOf('홍길동 - 5678'), [['홍길동', '5678'], ['홍길동5678']])
  })
})

describe('any name and phone', () => {
  const syllable = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCharCode(code))
  const person = fc.record({
    name: fc.oneof(
      fc.array(syllable, { minLength: 1, maxLength: 5 }).map((all) => all.join('')),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    ),
    phone: fc.integer({ min: 0, max: 99_999_999 }).map((n) => `+8210${String(n).padStart(8, '0')}`),
  })

  test('are found by every part of two characters or more, without an error', () => {
    fc.assert(
      fc.property(person, fc.nat(), fc.nat(), ({ name, phone }, from, length) => {
        const [[whole] = []] = readingsOf(name.replaceAll(/\s/gu, ''))
        if (whole === undefined || /^[\d+]/.test(whole)) return
        const part = Array.from(whole)
          .slice(from % whole.length)
          .slice(0, 2 + (length % 4))
          .join('')
        if (Array.from(part).length < 2 || Array.from(whole).length >= 32) return
        assert.ok(termsOf({ name, phone }).some(({ term }) => term.startsWith(part)))
      }),
    )
  })

  test('have no term twice and none that is empty', () => {
    fc.assert(
      fc.property(person, (one) => {
        const terms = termsOf(one).map(({ term }) => term)
        assert.equal(new Set(terms).size, terms.length)
        assert.ok(!terms.includes(''))
      }),
    )
  })
})
