import { sql, type RawBuilder } from 'kysely'
import { dayIndexOn } from '../../kernel/calendar.ts'
import type {
  CalendarDate,
  Instant,
  MdId,
  MemoId,
  MessageId,
  OperatorId,
  OutboundId,
  SiteId,
} from '../../kernel/values.ts'
import { actOf, type Support } from '../support.ts'
import type { OutboundRow } from '../user-outbound-plan/contract.ts'
import type { MessageStatus, MessageType } from '../user-support-message/user-support-message.ts'
import { statusOn } from '../user-outbound-plan/user-outbound-plan.ts'

type Row = Omit<
  OutboundRow,
  'user' | 'site' | 'md' | 'cycle' | 'status' | 'lastMemo' | 'lastMessage'
> &
  Readonly<{
    status: 'PENDING' | 'COMPLETED' | 'SKIPPED'
    name: string
    phone: string | null
    siteId: SiteId | null
    siteName: string | null
    mdId: MdId | null
    mdName: string | null
    startDate: CalendarDate
    lengthDays: number
    cycleState: 'STARTED' | 'ENDED'
    memoId: MemoId | null
    memo: string | null
    memoBy: OperatorId | null
    memoAt: Instant | null
    messageId: MessageId | null
    messageType: MessageType | null
    messageStatus: MessageStatus | null
    messageAt: Instant | null
  }>

/**
 * The first calls of the branches, in order, with everything that an operator needs to decide: only these rows are
 * looked up.
 */
export function rowsOf(branches: RawBuilder<unknown>, limit: number) {
  return sql<Row>`
    with page as (select id from (${branches}) branch order by due_date, due_time, id limit ${sql.lit(limit)})
    select o.id, o.user_id as "userId", o.user_cycle_id as "userCycleId", o.sequence, o.day_index as "dayIndex",
           o.status, o.plan_date as "planDate", o.contact_at as "contactAt", o.due_date as "dueDate",
           o.due_reason as "dueReason", o.resolved_by as "resolvedBy", o.resolved_at as "resolvedAt",
           o.claimed_by as "claimedBy", o.claimed_until as "claimedUntil",
           o.version, o.created_at as "createdAt", o.updated_at as "updatedAt",
           u.name, u.phone, u.site_id as "siteId", s.name as "siteName", u.md_id as "mdId", m.name as "mdName",
           c.start_date as "startDate", c.length_days as "lengthDays", c.state as "cycleState",
           memo.*, issues."openIssues", attempts.*, message.*
      from page
      join support.user_outbound_plan o on o.id = page.id
      join support.user_cycle c on c.user_cycle_id = o.user_cycle_id
      join private.user_profile u on u.user_id = o.user_id
      left join private.site s on s.site_id = u.site_id
      left join private.md m on m.md_id = u.md_id
      left join lateral (
        select n.id as "memoId", t.text as memo, n.created_by as "memoBy", n.created_at as "memoAt"
          from support.user_support_memo n
          left join private.text t
            on t.entity = 'UserSupportMemo' and t.entity_id = n.id::text and t.version = n.version
         where n.user_id = o.user_id order by n.id desc limit 1) memo on true
      left join lateral (
        select count(*)::int as "openIssues" from support.user_support_issue i
         where i.user_id = o.user_id and i.status in ('REGISTERED', 'IN_PROGRESS')) issues on true
      left join lateral (
        select count(*)::int as attempts, max(a.created_at) as "lastAttemptAt"
          from support.contact_attempt a where a.user_outbound_id = o.id) attempts on true
      left join lateral (
        select s.id as "messageId", s.message_type as "messageType", s.status as "messageStatus",
               s.created_at as "messageAt"
          from support.user_support_message s where s.user_outbound_id = o.id
         order by s.id desc limit 1) message on true
     order by o.due_date, o.due_time, o.id`
}

/** A row as it is answered: its status as it is today, a claim only while it holds. */
export function viewOf(row: Row, today: CalendarDate, at: Instant): OutboundRow {
  const {
    name,
    phone,
    siteId,
    siteName,
    mdId,
    mdName,
    startDate,
    lengthDays,
    cycleState,
    ...rest
  } = row
  const { memoId: _1, memo: _2, memoBy: _3, memoAt: _4, ...others } = rest
  const { messageId: _5, messageType: _6, messageStatus: _7, messageAt: _8, ...own } = others
  const claimed = own.claimedUntil !== null && own.claimedUntil > at
  return {
    ...own,
    status: statusOn(row, today),
    user: { userId: row.userId, name, phone },
    site: siteId === null ? null : { siteId, name: siteName },
    md: mdId === null ? null : { mdId, name: mdName },
    cycle: { startDate, lengthDays, state: cycleState, day: dayIndexOn(startDate, today) },
    lastMemo: lastMemoIn(row),
    lastMessage: lastMessageIn(row),
    claimedBy: claimed ? own.claimedBy : null,
    claimedUntil: claimed ? own.claimedUntil : null,
  }
}

function lastMemoIn({ memoId: id, memo, memoBy, memoAt }: Row): OutboundRow['lastMemo'] {
  if (id === null || memoBy === null || memoAt === null) return null
  return { id, memo, createdBy: memoBy, createdAt: memoAt }
}

function lastMessageIn(row: Row): OutboundRow['lastMessage'] {
  const { messageId: id, messageType, messageStatus: status, messageAt } = row
  if (id === null || messageType === null || status === null || messageAt === null) return null
  return { id, messageType, status, createdAt: messageAt }
}

/** A call that the caller holds, as a row of the worklist. */
export async function rowOf(support: Support, id: OutboundId): Promise<OutboundRow | undefined> {
  const branch = sql`select o.id, o.due_date, o.due_time from support.user_outbound_plan o where o.id = ${id}`
  const { rows } = await rowsOf(branch, 1).execute(support.sql)
  const { today, at } = actOf(support)
  const [row] = rows
  return row && viewOf(row, today, at)
}
