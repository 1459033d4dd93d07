import { plusMinutes } from '../../kernel/calendar.ts'
import type { MessageId } from '../../kernel/values.ts'
import { run } from '../../platform/db/db.ts'
import { actOf, type Support } from '../support.ts'
import { SWITCHED_ON } from './circumstances.ts'

const BATCH = 200

/**
 * The messages with which something is to be done by now. While texts are switched off that is only asking about those
 * in doubt and giving up those that are stale: the others wait untouched, without an event however long it takes.
 */
export async function findDue(support: Support): Promise<MessageId[]> {
  const { at } = actOf(support)
  const due = await run<{ id: MessageId }>(
    support.sql,
    `select m.id from support.user_support_message m
      where m.next_attempt_at <= $1
        and (${SWITCHED_ON} or m.queued_at < $2
             or exists (select from support.message_attempt a
                         where a.message_id = m.id and a.outcome in ('IN_FLIGHT', 'UNCERTAIN')))
      order by m.next_attempt_at limit ${BATCH}`,
    [at, plusMinutes(at, -support.settings.sending.stale)],
  )
  return due.map(({ id }) => id)
}
