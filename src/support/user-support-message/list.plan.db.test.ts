import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { CalendarDate, MessageId } from '../../kernel/values.ts'
import { run } from '../../platform/db/db.ts'
import { postgresAnswers } from '../../testing/databases.ts'
import { bare, fillWith } from '../../testing/fill.ts'
import { costOf, freshToMeasure, PLANNED } from '../../testing/plans.ts'
import { statementsOf } from '../../testing/statements.ts'
import { listMessages } from './list.ts'

const MESSAGES = 200_000
const PAGE = 50
/** One message in a hundred failed, and one in two thousand for that reason. */
const A_FEW = 5_000

const FILL = `
  insert into support.user_support_message
    (user_id, user_cycle_id, message_type, kind, key, status, reason, forced, tries, asks, queued_at, next_attempt_at,
     day_index, version, created_by, created_at, updated_at)
  select 'user-' || u, 'cycle-of-user-' || u, 'FREE_TEXT', 'SMS', 'key-' || n,
         case when n % 100 = 0 then 'FAILED' else 'SUCCESS' end,
         case when n % 2000 = 0 then 'OUTCOME_UNKNOWN' when n % 100 = 0 then 'STALE' end, false, 1, 0, at, null,
         1, 3, 'hana', at, at
    from generate_series(1, $1::int) n,
         lateral (select n * 7 % 10000 + 1 as u, timestamptz '2026-01-01' + n * interval '1 minute' as at) l`

if (await postgresAnswers()) {
  const { database, client, close } = await freshToMeasure()
  after(close)
  await fillWith(database.sql, { open: 32_000, sites: 20, today: '2026-04-12' as CalendarDate })
  await bare(database.sql, 'support.user_support_message', () =>
    run(database.sql, FILL, [MESSAGES]),
  )
  await run(database.sql, 'vacuum analyze support.user_support_message', [])

  const all = { sites: null }
  type Wanted = Parameters<typeof listMessages>[1]
  const lists: [what: string, wanted: Wanted, before?: number][] = [
    ['all messages', all],
    ['all messages from their middle', all, MESSAGES / 2],
    ['what failed', { ...all, status: 'FAILED' }],
    ['what failed for a rare reason', { ...all, status: 'FAILED', reason: 'OUTCOME_UNKNOWN' }],
    ['what has a rare reason', { ...all, reason: 'OUTCOME_UNKNOWN' }],
    ['what waits, which is nothing', { ...all, status: 'QUEUED' }],
    ['what failed of one site', { ...all, status: 'FAILED', siteId: 'site-7' }],
    ['the messages of one site', { ...all, siteId: 'site-7' }],
    ['those that a caller with three sites sees', { sites: ['site-2', 'site-3', 'site-5'] }],
  ]

  describe(`of ${MESSAGES} messages`, () => {
    for (const [what, wanted, before = null] of lists) {
      test(`a page of ${what} is walked along an index`, async () => {
        const [statement] = await statementsOf(database.url, (sql) =>
          listMessages(sql, wanted, { before: before as MessageId | null, limit: PAGE + 1 }),
        )
        assert.ok(statement)
        for (const planned of PLANNED) {
          const { readWhole, lookedAt } = await costOf(client, statement, planned)
          assert.equal(readWhole.includes('user_support_message'), false, planned)
          const looked = lookedAt('user_support_message')
          assert.ok(looked < A_FEW, `${planned}: ${looked} messages were looked at`)
        }
      })
    }
  })
}
