import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemSupport } from '../app.ts'
import { readConfig } from '../config.ts'
import { openClock } from '../platform/clock.ts'
import { run, type Database } from '../platform/db/db.ts'
import { serviceOn, startCycle } from '../testing/api.ts'
import { onEachDatabase } from '../testing/databases.ts'
import { seoul } from '../testing/outbound.ts'
import { fillDemo, isDemo } from './demo.ts'
import { prepareDemo } from './prepare.ts'

const wednesdayAtTwo = seoul('2026-04-15T14:00')

const TODAY = `date '2026-04-15'`
const NOW = `timestamptz '2026-04-15T14:00+09:00'`

const users = (where: string) => `select count(*) from private.user_profile where ${where}`
const cycles = (where: string) => `select count(*) from support.user_cycle where ${where}`
const calls = (where: string) => `select count(*) from support.user_outbound_plan where ${where}`
const open = (where: string) => calls(`status = 'PENDING' and ${where}`)
const events = (where: string) => `select count(*) from support.domain_event where ${where}`
const memos = (where: string) => `select count(*) from support.user_support_memo where ${where}`
const issues = (status: string) =>
  `select count(*) from support.user_support_issue where status = '${status}'`
const attempts = (result: string) =>
  `select count(*) from support.contact_attempt where result = '${result}'`
const messages = (where: string) =>
  `select count(*) from support.user_support_message where ${where}`
const templates = (where: string) => `select count(*) from support.message_template where ${where}`
const pending = (kind: string) => users(`pending @> '[{"kind": "${kind}"}]'`)
const skippedAs = (reason: string) =>
  `select count(*) from support.user_support_log where meta ->> 'reason' = '${reason}'`

/** Every state that a screen must show, and how often the demo has it. */
const STATES = {
  users: [200, users('true')],
  'users of the same name': [
    52,
    users(`name in (select name from private.user_profile group by 1 having count(*) > 1)`),
  ],
  'users without a hospital': [3, users('site_id is null')],
  'users without a phone': [4, users('phone is null')],
  'users whose doctor has left': [2, users('md_id is null and site_id is not null')],
  hospitals: [6, 'select count(distinct site_id) from private.user_profile'],
  'cycles that begin today': [6, cycles(`start_date = ${TODAY}`)],
  'cycles that begin tomorrow': [4, cycles(`start_date = ${TODAY} + 1`)],
  'cycles that have ended': [14, cycles(`state = 'ENDED'`)],
  'second cycles': [4, cycles(`user_cycle_id like '%-cycle-2'`)],
  'rescheduled cycles': [5, events(`type = 'UserCycleRescheduled'`)],
  'calls due today on day 7': [19, open(`due_date = ${TODAY} and day_index = 7`)],
  'calls due today on day 21': [14, open(`due_date = ${TODAY} and day_index = 21`)],
  'calls due today on day 42': [6, open(`due_date = ${TODAY} and day_index = 42`)],
  'overdue calls': [33, open(`due_date < ${TODAY} and last_day >= ${TODAY} - 14`)],
  'calls of forgotten cycles': [9, open(`last_day < ${TODAY} - 14`)],
  'calls agreed for earlier today': [4, open(`due_date = ${TODAY} and contact_at < ${NOW}`)],
  'calls agreed for later today': [7, open(`due_date = ${TODAY} and contact_at > ${NOW}`)],
  'calls agreed for another day': [6, open(`contact_at is not null and due_date > ${TODAY}`)],
  'agreed times that were canceled': [3, events(`type = 'OutboundScheduleCanceled'`)],
  'agreed times that were moved': [
    2,
    events(`type = 'OutboundScheduleRecorded' and data ->> 'previous' is not null`),
  ],
  'calls that somebody is on': [4, open(`claimed_until > ${NOW}`)],
  'calls completed': [382, events(`type = 'OutboundCompleted'`)],
  'calls completed before their day': [
    4,
    calls(
      `(resolved_at at time zone 'Asia/Seoul')::date < plan_date and status = 'COMPLETED' and resolved_by <> 'SYSTEM'`,
    ),
  ],
  'last calls completed by themselves': [5, events(`type = 'LastOutboundAutoCompleted'`)],
  'completions withdrawn': [
    4,
    events(`type = 'OutboundWithdrawn' and data ->> 'from' = 'COMPLETED'`),
  ],
  'skips withdrawn': [2, events(`type = 'OutboundWithdrawn' and data ->> 'from' = 'SKIPPED'`)],
  'changes of hospital': [4, events(`type = 'UserSiteUpdated'`)],
  'changes of doctor': [7, events(`type = 'UserMdUpdated'`)],
  'changes of name or phone': [7, events(`type = 'UserProfileUpdated'`)],
  'dead letters': [3, 'select count(*) from private.dead_letter'],
  'events that wait for their cycle': [1, 'select count(*) from private.waiting_event'],
  'calls skipped as REFUSED': [4, skippedAs('REFUSED')],
  'calls skipped as UNREACHABLE': [5, skippedAs('UNREACHABLE')],
  'calls skipped as WITHDRAWN_FROM_TREATMENT': [3, skippedAs('WITHDRAWN_FROM_TREATMENT')],
  'calls skipped as DUPLICATE': [3, skippedAs('DUPLICATE')],
  'calls skipped as OTHER': [3, skippedAs('OTHER')],
  'calls skipped as BEFORE_PLAN_FROM': [12, skippedAs('BEFORE_PLAN_FROM')],
  'calls skipped as CYCLE_ENDED': [8, skippedAs('CYCLE_ENDED')],
  memos: [156, memos('true')],
  'memos that were corrected': [2, memos('version > 1')],
  'issues that nobody has taken up': [4, issues('REGISTERED')],
  'issues in progress': [4, issues('IN_PROGRESS')],
  'issues that were resolved': [2, issues('RESOLVED')],
  'issues that were cancelled': [1, issues('CANCELLED')],
  'issues that were opened again': [
    1,
    events(
      `type = 'UserIssueStatusChanged' and data ->> 'previousStatus' = 'RESOLVED' and data ->> 'status' = 'IN_PROGRESS'`,
    ),
  ],
  'attempts that reached somebody': [2, attempts('REACHED')],
  'attempts that nobody answered': [16, attempts('NO_ANSWER')],
  'attempts on a busy line': [4, attempts('BUSY')],
  'attempts that were refused': [1, attempts('REFUSED')],
  'attempts on a wrong number': [1, attempts('WRONG_NUMBER')],
  'templates in use': [3, templates('is_active')],
  'templates in use no more': [1, templates('not is_active')],
  'missed-call messages that were delivered': [
    4,
    messages(`message_type = 'MISSED_CALL' and delivered_at is not null`),
  ],
  'messages by a template that were delivered': [
    4,
    messages(`message_type = 'TEMPLATE' and delivered_at is not null`),
  ],
  'messages in free words that were delivered': [
    2,
    messages(`message_type = 'FREE_TEXT' and delivered_at is not null`),
  ],
  'messages that did not arrive': [1, messages('undelivered_reason is not null')],
  'messages that came too late': [1, messages(`status = 'FAILED' and reason = 'STALE'`)],
  'messages that were not wanted': [1, messages(`status = 'FAILED' and reason = 'PREFERENCE'`)],
  'messages that had no number to go to': [
    1,
    messages(`status = 'FAILED' and reason = 'NO_NUMBER'`),
  ],
  'messages that were tried again and sent': [
    1,
    messages(`status = 'SUCCESS' and queued_at > created_at`),
  ],
  'messages that wait for the carrier': [
    2,
    messages(`status = 'RETRY_PENDING' and next_attempt_at > ${NOW}`),
  ],
  'messages that were not tried yet': [1, messages(`status = 'QUEUED'`)],
  'users who want no calls': [1, users('not wants_calls')],
  'users who want no messages': [2, users('not wants_messages')],
  'requests for another hospital': [2, pending('SITE')],
  'requests for another doctor': [1, pending('MD')],
  'requests to have no doctor': [1, pending('MD_DELETE')],
  'requests that were rejected': [1, events(`type = 'UserSiteUpdateRejected'`)],
} satisfies Record<string, [number, string]>

await onEachDatabase(async (openDatabase) => {
  const { system, database, parts } = await programmeOn(await openDatabase())

  test('an empty database is filled once, whoever asks at the same moment', async () => {
    assert.equal(await isDemo(database.sql), false)
    const fillings = await Promise.all([fillDemo(system), fillDemo(system)])
    assert.deepEqual(fillings.toSorted(), ['DEMO', 'FILLED'])
    assert.equal(await isDemo(database.sql), true)
  })

  for (const [state, [times, sql]] of Object.entries(STATES)) {
    test(`the demo has ${times} ${state}`, async () => {
      assert.deepEqual(await run(database.sql, `select (${sql})::int as times`, []), [{ times }])
    })
  }

  test('the day has calls of every kind', async () => {
    const { admin, clock } = await serviceOn(database)
    clock.set(wednesdayAtTwo)
    const { body } = await admin('GET', '/v1/outbounds/counts')
    assert.deepEqual(body, { overdue: 33, today: 45, scheduled: 11, completedToday: 8 })
  })

  test('what happened is kept in the order in which it happened', async () => {
    const [order] = await run<{ disordered: number; later: number }>(
      database.sql,
      `select count(*) filter (where occurred_at < before)::int as disordered,
              count(*) filter (where occurred_at > $1)::int as later
         from (select occurred_at, lag(occurred_at) over (order by id) as before from support.domain_event) e`,
      [wednesdayAtTwo],
    )
    assert.deepEqual(order, { disordered: 0, later: 0 })
  })

  test('whatever happened, calls carry what their user and cycle say', async () => {
    const [carried] = await run<{ calls: number; wrong: number }>(
      database.sql,
      `select count(*)::int as calls,
              count(*) filter (where (o.site_id, o.md_id, o.wants_calls, o.last_day, o.cycle_version) is distinct from
                (u.site_id, u.md_id, u.wants_calls, c.start_date + c.length_days - 1, c.version))::int as wrong
         from support.user_outbound_plan o
         join support.user_cycle c on c.user_cycle_id = o.user_cycle_id
         join private.user_profile u on u.user_id = o.user_id`,
      [],
    )
    assert.deepEqual(carried, { calls: 816, wrong: 0 })
  })

  test('a demo is filled no second time, and nothing of it changes', async () => {
    const before = await everything(database)
    assert.equal(await fillDemo(system), 'DEMO')
    assert.deepEqual(await everything(database), before)
  })

  test('a demo serves only this machine, also when none is asked for any more', async () => {
    const config = { ...parts.config, demo: false, host: '0.0.0.0' }
    await assert.rejects(
      prepareDemo({ ...parts, config }, () => {}),
      /serves only this machine/,
    )
  })

  test('a demo texts nobody, whatever carrier is set', async () => {
    const carrier = {
      carrier: 'webhook',
      url: new URL('http://127.0.0.1:9'),
      secret: '',
      timeout: 1,
    }
    const config = { ...parts.config, carrier: carrier as typeof parts.config.carrier }
    await assert.rejects(
      prepareDemo({ ...parts, config }, () => {}),
      /a demo texts nobody/,
    )
  })

  test('a database in use is left as it is, and that is said', async () => {
    const inUse = await programmeOn(await openDatabase())
    await startCycle(await serviceOn(inUse.database))
    const before = await everything(inUse.database)
    const told: string[] = []
    const config = { ...parts.config, demo: true }
    await prepareDemo({ ...inUse.parts, config }, (line) => told.push(line))
    assert.match(told.join(), /^the database is in use/)
    assert.deepEqual(await everything(inUse.database), before)
    assert.equal(await isDemo(inUse.database.sql), false)
  })
})

async function programmeOn(database: Database) {
  const config = await readConfig({ ANBU_DEMO: '0' })
  const clock = openClock()
  clock.set(wednesdayAtTwo)
  const parts = { config, database, clock }
  return { database, parts, system: systemSupport(parts) }
}

/** Who there is, and what happened to them, without the ids that chance gives. */
async function everything({ sql }: Database) {
  const people = await run(
    sql,
    `select u.user_id, u.name, u.phone, u.site_id, u.md_id, o.sequence, o.status, o.due_date, o.contact_at, o.resolved_by, o.resolved_at
       from private.user_profile u left join support.user_outbound_plan o on o.user_id = u.user_id
      order by u.user_id, o.user_cycle_id, o.sequence`,
    [],
  )
  const happened = await run(
    sql,
    'select type, user_cycle_id, actor, occurred_at from support.domain_event order by id',
    [],
  )
  return { people, happened }
}
