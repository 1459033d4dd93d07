import { run, type Sql } from '../db/db.ts'

const LOCK = 4_236_002
const BATCH = 5_000

/**
 * Numbers what is committed and has no number yet, in the order of its effects. One at a time numbers, whichever
 * process it is in; when it dies the lock goes with its connection.
 *
 * Why this keeps the order: an event's id is drawn after its row's version was checked, so what builds on a change has
 * a higher id than the change, and is committed, and so seen here, no earlier.
 */
export async function numberEvents(sql: Sql): Promise<void> {
  for (;;) {
    const [done] = await run<{ numbered: number }>(
      sql,
      'select support.number_events($1, $2) as numbered',
      [LOCK, BATCH],
    )
    if (done === undefined || done.numbered < BATCH) return
  }
}
