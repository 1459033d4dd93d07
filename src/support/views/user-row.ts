import { dayIndexOn } from '../../kernel/calendar.ts'
import {
  SYSTEM,
  type CalendarDate,
  type Instant,
  type MdId,
  type MemoId,
  type OperatorId,
  type SiteId,
  type UserCycleId,
  type UserId,
} from '../../kernel/values.ts'
import type { OutboundView } from '../user-outbound-plan/contract.ts'
import { statusOn, type UserOutboundPlan } from '../user-outbound-plan/user-outbound-plan.ts'
import { CURRENT_CYCLE } from '../user-support/repository.ts'
import type { UserRow } from './contract.ts'

/** A call within a row: JSON made by the database, whose instants are not yet written as everywhere else. */
type StoredOutbound = Omit<OutboundView, 'userId' | 'userCycleId' | 'status'> &
  Pick<UserOutboundPlan, 'status'> &
  Readonly<{ cycle: UserCycleId }>

export type StoredUser = Readonly<{
  userId: UserId
  name: string
  phone: string | null
  siteId: SiteId | null
  siteName: string | null
  mdId: MdId | null
  mdName: string | null
  userCycleId: UserCycleId | null
  startDate: CalendarDate | null
  lengthDays: number | null
  state: 'STARTED' | 'ENDED' | null
  outbounds: readonly StoredOutbound[] | null
  openIssues: number
  memoId: MemoId | null
  memo: string | null
  memoBy: OperatorId | null
  memoAt: Instant | null
  lastContactAt: Instant | null
}>

/** What an operator needs to know of a user `u`: the columns of {@link StoredUser}, and what to join for them. */
export const USER_COLUMNS = `
  u.user_id as "userId", u.name, u.phone, u.site_id as "siteId", s.name as "siteName", u.md_id as "mdId", d.name as "mdName",
  c.user_cycle_id as "userCycleId", c.start_date as "startDate", c.length_days as "lengthDays", c.state,
  calls.outbounds, m.id as "memoId", m.memo, m.created_by as "memoBy", m.created_at as "memoAt",
  (select count(*)::int from support.user_support_issue i
    where i.user_id = u.user_id and i.status in ('REGISTERED', 'IN_PROGRESS')) as "openIssues",
  greatest(calls.completed_at,
    (select max(a.created_at) from support.contact_attempt a
      where a.user_id = u.user_id and a.result = 'REACHED')) as "lastContactAt"`

export const USER_JOINS = `
  left join private.site s on s.site_id = u.site_id
  left join private.md d on d.md_id = u.md_id
  left join lateral (
    select user_cycle_id, start_date, length_days, state
      from support.user_cycle where user_id = u.user_id ${CURRENT_CYCLE}) c on true
  left join lateral (
    select json_agg(o) filter (where o.cycle = c.user_cycle_id) as outbounds,
           max(o."resolvedAt") filter (where o.status = 'COMPLETED' and o."resolvedBy" <> '${SYSTEM}') as completed_at
      from (
        select o.id, o.user_cycle_id as cycle, o.sequence, o.day_index as "dayIndex",
               o.status, o.plan_date as "planDate", o.contact_at as "contactAt", o.due_date as "dueDate",
               o.resolved_by as "resolvedBy", o.resolved_at as "resolvedAt", o.version,
               o.created_at as "createdAt", o.updated_at as "updatedAt"
          from support.user_outbound_plan o where o.user_id = u.user_id) o) calls on true
  left join lateral (
    select n.id, t.text as memo, n.created_by, n.created_at
      from support.user_support_memo n
      left join private.text t
        on t.entity = 'UserSupportMemo' and t.entity_id = n.id::text and t.version = n.version
     where n.user_id = u.user_id order by n.id desc limit 1) m on true`

/** A user as they are answered: statuses and days as they are today. */
export function userRow(stored: StoredUser, today: CalendarDate): UserRow {
  const { userId, name, phone, siteId, siteName, mdId, mdName, openIssues, lastContactAt } = stored
  const outbounds = (stored.outbounds ?? [])
    .map((call) => callOf(userId, call, today))
    .toSorted((one, other) => one.sequence - other.sequence)
  return {
    userId,
    name,
    phone,
    site: siteId === null ? null : { siteId, name: siteName },
    md: mdId === null ? null : { mdId, name: mdName },
    cycle: currentCycle(stored, today),
    outbounds,
    upcomingOutbound: upcoming(outbounds),
    openIssues,
    lastMemo: lastMemo(stored),
    lastContactAt,
  }
}

type StoredCycle = Pick<StoredUser, 'userCycleId' | 'startDate' | 'lengthDays' | 'state'>

function currentCycle(
  { userCycleId, startDate, lengthDays, state }: StoredCycle,
  today: CalendarDate,
): UserRow['cycle'] {
  if (userCycleId === null || startDate === null || lengthDays === null || state === null) {
    return null
  }
  return { userCycleId, startDate, lengthDays, state, day: dayIndexOn(startDate, today) }
}

function lastMemo({ memoId, memo, memoBy, memoAt }: StoredUser): UserRow['lastMemo'] {
  if (memoId === null || memoBy === null || memoAt === null) return null
  return { id: memoId, memo, createdBy: memoBy, createdAt: memoAt }
}

function callOf(userId: UserId, call: StoredOutbound, today: CalendarDate): OutboundView {
  return {
    id: call.id,
    userId,
    userCycleId: call.cycle,
    sequence: call.sequence,
    dayIndex: call.dayIndex,
    status: statusOn(call, today),
    planDate: call.planDate,
    contactAt: call.contactAt && fromJson(call.contactAt),
    dueDate: call.dueDate,
    resolvedBy: call.resolvedBy,
    resolvedAt: call.resolvedAt && fromJson(call.resolvedAt),
    version: call.version,
    createdAt: fromJson(call.createdAt),
    updatedAt: fromJson(call.updatedAt),
  }
}

/** An instant of a database whose zone is UTC, which writes it in JSON as `2026-01-05T01:30:00.5+00:00`. */
function fromJson(text: string): Instant {
  const [seconds = '', fraction = ''] = text.slice(0, -'+00:00'.length).split('.')
  return `${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z` as Instant
}

/** The next call: of the open ones that which is due first, agreed times before others (API.md, the worklist's order). */
function upcoming(outbounds: readonly OutboundView[]): OutboundView | null {
  const open = outbounds.filter(({ status }) => status === 'PENDING' || status === 'ACTIVE')
  const [next] = open.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
  return next ?? null
}

function placeOf({ dueDate, contactAt, id }: OutboundView): string {
  return `${dueDate} ${contactAt ?? 'later'} ${String(id).padStart(16, '0')}`
}
