import assert from 'node:assert/strict'
import pg from 'pg'
import { createToken } from '../src/platform/auth/tokens.ts'
import { toInstant } from '../src/kernel/calendar.ts'
import type { OperatorId } from '../src/kernel/values.ts'
import { openPostgres } from '../src/platform/db/postgres.ts'
import { openCalls } from './calls.ts'
import { load, median } from './load.ts'
import { start, type Server } from './servers.ts'
import type { Statements } from './statements.ts'

type Side = Readonly<{ server: Server; databaseUrl: string; headers: Record<string, string> }>
export type Sides = Readonly<{ ours: Side; bare: Side }>

/** Answers a second, ours and bare: medians of the rounds, and the rounds' own ratios. */
export type Comparison = Readonly<{ ours: number; bare: number; ratios: readonly number[] }>

/** Starts both servers, each on its own copy of the same database. */
export async function startSides(
  urls: Readonly<{ ours: string; bare: string }>,
  statements: Statements,
): Promise<Sides> {
  const token = await makeToken(urls.ours)
  const ours = await start({
    command: process.execPath,
    args: ['src/main.ts', 'serve'],
    // Every request is counted against the limit, and none is over it.
    env: { DATABASE_URL: urls.ours, PORT: '3210', ANBU_RATE_LIMIT: '10000000' },
  })
  const bare = await start({
    command: process.execPath,
    args: ['bench/bare.ts'],
    env: { DATABASE_URL: urls.bare, PORT: '3211', BENCH_STATEMENTS: JSON.stringify(statements) },
  }).catch(async (error: unknown) => {
    await ours.stop()
    throw error
  })
  const json = { 'content-type': 'application/json' }
  return {
    ours: {
      server: ours,
      databaseUrl: urls.ours,
      headers: { ...json, authorization: `Bearer ${token}` },
    },
    bare: { server: bare, databaseUrl: urls.bare, headers: json },
  }
}

export async function makeToken(databaseUrl: string): Promise<string> {
  const database = await openPostgres(databaseUrl, () => {})
  const made = await createToken(database.sql, {
    name: 'the bench',
    role: 'OPERATOR',
    sites: null,
    by: 'bench' as OperatorId,
    at: toInstant(Date.now()),
  })
  await database.close()
  assert.ok(made)
  return made.token
}

type Measure = Readonly<{ clients: number; amount: number; rounds: number }>
type Requests = Readonly<{
  method: 'GET' | 'POST'
  body?: string
  nextPath: (side: keyof Sides) => string
}>

/** Warms both up, then measures one after the other, round by round and each first in turn. */
export async function compare(
  sides: Sides,
  { clients, amount, rounds }: Measure,
  { method, body, nextPath }: Requests,
): Promise<Comparison> {
  const measure = async (name: keyof Sides) =>
    await load({
      url: sides[name].server.url,
      clients,
      amount,
      request: { method, headers: sides[name].headers, ...(body !== undefined && { body }) },
      nextPath: () => nextPath(name),
    })
  const seen = { ours: [] as number[], bare: [] as number[] }
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0
      ? (['ours', 'bare'] as const)
      : (['bare', 'ours'] as const)) {
      const perSecond = await measure(name)
      if (round > 0) seen[name].push(perSecond)
    }
  }
  return {
    ours: median(seen.ours),
    bare: median(seen.bare),
    ratios: seen.ours.map((ours, round) => ours / (seen.bare[round] ?? Number.NaN)),
  }
}

/** Reads the first page of the worklist over and over. */
export function compareWorklist(sides: Sides, measure: Measure): Promise<Comparison> {
  return compare(sides, measure, { method: 'GET', nextPath: () => '/v1/outbounds' })
}

/** Completes calls, each once, and then counts them in both databases. */
export async function compareCompleting(
  sides: Sides,
  measures: readonly Measure[],
): Promise<Comparison[]> {
  const ids = { ours: await idsOf(sides.ours), bare: await idsOf(sides.bare) }
  const before = { ours: await completions(sides.ours), bare: await completions(sides.bare) }
  const requests: Requests = {
    method: 'POST',
    body: '{}',
    nextPath: (name) => `/v1/outbounds/${ids[name].pop()}/complete`,
  }
  const compared: Comparison[] = []
  for (const measure of measures) compared.push(await compare(sides, measure, requests))
  const asked = measures.reduce((sum, { amount, rounds }) => sum + amount * (rounds + 1), 0)
  for (const name of ['ours', 'bare'] as const) {
    const stored = (await completions(sides[name])) - before[name]
    if (stored !== asked) throw new Error(`${name}: ${asked} asked, ${stored} stored`)
  }
  return compared
}

async function idsOf({ databaseUrl }: Side): Promise<number[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl })
  const calls = await openCalls(pool)
  await pool.end()
  return calls.map(({ id }) => id)
}

/** How many completions are there whole: a row, a log and an event each. */
async function completions({ databaseUrl }: Side): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl })
  const { rows } = await pool.query<{ whole: number }>(
    `select count(*)::int as whole
       from support.domain_event e
       join support.user_support_log l on l.cause = e.event_id
       join support.user_outbound_plan o on o.id::text = e.entity_id and o.version = e.version and o.status = 'COMPLETED'
      where e.type = 'OutboundCompleted'`,
  )
  await pool.end()
  return rows[0]?.whole ?? 0
}
