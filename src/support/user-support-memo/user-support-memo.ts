import { dayIndexOn } from '../../kernel/calendar.ts'
import { refusal, type Decision, type DomainEvent, type Refusal } from '../../kernel/decision.ts'
import type {
  Act,
  CalendarDate,
  Instant,
  MemoId,
  OperatorId,
  UserCycleId,
  UserId,
} from '../../kernel/values.ts'
import {
  isAuthor,
  isChangeable,
  isTooLong,
  MEMO_CONTENT_TOO_LONG,
  NOT_THE_AUTHOR,
} from '../texts.ts'

/** What an operator noted about a user (domain-model 2, UserSupportMemo). Every version of its text is kept. */
export type UserSupportMemo = Readonly<{
  id: MemoId
  userId: UserId
  userCycleId: UserCycleId
  /** Null when it was erased. */
  memo: string | null
  dayIndex: number
  createdBy: OperatorId
  createdAt: Instant
  updatedAt: Instant
  version: number
  startDate: CalendarDate
}>

type About = Readonly<{
  userId: UserId
  userCycleId: UserCycleId
  memoId: MemoId
  dayIndex: number
}>

export type UserMemoCreated = DomainEvent<
  'UserMemoCreated',
  About & Readonly<{ startDate: CalendarDate }>
>
export type UserMemoUpdated = DomainEvent<
  'UserMemoUpdated',
  About & Readonly<{ previousVersion: number }>
>
export type UserMemoEvent = UserMemoCreated | UserMemoUpdated

export const MEMO_NOT_FOUND = refusal(4104, 'MEMO_NOT_FOUND', 'There is no such memo.')
export const MEMO_UPDATE_FAILED = refusal(
  4006,
  'MEMO_UPDATE_FAILED',
  'The memo cannot be changed any more.',
)

type Cycle = Readonly<{ userId: UserId; userCycleId: UserCycleId; startDate: CalendarDate }>
type Words = Readonly<{ memo: string; max: number }>

export function create(
  { userId, userCycleId, startDate, memoId }: Cycle & Readonly<{ memoId: MemoId }>,
  { memo, max }: Words,
  act: Act,
): Decision<UserMemoCreated> {
  if (isTooLong(memo, max)) return MEMO_CONTENT_TOO_LONG
  const dayIndex = dayIndexOn(startDate, act.today)
  const data = { userId, userCycleId, memoId, dayIndex, startDate }
  return { type: 'UserMemoCreated', data, act, text: memo }
}

/** The rule that keeps this person from changing it now, if any: its author may, within 24 hours. */
export function canUpdate(memo: UserSupportMemo, act: Act): Refusal | undefined {
  if (!isAuthor(memo, act)) return NOT_THE_AUTHOR
  return isChangeable(memo, act) ? undefined : MEMO_UPDATE_FAILED
}

/** Changes the text; to what it says already is no change. */
export function update(
  present: UserSupportMemo,
  { memo, max }: Words,
  act: Act,
): Decision<UserMemoUpdated> | undefined {
  const refused = canUpdate(present, act)
  if (refused !== undefined) return refused
  if (isTooLong(memo, max)) return MEMO_CONTENT_TOO_LONG
  if (memo === present.memo) return undefined
  const { userId, userCycleId, id: memoId, dayIndex, version: previousVersion } = present
  const data = { userId, userCycleId, memoId, dayIndex, previousVersion }
  return { type: 'UserMemoUpdated', data, act, text: memo }
}

/** The memo of a UserMemoCreated. */
export function created({ data, act, text }: UserMemoCreated): UserSupportMemo {
  const { memoId: id, ...about } = data
  const times = { createdBy: act.by, createdAt: act.at, updatedAt: act.at }
  return { id, ...about, memo: text ?? null, ...times, version: 1 }
}

export function evolve(memo: UserSupportMemo, event: UserMemoEvent): UserSupportMemo {
  switch (event.type) {
    case 'UserMemoCreated':
      return created(event)
    case 'UserMemoUpdated': {
      const { act, text } = event
      return { ...memo, memo: text ?? null, version: memo.version + 1, updatedAt: act.at }
    }
  }
}
