import type { CalendarDate } from '../kernel/values.ts'
import { run, type Sql } from '../platform/db/db.ts'

type Programme = Readonly<{
  /** How many calls are open, about. */
  open: number
  sites: number
  today: CalendarDate
}>

/** How many calls a user of {@link fillWith} has open on average, of four. */
const OPEN_PER_USER = 3.2

/**
 * Fills an empty database with a programme in full swing, by a few statements over sets: users of several sites whose
 * cycles began within the last ten days, calls completed up to two days ago, a tenth of the open ones at an agreed time,
 * and one user in two hundred forgotten. There are no events and no timeline: these are made by commands.
 */
export async function fillWith(sql: Sql, { open, sites, today }: Programme): Promise<void> {
  const users = Math.ceil(open / OPEN_PER_USER)
  await run(sql, SITES, [sites])
  await run(sql, MDS, [sites])
  await bare(sql, 'private.user_profile', () => run(sql, USERS, [users, sites]))
  await run(sql, CYCLES, [today])
  await bare(sql, 'support.user_outbound_plan', () => run(sql, CALLS, [today]))
  for (const table of ['user_outbound_plan', 'user_cycle']) {
    await run(sql, `vacuum analyze support.${table}`, [])
  }
  await run(sql, 'vacuum analyze private.user_profile', [])
}

/** Takes the table's indexes and references away and makes them again after the work, which halves its time. */
export async function bare(sql: Sql, table: string, work: () => Promise<unknown>) {
  const parts = await run<{ drop: string; make: string }>(sql, PARTS, [table])
  for (const { drop } of parts) await run(sql, drop, [])
  await work()
  for (const { make } of parts) await run(sql, make, [])
}

const PARTS = `
  select format('drop index %s', i.indexrelid::regclass) as drop, pg_get_indexdef(i.indexrelid) as make
    from pg_index i
   where i.indrelid = $1::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
  union all
  select format('alter table %s drop constraint %I', conrelid::regclass, conname),
         format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    from pg_constraint where conrelid = $1::regclass and contype = 'f'`

const SITES = `
  insert into private.site (site_id, name)
  select 'site-' || n, n || '병원' from generate_series(0, $1::int - 1) n`

const MDS = `
  insert into private.md (md_id, name)
  select 'md-' || n, '이의사' || n from generate_series(0, $1::int * 5 - 1) n`

const USERS = `
  insert into private.user_profile (user_id, name, phone, site_id, md_id, created_at, updated_at)
  select 'user-' || n,
         (array['김','이','박','최','정'])[n % 5 + 1] || (array['하나','민준','서연','도윤','지우','예은','현우'])[n % 7 + 1],
         '+8210' || lpad(n::text, 8, '0'), 'site-' || n / 10 % $2::int, 'md-' || n / 10 % ($2::int * 5), now(), now()
    from generate_series(1, $1::int) n`

const CYCLES = `
  insert into support.user_cycle
    (user_cycle_id, user_id, first_start_date, start_date, length_days, state, created_at, updated_at)
  select 'cycle-of-' || user_id, user_id, day, day, 42, 'STARTED', now(), now()
    from (select user_id, substr(user_id, 6)::int as n from private.user_profile) u,
         lateral (select $1::date - case when n % 200 = 0 then 100 else n % 10 end as day) s`

const CALLS = `
  insert into support.user_outbound_plan
    (user_id, user_cycle_id, sequence, day_index, status, plan_date, contact_at, due_date, due_reason,
     resolved_by, resolved_at, created_at, updated_at, site_id, md_id, wants_calls, last_day, cycle_version)
  select c.user_id, c.user_cycle_id, p.sequence, p.day_index, case when done then 'COMPLETED' else 'PENDING' end, day,
         case when agreed then day + interval '1 hour' * (n % 8) end, day, case when agreed then 'AGREED' else 'PLAN' end,
         case when done then 'token:' || n % 20 end, case when done then day + interval '1 hour' * (n % 8) end,
         now(), now(), u.site_id, u.md_id, true, c.start_date + c.length_days - 1, c.version
    from support.user_cycle c
    join private.user_profile u using (user_id)
    cross join support.outbound_plan p,
         lateral (select substr(c.user_id, 6)::int as n, c.start_date + p.day_index - 1 as day) d,
         lateral (select day < $1::date - 2 and n % 200 <> 0 as done) r,
         lateral (select not done and n / 7 % 10 = 3 as agreed) a
   order by c.start_date, n, p.sequence`
