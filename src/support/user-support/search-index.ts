import { atomically, run, UNHURRIED, type Sql } from '../../platform/db/db.ts'
import { termsOf } from './search-terms.ts'
import type { UserSupport } from './user-support.ts'

/** What the terms of one user are made of. */
type Findable = Pick<UserSupport, 'userId' | 'person' | 'siteId'>

/** Changes whenever termsOf() does, so that the next start writes all terms anew. */
const RULES = 1
const CHUNK = 500

/** Keeps what the users are found by, in the transaction that changes them; terms that still hold stay as they are. */
export async function keepSearchTerms(sql: Sql, ...users: readonly Findable[]): Promise<void> {
  const wanted = users.flatMap(({ userId, person, siteId }) =>
    termsOf(person).map(({ term, starts }) => ({
      userId,
      term,
      starts,
      name: person.name,
      siteId,
    })),
  )
  await run(
    sql,
    `with wanted as materialized (
       select * from jsonb_to_recordset($1::jsonb) as w("userId" text, term text, starts boolean, name text, "siteId" text)
     ), gone as (
       delete from private.search_term t
        where t.user_id = any($2) and not exists (
          select from wanted w where w."userId" = t.user_id and w.term = t.term and w.starts = t.starts
             and w.name = t.name and w."siteId" is not distinct from t.site_id)
     )
     insert into private.search_term (user_id, term, starts, name, site_id)
     select w."userId", w.term, w.starts, w.name, w."siteId" from wanted w
      where not exists (
        select from private.search_term t where t.user_id = w."userId" and t.term = w.term and t.starts = w.starts
           and t.name = w.name and t.site_id is not distinct from w."siteId")`,
    [JSON.stringify(wanted), users.map(({ userId }) => userId)],
  )
}

/** Writes all users' terms anew when they were made by other rules, as those of an older database were by none. */
export async function renewSearchTerms(sql: Sql): Promise<void> {
  await atomically(sql, async (tx) => {
    await run(tx, UNHURRIED, [])
    const changed = await run(
      tx,
      `insert into support.setting as s (name, value) values ('search_terms', to_jsonb($1::int))
       on conflict (name) do update set value = excluded.value where s.value <> excluded.value
       returning 1`,
      [RULES],
    )
    for (let after = ''; changed.length > 0;) {
      const users = await run<Findable>(
        tx,
        `select user_id as "userId", json_build_object('name', name, 'phone', phone) as person, site_id as "siteId"
           from private.user_profile where user_id > $1 order by user_id limit ${CHUNK}`,
        [after],
      )
      await keepSearchTerms(tx, ...users)
      const last = users.at(-1)
      if (last === undefined || users.length < CHUNK) break
      after = last.userId
    }
    return {}
  })
}
