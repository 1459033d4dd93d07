import Type from 'typebox'
import { isRefusal, refusal, type Refusal } from '../../kernel/decision.ts'
import type { Instant } from '../../kernel/values.ts'
import { run, type Sql } from '../../platform/db/db.ts'
import { cursorOf, type PageOf } from '../../platform/http/cursor.ts'
import type { FieldError } from '../../platform/http/problem.ts'
import { IdOf } from '../../platform/http/schema.ts'

export const DEAD_LETTER_NOT_FOUND = refusal(
  4112,
  'DEAD_LETTER_NOT_FOUND',
  'There is no such dead letter.',
)

/** Days for which an event waits for its cycle or user. */
const WAITING_DAYS = 7

type Reason = 'MALFORMED' | 'CONTRADICTORY' | 'NEVER_STARTED'

/** An event that could not be taken in, kept as it came, with the reason. */
export type DeadLetter = Readonly<{
  source: string | null
  eventId: string | null
  type: string | null
  reason: Reason
  errors: readonly FieldError[]
  /** The event as JSON text: what came may hold characters that a database cannot store otherwise. */
  event: string
  receivedAt: Instant
}>

export function letterOf(
  event: unknown,
  { reason, errors, at }: { reason: Reason; errors: readonly FieldError[]; at: Instant },
): DeadLetter {
  return {
    source: textIn(event, 'source'),
    eventId: textIn(event, 'id'),
    type: textIn(event, 'type'),
    reason,
    errors,
    event: JSON.stringify(event),
    receivedAt: at,
  }
}

/** Keeps dead letters; one that is sent again and again is kept once. */
export async function bury(sql: Sql, letters: readonly DeadLetter[]): Promise<void> {
  if (letters.length === 0) return
  await run(
    sql,
    `insert into private.dead_letter (source, event_id, type, reason, errors, event, received_at)
     select r.source, r."eventId", r.type, r.reason, r.errors, r.event, r."receivedAt"
       from jsonb_to_recordset($1::jsonb) as r(source text, "eventId" text, type text, reason text, errors jsonb,
            event text, "receivedAt" timestamptz)
      where not exists (select from private.dead_letter d
                         where d.source = r.source and d.event_id = r."eventId" and d.event = r.event
                           and d.replayed_at is null)`,
    [JSON.stringify(letters)],
  )
}

type Kept = Omit<DeadLetter, 'event'> &
  Readonly<{ id: number; event: string; replayedAt: Instant | null }>

const SELECT = `
  select id, source, event_id as "eventId", type, reason, errors, event, received_at as "receivedAt",
         replayed_at as "replayedAt"
    from private.dead_letter`

const cursors = cursorOf(Type.Tuple([IdOf<number>()]))

/** Dead letters, newest first, each with the event as it came. */
export async function listDeadLetters(
  sql: Sql,
  { cursor, limit = 50 }: { cursor?: string; limit?: number },
): Promise<PageOf<object> | Refusal> {
  const after = cursors.read(cursor)
  if (isRefusal(after)) return after
  const rows = await run<Kept>(
    sql,
    `${SELECT} where $1::bigint is null or id < $1 order by id desc limit $2`,
    [after?.[0] ?? null, limit + 1],
  )
  const { items, nextCursor } = cursors.page(rows, limit, ({ id }) => [id])
  return { items: items.map((kept) => ({ ...kept, event: eventOf(kept) })), nextCursor }
}

export async function findDeadLetter(sql: Sql, id: number): Promise<Kept | undefined> {
  const rows = await run<Kept>(sql, `${SELECT} where id = $1`, [id])
  return rows[0]
}

export function eventOf({ event }: Pick<Kept, 'event'>): unknown {
  return JSON.parse(event)
}

export async function markReplayed(sql: Sql, { id, at }: { id: number; at: Instant }) {
  await run(sql, 'update private.dead_letter set replayed_at = $2 where id = $1', [id, at])
}

/** Gives up on events whose cycle or user never came. */
export async function buryUnawaited(sql: Sql, now: Instant): Promise<void> {
  await run(
    sql,
    `with given_up as (
       delete from private.waiting_event where received_at <= $1::timestamptz - interval '${WAITING_DAYS} days'
       returning source, event_id, event, received_at
     ), forgotten as (
       delete from support.inbox i using given_up g where i.source = g.source and i.event_id = g.event_id
     )
     insert into private.dead_letter (source, event_id, type, reason, errors, event, received_at)
     select source, event_id, event->>'type', 'NEVER_STARTED', '[]', event::text, received_at from given_up`,
    [now],
  )
}

function textIn(event: unknown, field: string): string | null {
  if (typeof event !== 'object' || event === null) return null
  const value: unknown = Reflect.get(event, field)
  if (typeof value !== 'string') return null
  return value.toWellFormed().replaceAll('\0', '').slice(0, 500)
}
