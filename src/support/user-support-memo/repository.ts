import type { MemoId, UserCycleId } from '../../kernel/values.ts'
import type { Repository } from '../../platform/change.ts'
import { run, type Sql } from '../../platform/db/db.ts'
import type { Statement } from '../../platform/journal.ts'
import { withinSites } from '../sites.ts'
import {
  evolve,
  MEMO_NOT_FOUND,
  type UserMemoEvent,
  type UserSupportMemo,
} from './user-support-memo.ts'

const ENTITY = 'UserSupportMemo'

const SELECT = `
  select m.id, m.user_id as "userId", m.user_cycle_id as "userCycleId", t.text as memo, m.day_index as "dayIndex",
         m.created_by as "createdBy", m.created_at as "createdAt", m.updated_at as "updatedAt", m.version,
         c.start_date as "startDate"
    from support.user_support_memo m
    join support.user_cycle c on c.user_cycle_id = m.user_cycle_id
    join private.user_profile u on u.user_id = m.user_id
    left join private.text t
      on t.entity = '${ENTITY}' and t.entity_id = m.id::text and t.version = m.version`

export const userSupportMemos: Repository<MemoId, UserSupportMemo, UserMemoEvent> = {
  notFound: MEMO_NOT_FOUND,
  evolve,

  async load(sql, id, sites) {
    const rows = await run<UserSupportMemo>(
      sql,
      `${SELECT} where m.id = $1 and ${withinSites('u.site_id', '$2')}`,
      [id, sites],
    )
    return rows[0]
  },

  // The text is not here: the journal keeps it, under the version that it was written with.
  save: {
    text: `
  update support.user_support_memo set version = $2, updated_at = $3 where id = $4 and version = $5
  returning 1`,
    values: ({ before, next }) => [next.version, next.updatedAt, next.id, before.version],
  },

  subject,
}

export const insertMemo: Statement<UserSupportMemo> = {
  text: `
  insert into support.user_support_memo
    (id, user_id, user_cycle_id, day_index, version, created_by, created_at, updated_at)
  overriding system value values ($2, $3, $4, $5, $6, $7, $8, $9)
  returning 1`,
  values: (memo) => [
    memo.id,
    memo.userId,
    memo.userCycleId,
    memo.dayIndex,
    memo.version,
    memo.createdBy,
    memo.createdAt,
    memo.updatedAt,
  ],
}

export function subject({ id, version, userId, userCycleId, startDate }: UserSupportMemo) {
  return { entity: ENTITY, id, version, userId, userCycleId, startDate }
}

type Page = Readonly<{ before: MemoId | null; limit: number }>

/** A cycle's memos, newest first. */
export function findMemos(
  sql: Sql,
  userCycleId: UserCycleId,
  { before, limit }: Page,
): Promise<UserSupportMemo[]> {
  return run(
    sql,
    `${SELECT} where m.user_cycle_id = $1 and ($2::bigint is null or m.id < $2) order by m.id desc limit $3`,
    [userCycleId, before, limit],
  )
}

/** One version of a memo's text; null when it was erased. */
export type MemoVersion = Readonly<{
  version: number
  memo: string | null
  createdBy: string
  createdAt: string
}>

/** Every version of a memo's text, oldest first. */
export function versionsOf(sql: Sql, id: MemoId): Promise<MemoVersion[]> {
  return run(
    sql,
    `select version, text as memo, written_by as "createdBy", written_at as "createdAt"
       from private.text where entity = '${ENTITY}' and entity_id = $1::text order by version`,
    [String(id)],
  )
}
