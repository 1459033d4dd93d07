import { plusDays, spanOf, startOfDay } from '../../kernel/calendar.ts'
import { run } from '../../platform/db/db.ts'
import { ATTEMPT_RESULTS } from '../contact-attempt/contact-attempt.ts'
import { withinSites } from '../sites.ts'
import { actOf, type Support } from '../support.ts'
import type {
  IssueStats,
  MessageStats,
  OpenQuery,
  OperatorStats,
  OutboundStats,
  ReachedStats,
  SiteStats,
  StatsQuery,
} from './stats-contract.ts'

/** `$1` to `$4`: the first and the last day, the site, and the caller's sites. */
const OF_CALLS = `o.due_date >= coalesce($1::date, '-infinity') and o.due_date <= coalesce($2::date, 'infinity')
         and ($3::text is null or o.site_id = $3) and ${withinSites('o.site_id', '$4')}`

/** The calls that count: what is open as the worklist shows it (`$5` is its last day), and what is resolved. */
const CALLS = `
  select o.sequence, o.site_id, o.due_date, o.status, o.resolved_at
    from support.user_outbound_plan o
   where o.status = 'PENDING' and o.wants_calls and o.last_day >= $5 and ${OF_CALLS}
   union all
  select o.sequence, o.site_id, o.due_date, o.status, o.resolved_at
    from support.user_outbound_plan o
   where o.status in ('COMPLETED', 'SKIPPED') and ${OF_CALLS}`

/** `$6` is today, `$7` the programme's zone. */
const NUMBERS = `
  count(*)::int as due,
  count(*) filter (where status = 'COMPLETED')::int as done,
  count(*) filter (where status = 'SKIPPED')::int as skipped,
  count(*) filter (where status = 'PENDING' and due_date < $6)::int as overdue,
  count(*) filter (where status = 'COMPLETED' and (resolved_at at time zone $7)::date <= due_date)::int as "onTime"`

const OUTBOUNDS = `
  select sequence, due_date - (extract(isodow from due_date)::int - 1) as week, ${NUMBERS}
    from (${CALLS}) calls group by 1, 2 order by 2, 1`

/** What became of the calls, by their number and the week in which they were due. */
export function outboundStats(support: Support, query: StatsQuery): Promise<OutboundStats[]> {
  return run(support.sql, OUTBOUNDS, callsAsked(support, query))
}

const SITES = `
  select numbers.*, s.name
    from (select site_id as "siteId", ${NUMBERS} from (${CALLS}) calls group by 1) numbers
    left join private.site s on s.site_id = "siteId"
   order by "siteId"`

/** What became of the calls, by hospital. */
export function siteStats(support: Support, query: StatsQuery): Promise<SiteStats[]> {
  return run(support.sql, SITES, callsAsked(support, query))
}

/** `$1` to `$4`: from when, until before when, the site, and the caller's sites. */
const made = (alias: string) => `
         ${alias}.created_at >= coalesce($1::timestamptz, '-infinity')
     and ${alias}.created_at < coalesce($2::timestamptz, 'infinity')
     and ($3::text is null or u.site_id = $3) and ${withinSites('u.site_id', '$4')}`

const ATTEMPTS = `
  select a.result, count(*)::int as attempts
    from support.contact_attempt a
    join private.user_profile u on u.user_id = a.user_id
   where ${made('a')} group by 1`

/** Whom the calls that were made reached: every result, those that never came included. */
export async function reachedStats(support: Support, query: StatsQuery): Promise<ReachedStats[]> {
  const rows = await run<ReachedStats>(support.sql, ATTEMPTS, madeWhen(support, query))
  const found = new Map(rows.map(({ result, attempts }) => [result, attempts]))
  return ATTEMPT_RESULTS.map((result) => ({ result, attempts: found.get(result) ?? 0 }))
}

const MESSAGES = `
  select m.status, m.reason, count(*)::int as messages
    from support.user_support_message m
    join private.user_profile u on u.user_id = m.user_id
   where ${made('m')} group by 1, 2 order by 1, 2 nulls first`

/** What became of the messages. */
export function messageStats(support: Support, query: StatsQuery): Promise<MessageStats[]> {
  return run(support.sql, MESSAGES, madeWhen(support, query))
}

const OPERATORS = `
  select operator, sum(done)::int as done, sum(attempts)::int as attempts
    from (select o.resolved_by as operator, 1 as done, 0 as attempts
            from support.user_outbound_plan o
           where o.status = 'COMPLETED' and ${OF_CALLS}
           union all
          select a.created_by, 0, 1
            from support.contact_attempt a
            join private.user_profile u on u.user_id = a.user_id
           where a.created_at >= coalesce($5::timestamptz, '-infinity')
             and a.created_at < coalesce($6::timestamptz, 'infinity')
             and ($3::text is null or u.site_id = $3) and ${withinSites('u.site_id', '$4')}) work
   group by 1 order by 1`

/** What each operator did, and the software beside them, so that it adds up to all that was done. */
export function operatorStats(support: Support, query: StatsQuery): Promise<OperatorStats[]> {
  const [since, until] = madeWhen(support, query)
  return run(support.sql, OPERATORS, [...asked(support, query), since, until])
}

/** The ages of issues in days, the oldest first: each from so many days on, until the one before it. */
const AGES = [15, 8, 4, 1, 0] as const

const ISSUES = `
  select i.status, width_bucket(i.created_at, $1::text[]::timestamptz[]) as age, count(*)::int as issues
    from support.user_support_issue i
    join private.user_profile u on u.user_id = i.user_id
   where i.status in ('REGISTERED', 'IN_PROGRESS')
     and ($2::text is null or u.site_id = $2) and ${withinSites('u.site_id', '$3')}
   group by 1, 2`

type Aged = Readonly<{ status: IssueStats['status']; age: number; issues: number }>

/** How many issues are open, and for how long: every status and age, the oldest first. */
export async function issueStats(support: Support, { siteId }: OpenQuery): Promise<IssueStats[]> {
  const { today } = actOf(support)
  const since = AGES.map((days) => startOfDay(support.calendar, plusDays(today, -days + 1)))
  // An issue is of age n when it was created before the day that begins age n - 1.
  const limits = since.slice(0, -1)
  const rows = await run<Aged>(support.sql, ISSUES, [limits, siteId ?? null, support.sites])
  return (['REGISTERED', 'IN_PROGRESS'] as const).flatMap((status) =>
    AGES.map((fromDays, age) => ({
      status,
      fromDays,
      toDays: age === 0 ? null : (AGES[age - 1] ?? 0) - 1,
      createdFrom: limits[age - 1] ?? null,
      createdBefore: limits[age] ?? null,
      issues: rows.find((row) => row.status === status && row.age === age)?.issues ?? 0,
    })),
  )
}

function asked({ sites }: Support, { from, to, siteId }: StatsQuery): unknown[] {
  return [from ?? null, to ?? null, siteId ?? null, sites]
}

function callsAsked(support: Support, query: StatsQuery): unknown[] {
  const { today } = actOf(support)
  const lastDay = plusDays(today, -support.settings.cycleGrace)
  return [...asked(support, query), lastDay, today, support.calendar.zone]
}

function madeWhen(support: Support, { from, to, siteId }: StatsQuery): unknown[] {
  const { since, until } = spanOf(support.calendar, { from, to })
  return [since ?? null, until ?? null, siteId ?? null, support.sites]
}
