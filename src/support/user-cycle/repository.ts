import type { UserCycleId } from '../../kernel/values.ts'
import type { Repository } from '../../platform/change.ts'
import { run, type Sql } from '../../platform/db/db.ts'
import { withinSites } from '../sites.ts'
import { evolve, USER_CYCLE_NOT_FOUND, type UserCycle, type UserCycleEvent } from './user-cycle.ts'

export const userCycles: Repository<UserCycleId, UserCycle, UserCycleEvent> = {
  notFound: USER_CYCLE_NOT_FOUND,
  evolve,

  async load(sql, id, sites) {
    const rows = await run<UserCycle>(
      sql,
      `select c.user_cycle_id as "userCycleId", c.user_id as "userId", c.start_date as "startDate", c.first_start_date as "firstStartDate",
              c.length_days as "lengthDays", c.state, c.version,
              c.created_at as "createdAt", c.updated_at as "updatedAt"
         from support.user_cycle c
         join private.user_profile u on u.user_id = c.user_id
        where c.user_cycle_id = $1 and ${withinSites('u.site_id', '$2')}`,
      [id, sites],
    )
    return rows[0]
  },

  save: {
    text: `
  update support.user_cycle set start_date = $2, state = $3, version = $4, updated_at = $5
   where user_cycle_id = $6 and version = $7
  returning 1`,
    values: ({ before, next }) => [
      next.startDate,
      next.state,
      next.version,
      next.updatedAt,
      next.userCycleId,
      before.version,
    ],
  },

  subject,
}

export function subject({ userCycleId, version, userId, startDate }: UserCycle) {
  return { entity: 'UserCycle', id: userCycleId, version, userId, userCycleId, startDate }
}

/** Keeps a new cycle; answers false, and keeps nothing, when the cycle is known already. */
export async function insertCycle(sql: Sql, cycle: UserCycle): Promise<boolean> {
  const rows = await run(
    sql,
    `insert into support.user_cycle
       (user_cycle_id, user_id, first_start_date, start_date, length_days, state, version, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (user_cycle_id) do nothing returning 1`,
    [
      cycle.userCycleId,
      cycle.userId,
      cycle.firstStartDate,
      cycle.startDate,
      cycle.lengthDays,
      cycle.state,
      cycle.version,
      cycle.createdAt,
      cycle.updatedAt,
    ],
  )
  return rows.length > 0
}
