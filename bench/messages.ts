import pg from 'pg'
import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '../src/config.ts'
import { businessDate, toInstant } from '../src/kernel/calendar.ts'
import type { Parcel } from '../src/platform/gateways/carrier.ts'
import { openWebhook } from '../src/platform/gateways/webhook.ts'
import { fillWith } from '../src/testing/fill.ts'
import { WEBHOOK_SECRET } from '../src/testing/stand-ins/webhook.ts'
import { dropDatabase, makeDatabase, settle } from './databases.ts'
import { residentMemory, start, type Server } from './servers.ts'

/** Messages a second, and what the bare loop posts: the rounds' own ratios. */
type Drained = Readonly<{ ours: number; bare: number; ratios: readonly number[] }>

/** The server's memory in MB while many messages leave, and how many of them left a second. */
export type Flow = Readonly<{ perSecond: number; start: number; middle: number; end: number }>

type Measure = Readonly<{ rounds: number; many: number }>

const DATABASE = 'anbu_bench_messages'
const USERS_OPEN = 32_000
/** Messages a round, and messages that wait until anything is timed. */
const AMOUNT = 5_000
const WARMING = 2_000
/** As many at once as the sender has under way. */
const AT_ONCE = 8
const TIMEOUT = 15
const LONGEST = 300_000

/** Messages through the whole path to a carrier that is a process of its own, beside a loop that only posts them. */
export async function measureMessages({ rounds, many }: Measure) {
  const { calendar } = await readConfig({})
  const today = businessDate(calendar, toInstant(Date.now()))
  const url = await makeDatabase(DATABASE, (sql) =>
    fillWith(sql, { open: USERS_OPEN, sites: 20, today }),
  )
  await settle()
  const pool = new pg.Pool({ connectionString: url })
  const carrier = await startCarrier()
  const server = await start({
    command: process.execPath,
    args: ['src/main.ts', 'serve'],
    env: {
      DATABASE_URL: url,
      PORT: '3714',
      ANBU_CARRIER: 'webhook',
      ANBU_WEBHOOK_CARRIER_URL: carrier.url,
      ANBU_WEBHOOK_CARRIER_SECRET: WEBHOOK_SECRET,
      ANBU_CARRIER_TIMEOUT: String(TIMEOUT),
    },
  })
  try {
    await drain(pool, WARMING)
    const drained = await compareDraining(pool, { carrier, rounds })
    const flow = await watchMemory(pool, { server, many })
    await assertOnce(pool, carrier)
    return { drained, flow }
  } finally {
    await server.stop()
    await carrier.stop()
    await pool.end()
    await dropDatabase(DATABASE)
  }
}

function startCarrier(): Promise<Server> {
  const stands = 'src/testing/stand-ins/webhook.ts'
  return start({ command: process.execPath, args: [stands], env: {}, ready: /(http\S+)/ })
}

async function compareDraining(
  pool: pg.Pool,
  { carrier, rounds }: Readonly<{ carrier: Server; rounds: number }>,
): Promise<Drained> {
  const seen: { ours: number; bare: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const ours = await drain(pool, AMOUNT)
    seen.push({ ours, bare: await postAll(carrier.url, await lastParcels(pool, AMOUNT)) })
  }
  const ratios = seen.map(({ ours, bare }) => ours / bare)
  const mean = (name: 'ours' | 'bare') =>
    seen.reduce((sum, one) => sum + one[name], 0) / seen.length
  return { ours: mean('ours'), bare: mean('bare'), ratios }
}

/** Queues so many messages at once, waits until none is left, and answers how many left a second. */
async function drain(pool: pg.Pool, amount: number, whileWaiting = (_left: number) => {}) {
  const began = Date.now()
  const { rows: queued } = await pool.query<{ first: string }>(QUEUE, [amount])
  for (let left = amount; left > 0;) {
    if (Date.now() - began > LONGEST) throw new Error(`${left} of ${amount} messages have not left`)
    await pause(250)
    const { rows } = await pool.query<{ left: number }>(
      'select count(*)::int as left from support.user_support_message where next_attempt_at is not null',
    )
    left = rows[0]?.left ?? 0
    whileWaiting(left)
  }
  const { rows } = await pool.query<{ seconds: number; sent: number }>(
    `select extract(epoch from max(a.ended_at) - min(a.started_at))::float as seconds, count(*)::int as sent
       from support.message_attempt a
       join support.user_support_message m on m.id = a.message_id and m.status = 'SUCCESS'
      where a.message_id >= $1`,
    [queued[0]?.first],
  )
  const { seconds = 0, sent = 0 } = rows[0] ?? {}
  if (sent !== amount) throw new Error(`${amount} messages were queued, ${sent} were sent`)
  return amount / seconds
}

/** As the product leaves them when they were queued; forced, so that the hour at which one measures does not matter. */
const QUEUE = `
  with queued as (
    insert into support.user_support_message
      (user_id, user_cycle_id, message_type, kind, key, status, forced, tries, asks, queued_at, next_attempt_at,
       day_index, version, created_by, created_at, updated_at)
    select user_id, user_cycle_id, 'FREE_TEXT', 'SMS', gen_random_uuid(), 'QUEUED', true, 0, 0, now(), now(),
           1, 1, 'token:1', now(), now()
      from (select user_id, user_cycle_id, row_number() over (order by user_cycle_id) as place,
                   count(*) over () as cycles from support.user_cycle) c
      join generate_series(1, $1::int) n on n % cycles + 1 = place
    returning id, user_id
  ), worded as (
    insert into private.text (entity, entity_id, version, user_id, text, written_by, written_at)
    select 'UserSupportMessage', id::text, 1, user_id, '안녕하세요, 담당 상담사입니다. 편하신 시간에 다시 전화드리겠습니다. ' || id,
           'token:1', now()
      from queued
  )
  select min(id) as first from queued`

async function lastParcels(pool: pg.Pool, amount: number): Promise<Parcel[]> {
  const { rows } = await pool.query<Parcel>(
    `select 'bare-' || m.key as key, u.phone as to, t.text, m.kind
       from support.user_support_message m
       join private.user_profile u using (user_id)
       join private.text t on t.entity = 'UserSupportMessage' and t.entity_id = m.id::text
      order by m.id desc limit $1`,
    [amount],
  )
  return rows
}

/** What the machine gives without us: the same texts, signed and posted as many at once, and nothing kept of it. */
async function postAll(url: string, parcels: Parcel[]): Promise<number> {
  const { send } = openWebhook({ url: new URL(url), secret: WEBHOOK_SECRET, timeout: TIMEOUT })
  const amount = parcels.length
  const worker = async () => {
    for (let parcel = parcels.pop(); parcel !== undefined; parcel = parcels.pop()) {
      const { outcome } = await send(parcel)
      if (outcome !== 'ACCEPTED') throw new Error(`the carrier says ${outcome}`)
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return (amount / (performance.now() - began)) * 1_000
}

async function watchMemory(
  pool: pg.Pool,
  { server: { pid }, many }: Readonly<{ server: Server; many: number }>,
): Promise<Flow> {
  const begin = residentMemory(pid)
  let middle = 0
  const perSecond = await drain(pool, many, (left) => {
    if (middle === 0 && left <= many / 2) middle = residentMemory(pid)
  })
  return { perSecond, start: begin, middle, end: residentMemory(pid) }
}

/** The carrier must have taken every message once: those of the product, and those of the bare loop. */
async function assertOnce(pool: pg.Pool, carrier: Server) {
  const counts = (await (await fetch(`${carrier.url}/counts`)).json()) as Record<string, number>
  const { rows } = await pool.query<{ key: string }>('select key from support.user_support_message')
  const wrong = rows.filter(({ key }) => counts[key] !== 1)
  if (wrong.length > 0) throw new Error(`${wrong.length} messages were not taken exactly once`)
}
