import { run, type Sql } from '../../platform/db/db.ts'
import type { Change } from '../../platform/events/tail.ts'

/** So many of the changes after a position, for readers who need no more than that: no names, no texts. */
export async function changesAfter(sql: Sql, after: number, limit: number): Promise<Change[]> {
  return await run<Change>(
    sql,
    `select p.position, e.entity,
            case when e.entity in ('UserSupport', 'UserCycle') then to_jsonb(e.entity_id)
                 else to_jsonb(e.entity_id::bigint) end as id,
            e.user_id as "userId", e.user_cycle_id as "userCycleId", e.version, e.type, u.site_id as "siteId"
       from support.event_position p
       join support.domain_event e on e.id = p.event_id
       left join private.user_profile u on u.user_id = e.user_id
      where p.position > $1
      order by p.position
      limit ${limit}`,
    [after],
  )
}
