import { refusal, type DomainEvent } from '../../kernel/decision.ts'
import type {
  Act,
  CalendarDate,
  Instant,
  MessageId,
  OperatorId,
  OutboundId,
  TemplateId,
  UserCycleId,
  UserId,
} from '../../kernel/values.ts'

export const MESSAGE_TYPES = ['TEMPLATE', 'FREE_TEXT', 'MISSED_CALL'] as const
export type MessageType = (typeof MESSAGE_TYPES)[number]

export const MESSAGE_STATUSES = ['QUEUED', 'RETRY_PENDING', 'SUCCESS', 'FAILED'] as const
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]

/** A text to one user (domain-model 2, UserSupportMessage): queued by a person's click, and sent once. */
export type UserSupportMessage = Readonly<{
  id: MessageId
  userId: UserId
  userCycleId: UserCycleId
  userOutboundId: OutboundId | null
  messageType: MessageType
  templateId: TemplateId | null
  /** Null when it was erased. */
  content: string | null
  kind: 'SMS' | 'LMS' | 'ALIMTALK'
  /** The carrier's code of the approved template; for ALIMTALK. */
  templateCode: string | null
  /** By which the carrier knows it, the same with every try. */
  key: string
  status: MessageStatus
  reason: string | null
  /** Its sender knew of the quiet hours. */
  forced: boolean
  /** Tries since it was queued, or queued again by hand. */
  tries: number
  /** How often the carrier was asked what became of the last try. */
  asks: number
  queuedAt: Instant
  /** When something is to be done: a try, or asking what became of one. Null when it is final. */
  nextAttemptAt: Instant | null
  deliveredAt: Instant | null
  undeliveredReason: string | null
  dayIndex: number
  createdBy: OperatorId
  createdAt: Instant
  updatedAt: Instant
  version: number
  startDate: CalendarDate
  /** The last attempt. */
  attempt: Attempt | null
}>

/** One call of the carrier, kept before it goes out. */
export type Attempt = Readonly<{
  number: number
  carrier: string
  key: string
  startedAt: Instant
  endedAt: Instant | null
  outcome: 'IN_FLIGHT' | 'UNCERTAIN' | 'ACCEPTED' | 'REFUSED' | 'UNREACHABLE' | 'UNKNOWN'
  reason: string | null
  carrierMessageId: string | null
}>

type About = Readonly<{
  userId: UserId
  userCycleId: UserCycleId
  userOutboundId: OutboundId | null
  messageId: MessageId
  messageType: MessageType
  templateId: TemplateId | null
  dayIndex: number
}>
type Planned = About & Readonly<{ reason: string; nextAttemptAt: Instant }>
type Concluded = Readonly<{ answered: AttemptEnd | null }>

/** Whether the phone got it, as far as it is known: one of both at most. */
type Delivery = Pick<UserSupportMessage, 'deliveredAt' | 'undeliveredReason'>

/** How an attempt ended, as far as it is known. */
export type AttemptEnd = Pick<Attempt, 'outcome' | 'reason' | 'carrierMessageId'>

export type MessageQueued = DomainEvent<
  'MessageQueued',
  About & Pick<UserSupportMessage, 'kind' | 'templateCode' | 'key' | 'forced' | 'startDate'>
>
export type MessageAttemptStarted = DomainEvent<
  'MessageAttemptStarted',
  About & Readonly<{ number: number; carrier: string; key: string; leaseUntil: Instant }>
>
export type MessageRetryPlanned = DomainEvent<'MessageRetryPlanned', Planned & Concluded>
export type MessageOutcomeUncertain = DomainEvent<'MessageOutcomeUncertain', Planned>
export type MessageQueuedAgain = DomainEvent<
  'MessageQueuedAgain',
  About & Readonly<{ key: string; forced: boolean }>
>
export type MessageDelivered = DomainEvent<
  'MessageDelivered',
  About & Readonly<{ deliveredAt: Instant }>
>
export type MessageUndelivered = DomainEvent<
  'MessageUndelivered',
  About & Readonly<{ reason: string }>
>
export type MessageSent = DomainEvent<
  'TemplateMessageSent' | 'FreeTextMessageSent' | 'MissedCallMessageSent',
  About & Concluded & Partial<Delivery> & Readonly<{ sender: OperatorId }>
>
export type MessageFailed = DomainEvent<
  'TemplateMessageFailed' | 'FreeTextMessageFailed' | 'MissedCallMessageFailed',
  About & Concluded & Readonly<{ sender: OperatorId; reason: string }>
>

export type UserSupportMessageEvent =
  | MessageQueued
  | MessageAttemptStarted
  | MessageRetryPlanned
  | MessageOutcomeUncertain
  | MessageQueuedAgain
  | MessageDelivered
  | MessageUndelivered
  | MessageSent
  | MessageFailed

export const MESSAGE_NOT_FOUND = refusal(4106, 'MESSAGE_NOT_FOUND', 'There is no such message.')
export const MESSAGE_ALREADY_SENT = refusal(
  4209,
  'MESSAGE_ALREADY_SENT',
  'The carrier has taken the message.',
)

/** The carrier was asked again and again and cannot say what became of a try: a person decides. */
export const OUTCOME_UNKNOWN = 'OUTCOME_UNKNOWN'
export const OUT_OF_TRIES = 'OUT_OF_TRIES'
export const STALE = 'STALE'

const SENT = {
  TEMPLATE: 'TemplateMessageSent',
  FREE_TEXT: 'FreeTextMessageSent',
  MISSED_CALL: 'MissedCallMessageSent',
} as const
const FAILED = {
  TEMPLATE: 'TemplateMessageFailed',
  FREE_TEXT: 'FreeTextMessageFailed',
  MISSED_CALL: 'MissedCallMessageFailed',
} as const

type New = Pick<
  UserSupportMessage,
  | 'id'
  | 'userId'
  | 'userCycleId'
  | 'userOutboundId'
  | 'messageType'
  | 'templateId'
  | 'kind'
  | 'templateCode'
  | 'key'
  | 'forced'
  | 'dayIndex'
  | 'startDate'
>

/** Takes the message in, to be sent at once. Whether it may be sent at all is the guards' to say. */
export function queue(message: New, content: string, act: Act): MessageQueued {
  const { kind, templateCode, key, forced, startDate } = message
  const data = { ...about(message), kind, templateCode, key, forced, startDate }
  return { type: 'MessageQueued', data, act, text: content }
}

/** A new attempt, from which on it is unknown whether the message went out until the carrier says so. */
export function startAttempt(
  message: UserSupportMessage,
  { carrier, leaseUntil }: Readonly<{ carrier: string; leaseUntil: Instant }>,
  act: Act,
): MessageAttemptStarted {
  const number = (message.attempt?.number ?? 0) + 1
  const data = { ...about(message), number, carrier, key: message.key, leaseUntil }
  return { type: 'MessageAttemptStarted', data, act }
}

export function succeed(
  message: UserSupportMessage,
  answered: AttemptEnd | null,
  act: Act,
): MessageSent {
  const data = { ...about(message), answered, sender: message.createdBy }
  return { type: SENT[message.messageType], data, act }
}

export function fail(
  message: UserSupportMessage,
  { reason, answered }: Readonly<{ reason: string; answered: AttemptEnd | null }>,
  act: Act,
): MessageFailed {
  const data = { ...about(message), answered, sender: message.createdBy, reason }
  return { type: FAILED[message.messageType], data, act }
}

type Later = Readonly<{ reason: string; nextAttemptAt: Instant }>

/** It surely did not go out; it will be tried again. */
export function planRetry(
  message: UserSupportMessage,
  { answered, ...later }: Later & Concluded,
  act: Act,
): MessageRetryPlanned {
  return { type: 'MessageRetryPlanned', data: { ...about(message), ...later, answered }, act }
}

/** It may have gone out: the carrier is asked, and nothing is sent meanwhile. */
export function doubt(
  message: UserSupportMessage,
  later: Later,
  act: Act,
): MessageOutcomeUncertain {
  return { type: 'MessageOutcomeUncertain', data: { ...about(message), ...later }, act }
}

/**
 * A person tries a failed one again. It keeps its key, so that a carrier which did take it delivers it no second time;
 * only after a refusal it needs another. One that is on its way already needs nothing.
 */
export function retry(
  message: UserSupportMessage,
  { key, forced }: Readonly<{ key: string; forced: boolean }>,
  act: Act,
): MessageQueuedAgain | typeof MESSAGE_ALREADY_SENT | undefined {
  if (message.status === 'SUCCESS') return MESSAGE_ALREADY_SENT
  if (message.status !== 'FAILED') return undefined
  const again = message.attempt?.outcome === 'REFUSED' ? key : message.key
  return { type: 'MessageQueuedAgain', data: { ...about(message), key: again, forced }, act }
}

/** The message of a MessageQueued. */
export function queued({ data, act, text }: MessageQueued): UserSupportMessage {
  const { messageId: id, ...rest } = data
  const times = { queuedAt: act.at, nextAttemptAt: act.at, createdAt: act.at, updatedAt: act.at }
  const unknown = { reason: null, deliveredAt: null, undeliveredReason: null, attempt: null }
  const begun = { status: 'QUEUED', tries: 0, asks: 0, version: 1, createdBy: act.by } as const
  return { id, ...rest, content: text ?? null, ...begun, ...times, ...unknown }
}

export function evolve(
  message: UserSupportMessage,
  event: UserSupportMessageEvent,
): UserSupportMessage {
  const changed = { ...message, version: message.version + 1, updatedAt: event.act.at }
  switch (event.type) {
    case 'MessageQueued':
      return queued(event)
    case 'MessageAttemptStarted': {
      const { number, carrier, key, leaseUntil } = event.data
      const open = { outcome: 'IN_FLIGHT', reason: null, carrierMessageId: null } as const
      const attempt = { number, carrier, key, startedAt: event.act.at, endedAt: null, ...open }
      return { ...changed, tries: message.tries + 1, asks: 0, nextAttemptAt: leaseUntil, attempt }
    }
    case 'MessageRetryPlanned': {
      const { nextAttemptAt, answered } = event.data
      const status = message.tries === 0 ? message.status : 'RETRY_PENDING'
      return { ...changed, status, nextAttemptAt, attempt: ended(message, answered, event.act) }
    }
    case 'MessageOutcomeUncertain': {
      const { nextAttemptAt, reason } = event.data
      const open = { outcome: 'UNCERTAIN', reason, carrierMessageId: null } as const
      const attempt = ended(message, open, event.act)
      return { ...changed, status: 'RETRY_PENDING', asks: message.asks + 1, nextAttemptAt, attempt }
    }
    case 'MessageQueuedAgain': {
      const { key, forced } = event.data
      const begun = { status: 'QUEUED', reason: null, tries: 0, asks: 0 } as const
      const times = { queuedAt: event.act.at, nextAttemptAt: event.act.at }
      return { ...changed, ...begun, ...times, key, forced }
    }
    case 'MessageDelivered':
      return { ...changed, deliveredAt: event.data.deliveredAt }
    case 'MessageUndelivered':
      return { ...changed, deliveredAt: null, undeliveredReason: event.data.reason }
    case 'TemplateMessageSent':
    case 'FreeTextMessageSent':
    case 'MissedCallMessageSent': {
      const { deliveredAt = null, undeliveredReason = null } = event.data
      const delivery = { deliveredAt, undeliveredReason }
      return { ...changed, ...concluded(message, event), ...delivery, status: 'SUCCESS' }
    }
    case 'TemplateMessageFailed':
    case 'FreeTextMessageFailed':
    case 'MissedCallMessageFailed':
      return { ...changed, ...concluded(message, event), status: 'FAILED' }
  }
}

function concluded(message: UserSupportMessage, { data, act }: MessageSent | MessageFailed) {
  const reason = 'reason' in data ? data.reason : null
  return { reason, nextAttemptAt: null, attempt: ended(message, data.answered, act) }
}

function ended(
  { attempt }: UserSupportMessage,
  answered: AttemptEnd | null,
  { at }: Act,
): Attempt | null {
  return attempt === null || answered === null ? attempt : { ...attempt, ...answered, endedAt: at }
}

/** Which message it is: what every event of it says. */
export function about(
  message: Omit<New, 'kind' | 'templateCode' | 'key' | 'forced' | 'startDate'>,
): About {
  const {
    id: messageId,
    userId,
    userCycleId,
    userOutboundId,
    messageType,
    templateId,
    dayIndex,
  } = message
  return { userId, userCycleId, userOutboundId, messageId, messageType, templateId, dayIndex }
}
