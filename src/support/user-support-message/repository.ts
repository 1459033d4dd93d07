import type { MessageId, OutboundId, UserCycleId } from '../../kernel/values.ts'
import type { Repository } from '../../platform/change.ts'
import { run, type Sql } from '../../platform/db/db.ts'
import type { Statement } from '../../platform/journal.ts'
import { withinSites } from '../sites.ts'
import {
  evolve,
  MESSAGE_NOT_FOUND,
  type Attempt,
  type UserSupportMessage,
  type UserSupportMessageEvent,
} from './user-support-message.ts'

const ENTITY = 'UserSupportMessage'

/** A message's columns, and what stands beside its row `m`. */
export const FIELDS = `
  select m.id, m.user_id as "userId", m.user_cycle_id as "userCycleId", m.user_outbound_id as "userOutboundId",
         m.message_type as "messageType", m.template_id as "templateId", t.text as content, m.kind,
         m.template_code as "templateCode", m.key, m.status, m.reason, m.forced, m.tries, m.asks,
         m.queued_at as "queuedAt", m.next_attempt_at as "nextAttemptAt", m.delivered_at as "deliveredAt",
         m.undelivered_reason as "undeliveredReason", m.day_index as "dayIndex", m.created_by as "createdBy",
         m.created_at as "createdAt", m.updated_at as "updatedAt", m.version, c.start_date as "startDate",
         a.number as "attemptNumber", a.carrier as "attemptCarrier", a.key as "attemptKey",
         a.started_at as "attemptStartedAt", a.ended_at as "attemptEndedAt", a.outcome as "attemptOutcome",
         a.reason as "attemptReason", a.carrier_message_id as "carrierMessageId"`

export const BESIDE = `
    join support.user_cycle c on c.user_cycle_id = m.user_cycle_id
    join private.user_profile u on u.user_id = m.user_id
    left join private.text t on t.entity = '${ENTITY}' and t.entity_id = m.id::text and t.version = 1
    left join lateral (select * from support.message_attempt where message_id = m.id
                        order by number desc limit 1) a on true`

const SELECT = `${FIELDS}
    from support.user_support_message m${BESIDE}`

export type Row = Omit<UserSupportMessage, 'attempt'> & {
  attemptNumber: number | null
  attemptCarrier: string
  attemptKey: string
  attemptStartedAt: Attempt['startedAt']
  attemptEndedAt: Attempt['endedAt']
  attemptOutcome: Attempt['outcome']
  attemptReason: string | null
  carrierMessageId: string | null
}

export const userSupportMessages: Repository<
  MessageId,
  UserSupportMessage,
  UserSupportMessageEvent
> = {
  notFound: MESSAGE_NOT_FOUND,
  evolve,

  async load(sql, id, sites) {
    const where = `where m.id = $1 and ${withinSites('u.site_id', '$2')}`
    const rows = await run<Row>(sql, `${SELECT} ${where}`, [id, sites])
    return rows.map(messageOf)[0]
  },

  // The attempt is kept with the message, so that it is committed before the carrier is called.
  save: {
    text: `
  update support.user_support_message
     set status = $2, reason = $3, forced = $4, tries = $5, asks = $6, queued_at = $7, next_attempt_at = $8,
         delivered_at = $9, undelivered_reason = $10, key = $11, version = $12, updated_at = $13
   where id = $14 and version = $15
  returning id, user_id`,
    beside: `
attempt as (
  insert into support.message_attempt
    (message_id, user_id, number, carrier, key, started_at, ended_at, outcome, reason, carrier_message_id)
  select id, user_id, $16::int, $17, $18, $19::timestamptz, $20::timestamptz, $21, $22, $23
    from stored where $16::int is not null
  on conflict (message_id, number) do update
    set ended_at = excluded.ended_at, outcome = excluded.outcome, reason = excluded.reason,
        carrier_message_id = excluded.carrier_message_id
)`,
    values: ({ before, next }) => [
      next.status,
      next.reason,
      next.forced,
      next.tries,
      next.asks,
      next.queuedAt,
      next.nextAttemptAt,
      next.deliveredAt,
      next.undeliveredReason,
      next.key,
      next.version,
      next.updatedAt,
      next.id,
      before.version,
      ...attemptValues(next.attempt === before.attempt ? null : next.attempt),
    ],
  },

  subject,
}

function attemptValues(attempt: Attempt | null): unknown[] {
  const { number, carrier, key, startedAt, endedAt, outcome, reason, carrierMessageId } =
    attempt ?? NO_ATTEMPT
  return [number, carrier, key, startedAt, endedAt, outcome, reason, carrierMessageId]
}

const NO_ATTEMPT: Readonly<Record<keyof Attempt, null>> = {
  number: null,
  carrier: null,
  key: null,
  startedAt: null,
  endedAt: null,
  outcome: null,
  reason: null,
  carrierMessageId: null,
}

/** save(message): a new one; later ones are saved by what happened to them. */
export const insertMessage: Statement<UserSupportMessage> = {
  text: `
  insert into support.user_support_message
    (id, user_id, user_cycle_id, user_outbound_id, message_type, template_id, kind, template_code, key, status,
     forced, tries, asks, queued_at, next_attempt_at, day_index, version, created_by, created_at, updated_at)
  overriding system value
  values ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
  returning 1`,
  values: (message) => [
    message.id,
    message.userId,
    message.userCycleId,
    message.userOutboundId,
    message.messageType,
    message.templateId,
    message.kind,
    message.templateCode,
    message.key,
    message.status,
    message.forced,
    message.tries,
    message.asks,
    message.queuedAt,
    message.nextAttemptAt,
    message.dayIndex,
    message.version,
    message.createdBy,
    message.createdAt,
    message.updatedAt,
  ],
}

export function subject({ id, version, userId, userCycleId, startDate }: UserSupportMessage) {
  return { entity: ENTITY, id, version, userId, userCycleId, startDate }
}

export type Page = Readonly<{ before: MessageId | null; limit: number }>
type Of = Readonly<{ userCycleId: UserCycleId } | { outboundId: OutboundId }>

/** findByUserCycleId, findByOutboundId: newest first. */
export async function findMessages(
  sql: Sql,
  of: Of,
  { before, limit }: Page,
): Promise<UserSupportMessage[]> {
  const [column, id] =
    'userCycleId' in of
      ? ['m.user_cycle_id', of.userCycleId]
      : ['m.user_outbound_id', of.outboundId]
  const rows = await run<Row>(
    sql,
    `${SELECT} where ${column} = $1 and ($2::bigint is null or m.id < $2) order by m.id desc limit $3`,
    [id, before, limit],
  )
  return rows.map(messageOf)
}

/** The attempts of a message, oldest first. */
export function attemptsOf(sql: Sql, id: MessageId): Promise<Attempt[]> {
  return run(
    sql,
    `select number, carrier, started_at as "startedAt", ended_at as "endedAt", outcome, reason,
            carrier_message_id as "carrierMessageId"
       from support.message_attempt where message_id = $1 order by number`,
    [id],
  )
}

/** The message that a carrier knows by that key. */
export async function findByKey(sql: Sql, key: string): Promise<MessageId | undefined> {
  const rows = await run<{ id: MessageId }>(
    sql,
    'select message_id as id from support.message_attempt where key = $1 limit 1',
    [key],
  )
  return rows[0]?.id
}

export function messageOf(row: Row): UserSupportMessage {
  const {
    attemptNumber: number,
    attemptCarrier: carrier,
    attemptKey: key,
    attemptStartedAt: startedAt,
    attemptEndedAt: endedAt,
    attemptOutcome: outcome,
    attemptReason: reason,
    carrierMessageId,
    ...message
  } = row
  const attempt = { number: number ?? 0, carrier, key, startedAt, endedAt, outcome, reason }
  return { ...message, attempt: number === null ? null : { ...attempt, carrierMessageId } }
}
