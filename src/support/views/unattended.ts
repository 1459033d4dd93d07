import Type from 'typebox'
import { dayIndexOn, plusDays, plusMinutes } from '../../kernel/calendar.ts'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { MdId, SiteId, UserCycleId, UserId } from '../../kernel/values.ts'
import { run } from '../../platform/db/db.ts'
import { cursorOf, type PageOf } from '../../platform/http/cursor.ts'
import { DateText, InstantText, NameOf } from '../../platform/http/schema.ts'
import { withinSites } from '../sites.ts'
import { actOf, type Support } from '../support.ts'
import type { ForgottenCycle, PageQuery, UnansweredChange } from './contract.ts'

/** After how many minutes a request for another site or doctor counts as unanswered. */
const PATIENCE = 24 * 60

type Who = Readonly<{
  userId: UserId
  name: string
  phone: string | null
  siteId: SiteId | null
  siteName: string | null
  mdId: MdId | null
  mdName: string | null
}>

const WHO = `
  u.user_id as "userId", u.name, u.phone, u.site_id as "siteId", s.name as "siteName", u.md_id as "mdId", d.name as "mdName"`
const PLACES = `
  left join private.site s on s.site_id = u.site_id
  left join private.md d on d.md_id = u.md_id`

const FORGOTTEN = `
  select c.user_cycle_id as "userCycleId", c.start_date as "startDate", c.length_days as "lengthDays", c.state,
         c.start_date + c.length_days - 1 as "lastDay", ${WHO}
    from support.user_cycle c
    join private.user_profile u on u.user_id = c.user_id ${PLACES}
   where c.state = 'STARTED' and c.start_date + c.length_days <= $1 and ${withinSites('u.site_id', '$2')}
     and ($3::date is null or (c.start_date + c.length_days, c.user_cycle_id) > ($3::date + 1, $4))
   order by c.start_date + c.length_days, c.user_cycle_id
   limit $5`

const forgottenCursors = cursorOf(Type.Tuple([DateText, NameOf<UserCycleId>()]))

/** Cycles that run on although their last day and the days of grace after it are over, the oldest first. */
export async function forgottenCycles(
  support: Support,
  { cursor, limit = 50 }: PageQuery,
): Promise<PageOf<ForgottenCycle> | Refusal> {
  const after = forgottenCursors.read(cursor)
  if (isRefusal(after)) return after
  const { today } = actOf(support)
  const [lastDay = null, id = null] = after ?? []
  const over = plusDays(today, -support.settings.cycleGrace)
  const rows = await run<Omit<ForgottenCycle, 'day' | 'user' | 'site' | 'md'> & Who>(
    support.sql,
    FORGOTTEN,
    [over, support.sites, lastDay, id, limit + 1],
  )
  const items = rows.map((row) => ({
    ...whose(row),
    day: dayIndexOn(row.startDate, today),
  }))
  return forgottenCursors.page(items, limit, (row) => [row.lastDay, row.userCycleId])
}

const UNANSWERED = `
  select p.*, ${WHO}
    from private.user_profile u
   cross join lateral jsonb_to_recordset(u.pending)
     as p ("requestId" text, kind text, "to" text, "requestedBy" text, "requestedAt" timestamptz) ${PLACES}
   where u.pending_since <= $1 and p."requestedAt" <= $1 and ${withinSites('u.site_id', '$2')}
     and ($3::timestamptz is null or (p."requestedAt", p."requestId") > ($3, $4))
   order by p."requestedAt", p."requestId"
   limit $5`

const unansweredCursors = cursorOf(Type.Tuple([InstantText, Type.String()]))

/** Requests for another site or doctor that nobody answered for a day, the oldest first. */
export async function unansweredChanges(
  support: Support,
  { cursor, limit = 50 }: PageQuery,
): Promise<PageOf<UnansweredChange> | Refusal> {
  const after = unansweredCursors.read(cursor)
  if (isRefusal(after)) return after
  const [requestedAt = null, id = null] = after ?? []
  const rows = await run<Omit<UnansweredChange, 'user' | 'site' | 'md'> & Who>(
    support.sql,
    UNANSWERED,
    [plusMinutes(support.now(), -PATIENCE), support.sites, requestedAt, id, limit + 1],
  )
  const page = rows.map((row) => whose(row))
  return unansweredCursors.page(page, limit, (row) => [row.requestedAt, row.requestId])
}

/** The row with its user, site and doctor as they are answered everywhere. */
function whose<Row extends Who>(row: Row) {
  const { userId, name, phone, siteId, siteName, mdId, mdName, ...own } = row
  return {
    ...own,
    user: { userId, name, phone },
    site: siteId === null ? null : { siteId, name: siteName },
    md: mdId === null ? null : { mdId, name: mdName },
  }
}
