import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Act, CalendarDate, Instant, OperatorId, TemplateId } from '../../kernel/values.ts'
import { specification } from '../../testing/specification.ts'
import {
  create,
  evolve,
  fill,
  unknownVariables,
  update,
  type MessageTemplate,
} from './message-template.ts'

const act: Act = {
  by: 'manager' as OperatorId,
  at: '2026-01-05T01:00:00.000Z' as Instant,
  today: '2026-01-05' as CalendarDate,
}
const content = {
  name: '부재중',
  purpose: 'MISSED_CALL',
  body: '{{userName}}님, {{dayIndex}}일차 안부 전화를 드렸습니다.',
  isActive: true,
  carrierCode: 'KA01',
  approval: 'APPROVED',
} as const
const created = create(content, act)
const template: MessageTemplate = evolve({ id: 1 as TemplateId } as MessageTemplate, created)
const given = specification(template, evolve)
const values = {
  userName: '김하나',
  dayIndex: '7',
  operatorName: '이상담',
  contactAt: null,
  siteName: null,
}

describe('a message template', () => {
  test('has its gaps filled', () => {
    assert.deepEqual(fill(content.body, values), {
      content: '김하나님, 7일차 안부 전화를 드렸습니다.',
    })
    assert.deepEqual(fill('{{ userName }}님', values), { content: '김하나님' })
  })

  test('names every gap for which there is nothing', () => {
    assert.deepEqual(fill('{{contactAt}} {{siteName}} {{contactAt}}', values), {
      missing: ['contactAt', 'siteName'],
    })
  })

  test('never takes a name for another gap', () => {
    const filled = fill('{{userName}}', { ...values, userName: '{{siteName}} $& $1' })
    assert.deepEqual(filled, { content: '{{siteName}} $& $1' })
  })

  test('knows which of its variables there are none of', () => {
    assert.deepEqual(unknownVariables('{{userName}} {{phone}} {{}} {{__proto__}}'), [
      'phone',
      '',
      '__proto__',
    ])
  })

  test('with another body has yet to be approved by the carrier', () => {
    given()
      .when((present) => update(present, { body: '새 글' }, act))
      .then(
        {
          type: 'MessageTemplateUpdated',
          data: { ...content, body: '새 글', approval: 'NONE' },
          act,
        },
        { approval: 'NONE', version: 2 },
      )
  })

  test('keeps its approval when only its name changes', () => {
    given()
      .when((present) => update(present, { name: '부재중 안내' }, act))
      .then(
        { type: 'MessageTemplateUpdated', data: { ...content, name: '부재중 안내' }, act },
        { approval: 'APPROVED' },
      )
  })
})
