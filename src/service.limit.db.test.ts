import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { readConfig } from './config.ts'
import { run, type Sql } from './platform/db/db.ts'
import { migrate } from './platform/db/migrate.ts'
import { openPostgres } from './platform/db/postgres.ts'
import { recomputeDueDates } from './support/policies/due-dates.ts'
import { renewSearchTerms } from './support/user-support/search-index.ts'
import { postgresAnswers } from './testing/databases.ts'
import { emptyDatabase } from './testing/places.ts'
import { until } from './testing/until.ts'

/** In milliseconds. */
const LIMIT = 200

if (await postgresAnswers()) {
  await describe('the time that a statement may take', async () => {
    const place = await emptyDatabase()
    const database = await openPostgres(place.url, () => {}, LIMIT)
    const { calendar } = await readConfig({})
    after(async () => {
      await database.close()
      await place.remove()
    })

    /** Does the work while a transaction holds what it needs, for far longer than a statement may take. */
    async function whileHeld(hold: string, work: () => Promise<unknown>) {
      const { begun } = await database.sql.transaction().execute(async (tx) => {
        await run(tx, hold, [])
        const under = work()
        under.catch(() => 'looked at below')
        await untilWaitingLong(database.sql)
        return { begun: under }
      })
      await begun
    }

    test('ends what a request asks', async () => {
      await assert.rejects(run(database.sql, 'select pg_sleep(60)', []), { code: '57014' })
    })

    test('does not end a migration, nor the wait for that of another process', async () => {
      await whileHeld('select pg_advisory_xact_lock(4236001)', () => migrate(database))
      assert.deepEqual(await migrate(database), [])
    })

    for (const [name, setting, work] of [
      ['moving calls to other working days', 'working_days', recompute],
      ['writing what users are found by', 'search_terms', renew],
    ] as const) {
      test(`does not end ${name}`, async () => {
        await work()
        const hold = 'update support.setting set value = to_jsonb(0) where name = '
        await whileHeld(`${hold}'${setting}'`, work)
        const [renewed] = await run<{ value: unknown }>(
          database.sql,
          'select value from support.setting where name = $1',
          [setting],
        )
        assert.notEqual(renewed?.value, 0)
      })
    }

    function recompute() {
      return recomputeDueDates(database.sql, calendar)
    }

    function renew() {
      return renewSearchTerms(database.sql)
    }
  })
}

async function untilWaitingLong(sql: Sql) {
  await until(async () => {
    const waiting = await run(
      sql,
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
          and clock_timestamp() - query_start > $1::int * interval '1 ms'`,
      [4 * LIMIT],
    )
    return waiting.length > 0
  }, 'a statement that waits long')
}
