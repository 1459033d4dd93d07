import { sql, type RawBuilder } from 'kysely'
import Type from 'typebox'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { LogId, UserCycleId, UserId } from '../../kernel/values.ts'
import { cursorOf, type PageOf } from '../../platform/http/cursor.ts'
import { IdOf } from '../../platform/http/schema.ts'
import { ofSites } from '../sites.ts'
import type { Support } from '../support.ts'
import type { LogsQuery } from '../user-support-log/contract.ts'
import type { UserSupportLog } from '../user-support-log/user-support-log.ts'

const cursors = cursorOf(Type.Tuple([IdOf<LogId>()]))

type Of = { userId: UserId } | { userCycleId: UserCycleId }

/**
 * getLogs and findByUserCycleId: a timeline, newest first, with its texts joined. It is empty for who may not see it,
 * and for a user or cycle that does not exist.
 */
export async function timelineOf(
  support: Support,
  of: Of,
  { type, cursor, limit = 50 }: LogsQuery,
): Promise<PageOf<UserSupportLog> | Refusal> {
  const after = cursors.read(cursor)
  if (isRefusal(after)) return after
  const [whose, siteId] =
    'userId' in of
      ? [sql`l.user_id = ${of.userId}`, siteOfUser(sql`${of.userId}`)]
      : [sql`l.user_cycle_id = ${of.userCycleId}`, siteOfUser(userOfCycle(of.userCycleId))]
  const types = type === undefined ? sql`true` : sql`l.type = any(${type})`
  const before = after === undefined ? sql`true` : sql`l.id < ${after[0]}`
  const page = sql`select * from support.user_support_log l
                    where ${whose} and ${types} and ${before} and ${ofSites(siteId, support.sites)}
                    order by l.id desc limit ${limit + 1}`
  const { rows } = await withTexts(page).execute(support.sql)
  return cursors.page(rows.map(viewOf), limit, ({ id }) => [id])
}

/** findById: one entry; undefined when it is another site's. */
export async function findLog(support: Support, id: LogId): Promise<UserSupportLog | undefined> {
  const visible = ofSites(siteOfUser(sql`l.user_id`), support.sites)
  const page = sql`select * from support.user_support_log l where l.id = ${id} and ${visible}`
  const { rows } = await withTexts(page).execute(support.sql)
  return rows[0] && viewOf(rows[0])
}

function siteOfUser(userId: RawBuilder<unknown>) {
  return sql`(select u.site_id from private.user_profile u where u.user_id = ${userId})`
}

function userOfCycle(id: UserCycleId) {
  return sql`(select c.user_id from support.user_cycle c where c.user_cycle_id = ${id})`
}

type Row = UserSupportLog &
  Readonly<{ text: string | null; isWritten: boolean; other: string | null }>

/**
 * A text is kept under the version that it was written with; the log names the version of the other text that belongs
 * to its entry, if there is one. Erased texts are null; that there was one stays known.
 */
function withTexts(page: RawBuilder<unknown>) {
  return sql<Row>`
    select l.id, l.user_id as "userId", l.user_cycle_id as "userCycleId", l.type, l.day_index as "dayIndex", l.meta,
           l.relation_id as "relationId", l.actor, l.created_at as "createdAt", l.updated_at as "updatedAt",
           t.text, t.entity is not null as "isWritten", p.text as other
      from (${page}) l
      left join private.text t
        on t.entity = l.entity and t.entity_id = l.entity_id and t.version = l.version
      left join private.text p
        on p.entity = l.entity and p.entity_id = l.entity_id
           and p.version = coalesce(l.meta->'previousVersion', l.meta->'textVersion')::int
     order by l.id desc`
}

/** The entry with its texts under the names that the contract gives them (SPEC.md, Log). */
function viewOf({ text, isWritten, other, ...log }: Row): UserSupportLog {
  const { previousVersion: _previous, textVersion, ...meta } = log.meta
  switch (log.type) {
    case 'MEMO':
      return { ...log, meta: { memo: text, previous: other } }
    case 'ISSUE':
      return textVersion === undefined
        ? { ...log, meta: { issue: text, previous: other, ...meta } }
        : { ...log, meta: { issue: other, previous: null, memo: text, ...meta } }
    case 'OUTBOUND_STATUS_CHANGE':
      if (meta['reason'] === null) return { ...log, meta: { ...meta, reason: text } }
      return { ...log, meta: { ...meta, ...(isWritten && { note: text }) } }
    case 'LOG':
      return { ...log, meta: { ...meta, ...wordsOf(meta['kind'], text) } }
    case 'SITE_UPDATE':
    case 'ACCOUNT_UPDATED':
    case 'ACCOUNT_DELETED':
      return { ...log, meta: { ...meta, reason: text } }
    case 'CONTACT_SCHEDULE_CHANGE':
    case 'MESSAGE_SENT':
      return { ...log, meta }
  }
}

function wordsOf(kind: unknown, text: string | null): object {
  if (kind === 'ContactAttemptRecorded') return { note: text }
  if (kind === 'SupportNoteReceived') return { text }
  return kind === 'UserCycleEnded' || kind === 'ContactPreferenceChanged' ? { reason: text } : {}
}
