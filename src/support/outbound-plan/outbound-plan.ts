import { refusal, type DomainEvent } from '../../kernel/decision.ts'
import type { Act, Instant, OutboundPlanId } from '../../kernel/values.ts'

/** The template of a call: due on that day of every later cycle, as that number, if active (domain-model 2). */
export type OutboundPlan = Readonly<{
  id: OutboundPlanId
  sequence: number
  dayIndex: number
  isActive: boolean
  version: number
  createdAt: Instant
  updatedAt: Instant
}>

type Content = Pick<OutboundPlan, 'sequence' | 'dayIndex' | 'isActive'>

/** Ours, and internal: the source gives this aggregate no events. */
export type OutboundPlanCreated = DomainEvent<'OutboundPlanCreated', Content>
export type OutboundPlanUpdated = DomainEvent<'OutboundPlanUpdated', Content>
export type OutboundPlanEvent = OutboundPlanCreated | OutboundPlanUpdated

export const PLAN_NOT_FOUND = refusal(4108, 'PLAN_NOT_FOUND', 'There is no such plan.')
export const PLAN_SEQUENCE_TAKEN = refusal(
  4208,
  'PLAN_SEQUENCE_TAKEN',
  'Another plan has this sequence.',
)

export function create(content: Content, act: Act): OutboundPlanCreated {
  return { type: 'OutboundPlanCreated', data: content, act }
}

/** Changes what later cycles get; running cycles keep their calls. */
export function update(
  { sequence, dayIndex, isActive }: OutboundPlan,
  change: Partial<Content>,
  act: Act,
): OutboundPlanUpdated | undefined {
  const present = { sequence, dayIndex, isActive }
  const next = { ...present, ...change }
  if (next.sequence === sequence && next.dayIndex === dayIndex && next.isActive === isActive) {
    return undefined
  }
  return { type: 'OutboundPlanUpdated', data: next, act }
}

export function evolve(plan: OutboundPlan, { type, data, act }: OutboundPlanEvent): OutboundPlan {
  switch (type) {
    case 'OutboundPlanCreated':
      return { ...plan, ...data, version: 1, createdAt: act.at, updatedAt: act.at }
    case 'OutboundPlanUpdated':
      return { ...plan, ...data, version: plan.version + 1, updatedAt: act.at }
  }
}
