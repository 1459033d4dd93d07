import { sql, type RawBuilder } from 'kysely'
import type { Instant, MessageId, UserId } from '../../kernel/values.ts'
import type { Sql } from '../../platform/db/db.ts'
import { ofSites } from '../sites.ts'
import { BESIDE, FIELDS, messageOf, type Page, type Row } from './repository.ts'
import type { UserSupportMessage } from './user-support-message.ts'

type Wanted = Readonly<{
  status?: string | undefined
  reason?: string | undefined
  hasReason?: boolean | undefined
  siteId?: string | undefined
  /** Created from then on, and before then. */
  since?: Instant | undefined
  until?: Instant | undefined
}>

/** A message and whom it is for, as it stands among those of other users. */
export type MessageInList = UserSupportMessage &
  Readonly<{ user: { userId: UserId; name: string } }>

/**
 * All messages that the caller may see, newest first: those that are wanted. The page's ids are found by walking an
 * index, by conditions that are asked for and no others, and only the page's rows are looked up.
 */
export async function listMessages(
  db: Sql,
  wanted: Wanted & Readonly<{ sites: readonly string[] | null }>,
  { before, limit }: Page,
): Promise<MessageInList[]> {
  const where = sql.join(conditionsOf(wanted, before), sql` and `)
  const { rows } = await sql<Row & Pick<MessageInList, 'user'>>`
    ${sql.raw(FIELDS)}, json_build_object('userId', m.user_id, 'name', u.name) as "user"
      from (select m.id from support.user_support_message m where ${where}
             order by m.id desc limit ${sql.lit(limit)}) page
      join support.user_support_message m on m.id = page.id ${sql.raw(BESIDE)}
     order by m.id desc`.execute(db)
  return rows.map(({ user, ...row }) => ({ ...messageOf(row), user }))
}

function conditionsOf(
  { sites, status, reason, hasReason, siteId, since, until }: Parameters<typeof listMessages>[1],
  before: MessageId | null,
): RawBuilder<unknown>[] {
  return [
    sql`true`,
    before !== null && sql`m.id < ${before}`,
    status !== undefined && sql`m.status = ${status}`,
    // Only what failed has a reason.
    reason !== undefined && sql`m.status = 'FAILED' and m.reason = ${reason}`,
    hasReason !== undefined && sql`(m.reason is not null) = ${hasReason}`,
    since !== undefined && sql`m.created_at >= ${since}`,
    until !== undefined && sql`m.created_at < ${until}`,
    sites !== null && ofUsers(ofSites(sql`u.site_id`, sites)),
    siteId !== undefined && ofUsers(sql`u.site_id = ${siteId}`),
  ].filter((condition) => condition !== false)
}

function ofUsers(where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select ${where} from private.user_profile u where u.user_id = m.user_id)`
}
