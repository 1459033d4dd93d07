import type { Database } from '../db/db.ts'

const CHANNEL = 'anbu_callers'

/** Said in the statement that takes somebody's right away, so that every process forgets them at once. */
export const FORGET = `pg_notify('${CHANNEL}', '')`

/**
 * Remembers callers by the hash of their proof until anybody's right is taken away, in any process. `forget` is for the
 * process that takes it, which cannot wait until it hears of it.
 */
export async function rememberCallers<Known>(database: Database) {
  let seen = new Map<string, Known>()
  const forget = () => {
    seen = new Map()
  }
  await database.listen(CHANNEL, forget)
  return {
    /** The map of this moment: who looks somebody up keeps them in the one they began with. */
    present: () => seen,
    forget,
  }
}
