import { asWritten } from '../../kernel/text.ts'
import type { UserId } from '../../kernel/values.ts'
import type { Role } from '../../platform/auth/caller.ts'
import { run } from '../../platform/db/db.ts'
import { withinSites } from '../sites.ts'
import type { Support } from '../support.ts'
import { USER_NOT_FOUND } from '../user-support/user-support.ts'

type Asked = Readonly<{ userId: UserId; role: Role; reason: string }>

/**
 * A user's name and phone as they are. Who asked, when and why is kept in the same statement, so that nothing is shown
 * that is not recorded.
 */
export async function reveal(support: Support, { userId, role, reason }: Asked) {
  const { sql, sites, by, now } = support
  const [shown] = await run<{ name: string; phone: string | null }>(
    sql,
    `with shown as (
       select user_id, name, phone from private.user_profile u
        where u.user_id = $1 and ${withinSites('u.site_id', '$2')}
     ), logged as (
       insert into support.access_log (at, by, role, action, user_id)
       select $3, $4, $5, 'REVEALED', user_id from shown returning id, user_id
     ), told as (
       insert into private.text (entity, entity_id, version, user_id, text, written_by, written_at)
       select 'AccessLog', id::text, 1, user_id, $6, $4, $3 from logged
     )
     select name, phone from shown, logged`,
    [userId, sites, now(), by, role, asWritten(reason)],
  )
  return shown ?? USER_NOT_FOUND
}
