import { sql, type RawBuilder } from 'kysely'
import pLimit from 'p-limit'
import Type from 'typebox'
import { momentOf, plusDays } from '../../kernel/calendar.ts'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import { SYSTEM, type CalendarDate, type Instant, type UserId } from '../../kernel/values.ts'
import { cursorOf, WRONG_CURSOR, type PageOf } from '../../platform/http/cursor.ts'
import { DateText, InstantText, NameOf, OrNull } from '../../platform/http/schema.ts'
import { ofSites } from '../sites.ts'
import { actOf, type Support } from '../support.ts'
import { USER_SORTS, type UserFilters, type UserRow, type UsersSearch } from './contract.ts'
import { CURRENT_CYCLE } from '../user-support/repository.ts'
import { matching, searchByName, withOpenIssue, type Part } from './search.ts'
import { USER_COLUMNS, USER_JOINS, userRow, type StoredUser } from './user-row.ts'

/**
 * findUsers: the users of one's sites by what is known of them, a page at a time. One statement: the page's ids come in
 * order first, and only the page's rows are looked up.
 */
export async function findUsers(
  support: Support,
  { cursor, limit = 50, ...filters }: UsersSearch,
): Promise<PageOf<UserRow> | Refusal> {
  const { sort = 'name' } = filters
  const cursors = CURSORS[sort]
  const after = cursors.read(cursor)
  if (isRefusal(after)) return after
  const users = await search(support, filters, { after, limit: limit + 1 })
  const isLost = users.length === 0 && after !== undefined && byOf(sort) === 'name'
  if (isLost && !(await isSeen(support, after))) return WRONG_CURSOR
  return cursors.page(users, limit, (row) => [sort, KEYS[byOf(sort)].of(row), row.userId])
}

/** Whether the user is one of the caller's: after anybody else there is no going on by name, and nothing to be learnt. */
async function isSeen({ sql: db, sites }: Support, [, , userId]: After): Promise<boolean> {
  const { rows } = await sql`
    select 1 from private.user_profile u
     where u.user_id = ${userId} and ${ofSites(sql`u.site_id`, sites)}`.execute(db)
  return rows.length > 0
}

/**
 * Everybody whom findUsers finds, a page at a time when the one before it has been taken. Where it is, is no cursor
 * that leaves the server, so it holds the name: nobody is lost when the last of a page gets another one.
 */
export async function* everyUser(
  support: Support,
  filters: UserFilters,
  limit: number,
): AsyncGenerator<UserRow> {
  const { sort = 'name' } = filters
  const by = byOf(sort)
  let after: After | undefined
  do {
    const users = await search(support, filters, { after, limit })
    yield* users
    const last = users.length === limit ? users.at(-1) : undefined
    after = last && [sort, by === 'name' ? last.name : KEYS[by].of(last), last.userId]
  } while (after !== undefined)
}

async function search(support: Support, filters: UserFilters, beyond: Beyond): Promise<UserRow[]> {
  const statement = usersAfter(support, filters, beyond)
  const execute = () => statement.execute(support.sql)
  // Within a transaction a connection is held already, for which those in turn might wait.
  const { rows } = await (support.sql.isTransaction ? execute() : inTurn(execute))
  const { today } = actOf(support)
  return rows.map((row) => userRow(row, today))
}

/**
 * Searches at once. As many are answered in a second as without a limit, since more only share the processors; but the
 * slowest of a hundred comes a fifth sooner, and connections are left for the day's work.
 */
const inTurn = pLimit(3)

type Beyond = Readonly<{ after?: After | undefined; limit: number }>

/** The statement of a page, which a test may have explained. */
export function usersAfter(
  support: Support,
  filters: UserFilters,
  beyond: Beyond,
): RawBuilder<StoredUser> {
  const ordering = { ...orderOf(filters.sort ?? 'name'), ...beyond }
  const page = ordering.by === 'name' ? pageByName : pageByKey
  return sql<StoredUser>`
    with page as (${page(support, filters, ordering)})
    select ${sql.raw(USER_COLUMNS)}
      from page
      join private.user_profile u on u.user_id = page.user_id and ${ofSites(sql`u.site_id`, support.sites)}
      ${sql.raw(USER_JOINS)}
     order by ${inOrder(sql`page.key`, sql`page.user_id`, ordering)}`
}

type Sort = (typeof USER_SORTS)[number]
type By = 'name' | 'day' | 'nextDue' | 'lastContact'
type Order = Readonly<{ by: By; descending: boolean }>
/** After which row a page begins: the sort, its key and its user. */
type After = readonly [Sort, string | null, UserId]
type Walked = Order & Beyond

const LAST_CONTACT = sql`greatest(
  (select max(o.resolved_at) from support.user_outbound_plan o
    where o.user_id = u.user_id and o.status = 'COMPLETED' and o.resolved_by <> ${sql.lit(SYSTEM)}),
  (select max(a.created_at) from support.contact_attempt a where a.user_id = u.user_id and a.result = 'REACHED'))`

const NEXT_DUE = sql`
  (select min(o.due_date) from support.user_outbound_plan o
    where o.user_cycle_id = c.user_cycle_id and o.status = 'PENDING')`

/**
 * What the lists are sorted by: in the statement, in a row, and as it stands in a cursor. A cursor may stand in an
 * address, so it holds no name: that of its user is looked up. The day of a cycle moves every night, so its start is
 * the key, which runs the other way.
 */
const KEYS = {
  name: { sql: sql`u.name`, schema: Type.Null(), of: () => null },
  day: {
    sql: sql`c.start_date`,
    schema: OrNull(DateText),
    of: ({ cycle }: UserRow) => cycle?.startDate ?? null,
  },
  nextDue: {
    sql: NEXT_DUE,
    schema: OrNull(DateText),
    of: ({ upcomingOutbound }: UserRow) => upcomingOutbound?.dueDate ?? null,
  },
  lastContact: {
    sql: LAST_CONTACT,
    schema: OrNull(InstantText),
    of: ({ lastContactAt }: UserRow) => lastContactAt,
  },
} as const

const CURSORS = Object.fromEntries(
  USER_SORTS.map((sort) => {
    const key = Type.Tuple([Type.Literal(sort), KEYS[byOf(sort)].schema, NameOf<UserId>()])
    return [sort, cursorOf(Type.Unsafe<After>(key))]
  }),
) as Readonly<Record<Sort, ReturnType<typeof cursorOf<ReturnType<typeof Type.Unsafe<After>>>>>>

function byOf(sort: Sort): By {
  return sort.replace('-', '') as By
}

function orderOf(sort: Sort): Order {
  const by = byOf(sort)
  return { by, descending: sort.startsWith('-') !== (by === 'day') }
}

/** By name: walked along an index that is in this order, also under a search. */
function pageByName(support: Support, filters: UserFilters, walked: Walked): Part {
  const { limit } = walked
  const conditions = [...conditionsOf(support, filters), ...afterName(support, walked)]
  const walks = searchByName(filters.q ?? '', (source, more) => {
    const where = sql.join([sql`true`, ...more, ...conditions], sql` and `)
    return sql`(select distinct u.name as key, u.user_id from ${source} where ${where}
                 order by ${inOrder(sql`u.name`, sql`u.user_id`, walked)} limit ${sql.lit(limit)})`
  })
  return sql`select distinct key, user_id from (${walks}) found
              order by ${inOrder(sql`key`, sql`user_id`, walked)} limit ${sql.lit(limit)}`
}

/** A cursor leaves the name out, so there it is looked up. */
function afterName({ sites }: Support, { after, descending }: Walked): Part[] {
  if (after === undefined) return []
  const [, name, userId] = after
  const beyond = descending ? sql`<` : sql`>`
  const lookedUp = sql`(select name from private.user_profile o
                         where user_id = ${userId} and ${ofSites(sql`o.site_id`, sites)})`
  return [sql`(u.name, u.user_id) ${beyond} (${name ?? lookedUp}, ${userId})`]
}

/** By what has to be looked up for everybody who is found; users without it come last, in both directions. */
function pageByKey(support: Support, filters: UserFilters, walked: Walked): Part {
  const { by, limit } = walked
  const where = [...conditionsOf(support, filters), matching(sql`u.user_id`, filters.q ?? '')]
  return sql`
    select * from (
      select u.user_id, ${KEYS[by].sql} as key
        from private.user_profile u
        left join lateral ${CURRENT} c on true
       where ${sql.join(where, sql` and `)}) u
     where ${afterKey(walked)}
     order by ${inOrder(sql`u.key`, sql`u.user_id`, walked)} limit ${sql.lit(limit)}`
}

function afterKey({ after, descending }: Walked): Part {
  if (after === undefined) return sql`true`
  const [, key, userId] = after
  const beyond = descending ? sql`<` : sql`>`
  if (key === null) return sql`u.key is null and u.user_id ${beyond} ${userId}`
  return sql`(u.key ${beyond} ${key} or u.key is null or (u.key = ${key} and u.user_id ${beyond} ${userId}))`
}

function inOrder(key: Part, userId: Part, { descending, by }: Order): Part {
  const direction = descending ? sql`desc` : sql`asc`
  // A name is never missing, and only without this an index is read in its order.
  const nulls = by === 'name' ? sql`` : sql`nulls last`
  return sql`${key} ${direction} ${nulls}, ${userId} ${direction}`
}

/** The conditions on a user `u` (user_id, site_id), each such that it may also lead to the users. */
function conditionsOf(support: Support, filters: UserFilters): Part[] {
  const { siteId, mdId, hasOpenIssue, lastContactBefore } = filters
  const cycle = cycleConditions(filters, actOf(support).today)
  return [
    ofSites(sql`u.site_id`, support.sites),
    siteId !== undefined && sql`u.site_id = ${siteId}`,
    mdId !== undefined &&
      sql`u.user_id in (select p.user_id from private.user_profile p where p.md_id = ${mdId})`,
    ...(cycle.length === 0 ? [] : currentCycleHas(sql.join(cycle, sql` and `))),
    hasOpenIssue !== undefined && withOpenIssue(sql`u.user_id`, hasOpenIssue),
    lastContactBefore !== undefined &&
      notContactedSince(momentOf(support.calendar, lastContactBefore)),
  ].filter((condition) => condition !== false)
}

const CURRENT = sql`(select * from support.user_cycle where user_id = u.user_id ${sql.raw(CURRENT_CYCLE)})`

/** That a cycle of the user is so, which leads to few users, and that it is the current one. */
function currentCycleHas(condition: Part): Part[] {
  return [
    sql`u.user_id in (select c.user_id from support.user_cycle c where ${condition})`,
    sql`exists (select from ${CURRENT} c where ${condition})`,
  ]
}

function cycleConditions(filters: UserFilters, today: CalendarDate): Part[] {
  const { cycleState, dayFrom, dayTo, outboundStatus, sequence } = filters
  const call = [
    sequence !== undefined && sql`o.sequence = ${sequence}`,
    outboundStatus !== undefined && hasStatus(outboundStatus, today),
  ].filter((condition) => condition !== false)
  return [
    cycleState !== undefined && sql`c.state = ${cycleState}`,
    dayFrom !== undefined && sql`c.start_date <= ${plusDays(today, 1 - dayFrom)}`,
    dayTo !== undefined && sql`c.start_date >= ${plusDays(today, 1 - dayTo)}`,
    call.length > 0 &&
      sql`exists (select from support.user_outbound_plan o
                   where o.user_cycle_id = c.user_cycle_id and ${sql.join(call, sql` and `)})`,
  ].filter((condition) => condition !== false)
}

/** A call's status as it is today (SPEC.md, UserOutboundPlan). */
function hasStatus(status: NonNullable<UserFilters['outboundStatus']>, today: CalendarDate): Part {
  switch (status) {
    case 'PENDING':
      return sql`o.status = 'PENDING' and o.plan_date > ${today}`
    case 'ACTIVE':
      return sql`o.status = 'PENDING' and o.plan_date <= ${today}`
    case 'COMPLETED':
    case 'SKIPPED':
      return sql`o.status = ${status}`
  }
}

/** Who was never contacted was not contacted since. */
function notContactedSince(at: Instant): Part {
  return sql`not exists (select from support.user_outbound_plan o
                          where o.user_id = u.user_id and o.status = 'COMPLETED'
                            and o.resolved_by <> ${SYSTEM} and o.resolved_at >= ${at})
    and not exists (select from support.contact_attempt a
                     where a.user_id = u.user_id and a.result = 'REACHED' and a.created_at >= ${at})`
}
