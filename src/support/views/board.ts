import { sql, type RawBuilder } from 'kysely'
import Type from 'typebox'
import { momentOf } from '../../kernel/calendar.ts'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { IssueId, UserId } from '../../kernel/values.ts'
import { cursorOf, type PageOf } from '../../platform/http/cursor.ts'
import { IdOf, InstantText } from '../../platform/http/schema.ts'
import type { Support } from '../support.ts'
import { ISSUE_STATUSES } from '../user-support-issue/user-support-issue.ts'
import type {
  BoardCounts,
  BoardCountsQuery,
  BoardQuery,
  IssueOnBoard,
} from '../user-support-issue/contract.ts'

const cursors = cursorOf(Type.Tuple([InstantText, IdOf<IssueId>()]))

/** The board of issues, oldest first, whichever their status: one statement, each status walked along its index. */
export async function board(
  support: Support,
  {
    status = [...ISSUE_STATUSES],
    siteId,
    userId,
    createdFrom,
    createdBefore,
    cursor,
    limit = 50,
  }: BoardQuery,
): Promise<PageOf<IssueOnBoard> | Refusal> {
  const after = cursors.read(cursor)
  if (isRefusal(after)) return after
  const where = [
    ...narrowed(support, { siteId, createdFrom, createdBefore }),
    ...(userId === undefined ? [] : [ofUser(userId)]),
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
     order by i.created_at, i.id`.execute(support.sql)
  return cursors.page(rows, limit, ({ createdAt, id }) => [createdAt, id])
}

/** How many issues of each status the board has, whole. */
export async function boardCounts(support: Support, query: BoardCountsQuery): Promise<BoardCounts> {
  const { rows } = await sql<{ status: keyof BoardCounts; issues: number }>`
    select i.status, count(*)::int as issues
      from support.user_support_issue i
      join private.user_profile u on u.user_id = i.user_id
     where ${sql.join([sql`true`, ...narrowed(support, query)], sql` and `)}
     group by 1`.execute(support.sql)
  const none = { REGISTERED: 0, IN_PROGRESS: 0, RESOLVED: 0, CANCELLED: 0 }
  return { ...none, ...Object.fromEntries(rows.map(({ status, issues }) => [status, issues])) }
}

type Narrowed = { [Name in keyof BoardCountsQuery]: BoardCountsQuery[Name] | undefined }

/** Of whose issues, and of which days. */
function narrowed(
  { sites, calendar }: Support,
  { siteId, createdFrom, createdBefore }: Narrowed,
): RawBuilder<unknown>[] {
  return [
    ...(sites === null ? [] : [sql`u.site_id = any(${sites})`]),
    ...(siteId === undefined ? [] : [sql`u.site_id = ${siteId}`]),
    ...(createdFrom === undefined ? [] : [sql`i.created_at >= ${momentOf(calendar, createdFrom)}`]),
    ...(createdBefore === undefined
      ? []
      : [sql`i.created_at < ${momentOf(calendar, createdBefore)}`]),
  ]
}

/** By the user's cycles, since closed issues have no index by user. */
function ofUser(userId: UserId) {
  const cycles = sql`select c.user_cycle_id from support.user_cycle c where c.user_id = ${userId}`
  return sql`i.user_cycle_id = any(array(${cycles}))`
}
