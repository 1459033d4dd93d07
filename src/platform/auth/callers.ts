import type { Database } from '../db/db.ts'

const CHANNEL = 'anbu_callers'

/** Said in the statement that takes somebody's right away, so that every process forgets them at once. */
export const FORGET = `pg_notify('${CHANNEL}', '')`

/** Callers by the hash of their proof, as long as nobody's right is taken away. */
export function rememberCallers<Known>() {
  let seen = new Map<string, Known>()
  return {
    /** The map of this moment: who looks somebody up keeps them in the one they began with. */
    present: () => seen,
    forget: () => {
      seen = new Map()
    },
  }
}

type Memory = Readonly<{ forget: () => void }>

/**
 * Forgets all callers when anybody's right is taken away, in any process. What it answers is for the process that takes
 * it, which cannot wait until it hears of it.
 */
export async function forgetTogether(database: Database, ...memories: readonly Memory[]) {
  const forget = () => {
    for (const memory of memories) memory.forget()
  }
  await database.listen(CHANNEL, forget)
  return forget
}
