import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Template } from '../../api/types.ts'
import { changesIn, faultIn, formOf } from './template-form.ts'

const TEMPLATE = {
  id: 1,
  name: '부재중',
  purpose: 'MISSED_CALL',
  body: '전화드렸습니다',
  isActive: true,
  carrierCode: 'A1',
  approval: 'APPROVED',
  createdAt: '2026-01-05T03:00:00.000Z',
  updatedAt: '2026-01-05T03:00:00.000Z',
  version: 3,
} as Template

describe('a template that is being changed', () => {
  test('is what it was, with what was typed over it', () => {
    const form = formOf(TEMPLATE, { body: '다시 전화드리겠습니다' })

    assert.equal(form.body, '다시 전화드리겠습니다')
    assert.equal(form.name, '부재중')
  })

  test('says only what differs, so that a new text is not approved by the way', () => {
    const form = formOf(TEMPLATE, { body: '새 글', name: '부재중' })

    assert.deepEqual(changesIn(TEMPLATE, form), { body: '새 글' })
  })

  test('and a new one is blank, in use and for any occasion', () => {
    const { name, body, isActive, purpose } = formOf(undefined)

    assert.deepEqual([name, body, isActive, purpose], ['', '', true, 'GENERAL'])
  })
})

describe('a text that could be sent to nobody', () => {
  for (const [body, fault] of [
    ['{{userName}}님, 안녕하세요', undefined],
    ['{{who}}', { unknown: 'who' }],
    ['반갑습니다 😀', { unencodable: '😀' }],
    ['가'.repeat(1_000), undefined],
    ['가'.repeat(1_001), { tooLong: 2_002 }],
    ['{{operatorName}}'.repeat(126), { tooManyCharacters: 2_016 }],
  ] as const) {
    test(`is known: ${body.slice(0, 30)}`, () => {
      assert.deepEqual(faultIn(body), fault)
    })
  }
})
