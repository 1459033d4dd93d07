import type { MdId, SiteId, UserId } from '../../kernel/values.ts'
import type { Repository } from '../../platform/change.ts'
import { run, type Sql } from '../../platform/db/db.ts'
import { withinSites } from '../sites.ts'
import { evolve, USER_NOT_FOUND, type UserSupport, type UserSupportEvent } from './user-support.ts'

/** The current cycle: the one that runs and started last, else the one that ended last (SPEC.md, Words). */
export const CURRENT_CYCLE = 'order by state desc, start_date desc, user_cycle_id limit 1'

export const userSupports: Repository<UserId, UserSupport, UserSupportEvent> = {
  notFound: USER_NOT_FOUND,
  evolve,

  async load(sql, id, sites) {
    const rows = await run<UserSupport>(
      sql,
      `select u.user_id as "userId", json_build_object('name', u.name, 'phone', u.phone) as person,
              u.site_id as "siteId", u.md_id as "mdId",
              u.wants_calls as "wantsCalls", u.wants_messages as "wantsMessages", u.pending as "pendingChanges",
              u.profile_time as "profileTime", u.site_time as "siteTime", u.md_time as "mdTime",
              u.preference_time as "preferenceTime",
              u.version, u.created_at as "createdAt", u.updated_at as "updatedAt",
              c.user_cycle_id as "userCycleId", c.start_date as "startDate"
         from private.user_profile u
         left join lateral (select user_cycle_id, start_date from support.user_cycle
                             where user_id = u.user_id ${CURRENT_CYCLE}) c on true
        where u.user_id = $1 and ${withinSites('u.site_id', '$2')}`,
      [id, sites],
    )
    return rows[0]
  },

  save: {
    text: `
  update private.user_profile
     set name = $2, phone = $3, site_id = $4, md_id = $5, wants_calls = $6, wants_messages = $7, pending = $8,
         pending_since = $9, profile_time = $10, site_time = $11, md_time = $12, preference_time = $13,
         version = $14, updated_at = $15
   where user_id = $16 and version = $17
  returning 1`,
    values: ({ before, next }) => [
      next.person.name,
      next.person.phone,
      next.siteId,
      next.mdId,
      next.wantsCalls,
      next.wantsMessages,
      JSON.stringify(next.pendingChanges),
      next.pendingChanges.map(({ requestedAt }) => requestedAt).toSorted()[0] ?? null,
      next.profileTime,
      next.siteTime,
      next.mdTime,
      next.preferenceTime,
      next.version,
      next.updatedAt,
      next.userId,
      before.version,
    ],
  },

  subject,
}

export function subject({ userId, version, userCycleId, startDate }: UserSupport) {
  return { entity: 'UserSupport', id: userId, version, userId, userCycleId, startDate }
}

/** Until the transaction is over nobody changes the user: what is made of them now is as if made before or after. */
export async function holdUser(sql: Sql, userId: UserId): Promise<void> {
  await run(sql, 'select 1 from private.user_profile where user_id = $1 for share', [userId])
}

/** Keeps a user who was not known; one who was stays as they are. */
export async function insertUser(sql: Sql, user: UserSupport): Promise<void> {
  await run(
    sql,
    `insert into private.user_profile
       (user_id, name, phone, site_id, md_id, wants_calls, wants_messages, version, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (user_id) do nothing`,
    [
      user.userId,
      user.person.name,
      user.person.phone,
      user.siteId,
      user.mdId,
      user.wantsCalls,
      user.wantsMessages,
      user.version,
      user.createdAt,
      user.updatedAt,
    ],
  )
}

type Place<Id> = Readonly<{ id: Id; name: string | null | undefined }>

/** Remembers what the other system calls a hospital; without a name it is known by its id alone. */
export async function nameSite(sql: Sql, { id, name }: Place<SiteId>) {
  await run(sql, naming('site', 'site_id'), [id, name ?? null])
}

/** Remembers what the other system calls a doctor. */
export async function nameMd(sql: Sql, { id, name }: Place<MdId>) {
  await run(sql, naming('md', 'md_id'), [id, name ?? null])
}

/** What an operator calls a hospital that was asked for: kept until the other system names it. */
export async function suggestSite(sql: Sql, { id, name }: Place<SiteId>) {
  await run(sql, suggesting('site', 'site_id'), [id, name ?? null])
}

/** What an operator calls a doctor who was asked for. */
export async function suggestMd(sql: Sql, { id, name }: Place<MdId>) {
  await run(sql, suggesting('md', 'md_id'), [id, name ?? null])
}

// A hospital's row is shared by all its users, so nothing is locked when nothing changes.

function naming(table: string, id: string) {
  return `
    insert into private.${table} (${id}, name)
    select $1::text, $2::text
     where not exists (select from private.${table} where ${id} = $1 and (name = $2 or $2 is null))
    on conflict (${id}) do update set name = excluded.name where excluded.name is not null`
}

function suggesting(table: string, id: string) {
  return `
    insert into private.${table} (${id}, name)
    select $1::text, $2::text
     where not exists (select from private.${table} where ${id} = $1 and (name is not null or $2 is null))
    on conflict (${id}) do update set name = excluded.name where ${table}.name is null`
}
