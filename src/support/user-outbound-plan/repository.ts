import { run, type Sql } from '../../platform/db/db.ts'
import type { Repository } from '../../platform/change.ts'
import type { CalendarDate, OutboundId, UserCycleId, UserId } from '../../kernel/values.ts'
import { withinSites } from '../sites.ts'
import {
  evolve,
  OUTBOUND_NOT_FOUND,
  type UserOutboundPlan,
  type UserOutboundPlanEvent,
} from './user-outbound-plan.ts'

const SELECT = `
  select o.id, o.user_id as "userId", o.user_cycle_id as "userCycleId", o.sequence, o.day_index as "dayIndex", o.status,
         o.plan_date as "planDate", o.contact_at as "contactAt", o.due_date as "dueDate", o.due_reason as "dueReason",
         o.resolved_by as "resolvedBy", o.resolved_at as "resolvedAt",
         o.claimed_by as "claimedBy", o.claimed_until as "claimedUntil",
         o.version, o.created_at as "createdAt", o.updated_at as "updatedAt",
         c.start_date as "startDate", c.state as "cycleState", o.cycle_version as "cycleVersion"
    from support.user_outbound_plan o
    join support.user_cycle c on c.user_cycle_id = o.user_cycle_id`

const BY_ID = `${SELECT} where o.id = $1 and ${withinSites('o.site_id', '$2')}`

export const userOutboundPlans: Repository<OutboundId, UserOutboundPlan, UserOutboundPlanEvent> = {
  notFound: OUTBOUND_NOT_FOUND,
  evolve,

  async load(sql, id, sites) {
    const rows = await run<UserOutboundPlan>(sql, BY_ID, [id, sites])
    return rows[0]
  },

  save: {
    text: `
  update support.user_outbound_plan
     set status = $2, plan_date = $3, contact_at = $4, due_date = $5, due_reason = $6, resolved_by = $7,
         resolved_at = $8, claimed_by = $9, claimed_until = $10, version = $11, updated_at = $12
   where id = $13 and version = $14
     and claimed_by is not distinct from $15 and claimed_until is not distinct from $16
     and cycle_version = $17
  returning 1`,
    values: ({ before, next }) => [
      next.status,
      next.planDate,
      next.contactAt,
      next.dueDate,
      next.dueReason,
      next.resolvedBy,
      next.resolvedAt,
      next.claimedBy,
      next.claimedUntil,
      next.version,
      next.updatedAt,
      next.id,
      before.version,
      before.claimedBy,
      before.claimedUntil,
      before.cycleVersion,
    ],
  },

  subject,
}

export function subject({ id, version, userId, userCycleId, startDate }: UserOutboundPlan) {
  return { entity: 'UserOutboundPlan', id, version, userId, userCycleId, startDate }
}

/** findByUserCycleId, and with a sequence findByUserCycleIdAndSequence: the cycle's calls by sequence. */
export function findByUserCycleId(
  sql: Sql,
  userCycleId: UserCycleId,
  sequence?: number,
): Promise<UserOutboundPlan[]> {
  return run(
    sql,
    `${SELECT} where o.user_cycle_id = $1 and ($2::int is null or o.sequence = $2) order by o.sequence`,
    [userCycleId, sequence ?? null],
  )
}

/**
 * What a call carries of its user and cycle, so that the worklist filters by it without a join, and so that a decision
 * made of a cycle that has changed meanwhile is asked again.
 */
export type Carried = Readonly<{
  siteId: string | null
  mdId: string | null
  wantsCalls: boolean
  lastDay: CalendarDate
  cycleVersion: number
}>

/** Keeps a new cycle's calls and answers them with their ids, in the order given. */
export async function insertOutbounds(
  sql: Sql,
  plans: readonly Omit<UserOutboundPlan, 'id'>[],
  carried: Carried,
): Promise<UserOutboundPlan[]> {
  const rows = await run<{ id: OutboundId; sequence: number }>(
    sql,
    `insert into support.user_outbound_plan
       (user_id, user_cycle_id, sequence, day_index, status, plan_date, due_date, due_reason,
        version, created_at, updated_at, site_id, md_id, wants_calls, last_day, cycle_version)
     select r.*, $2, $3, $4, $5, $6
       from jsonb_to_recordset($1::jsonb) as r("userId" text, "userCycleId" text, sequence int, "dayIndex" int,
            status text, "planDate" date, "dueDate" date, "dueReason" text, version int,
            "createdAt" timestamptz, "updatedAt" timestamptz)
      order by r.sequence
     returning id, sequence`,
    [
      JSON.stringify(plans),
      carried.siteId,
      carried.mdId,
      carried.wantsCalls,
      carried.lastDay,
      carried.cycleVersion,
    ],
  )
  const ids = new Map(rows.map(({ sequence, id }) => [sequence, id]))
  return plans.flatMap((plan) => {
    const id = ids.get(plan.sequence)
    return id === undefined ? [] : [{ ...plan, id }]
  })
}

/** Keeps what all calls of a cycle carry of it. */
export async function carryCycle(
  sql: Sql,
  userCycleId: UserCycleId,
  { lastDay, cycleVersion }: Pick<Carried, 'lastDay' | 'cycleVersion'>,
) {
  await run(
    sql,
    'update support.user_outbound_plan set last_day = $2, cycle_version = $3 where user_cycle_id = $1',
    [userCycleId, lastDay, cycleVersion],
  )
}

/** Keeps what all calls of a user carry of the profile. */
export async function carryProfile(
  sql: Sql,
  userId: UserId,
  { siteId, mdId, wantsCalls }: Pick<Carried, 'siteId' | 'mdId' | 'wantsCalls'>,
) {
  await run(
    sql,
    `update support.user_outbound_plan set site_id = $2, md_id = $3, wants_calls = $4
      where user_id = $1 and (site_id, md_id, wants_calls) is distinct from ($2, $3, $4)`,
    [userId, siteId, mdId, wantsCalls],
  )
}
