import type { CompiledQuery } from 'kysely'
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { systemSupport } from '../../app.ts'
import { readConfig } from '../../config.ts'
import type { CalendarDate, Instant } from '../../kernel/values.ts'
import { run, type Sql } from '../../platform/db/db.ts'
import { postgresAnswers } from '../../testing/databases.ts'
import { fillWith } from '../../testing/fill.ts'
import { costOf, freshToMeasure, PLANNED } from '../../testing/plans.ts'
import { statementsOf } from '../../testing/statements.ts'
import { actOf, type Support } from '../support.ts'
import {
  issueStats,
  messageStats,
  operatorStats,
  outboundStats,
  reachedStats,
  siteStats,
} from './stats.ts'

const OPEN = 100_000
const EVERY = 50_000
const DAY = '2026-04-09' as CalendarDate
const ONE_DAY = { from: DAY, to: DAY }

/** As many attempts, messages and issues, spread over five hundred days; one issue in fifty is open. */
const ATTEMPTS = `
  insert into support.contact_attempt (user_id, user_cycle_id, user_outbound_id, result, created_by, created_at)
  select o.user_id, o.user_cycle_id, o.id, 'NO_ANSWER', 'token:' || o.id % 20, $1::timestamptz - interval '15 minutes' * o.id
    from support.user_outbound_plan o order by o.id limit $2`
const MESSAGES = `
  insert into support.user_support_message
    (user_id, user_cycle_id, message_type, kind, key, status, forced, tries, asks, queued_at, day_index, version,
     created_by, created_at, updated_at)
  select o.user_id, o.user_cycle_id, 'FREE_TEXT', 'SMS', o.id, 'SUCCESS', false, 1, 0, at, 1, 1, 'hana', at, at
    from (select *, $1::timestamptz - interval '15 minutes' * id as at
            from support.user_outbound_plan order by id limit $2) o`
const ISSUES = `
  insert into support.user_support_issue
    (user_id, user_cycle_id, status, day_index, text_version, version, created_by, created_at, updated_at)
  select o.user_id, o.user_cycle_id, case when o.id % 50 = 0 then 'REGISTERED' else 'RESOLVED' end, 1, 1, 1, 'hana', at, at
    from (select *, $1::timestamptz - interval '15 minutes' * id as at
            from support.user_outbound_plan order by id limit $2) o`

if (await postgresAnswers()) {
  const { database, client, close } = await freshToMeasure()
  after(close)
  const config = await readConfig({ ANBU_DEMO: '0' })
  const now = '2026-04-12T01:00:00.000Z' as Instant
  const manager = systemSupport({ config, database, clock: { now: () => now, set: () => {} } })
  await fillWith(database.sql, { open: OPEN, sites: 20, today: actOf(manager).today })
  for (const [table, fill] of [
    ['contact_attempt', ATTEMPTS],
    ['user_support_message', MESSAGES],
    ['user_support_issue', ISSUES],
  ] as const) {
    await run(database.sql, fill, [now, EVERY])
    await run(database.sql, `vacuum analyze support.${table}`, [])
  }
  const due = await client.query<{ count: number }>(
    'select count(*)::int as count from support.user_outbound_plan where due_date = $1',
    [DAY],
  )
  const calls = due.rows[0]?.count ?? 0
  assert.ok(calls > 0 && calls < OPEN / 10)

  /** What a statistic looks at, and how many rows of it there are at most to be counted. */
  const STATISTICS: readonly [string, (support: Support) => Promise<object[]>, string, number][] = [
    ['calls', (support) => outboundStats(support, ONE_DAY), 'user_outbound_plan', calls],
    ['hospitals', (support) => siteStats(support, ONE_DAY), 'user_outbound_plan', calls],
    ['operators', (support) => operatorStats(support, ONE_DAY), 'user_outbound_plan', calls],
    ['operators', (support) => operatorStats(support, ONE_DAY), 'contact_attempt', 96],
    ['attempts', (support) => reachedStats(support, ONE_DAY), 'contact_attempt', 96],
    ['messages', (support) => messageStats(support, ONE_DAY), 'user_support_message', 96],
    ['issues', (support) => issueStats(support, {}), 'user_support_issue', EVERY / 50],
  ]

  describe(`with ${OPEN} open calls and a history, the statistics of`, () => {
    for (const [what, read, table, most] of STATISTICS) {
      test(`${what} look at nothing of ${table} that they do not count`, async () => {
        const statement = await statementOf(read)
        for (const planned of PLANNED) {
          const { readWhole, lookedAt } = await costOf(client, statement, planned)
          assert.equal(readWhole.includes(table), false, planned)
          const looked = lookedAt(table)
          assert.ok(looked > 0 && looked <= most, `${planned}: ${looked} of ${most}`)
        }
      })
    }
  })

  /** The one statement that a view runs. */
  async function statementOf(
    read: (support: Support) => Promise<object[]>,
  ): Promise<CompiledQuery> {
    const statements = await statementsOf(database.url, (sql: Sql) => read({ ...manager, sql }))
    const [statement] = statements
    assert.ok(statement !== undefined && statements.length === 1)
    return statement
  }
}
