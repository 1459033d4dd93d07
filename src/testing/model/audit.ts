import assert from 'node:assert/strict'
import { run } from '../../platform/db/db.ts'
import type { OutboundInTests, Service } from '../api.ts'

/** A row of the event log, internal ones included. */
export type Recorded = Readonly<{
  position: number | null
  eventId: string
  type: string
  entity: string
  entityId: string
  version: number
  actor: string
  at: string
  data: Readonly<Record<string, unknown>>
}>
type Logged = Readonly<{
  id: number
  cause: string
  entity: string
  entityId: string
  version: number
  actor: string
  at: string
}>
type CycleInTests = { userCycleId: string; startDate: string; state: string; version: number }
type State = Readonly<Record<string, unknown>>

/** The events of which the timeline keeps a log each (SPEC.md, Log). A new one is a line here. */
const LOGGED = new Set([
  'OutboundCompleted',
  'OutboundSkipped',
  'OutboundWithdrawn',
  'LastOutboundAutoCompleted',
  'OutboundScheduleRecorded',
  'OutboundScheduleCanceled',
  'UserCycleStarted',
  'UserCycleRescheduled',
  'UserCycleEnded',
  'UserSiteUpdated',
  'UserMdUpdated',
  'UserMdDeleted',
  'UserSiteUpdateRequested',
  'UserMdUpdateRequested',
  'UserMdDeleteRequested',
  'UserSiteUpdateRejected',
  'UserMdUpdateRejected',
  'UserMdDeleteRejected',
  'ContactPreferenceChanged',
  'ContactAttemptRecorded',
  'SupportNoteReceived',
  'UserMemoCreated',
  'UserMemoUpdated',
  'UserIssueCreated',
  'UserIssueUpdated',
  'UserIssueStatusChanged',
  'FreeTextMessageSent',
  'FreeTextMessageFailed',
  'MissedCallMessageSent',
  'MissedCallMessageFailed',
])

/** Events that say what somebody does with a thing without changing it. */
const NO_CHANGE = new Set(['OutboundClaimed', 'OutboundClaimReleased'])

/** A user is met without an event of their own, so the first one finds version 1. */
const FIRST: Readonly<Record<string, number>> = { UserSupport: 2 }

/**
 * What must hold of these users whatever was done and by how many at once: state, timeline and events say the same.
 * Answers the events in the order of all readers.
 */
export async function audit({ admin, database }: Service, users: readonly string[]) {
  await admin('GET', '/v1/events?limit=1')
  const events = await run<Recorded>(database.sql, EVENTS, [users])
  const logs = await run<Logged>(database.sql, LOGS, [users])
  assert.ok(events.every(({ position }) => position !== null))
  oneLogForEach(events, logs)
  withoutGaps(events)
  const cycles = events.filter(({ type }) => type === 'UserCycleStarted')
  for (const { entityId } of cycles) await explainedBy(admin, entityId, events)
  return events
}

function oneLogForEach(events: readonly Recorded[], logs: readonly Logged[]) {
  const logged = events.filter(({ type }) => LOGGED.has(type))
  const causes = new Map(logs.map((log) => [log.cause, log]))
  assert.equal(causes.size, logs.length)
  assert.equal(logs.length, logged.length)
  for (const { eventId, entity, entityId, version, actor, at } of logged) {
    assert.partialDeepStrictEqual(causes.get(eventId), { entity, entityId, version, actor, at })
  }
  const told = events.filter(({ type }) => type === 'SupportLogHistoryRecorded')
  assert.deepEqual(
    inOrder(told.map(({ data }) => data['logId'])),
    inOrder(logs.map(({ id }) => id)),
  )
  for (const { data, position } of told) {
    const cause = logs.find(({ id }) => id === data['logId'])?.cause
    const event = events.find(({ eventId }) => eventId === cause)
    assert.ok((event?.position ?? Infinity) < (position ?? 0))
  }
}

function inOrder(ids: readonly unknown[]): number[] {
  return ids.map(Number).toSorted((one, other) => one - other)
}

/** In the order of all readers, each thing's versions follow one another. */
function withoutGaps(events: readonly Recorded[]) {
  const versions = new Map<string, number>()
  for (const { type, entity, entityId, version } of events) {
    const thing = `${entity} ${entityId}`
    const before = versions.get(thing) ?? (FIRST[entity] ?? 1) - 1
    assert.equal(version, NO_CHANGE.has(type) ? before : before + 1, `${thing} after ${before}`)
    versions.set(thing, version)
  }
}

/** What the service answers of a cycle and its calls is what their events, told one after another, come to. */
async function explainedBy(
  admin: Service['admin'],
  userCycleId: string,
  events: readonly Recorded[],
) {
  const of = (entity: string, id: string) =>
    leftBy(events.filter((event) => event.entity === entity && event.entityId === id))
  const { body: cycle } = await admin<CycleInTests>('GET', `/v1/user-cycles/${userCycleId}`)
  const { startDate, state, version } = cycle
  assert.partialDeepStrictEqual(of('UserCycle', userCycleId), { startDate, state, version })

  const url = `/v1/user-cycles/${userCycleId}/outbounds`
  const { body } = await admin<{ items: OutboundInTests[] }>('GET', url)
  for (const call of body.items) {
    const isOpen = call.status === 'PENDING' || call.status === 'ACTIVE'
    const stored = { ...call, status: isOpen ? 'PENDING' : call.status }
    const {
      id,
      status,
      planDate,
      dueDate,
      contactAt,
      resolvedBy,
      resolvedAt,
      version: now,
    } = stored
    const seen = { status, planDate, dueDate, contactAt, resolvedBy, resolvedAt, version: now }
    assert.deepEqual(of('UserOutboundPlan', String(id)), seen)
    if (!isOpen) continue
    assert.equal(state, 'STARTED')
    assert.equal(Date.parse(planDate) - Date.parse(startDate), (call.dayIndex - 1) * 86_400_000)
  }
}

function leftBy(events: readonly Recorded[]): State {
  const version = events.at(-1)?.version
  return Object.assign({}, ...events.map(comesTo), { version }) as State
}

/** What an event leaves behind, told independently of the code that made it. */
function comesTo({ type, actor, at, data }: Recorded): State {
  const { planDate, dueDate, startDate, scheduleAt: contactAt } = data
  const open = { status: 'PENDING', resolvedBy: null, resolvedAt: null }
  const resolved = { resolvedBy: actor, resolvedAt: at }
  const changes: Readonly<Record<string, State>> = {
    OutboundPlanned: { ...open, contactAt: null, planDate, dueDate },
    OutboundReplanned: { planDate, dueDate },
    OutboundCompleted: { status: 'COMPLETED', ...resolved },
    LastOutboundAutoCompleted: { status: 'COMPLETED', ...resolved },
    OutboundSkipped: { status: 'SKIPPED', ...resolved },
    OutboundWithdrawn: { ...open, planDate, dueDate },
    OutboundScheduleRecorded: { contactAt, dueDate },
    OutboundScheduleCanceled: { contactAt: null, dueDate },
    UserCycleStarted: { startDate, state: 'STARTED' },
    UserCycleRescheduled: { startDate },
    UserCycleEnded: { state: 'ENDED' },
  }
  return changes[type] ?? {}
}

const EVENTS = `
  select p.position, e.event_id as "eventId", e.type, e.entity, e.entity_id as "entityId", e.version, e.actor,
         e.occurred_at as at, e.data
    from support.domain_event e left join support.event_position p on p.event_id = e.id
   where e.user_id = any($1)
   order by p.position`

const LOGS = `
  select id, cause, entity, entity_id as "entityId", version, actor, created_at as at
    from support.user_support_log where user_id = any($1)`
