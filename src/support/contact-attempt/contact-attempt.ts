import type { DomainEvent } from '../../kernel/decision.ts'
import type {
  Act,
  AttemptId,
  CalendarDate,
  Instant,
  OperatorId,
  OutboundId,
  UserCycleId,
  UserId,
} from '../../kernel/values.ts'

export const ATTEMPT_RESULTS = ['REACHED', 'NO_ANSWER', 'BUSY', 'REFUSED', 'WRONG_NUMBER'] as const
export type AttemptResult = (typeof ATTEMPT_RESULTS)[number]

/** A call that was made (SPEC.md; the source has none): any number of times under one outbound, whose status it leaves alone. */
export type ContactAttempt = Readonly<{
  id: AttemptId
  userId: UserId
  userCycleId: UserCycleId
  userOutboundId: OutboundId
  result: AttemptResult
  note: string | null
  createdBy: OperatorId
  createdAt: Instant
  startDate: CalendarDate
}>

export type ContactAttemptRecorded = DomainEvent<
  'ContactAttemptRecorded',
  Pick<ContactAttempt, 'userId' | 'userCycleId' | 'userOutboundId' | 'result' | 'startDate'> &
    Readonly<{ attemptId: AttemptId }>
>

type Call = Pick<ContactAttempt, 'userId' | 'userCycleId' | 'startDate'> &
  Readonly<{ id: OutboundId }>
type Made = Readonly<{ attemptId: AttemptId; result: AttemptResult; note?: string | undefined }>

export function recordAttempt(
  { userId, userCycleId, startDate, id: userOutboundId }: Call,
  { attemptId, result, note }: Made,
  act: Act,
): ContactAttemptRecorded {
  const data = { userId, userCycleId, userOutboundId, attemptId, result, startDate }
  return { type: 'ContactAttemptRecorded', data, act, text: note }
}

/** The attempt of a ContactAttemptRecorded. */
export function recorded({ data, act, text }: ContactAttemptRecorded): ContactAttempt {
  const { attemptId: id, ...about } = data
  return { id, ...about, note: text ?? null, createdBy: act.by, createdAt: act.at }
}
