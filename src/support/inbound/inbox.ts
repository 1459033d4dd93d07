import { isRefusal } from '../../kernel/decision.ts'
import { toInstant } from '../../kernel/calendar.ts'
import { SYSTEM, type Instant } from '../../kernel/values.ts'
import { atomically, run } from '../../platform/db/db.ts'
import type { FieldError } from '../../platform/http/problem.ts'
import { checker } from '../../platform/http/validation.ts'
import { toE164 } from '../phone.ts'
import type { Outcome } from '../policies/outcome.ts'
import { REACTIONS } from '../policies/reactions.ts'
import type { Support } from '../support.ts'
import { CloudEventSchema, INBOUND, type CloudEvent, type InboundType } from './contract.ts'
import { bury, letterOf, type DeadLetter } from './dead-letters.ts'

/** What became of one event: taken in, known already, or a dead letter with everything that is wrong with it. */
export type Receipt =
  | Readonly<{ outcome: 'accepted' | 'duplicate'; letter?: undefined }>
  | Readonly<{ outcome: 'rejected'; letter: DeadLetter }>

/** An event that is well-formed, with the name of its type. */
type Known = Readonly<{ event: CloudEvent; type: InboundType; time: Instant | null }>
type Data = Readonly<{ userId: string; userCycleId?: string }>

const checkEnvelope = checker(CloudEventSchema)
const checkData = new Map(
  Object.entries(INBOUND).map(([type, schema]) => [type, checker(schema)] as const),
)

/**
 * Takes in one event: its effect and the row that makes a second delivery a duplicate are one transaction. An event
 * that came before its cycle or user waits for them and counts as accepted.
 */
export async function receive(support: Support, body: unknown): Promise<Receipt> {
  const reject = (reason: DeadLetter['reason'], errors: readonly FieldError[]): Receipt => ({
    outcome: 'rejected',
    letter: letterOf(body, { reason, errors, at: support.now() }),
  })
  const wrong = checkEnvelope(body)
  if (wrong.length > 0) return reject('MALFORMED', wrong)
  const event = body as CloudEvent
  const type = typeOf(event.type)
  if (!isInbound(type)) return await ignore(support, event)
  const mistakes = dataErrors(type, event.data)
  if (mistakes.length > 0) return reject('MALFORMED', mistakes)

  let contradicts: readonly FieldError[] = []
  const time = event.time ? toInstant(Date.parse(event.time)) : null
  const receipt = await atomically<Receipt>(support.sql, async (sql) => {
    const within = { ...support, sql, by: SYSTEM }
    const outcome = await take(within, { event, type, time })
    if (outcome === 'DUPLICATE') return { outcome: 'duplicate' }
    if (typeof outcome === 'string') return { outcome: 'accepted' }
    contradicts = outcome
    return CONTRADICTS
  })
  return isRefusal(receipt) ? reject('CONTRADICTORY', contradicts) : receipt
}

/** Undoes the transaction of an event that turned out to contradict what is known. */
const CONTRADICTS = { refused: true, code: 0, name: 'CONTRADICTS', message: '' } as const

async function take(support: Support, known: Known): Promise<Outcome | 'DUPLICATE'> {
  const { sql } = support
  const data = known.event.data as Data
  // One user's events one after another, so that none looks for a cycle that is just being started.
  await run(sql, 'select pg_advisory_xact_lock(hashtextextended($1, 1))', [data.userId])
  const fresh = await note(support, known.event, 'APPLIED')
  if (!fresh) return 'DUPLICATE'

  const outcome = await react(support, known)
  if (outcome === 'WAITING') await wait(support, known)
  if (outcome === 'APPLIED' && known.type === 'UserCycleStarted') await takeUpWaiting(support, data)
  return outcome
}

function react(support: Support, { event, type, time }: Known): Promise<Outcome> {
  const reaction = REACTIONS[type] as (
    support: Support,
    data: unknown,
    time: Instant | null,
  ) => Promise<Outcome>
  return reaction(support, event.data, time)
}

async function ignore(support: Support, event: CloudEvent): Promise<Receipt> {
  return { outcome: (await note(support, event, 'IGNORED')) ? 'accepted' : 'duplicate' }
}

/** Remembers that the event came; false when it had come before. */
async function note({ sql, now }: Support, event: CloudEvent, state: 'APPLIED' | 'IGNORED') {
  const rows = await run(
    sql,
    `insert into support.inbox (source, event_id, type, state, received_at) values ($1, $2, $3, $4, $5)
     on conflict (source, event_id) do nothing returning 1`,
    [event.source, event.id, event.type, state, now()],
  )
  return rows.length > 0
}

/** An event that was not taken in after all may come again. */
async function forget({ sql }: Support, { source, id }: CloudEvent) {
  await run(sql, 'delete from support.inbox where source = $1 and event_id = $2', [source, id])
}

async function wait({ sql, now, sites }: Support, { event }: Known) {
  const { userId, userCycleId = null } = event.data as Data
  await run(
    sql,
    `with waiting as (
       update support.inbox set state = 'WAITING' where source = $1 and event_id = $2 returning source, event_id
     )
     insert into private.waiting_event (source, event_id, user_id, user_cycle_id, event, received_at, sites)
     select source, event_id, $3, $4, $5::json, $6, $7 from waiting`,
    [event.source, event.id, userId, userCycleId, JSON.stringify(event), now(), sites],
  )
}

type Waiting = Readonly<{ event: CloudEvent; sites: readonly string[] | null }>

/** Applies what waited for this cycle or this user, in the order in which it happened and as its sender may. */
async function takeUpWaiting(support: Support, { userId, userCycleId }: Data) {
  const waiting = await run<Waiting>(
    support.sql,
    `with taken as (
       delete from private.waiting_event
        where user_cycle_id = $2 or (user_cycle_id is null and user_id = $1)
       returning id, source, event_id, event, sites
     ), applied as (
       update support.inbox i set state = 'APPLIED' from taken t
        where i.source = t.source and i.event_id = t.event_id
     )
     select event, sites from taken order by (event->>'time')::timestamptz nulls last, id`,
    [userId, userCycleId ?? null],
  )
  for (const { event, sites } of waiting) {
    const type = typeOf(event.type)
    if (!isInbound(type)) continue
    const time = event.time ? toInstant(Date.parse(event.time)) : null
    const outcome = await react({ ...support, sites }, { event, type, time })
    if (typeof outcome === 'string') continue
    await forget(support, event)
    await bury(support.sql, [
      letterOf(event, { reason: 'CONTRADICTORY', errors: outcome, at: support.now() }),
    ])
  }
}

/** The bare name of a type: its last dotted part that is not a version. */
export function typeOf(type: string): string {
  return type.split('.').findLast((part) => !/^v?\d+$/i.test(part)) ?? type
}

function isInbound(type: string): type is InboundType {
  return Object.hasOwn(INBOUND, type)
}

function dataErrors(type: InboundType, data: unknown): FieldError[] {
  const errors = checkData.get(type)?.(data) ?? []
  const mistakes = errors.map(({ field, ...rest }) => ({
    ...rest,
    field: field === '' ? 'data' : `data.${field}`,
  }))
  return [...mistakes, ...phoneErrors(data as PhoneData)]
}

/** As far as it is there: what else is wrong with it has been said. */
type PhoneData = { phone?: unknown; user?: { phone?: unknown } | null } | null | undefined

function phoneErrors(data: PhoneData): FieldError[] {
  const given = [
    { field: 'data.phone', text: data?.phone },
    { field: 'data.user.phone', text: data?.user?.phone },
  ]
  return given
    .filter(({ text }) => typeof text === 'string' && toE164(text) === undefined)
    .map(({ field }) => ({ in: 'body', field, message: 'is not a phone number' }))
}
