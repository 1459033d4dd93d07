import type { IssueId, UserCycleId } from '../../kernel/values.ts'
import type { Repository } from '../../platform/change.ts'
import { run, type Sql } from '../../platform/db/db.ts'
import type { Statement } from '../../platform/journal.ts'
import { withinSites } from '../sites.ts'
import {
  evolve,
  ISSUE_NOT_FOUND,
  type UserIssueEvent,
  type UserSupportIssue,
} from './user-support-issue.ts'

const ENTITY = 'UserSupportIssue'

/** Issues with their present texts, for statements that add their own conditions. */
export const SELECT_ISSUES = `
  select i.id, i.user_id as "userId", i.user_cycle_id as "userCycleId", t.text as issue, i.status,
         i.day_index as "dayIndex", i.created_by as "createdBy", i.created_at as "createdAt",
         i.updated_at as "updatedAt", i.version, i.text_version as "textVersion", c.start_date as "startDate"
    from support.user_support_issue i
    join support.user_cycle c on c.user_cycle_id = i.user_cycle_id
    join private.user_profile u on u.user_id = i.user_id
    left join private.text t
      on t.entity = '${ENTITY}' and t.entity_id = i.id::text and t.version = i.text_version`

export const userSupportIssues: Repository<IssueId, UserSupportIssue, UserIssueEvent> = {
  notFound: ISSUE_NOT_FOUND,
  evolve,

  async load(sql, id, sites) {
    const rows = await run<UserSupportIssue>(
      sql,
      `${SELECT_ISSUES} where i.id = $1 and ${withinSites('u.site_id', '$2')}`,
      [id, sites],
    )
    return rows[0]
  },

  save: {
    text: `
  update support.user_support_issue set status = $2, text_version = $3, version = $4, updated_at = $5
   where id = $6 and version = $7
  returning 1`,
    values: ({ before, next }) => [
      next.status,
      next.textVersion,
      next.version,
      next.updatedAt,
      next.id,
      before.version,
    ],
  },

  subject,
}

export const insertIssue: Statement<UserSupportIssue> = {
  text: `
  insert into support.user_support_issue
    (id, user_id, user_cycle_id, status, day_index, text_version, version, created_by, created_at, updated_at)
  overriding system value values ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  returning 1`,
  values: (issue) => [
    issue.id,
    issue.userId,
    issue.userCycleId,
    issue.status,
    issue.dayIndex,
    issue.textVersion,
    issue.version,
    issue.createdBy,
    issue.createdAt,
    issue.updatedAt,
  ],
}

export function subject({ id, version, userId, userCycleId, startDate }: UserSupportIssue) {
  return { entity: ENTITY, id, version, userId, userCycleId, startDate }
}

type Page = Readonly<{ before: IssueId | null; limit: number }>

/** A cycle's issues, newest first. */
export function findIssues(
  sql: Sql,
  userCycleId: UserCycleId,
  { before, limit }: Page,
): Promise<UserSupportIssue[]> {
  return run(
    sql,
    `${SELECT_ISSUES} where i.user_cycle_id = $1 and ($2::bigint is null or i.id < $2) order by i.id desc limit $3`,
    [userCycleId, before, limit],
  )
}
