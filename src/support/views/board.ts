import { sql } from 'kysely'
import Type from 'typebox'
import { toInstant } from '../../kernel/calendar.ts'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { IssueId } from '../../kernel/values.ts'
import { cursorOf, type PageOf } from '../../platform/http/cursor.ts'
import { IdOf, InstantText } from '../../platform/http/schema.ts'
import type { Support } from '../support.ts'
import { ISSUE_STATUSES } from '../user-support-issue/user-support-issue.ts'
import type { BoardQuery, IssueOnBoard } from '../user-support-issue/contract.ts'

const cursors = cursorOf(Type.Tuple([InstantText, IdOf<IssueId>()]))

/** The board of issues, oldest first, whichever their status: one statement, each status walked along its index. */
export async function board(
  { sql: database, sites }: Support,
  {
    status = [...ISSUE_STATUSES],
    siteId,
    createdFrom,
    createdBefore,
    cursor,
    limit = 50,
  }: BoardQuery,
): Promise<PageOf<IssueOnBoard> | Refusal> {
  const after = cursors.read(cursor)
  if (isRefusal(after)) return after
  const where = [
    ...(sites === null ? [] : [sql`u.site_id = any(${sites})`]),
    ...(siteId === undefined ? [] : [sql`u.site_id = ${siteId}`]),
    ...(createdFrom === undefined
      ? []
      : [sql`i.created_at >= ${toInstant(Date.parse(createdFrom))}`]),
    ...(createdBefore === undefined
      ? []
      : [sql`i.created_at < ${toInstant(Date.parse(createdBefore))}`]),
    ...(after === undefined ? [] : [sql`(i.created_at, i.id) > (${after[0]}, ${after[1]})`]),
  ]
  const branches = [...new Set(status)].map(
    (one) => sql`(select i.* from support.user_support_issue i
                    join private.user_profile u on u.user_id = i.user_id
                   where ${sql.join([sql`i.status = ${one}`, ...where], sql` and `)}
                   order by i.created_at, i.id limit ${limit + 1})`,
  )
  if (branches.length === 0) return { items: [], nextCursor: null }
  const { rows } = await sql<IssueOnBoard>`
    select i.id, i.user_id as "userId", i.user_cycle_id as "userCycleId", t.text as issue, i.status,
           i.day_index as "dayIndex", i.created_by as "createdBy", i.created_at as "createdAt",
           i.updated_at as "updatedAt", i.version,
           json_build_object('userId', u.user_id, 'name', u.name) as "user",
           case when u.site_id is not null
                then json_build_object('siteId', u.site_id, 'name', s.name) end as site
      from (select * from (${sql.join(branches, sql` union all `)}) branch
             order by created_at, id limit ${limit + 1}) i
      left join private.text t
        on t.entity = 'UserSupportIssue' and t.entity_id = i.id::text and t.version = i.text_version
      join private.user_profile u on u.user_id = i.user_id
      left join private.site s on s.site_id = u.site_id
     order by i.created_at, i.id`.execute(database)
  return cursors.page(rows, limit, ({ createdAt, id }) => [createdAt, id])
}
