import type { DomainEvent } from '../../kernel/decision.ts'
import { asWritten } from '../../kernel/text.ts'
import type { UserCycleId, UserId } from '../../kernel/values.ts'
import { run } from '../../platform/db/db.ts'
import { record } from '../../platform/journal.ts'
import type { InboundData } from '../inbound/contract.ts'
import { actOf, type Support } from '../support.ts'
import { userCycles } from '../user-cycle/repository.ts'
import type { Outcome } from './outcome.ts'
import { knownCycle } from './planning.ts'

/** A note from another system, kept on the user's timeline and nowhere else. */
export type SupportNoteReceived = DomainEvent<
  'SupportNoteReceived',
  Readonly<{ userId: UserId; userCycleId: UserCycleId }>
>

export async function keepNote(
  support: Support,
  { text, ...whose }: InboundData<'SupportNoteReceived'>,
): Promise<Outcome> {
  const known = await knownCycle(support, whose)
  if (known !== 'KNOWN') return known
  const { userId, userCycleId } = whose
  const cycle = await userCycles.load(support.sql, userCycleId, null)
  const [row] = await run<{ id: number }>(
    support.sql,
    "select nextval('support.support_note_id') as id",
    [],
  )
  if (cycle === undefined || row === undefined) return 'WAITING'
  const event: SupportNoteReceived = {
    type: 'SupportNoteReceived',
    data: { userId, userCycleId },
    act: actOf(support),
    text: asWritten(text),
  }
  const { startDate } = cycle
  const subject = { entity: 'SupportNote', id: row.id, version: 1, userId, userCycleId, startDate }
  await record(support, [{ event, subject }])
  return 'APPLIED'
}
