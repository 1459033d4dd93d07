import { sql } from 'kysely'
import Type from 'typebox'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { Instant } from '../../kernel/values.ts'
import { numberEvents } from '../../platform/events/sequencer.ts'
import { cursorOf, writeCursor } from '../../platform/http/cursor.ts'
import { PAYLOADS, PUBLISHED, publishedType } from '../policies/publication.ts'
import type { Support } from '../support.ts'

const cursors = cursorOf(
  Type.Tuple([Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })]),
)

type Query = Readonly<{ after?: string; type?: string; limit?: number }>

/** An event as other systems receive it: CloudEvents 1.0. */
export type PublishedEvent = Readonly<{
  specversion: '1.0'
  id: string
  source: string
  type: string
  subject?: string
  time: Instant
  datacontenttype: 'application/json'
  data: object
}>

type Row = Readonly<{
  position: number
  eventId: string
  type: string
  userId: string
  userCycleId: string | null
  occurredAt: Instant
  actor: string
  data: Readonly<Record<string, unknown>>
  text: string | null
  siteName: string | null
  mdName: string | null
}>

/** The published events after a cursor, in the one order that all readers share; the cursor to go on with is always given. */
export async function publishedEvents(
  { sql: database, sites }: Support,
  { after, type, limit = 50 }: Query,
): Promise<Refusal | { items: PublishedEvent[]; nextCursor: string }> {
  const key = cursors.read(after)
  if (isRefusal(key)) return key
  const from = key?.[0] ?? 0
  await numberEvents(database)
  const types = PUBLISHED.filter((name) => type === undefined || name === type)
  const visible =
    sites === null
      ? sql`true`
      : sql`exists (select from private.user_profile u where u.user_id = e.user_id and u.site_id = any(${sites}))`
  const { rows } = await sql<{ top: number } & (Row | { position: null })>`
    with top as (select coalesce(max(position), 0) as top from support.event_position)
    select top.top, e.*
      from top left join lateral (
        select p.position, e.event_id as "eventId", e.type, e.user_id as "userId", e.user_cycle_id as "userCycleId",
               e.occurred_at as "occurredAt", e.actor, e.data, t.text, s.name as "siteName", m.name as "mdName"
          from support.event_position p
          join support.domain_event e on e.id = p.event_id
          left join private.text t on t.entity = e.entity and t.entity_id = e.entity_id and t.version = e.version
          left join private.site s on e.type = 'UserSiteUpdateRequested' and s.site_id = e.data->>'to'
          left join private.md m on e.type = 'UserMdUpdateRequested' and m.md_id = e.data->>'to'
         where p.position > ${from} and e.type = any(${types}) and ${visible}
         order by p.position
         limit ${limit}) as e on true
     order by e.position`.execute(database)
  const events = rows.filter((row) => row.position !== null)
  const last = events.at(-1)
  const reached =
    events.length === limit && last ? last.position : Math.max(from, rows[0]?.top ?? 0)
  return { items: events.map(eventOf), nextCursor: writeCursor([reached]) }
}

function eventOf(row: Row): PublishedEvent {
  const { eventId, type, userCycleId, occurredAt } = row
  return {
    specversion: '1.0',
    id: eventId,
    source: '/anbu/support',
    type: publishedType(type),
    ...(userCycleId !== null && { subject: userCycleId }),
    time: occurredAt,
    datacontenttype: 'application/json',
    data: PAYLOADS[type]?.(row) ?? {},
  }
}
