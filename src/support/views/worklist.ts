import { sql, type RawBuilder } from 'kysely'
import Type from 'typebox'
import { plusDays, plusMinutes } from '../../kernel/calendar.ts'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { OutboundId } from '../../kernel/values.ts'
import { cursorOf, type PageOf } from '../../platform/http/cursor.ts'
import { DateText, IdOf, InstantText } from '../../platform/http/schema.ts'
import { actOf, type Support } from '../support.ts'
import type {
  OutboundRow,
  WorklistFilters,
  WorklistSearch,
} from '../user-outbound-plan/contract.ts'
import { matching } from './search.ts'
import { rowsOf, viewOf } from './worklist-row.ts'

/** How long before an agreed time the queue hands the call out, in minutes. */
const EARLY_MINUTES = 5

/** The statuses of a call that is still to be made. */
const OPEN: NonNullable<WorklistFilters['status']> = ['PENDING', 'ACTIVE']

const cursors = cursorOf(
  Type.Tuple([DateText, Type.Union([InstantText, Type.Literal('infinity')]), IdOf<OutboundId>()]),
)

/**
 * The worklist: calls by day, on a day agreed times first and by time. One statement: the page's ids come in order from
 * one index, and only the page's rows are looked up.
 */
export async function worklist(
  support: Support,
  { cursor, limit = 50, ...filters }: WorklistSearch,
): Promise<PageOf<OutboundRow> | Refusal> {
  const after = cursors.read(cursor)
  if (isRefusal(after)) return after
  const branches = branchesOf(support, filters, (where) => {
    const beyond =
      after && sql`(o.due_date, o.due_time, o.id) > (${after[0]}, ${after[1]}, ${after[2]})`
    return inOrder(sql.join([...where, ...(beyond ? [beyond] : [])], sql` and `), limit + 1)
  })
  if (branches === undefined) return { items: [], nextCursor: null }
  const { rows } = await rowsOf(branches, limit + 1).execute(support.sql)
  const { today, at } = actOf(support)
  const views = rows.map((row) => viewOf(row, today, at))
  return cursors.page(views, limit, ({ dueDate, contactAt, id }) => [
    dueDate,
    contactAt ?? 'infinity',
    id,
  ])
}

/**
 * The first call that the queue would hand out: due, not agreed for later, and with nobody on it; overdue ones come
 * first, then agreed times that have come, then today's.
 */
export async function nextCall(
  support: Support,
  filters: WorklistFilters,
): Promise<OutboundId | undefined> {
  const { at, today } = actOf(support)
  const soon = plusMinutes(at, EARLY_MINUTES)
  const ready = sql`o.due_date <= ${today} and (o.contact_at is null or o.contact_at <= ${soon})`
  if (filters.claimed === 'me') return undefined
  const status = [filters.status ?? OPEN].flat().filter((one) => OPEN.includes(one))
  const queue: WorklistFilters = { ...filters, status, claimed: 'none' }
  const branches = branchesOf(support, queue, (where) =>
    inOrder(sql.join([...where, ready], sql` and `), 1),
  )
  if (branches === undefined) return undefined
  const { rows } = await sql<{ id: OutboundId }>`
    select id from (${branches}) branch order by due_date, due_time, id limit 1`.execute(
    support.sql,
  )
  return rows[0]?.id
}

type Condition = RawBuilder<unknown>

/**
 * The worklist's ids as a union of ordered walks along an index: one for each stored status and site asked for, so that
 * the database merges a few pages instead of sorting everything. Undefined when nothing can match.
 */
function branchesOf(
  support: Support,
  filters: WorklistFilters,
  walk: (where: Condition[]) => Condition,
): Condition | undefined {
  const common = conditionsOf(support, filters)
  const sites = sitesAsked(support.sites, filters.siteId)
  const branches = storedStatuses(support, filters).flatMap((status) =>
    sites.map((site) => walk([...status, ...site, ...common])),
  )
  return branches.length === 0 ? undefined : sql.join(branches, sql` union all `)
}

function inOrder(where: Condition, limit: number): Condition {
  return sql`(select o.id, o.due_date, o.due_time from support.user_outbound_plan o where ${where}
               order by o.due_date, o.due_time, o.id limit ${sql.lit(limit)})`
}

/** The conditions that tell the stored statuses apart; ACTIVE and PENDING are one, split by today. */
function storedStatuses(
  support: Support,
  { status = OPEN, forgotten = false }: WorklistFilters,
): Condition[][] {
  const { today } = actOf(support)
  const lastDay = plusDays(today, -support.settings.cycleGrace)
  const asked = new Set([status].flat())
  const due = asked.has('PENDING')
    ? asked.has('ACTIVE')
      ? []
      : [sql`o.plan_date > ${today}`]
    : [sql`o.plan_date <= ${today}`]
  const open = [
    sql`o.status = 'PENDING'`,
    sql`o.wants_calls`,
    forgotten ? sql`o.last_day < ${lastDay}` : sql`o.last_day >= ${lastDay}`,
    ...due,
  ]
  const resolved = forgotten ? [sql`o.last_day < ${lastDay}`, NEVER_ENDED] : []
  return [
    ...(asked.has('PENDING') || asked.has('ACTIVE') ? [open] : []),
    ...(asked.has('COMPLETED') ? [[sql`o.status = 'COMPLETED'`, ...resolved]] : []),
    ...(asked.has('SKIPPED') ? [[sql`o.status = 'SKIPPED'`, ...resolved]] : []),
  ]
}

/** Of an open call this need not be asked: with its cycle it would have been skipped. */
const NEVER_ENDED = sql`exists (
  select from support.user_cycle c where c.user_cycle_id = o.user_cycle_id and c.state = 'STARTED')`

/** One list of conditions for each site to walk; none when the caller may see no site that is asked for. */
function sitesAsked(own: readonly string[] | null, siteId: string | undefined): Condition[][] {
  if (own === null) return [siteId === undefined ? [] : [sql`o.site_id = ${siteId}`]]
  return [...new Set(own)]
    .filter((site) => siteId === undefined || site === siteId)
    .map((site) => [sql`o.site_id = ${site}`])
}

function conditionsOf(support: Support, filters: WorklistFilters): Condition[] {
  const { ids, scheduled, claimed, sequence, hasSite, mdId, hasOpenIssue, q } = filters
  const at = support.now()
  return [
    ids !== undefined && sql`o.id = any(${ids})`,
    ...whenDue(filters),
    ...howResolved(support, filters),
    scheduled === true && sql`o.contact_at is not null`,
    scheduled === false && sql`o.contact_at is null`,
    claimed === 'me' && sql`o.claimed_by = ${support.by} and o.claimed_until > ${at}`,
    claimed === 'none' && sql`(o.claimed_until is null or o.claimed_until <= ${at})`,
    sequence !== undefined && sql`o.sequence = ${sequence}`,
    hasSite === true && sql`o.site_id is not null`,
    hasSite === false && sql`o.site_id is null`,
    mdId !== undefined && sql`o.md_id = ${mdId}`,
    hasOpenIssue !== undefined && withOpenIssue(hasOpenIssue),
    q !== undefined && matching(sql`o.user_id`, q),
  ].filter((condition) => condition !== false)
}

function whenDue({ dueOn, dueFrom, dueBefore }: WorklistFilters) {
  return [
    dueOn !== undefined && sql`o.due_date = ${dueOn}`,
    dueFrom !== undefined && sql`o.due_date >= ${dueFrom}`,
    dueBefore !== undefined && sql`o.due_date < ${dueBefore}`,
  ]
}

function howResolved(support: Support, { resolvedBy, onTime }: WorklistFilters) {
  return [
    resolvedBy !== undefined && sql`o.resolved_by = ${resolvedBy}`,
    onTime !== undefined && completedOnTime(support, onTime),
  ]
}

/** By the programme's clock, as the statistics count it. */
function completedOnTime({ calendar }: Support, wanted: boolean): Condition {
  const isOnTime = sql`(o.resolved_at at time zone ${calendar.zone})::date <= o.due_date`
  return sql`o.status = 'COMPLETED' and (${isOnTime}) = ${sql.lit(wanted)}`
}

function withOpenIssue(wanted: boolean): Condition {
  const open = sql`(select from support.user_support_issue i
    where i.user_id = o.user_id and i.status in ('REGISTERED', 'IN_PROGRESS'))`
  return wanted ? sql`exists ${open}` : sql`not exists ${open}`
}
