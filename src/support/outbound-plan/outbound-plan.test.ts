import { describe, test } from 'node:test'
import type { OutboundPlanId } from '../../kernel/values.ts'
import { actOf, seoul } from '../../testing/outbound.ts'
import { specification } from '../../testing/specification.ts'
import {
  create,
  evolve,
  update,
  type OutboundPlan,
  type OutboundPlanCreated,
  type OutboundPlanUpdated,
} from './outbound-plan.ts'

const manager = actOf('suji', seoul('2026-04-01T10:00'))
const later = actOf('suji', seoul('2026-04-02T10:00'))

const content = { sequence: 2, dayIndex: 7, isActive: true }
const created: OutboundPlanCreated = { type: 'OutboundPlanCreated', data: content, act: manager }
const updated: OutboundPlanUpdated = {
  type: 'OutboundPlanUpdated',
  data: { ...content, dayIndex: 8 },
  act: later,
}
const plan: OutboundPlan = {
  id: 2 as OutboundPlanId,
  ...content,
  version: 1,
  createdAt: manager.at,
  updatedAt: manager.at,
}

const given = specification(plan, evolve)

describe('a plan', () => {
  test('is made with its sequence, its day and whether it is active', () => {
    given()
      .when(() => create(content, manager))
      .then(created, plan)
  })

  test('changes what is named, and keeps the rest', () => {
    given()
      .when((present) => update(present, { dayIndex: 8 }, later))
      .then(updated, {
        ...content,
        dayIndex: 8,
        version: 2,
        createdAt: manager.at,
        updatedAt: later.at,
      })
  })

  test('is switched off, and moved in the order of calls', () => {
    const data = { sequence: 5, dayIndex: 8, isActive: false }
    given(updated)
      .when((present) => update(present, { sequence: 5, isActive: false }, later))
      .then({ ...updated, data }, { ...data, version: 3 })
  })

  test('that is so already does not change', () => {
    given()
      .when((present) => update(present, {}, later))
      .thenNothing()
    given(updated)
      .when((present) => update(present, { dayIndex: 8, isActive: true }, later))
      .thenNothing()
  })
})
