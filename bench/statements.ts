import pg from 'pg'
import { systemSupport } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { openClock } from '../src/platform/clock.ts'
import type { Database } from '../src/platform/db/db.ts'
import type { OperatorId, OutboundId } from '../src/kernel/values.ts'
import type { Support } from '../src/support/support.ts'
import { completeOutbound } from '../src/support/user-outbound-plan/commands.ts'
import { worklist } from '../src/support/views/worklist.ts'
import { statementsOf } from '../src/testing/statements.ts'
import { openCalls, type OpenCall } from './calls.ts'

export type Statement = Readonly<{ text: string; values: readonly unknown[] }>

/** The statements that the bare server is to run: what the product runs, taken from it while it does. */
export type Statements = Readonly<{
  complete: Statement
  /** The call that was completed to learn the statement. */
  completed: OpenCall
  worklist: Statement
}>

/** Completes one call of that database and reads its worklist, to see what they run. */
export async function learnStatements(url: string): Promise<Statements> {
  const pool = new pg.Pool({ connectionString: url })
  const [completed] = await openCalls(pool)
  await pool.end()
  if (completed === undefined) throw new Error('there is no open call')
  const id = completed.id as OutboundId
  const config = await readConfig({})
  const statements = await statementsOf(url, async (sql) => {
    const database = { sql } as Database
    const support: Support = {
      ...systemSupport({ config, database, clock: openClock() }),
      by: 'token:1' as OperatorId,
    }
    await worklist(support, {})
    await completeOutbound(support, { id })
  })
  const [listed, , stored] = statements
  if (listed === undefined || stored === undefined) throw new Error('a statement is missing')
  return {
    completed,
    complete: { text: stored.sql, values: stored.parameters },
    worklist: { text: listed.sql, values: listed.parameters },
  }
}
