import { isDeepStrictEqual } from 'node:util'
import { refusal } from '../../kernel/decision.ts'
import type { Instant, LogId, OperatorId, UserCycleId, UserId } from '../../kernel/values.ts'

export const LOG_TYPES = [
  'LOG',
  'MEMO',
  'ISSUE',
  'CONTACT_SCHEDULE_CHANGE',
  'OUTBOUND_STATUS_CHANGE',
  'ACCOUNT_UPDATED',
  'ACCOUNT_DELETED',
  'SITE_UPDATE',
  'MESSAGE_SENT',
] as const

/** UserSupportLogType (domain-model 3). */
export type LogType = (typeof LOG_TYPES)[number]

/** One entry of a user's timeline (domain-model 2, UserSupportLog). Recorded once, never changed. */
export type UserSupportLog = Readonly<{
  id: LogId
  userId: UserId
  userCycleId: UserCycleId | null
  type: LogType
  /** The cycle's day on which it was recorded; null for what has no cycle. */
  dayIndex: number | null
  meta: Readonly<Record<string, unknown>>
  relationId: number | null
  actor: OperatorId
  createdAt: Instant
  updatedAt: Instant
}>

/** What a log says, as a value of its own: two are equal when type and meta are (domain-model 3). */
export type LogVO = Readonly<{ type: LogType; meta: Readonly<Record<string, unknown>> }>

export const LOG_NOT_FOUND = refusal(4107, 'LOG_NOT_FOUND', 'There is no such log.')

/** The codes of the system that this one replaces (the names in brackets in domain-model 3). */
export const LEGACY_CODES = {
  MEMO: 'LOG',
  ISSUE: 'PATIENT_ISSUE',
  CONTACT_SCHEDULE_CHANGE: 'CALL_SCHEDULE_CHANGE',
  OUTBOUND_STATUS_CHANGE: 'FOLLOW_UP_STATUS_CHANGE',
} as const satisfies Partial<Record<LogType, string>>

export function isSameLog(one: LogVO, other: LogVO): boolean {
  return one.type === other.type && isDeepStrictEqual(one.meta, other.meta)
}
