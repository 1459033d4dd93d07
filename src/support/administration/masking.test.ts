import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { maskName, maskPeople, maskPhone, maskText } from './masking.ts'

describe('a name', () => {
  for (const [name, masked] of [
    ['홍길동', '홍*동'],
    ['김하', '김*'],
    ['김', '김*'],
    ['남궁민수', '남**수'],
    ['Kim Hana', 'K******a'],
    ['👩‍🦰', '👩*🦰'],
    ['𠮷野家', '𠮷*家'],
    ['', '*'],
  ] as const) {
    test(`${name} is masked as ${masked}`, () => {
      assert.equal(maskName(name), masked)
    })
  }
})

describe('a phone', () => {
  for (const [phone, masked] of [
    ['+821012345678', '+8210****5678'],
    ['+82212345678', '+822****5678'],
    ['+14155550100', '+141****0100'],
    ['01012345', '********'],
    ['112', '***'],
    ['', ''],
  ] as const) {
    test(`${phone} is masked as ${masked}`, () => {
      assert.equal(maskPhone(phone), masked)
    })
  }
})

describe('a text to somebody', () => {
  const person = { name: '제갈공명', phone: '+821098765432' }

  for (const [text, masked] of [
    ['제갈공명님, 안녕하세요', '제**명님, 안녕하세요'],
    ['제갈공명 제갈공명', '제**명 제**명'],
    ['제갈씨 010-1234-5678', '제갈씨 010-1234-5678'],
    ['01098765432', '010****5432'],
    ['010-9876-5432로', '010-****5432로'],
    ['+82 10 9876 5432', '+82 10 ****5432'],
    ['(010) 9876.5432', '(010) ****5432'],
    ['공명', '공명'],
  ] as const) {
    test(`${text} is shown as ${masked}`, () => {
      assert.equal(maskText(text, person), masked)
    })
  }

  test('whose name is one letter, or who has no phone, is left as it is', () => {
    assert.equal(maskText('김치 010', { name: '김', phone: null }), '김치 010')
    assert.equal(maskText('112로', { name: '이하나', phone: '112' }), '112로')
  })
})

describe('an answer', () => {
  const user = { userId: 'u-1', name: '홍길동', phone: '+821012345678' }
  const hidden = { userId: 'u-1', name: '홍*동', phone: '+8210****5678' }

  test('has everybody masked, however deep they stand', () => {
    const items = [{ ...user, cycles: [{ user }] }, { row: { user, list: [[user]] } }]
    assert.deepEqual(maskPeople({ items, nextCursor: null }), {
      items: [
        { ...hidden, cycles: [{ user: hidden }] },
        { row: { user: hidden, list: [[hidden]] } },
      ],
      nextCursor: null,
    })
  })

  test('has a user masked who is known only by standing there', () => {
    const letter = { data: { userId: 'u-1', user: { name: '홍길동', phone: '010-1234-5678' } } }
    assert.deepEqual(maskPeople(letter), {
      data: { userId: 'u-1', user: { name: '홍*동', phone: '010-****5678' } },
    })
  })

  test('keeps sites, doctors, operators and what people wrote', () => {
    const answer = {
      ...hidden,
      site: { siteId: 's', name: '홍길동병원' },
      md: { mdId: 'm', name: '홍의사' },
      lastMemo: { memo: '홍길동님은 010-1234-5678로', createdBy: 'token:1' },
      operator: { id: 'o', name: '박민준' },
      phone: null,
    }
    const masked = { ...answer, name: maskName(answer.name) }
    assert.deepEqual(maskPeople(answer), masked)
  })

  test('has the texts of messages masked, of each to its own person', () => {
    const people = new Map([
      ['u-1', { name: '홍길동', phone: '+821012345678' }],
      ['u-2', { name: '박서연', phone: null }],
    ])
    const messages = [
      { userId: 'u-1', content: '홍길동님과 박서연님, 010-1234-5678' },
      { userId: 'u-2', content: '박서연님' },
      { userId: 'u-3', content: '홍길동님' },
      { userId: 'u-1', content: null },
    ]
    assert.deepEqual(maskPeople(messages, people), [
      { userId: 'u-1', content: '홍*동님과 박서연님, 010-****5678' },
      { userId: 'u-2', content: '박*연님' },
      { userId: 'u-3', content: '홍길동님' },
      { userId: 'u-1', content: null },
    ])
  })

  test('that is no object is left as it is, and what came in is not changed', () => {
    for (const plain of [null, undefined, 1, 'u-1', true]) assert.equal(maskPeople(plain), plain)
    const given = Object.freeze({ ...user })
    assert.deepEqual(maskPeople(given), hidden)
    assert.equal(given.name, '홍길동')
  })
})
