import Type from 'typebox'
import { spanOf } from '../../kernel/calendar.ts'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { AttemptId } from '../../kernel/values.ts'
import { run } from '../../platform/db/db.ts'
import { cursorOf, type PageOf } from '../../platform/http/cursor.ts'
import { IdOf } from '../../platform/http/schema.ts'
import type { AttemptRow, AttemptsQuery } from '../contact-attempt/contract.ts'
import { withinSites } from '../sites.ts'
import type { Support } from '../support.ts'

const cursors = cursorOf(Type.Tuple([IdOf<AttemptId>()]))

const ATTEMPTS = `
  select a.id, a.user_id as "userId", a.user_cycle_id as "userCycleId",
         a.user_outbound_id as "userOutboundId", a.result, t.text as note, a.created_by as "createdBy",
         a.created_at as "createdAt", o.sequence,
         json_build_object('userId', u.user_id, 'name', u.name) as "user",
         case when u.site_id is not null
              then json_build_object('siteId', u.site_id, 'name', s.name) end as site
    from support.contact_attempt a
    join support.user_outbound_plan o on o.id = a.user_outbound_id
    join private.user_profile u on u.user_id = a.user_id
    left join private.site s on s.site_id = u.site_id
    left join private.text t on t.entity = 'ContactAttempt' and t.entity_id = a.id::text and t.version = 1
   where a.created_at >= coalesce($1::timestamptz, '-infinity')
     and a.created_at < coalesce($2::timestamptz, 'infinity')
     and ($3::text is null or u.site_id = $3) and ${withinSites('u.site_id', '$4')}
     and ($5::text is null or a.result = $5) and ($6::text is null or a.created_by = $6)
     and ($7::bigint is null or a.id < $7)
   order by a.id desc limit $8`

/** The attempts that the statistics count, newest first. */
export async function attempts(
  support: Support,
  { result, createdBy, siteId, cursor, limit = 50, ...days }: AttemptsQuery,
): Promise<PageOf<AttemptRow> | Refusal> {
  const after = cursors.read(cursor)
  if (isRefusal(after)) return after
  const { since, until } = spanOf(support.calendar, days)
  const rows = await run<AttemptRow>(support.sql, ATTEMPTS, [
    since ?? null,
    until ?? null,
    siteId ?? null,
    support.sites,
    result ?? null,
    createdBy ?? null,
    after?.[0] ?? null,
    limit + 1,
  ])
  return cursors.page(rows, limit, ({ id }) => [id])
}
