import type { Refusal } from '../../kernel/decision.ts'
import type { OutboundPlanId } from '../../kernel/values.ts'
import { change, type Seen } from '../../platform/change.ts'
import { nextId } from '../../platform/db/ids.ts'
import { violates } from '../../platform/db/errors.ts'
import { atomically } from '../../platform/db/db.ts'
import { store } from '../../platform/journal.ts'
import { actOf, type Support } from '../support.ts'
import { create, evolve, PLAN_SEQUENCE_TAKEN, update, type OutboundPlan } from './outbound-plan.ts'
import { insertPlan, outboundPlans, subject } from './repository.ts'

type Content = Pick<OutboundPlan, 'sequence' | 'dayIndex' | 'isActive'>

export function createPlan(support: Support, content: Content): Promise<OutboundPlan | Refusal> {
  return unlessTaken(support, async (within) => {
    const event = create(content, actOf(within))
    const id = await nextId<OutboundPlanId>(within.sql, 'support.outbound_plan')
    const plan = evolve({ id } as OutboundPlan, event)
    await store(within, insertPlan, plan, [{ event, subject: subject(plan) }])
    return plan
  })
}

export function updatePlan(
  support: Support,
  { id, ifMatch, ...content }: Partial<Content> & Seen<OutboundPlanId>,
): Promise<OutboundPlan | Refusal> {
  return unlessTaken(support, (within) =>
    change(within, outboundPlans, {
      id,
      ifMatch,
      decide: (plan) => update(plan, content, actOf(within)),
    }),
  )
}

/** `sequence` is unique among plans: the database says so, whoever asks at the same moment. */
async function unlessTaken(
  support: Support,
  work: (within: Support) => Promise<OutboundPlan | Refusal>,
): Promise<OutboundPlan | Refusal> {
  try {
    return await atomically(support.sql, (sql) => work({ ...support, sql }))
  } catch (error) {
    if (violates(error, 'outbound_plan_sequence_taken')) return PLAN_SEQUENCE_TAKEN
    throw error
  }
}
