import { atomically, run, type Sql } from '../db/db.ts'

/** For how long what is over is still kept, to be looked at when something went wrong. */
const KEPT = `interval '1 month'`

/**
 * Deletes what has long been of no use to anybody who comes in: by the real time, as it was made. Who was here and who
 * invited whom is not lost with it: an operator keeps when they were last seen, and the access log is another table.
 */
export async function clearExpired(sql: Sql): Promise<void> {
  await atomically(sql, async (tx) => await run(tx, CLEAR, []))
}

const CLEAR = `
  with failures as (
    delete from private.sign_in_failure where last_at < now() - ${KEPT}
  ), verifications as (
    delete from private.verification where expires_at < now() - ${KEPT}
  ), invitations as (
    delete from private.invitation where expires_at < now() - ${KEPT}
  )
  delete from private.session where expires_at < now() - ${KEPT}`
