import { plusMinutes } from '../../kernel/calendar.ts'
import { run } from '../../platform/db/db.ts'
import type { Carrier } from '../../platform/gateways/carrier.ts'
import type { Support } from '../support.ts'
import { takeReport } from './commands.ts'

/** How many a carrier is asked about at once. */
const BATCH = 8
/** Minutes between two questions whether a message was delivered, and days after which nobody asks any more. */
const EVERY = 1
const DAYS = 3

/**
 * Asks a carrier that does not report by itself what became of a few messages, and keeps what it says. Answers how many
 * it was asked about; those of which it said nothing until the signal came are asked about another time.
 */
export async function collectReports(
  support: Support,
  report: NonNullable<Carrier['report']>,
  until: AbortSignal,
): Promise<number> {
  const { sql, now } = support
  const at = now()
  const asked = await run<{ key: string; id: string | null }>(
    sql,
    `update support.user_support_message set report_asked_at = $1
      where id in (select id from support.user_support_message
                    where status = 'SUCCESS' and delivered_at is null and undelivered_reason is null
                      and (report_asked_at is null or report_asked_at <= $2) and created_at > $3
                    order by report_asked_at nulls first, id limit ${BATCH} for update skip locked)
     returning key, (select max(carrier_message_id) from support.message_attempt a
                      where a.key = user_support_message.key) as id`,
    [at, plusMinutes(at, -EVERY), plusMinutes(at, -DAYS * 24 * 60)],
  )
  await Promise.all(
    asked.map(async ({ key, id }) => {
      const found = await report(key, { id }, until)
      if (found !== undefined) await takeReport(support, found)
    }),
  )
  return asked.length
}
