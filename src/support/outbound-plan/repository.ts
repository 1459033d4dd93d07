import type { OutboundPlanId } from '../../kernel/values.ts'
import type { Repository } from '../../platform/change.ts'
import { run, type Sql } from '../../platform/db/db.ts'
import type { Statement } from '../../platform/journal.ts'
import {
  evolve,
  PLAN_NOT_FOUND,
  type OutboundPlan,
  type OutboundPlanEvent,
} from './outbound-plan.ts'

const SELECT = `
  select id, sequence, day_index as "dayIndex", is_active as "isActive", version,
         created_at as "createdAt", updated_at as "updatedAt"
    from support.outbound_plan`

export const outboundPlans: Repository<OutboundPlanId, OutboundPlan, OutboundPlanEvent> = {
  notFound: PLAN_NOT_FOUND,
  evolve,

  async load(sql, id) {
    const rows = await run<OutboundPlan>(sql, `${SELECT} where id = $1`, [id])
    return rows[0]
  },

  save: {
    text: `
  update support.outbound_plan
     set sequence = $2, day_index = $3, is_active = $4, version = $5, updated_at = $6
   where id = $7 and version = $8
  returning 1`,
    values: ({ before, next }) => [
      next.sequence,
      next.dayIndex,
      next.isActive,
      next.version,
      next.updatedAt,
      next.id,
      before.version,
    ],
  },

  subject,
}

export const insertPlan: Statement<OutboundPlan> = {
  text: `
  insert into support.outbound_plan (id, sequence, day_index, is_active, version, created_at, updated_at)
  overriding system value values ($2, $3, $4, $5, $6, $7, $8)
  returning 1`,
  values: (plan) => [
    plan.id,
    plan.sequence,
    plan.dayIndex,
    plan.isActive,
    plan.version,
    plan.createdAt,
    plan.updatedAt,
  ],
}

export function subject({ id, version }: OutboundPlan) {
  return {
    entity: 'OutboundPlan',
    id,
    version,
    userId: null,
    userCycleId: null,
    startDate: null,
  }
}

/** All plans by sequence. */
export function listPlans(sql: Sql): Promise<OutboundPlan[]> {
  return run(sql, `${SELECT} order by sequence`, [])
}

/** The plans that make a call in a cycle of that many days, by sequence. */
export function activePlans(sql: Sql, lengthDays: number): Promise<OutboundPlan[]> {
  return run(sql, `${SELECT} where is_active and day_index <= $1 order by sequence`, [lengthDays])
}
