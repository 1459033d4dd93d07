import type { CompiledQuery } from 'kysely'
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { systemSupport } from '../../app.ts'
import { readConfig } from '../../config.ts'
import type { Instant, MdId, OperatorId, SiteId } from '../../kernel/values.ts'
import type { Sql } from '../../platform/db/db.ts'
import { writeCursor } from '../../platform/http/cursor.ts'
import { postgresAnswers } from '../../testing/databases.ts'
import { fillWith } from '../../testing/fill.ts'
import { day } from '../../testing/outbound.ts'
import { costOf, freshToMeasure, PLANNED } from '../../testing/plans.ts'
import { statementsOf } from '../../testing/statements.ts'
import { actOf, type Support } from '../support.ts'
import type { WorklistSearch } from '../user-outbound-plan/contract.ts'
import { counts } from './counts.ts'
import { nextCall, worklist } from './worklist.ts'

const OPEN = 200_000
const PAGE = 50
/** Calls of forgotten cycles stand first in the index and are passed over: there are some thousand of them here. */
const A_FEW = 5_000

const THREE_SITES = ['site-2', 'site-3', 'site-5']

if (await postgresAnswers()) {
  const { database, client, close } = await freshToMeasure()
  after(close)
  const config = await readConfig({ ANBU_DEMO: '0' })
  const clock = { now: () => '2026-04-12T01:00:00.000Z' as Instant, set: () => {} }
  const operator = { ...systemSupport({ config, database, clock }), by: 'hana' as OperatorId }
  const { today } = actOf(operator)
  await fillWith(database.sql, { open: OPEN, sites: 20, today })
  const counted = await client.query<{ due: number }>(
    `select count(*)::int as due from support.user_outbound_plan where status = 'PENDING' and due_date <= $1`,
    [today],
  )
  const due = counted.rows[0]?.due ?? 0
  assert.ok(due > 0 && due < OPEN / 4)

  const cursor = await middle()
  const lists: [what: string, sites: readonly string[] | null, query: WorklistSearch][] = [
    ['the worklist', null, {}],
    ['the worklist of one site', null, { siteId: 'site-7' as SiteId }],
    ['the worklist of a caller with three sites', THREE_SITES, {}],
    ['the worklist of a doctor', null, { mdId: 'md-42' as MdId }],
    ['the worklist of a day', null, { dueOn: today }],
    ['a day’s worklist of a caller with three sites', THREE_SITES, { dueOn: today }],
    ['the worklist from its middle', null, { cursor }],
    ['its middle, of a caller with three sites', THREE_SITES, { cursor }],
    ['the overdue calls', null, { dueBefore: today }],
    ['what was completed', null, { status: ['COMPLETED'] }],
  ]

  describe(`with ${OPEN} open calls and a history`, () => {
    for (const [what, sites, query] of lists) {
      test(`${what}: a page is walked along an index and nothing else is sorted`, async () => {
        await assertCheap({ ...operator, sites }, (support) => worklist(support, query))
      })
    }

    test('the forgotten calls are found along an index, and only they are sorted', async () => {
      const statement = await statementOf(operator, (support) =>
        worklist(support, { forgotten: true }),
      )
      for (const planned of PLANNED) {
        const { readWhole, sorted } = await costOf(client, statement, planned)
        assert.equal(readWhole.includes('user_outbound_plan'), false, planned)
        assert.ok(sorted < A_FEW, `${planned}: ${sorted} rows were sorted`)
      }
    })

    for (const [what, sites] of [
      ['the next call', null],
      ['the next call of a caller with three sites', THREE_SITES],
    ] as const) {
      test(`${what} is found by walking an index`, async () => {
        await assertCheap({ ...operator, sites }, (support) => nextCall(support, {}))
      })
    }

    for (const [what, sites] of [
      ['the badges of a day', null],
      ['the badges of a caller with three sites', THREE_SITES],
    ] as const) {
      test(`${what} are counted from what is due, without sorting it`, async () => {
        const statement = await statementOf({ ...operator, sites }, (support) =>
          counts(support, undefined),
        )
        for (const planned of PLANNED) {
          const { readWhole, sorted, lookedAt } = await costOf(client, statement, planned)
          assert.deepEqual([planned, readWhole, sorted], [planned, [], 0])
          const looked = lookedAt('user_outbound_plan')
          // A plan for any day may also pass over some calls that were completed on other days.
          assert.ok(looked < OPEN / 4, `${planned}: ${looked} looked at, ${due} are due`)
        }
      })
    }
  })

  /** Whichever way its statement is planned, it looks at few calls, and sorts none but those of the page. */
  async function assertCheap(support: Support, read: Reading) {
    const statement = await statementOf(support, read)
    const branches = support.sites?.length ?? 1
    for (const planned of PLANNED) {
      const { readWhole, sorted, lookedAt } = await costOf(client, statement, planned)
      assert.equal(readWhole.includes('user_outbound_plan'), false, planned)
      assert.ok(sorted <= (PAGE + 1) * branches, `${planned}: ${sorted} rows were sorted`)
      const looked = lookedAt('user_outbound_plan')
      assert.ok(looked > 0 && looked < A_FEW, `${planned}: ${looked} calls were looked at`)
    }
  }

  type Reading = (support: Support) => Promise<unknown>

  /** The one statement that a view runs. */
  async function statementOf(support: Support, read: Reading): Promise<CompiledQuery> {
    const statements = await statementsOf(database.url, (sql: Sql) => read({ ...support, sql }))
    const [statement] = statements
    assert.ok(statement !== undefined && statements.length === 1)
    return statement
  }

  /** The cursor of a call in the middle of the list. */
  async function middle(): Promise<string> {
    const { rows } = await client.query<{ day: string; id: number }>(
      `select due_date::text as day, id::int from support.user_outbound_plan
        where status = 'PENDING' and contact_at is null order by due_date, due_time, id offset $1 limit 1`,
      [OPEN / 2],
    )
    const [call] = rows
    assert.ok(call)
    return writeCursor([day(call.day), 'infinity', call.id])
  }
}
