import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { AttemptId, OutboundId } from '../../kernel/values.ts'
import { find, type Seen } from '../../platform/change.ts'
import { nextId } from '../../platform/db/ids.ts'
import { store, type Statement } from '../../platform/journal.ts'
import { actOf, type Support } from '../support.ts'
import { userOutboundPlans } from '../user-outbound-plan/repository.ts'
import {
  recordAttempt,
  recorded,
  type AttemptResult,
  type ContactAttempt,
} from './contact-attempt.ts'

type Made = Seen<OutboundId> & Readonly<{ result: AttemptResult; note?: string | undefined }>

/** Records that a call was made, whatever came of it. */
export async function recordContactAttempt(
  support: Support,
  { result, note, ...seen }: Made,
): Promise<ContactAttempt | Refusal> {
  const call = await find(support, userOutboundPlans, seen)
  if (isRefusal(call)) return call
  const attemptId = await nextId<AttemptId>(support.sql, 'support.contact_attempt')
  const event = recordAttempt(call, { attemptId, result, note }, actOf(support))
  const attempt = recorded(event)
  await store(support, insertAttempt, attempt, [{ event, subject: subject(attempt) }])
  return attempt
}

const insertAttempt: Statement<ContactAttempt> = {
  text: `
  insert into support.contact_attempt
    (id, user_id, user_cycle_id, user_outbound_id, result, created_by, created_at)
  overriding system value values ($2, $3, $4, $5, $6, $7, $8)
  returning 1`,
  values: (attempt) => [
    attempt.id,
    attempt.userId,
    attempt.userCycleId,
    attempt.userOutboundId,
    attempt.result,
    attempt.createdBy,
    attempt.createdAt,
  ],
}

function subject({ id, userId, userCycleId, startDate }: ContactAttempt) {
  return { entity: 'ContactAttempt', id, version: 1, userId, userCycleId, startDate }
}
