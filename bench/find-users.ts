import autocannon from 'autocannon'
import pg from 'pg'
import { systemSupport } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { openClock } from '../src/platform/clock.ts'
import type { Database } from '../src/platform/db/db.ts'
import type { UserId } from '../src/kernel/values.ts'
import { findUsers } from '../src/support/views/find-users.ts'
import { timelineOf } from '../src/support/views/timeline.ts'
import { findUser } from '../src/support/views/user.ts'
import { statementsOf } from '../src/testing/statements.ts'
import { compare, makeToken, type Comparison, type Sides } from './against-bare.ts'
import { dropDatabase, explain, isFilled, makeDatabase, settle, urlOf } from './databases.ts'
import { fillUsers } from './fill-users.ts'
import { start } from './servers.ts'
import type { Statement } from './statements.ts'

/** What the bare server runs, and the user whose id stands in it. */
export type UserStatements = Readonly<{ userId: string; user: Statement; timeline: Statement }>

/** Milliseconds that a search took, of all that were asked. */
export type Latency = Readonly<{ what: string; p50: number; p99: number; most: number }>

type Measure = Readonly<{ clients: number; rounds: number }>
type Plenty = Measure & Readonly<{ count: number; keep: boolean; plan: boolean }>
type Found = Readonly<{
  searches: readonly Latency[]
  user: Comparison
  timeline: Comparison
  plans: readonly string[]
}>

const DATABASE = 'anbu_bench_users'
/** Requests a round. */
const SEARCHED = 1_500
const READ = 4_000

/** What operators type: taken from people who are there, so that common names are typed as often as they are borne. */
const SEARCHES: readonly (readonly [what: string, sql: string])[] = [
  ['two syllables', `right(name, 2)`],
  [
    'initials',
    `(select string_agg(substr('ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ', 1 + (ascii(c) - 44032) / 588, 1), '' order by n)
                   from regexp_split_to_table(case when random() < 0.5 then name else right(name, 2) end, '')
                          with ordinality s (c, n))`,
  ],
  ['last four digits', `right(phone, 4)`],
]

/** Searches, a user and a timeline among that many users, each through the product's own server. */
export async function measureUsers({ count, keep, plan, ...measure }: Plenty): Promise<Found> {
  const url = (await isFilled(DATABASE, count))
    ? urlOf(DATABASE)
    : await makeDatabase(DATABASE, (sql) => fillUsers(sql, count))
  const people = await peopleOf(url)
  const statements = await learnUserStatements(url, people.busy[0] ?? '')
  await settle()
  const sides = await startUserSides(url, statements)
  try {
    const searches: Latency[] = []
    for (const [what, words] of people.typed) {
      searches.push({ what, ...(await searchWith(sides, words, measure)) })
    }
    const over = (ids: readonly string[], tail: string) => {
      let n = 0
      return { method: 'GET', nextPath: () => `/v1/users/${ids[n++ % ids.length]}${tail}` } as const
    }
    const reading = { ...measure, amount: READ }
    return {
      searches,
      user: await compare(sides, reading, over(people.everybody, '')),
      timeline: await compare(sides, reading, over(people.busy, '/logs?limit=50')),
      plans: plan ? await plansOf(url, people.typed) : [],
    }
  } finally {
    await sides.ours.server.stop()
    await sides.bare.server.stop()
    if (!keep) await dropDatabase(DATABASE)
  }
}

type People = Readonly<{
  everybody: readonly string[]
  /** Those whose timeline has more than a page. */
  busy: readonly string[]
  typed: ReadonlyMap<string, readonly string[]>
}>

async function peopleOf(url: string): Promise<People> {
  const pool = new pg.Pool({ connectionString: url })
  const column = async (statement: string) => {
    const { rows } = await pool.query<{ one: string }>(statement)
    return rows.map(({ one }) => one)
  }
  const some = `from private.user_profile tablesample system (2) order by random() limit ${SEARCHED}`
  const typed = new Map<string, readonly string[]>()
  for (const [what, sql] of SEARCHES) typed.set(what, await column(`select ${sql} as one ${some}`))
  const people = {
    everybody: await column(`select user_id as one ${some}`),
    busy: await column(
      `select user_id as one from support.user_support_memo where id % 100 = 0 order by random() limit ${SEARCHED}`,
    ),
    typed,
  }
  await pool.end()
  return people
}

async function learnUserStatements(url: string, userId: string): Promise<UserStatements> {
  const statements = await statementsOf(url, async (sql) => {
    const support = systemSupport({
      config: await readConfig({}),
      database: { sql } as Database,
      clock: openClock(),
    })
    await findUser(support, userId as UserId)
    await timelineOf(support, { userId: userId as UserId }, { limit: 50 })
  })
  const [user, timeline] = statements.map(({ sql: text, parameters: values }) => ({ text, values }))
  if (user === undefined || timeline === undefined) throw new Error('a statement is missing')
  return { userId, user, timeline }
}

async function startUserSides(url: string, statements: UserStatements): Promise<Sides> {
  const ours = await start({
    command: process.execPath,
    args: ['src/main.ts', 'serve'],
    // Every request is counted against the limit, and none is over it.
    env: { DATABASE_URL: url, PORT: '3712', ANBU_RATE_LIMIT: '10000000' },
  })
  const bare = await start({
    command: process.execPath,
    args: ['bench/bare-users.ts'],
    env: { DATABASE_URL: url, PORT: '3713', BENCH_STATEMENTS: JSON.stringify(statements) },
  })
  const json = { 'content-type': 'application/json' }
  const authorization = `Bearer ${await makeToken(url)}`
  return {
    ours: { server: ours, databaseUrl: url, headers: { ...json, authorization } },
    bare: { server: bare, databaseUrl: url, headers: json },
  }
}

/** Types each word once, after a round that warms up; every answer must have found somebody. */
async function searchWith({ ours }: Sides, words: readonly string[], { clients }: Measure) {
  let latency: autocannon.Histogram | undefined
  for (let round = 0; round < 2; round += 1) {
    let [n, wrong] = [0, 0]
    const result = await autocannon({
      url: ours.server.url,
      connections: clients,
      amount: words.length,
      requests: [
        {
          method: 'POST',
          path: '/v1/users/search',
          headers: ours.headers,
          setupRequest: (one) => ({
            ...one,
            body: JSON.stringify({ q: words[n++ % words.length] }),
          }),
          onResponse: (status, body) => {
            if (status !== 200 || !body.startsWith('{"items":[{')) wrong += 1
          },
        },
      ],
    })
    if (wrong > 0) throw new Error(`${wrong} of ${words.length} searches found nobody`)
    latency = result.latency
  }
  return { p50: latency?.p50 ?? NaN, p99: latency?.p99 ?? NaN, most: latency?.max ?? NaN }
}

/** How the server finds the first word of each kind that was typed. */
async function plansOf(url: string, typed: People['typed']): Promise<string[]> {
  const plans: string[] = []
  for (const [what, [q = '']] of typed) {
    const [statement] = await statementsOf(url, async (sql) => {
      const config = await readConfig({})
      const support = systemSupport({ config, database: { sql } as Database, clock: openClock() })
      await findUsers(support, { q })
    })
    if (statement === undefined) throw new Error('a statement is missing')
    const plan = await explain(url, { text: statement.sql, values: statement.parameters })
    plans.push(`${what}: ${q}\n${plan}`)
  }
  return plans
}
