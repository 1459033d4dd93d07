import { run, type Sql } from '../src/platform/db/db.ts'
import { bare } from '../src/testing/fill.ts'
import { fillPeople } from '../src/testing/fill-people.ts'

const SETTINGS = ['statement_timeout', 'work_mem', 'maintenance_work_mem']

/**
 * Fills an empty database with that many users of a programme that has run for years: one or two cycles each, calls,
 * memos, issues, attempts and timelines. There are no events: these are made by commands.
 */
export async function fillUsers(database: Sql, users: number): Promise<void> {
  await database.connection().execute(async (sql) => {
    await run(
      sql,
      "set statement_timeout = 0; set work_mem = '256MB'; set maintenance_work_mem = '1GB'",
      [],
    )
    await fillPeople(sql, users, (table, work) => bare(sql, table, work))
    for (const [table, statement] of TABLES) {
      await bare(sql, table, () => run(sql, statement, []))
      await run(sql, `vacuum analyze ${table}`, [])
    }
    for (const setting of SETTINGS) await run(sql, `reset ${setting}`, [])
  })
}

const CYCLES = `
  insert into support.user_cycle
    (user_cycle_id, user_id, first_start_date, start_date, length_days, state, created_at, updated_at)
  select user_id || '-' || n, user_id, day, day, 42, state, day, day
    from (select user_id, random() < 0.2 as twice, random() < 0.25 as runs from private.user_profile) u,
         generate_series(1, case when twice then 2 else 1 end) n,
         lateral (select case when runs and n = case when twice then 2 else 1 end then 'STARTED' else 'ENDED' end as state) s,
         lateral (select current_date - case when state = 'STARTED' then floor(random() * 42)::int
                                             else 50 * (3 - n) + floor(random() * 300)::int end as day) d`

const CALLS = `
  insert into support.user_outbound_plan
    (user_id, user_cycle_id, sequence, day_index, status, plan_date, due_date, due_reason, resolved_by, resolved_at,
     created_at, updated_at, site_id, md_id, wants_calls, last_day, cycle_version)
  select c.user_id, c.user_cycle_id, p.sequence, p.day_index, r.status, d.day, d.day, 'PLAN',
         case r.status when 'COMPLETED' then 'token:' || p.sequence when 'SKIPPED' then 'token:7' end,
         case when r.status <> 'PENDING' then d.day + interval '1 hour' * p.sequence end,
         c.start_date, c.start_date, u.site_id, u.md_id, true, c.start_date + 41, 1
    from support.user_cycle c
    join private.user_profile u using (user_id)
    cross join support.outbound_plan p,
         lateral (select c.start_date + p.day_index - 1 as day) d,
         lateral (select case when d.day >= current_date then 'PENDING' when random() < 0.85 then 'COMPLETED'
                              else 'SKIPPED' end as status) r
   order by c.user_id, c.user_cycle_id, p.sequence`

const MEMOS = `
  insert into support.user_support_memo
    (user_id, user_cycle_id, day_index, version, created_by, created_at, updated_at)
  select c.user_id, c.user_cycle_id, n * 7, 1, 'token:' || n, c.start_date + n * 7, c.start_date + n * 7
    from support.user_cycle c, generate_series(1, 2) n where random() < 0.6`

const TEXTS = `
  insert into private.text (entity, entity_id, version, user_id, text, written_by, written_at)
  select 'UserSupportMemo', id::text, 1, user_id, '복용 시간을 자주 놓친다고 함. 저녁 알림을 켜 드렸고 다음 통화에서 다시 확인하기로 함.',
         created_by, created_at
    from support.user_support_memo`

const ISSUES = `
  insert into support.user_support_issue
    (user_id, user_cycle_id, status, day_index, text_version, version, created_by, created_at, updated_at)
  select user_id, user_cycle_id, case when random() < 0.4 then 'REGISTERED' else 'RESOLVED' end, 9, 1, 1, 'token:1',
         start_date + 8, start_date + 8
    from support.user_cycle where random() < 0.1`

const ATTEMPTS = `
  insert into support.contact_attempt (user_id, user_cycle_id, user_outbound_id, result, created_by, created_at)
  select user_id, user_cycle_id, id, case when random() < 0.3 then 'REACHED' else 'NO_ANSWER' end, resolved_by, resolved_at
    from support.user_outbound_plan where status <> 'PENDING' and random() < 0.3`

/** One user in a hundred has been in care for long. */
const LOGS = `
  insert into support.user_support_log
    (user_id, user_cycle_id, type, day_index, meta, relation_id, actor, cause, entity, entity_id, version, created_at, updated_at)
  select m.user_id, m.user_cycle_id, 'MEMO', 7, '{"memo": null, "previous": null}', m.id, m.created_by, gen_random_uuid(),
         'UserSupportMemo', m.id::text, 1, m.created_at, m.created_at
    from support.user_support_memo m, generate_series(1, case when m.id % 100 = 0 then 80 else 2 end) n
   order by n, m.id`

const TABLES = [
  ['support.user_cycle', CYCLES],
  ['support.user_outbound_plan', CALLS],
  ['support.user_support_memo', MEMOS],
  ['private.text', TEXTS],
  ['support.user_support_issue', ISSUES],
  ['support.contact_attempt', ATTEMPTS],
  ['support.user_support_log', LOGS],
] as const
