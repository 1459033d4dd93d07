import Type, { type Static } from 'typebox'
import type { OutboundPlanId } from '../../kernel/values.ts'
import { Exactly, IdOf, InstantText, ListOf } from '../../platform/http/schema.ts'

const content = {
  sequence: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  dayIndex: Type.Integer({ minimum: 1, maximum: 1_000 }),
  isActive: Type.Boolean(),
}

export const PlanParams = Exactly({ id: IdOf<OutboundPlanId>() })
export const NewPlan = Exactly({ ...content, isActive: Type.Optional(content.isActive) })
export const PlanChange = Exactly({
  sequence: Type.Optional(content.sequence),
  dayIndex: Type.Optional(content.dayIndex),
  isActive: Type.Optional(content.isActive),
})

export type PlanView = Static<typeof PlanView>
export const PlanView = Type.Object({
  id: IdOf<OutboundPlanId>(),
  ...content,
  createdAt: InstantText,
  updatedAt: InstantText,
  version: Type.Integer(),
})
export const Plans = ListOf(PlanView)
