import assert from 'node:assert/strict'
import type { LogInTests } from '../api.ts'
import { audit, type Recorded } from './audit.ts'
import { agreeOnLists } from './reading.ts'
import { asks, type Real } from './step.ts'
import { viewOf, type Happened, type World } from './world.ts'

/** Compares everything that the service knows of a run with the model. */
export async function agree(real: Real, world: World): Promise<void> {
  for (const call of world.calls) {
    const question = { who: 'admin', method: 'GET', url: `/v1/outbounds/${call.id}` } as const
    await asks(real, question, { status: 200, body: viewOf(world, call) })
  }
  await agreeOnLists(real, world)
  const recorded = await audit(real.service, [...world.users.keys()])
  const events = recorded.filter(({ type }) => type !== 'SupportLogHistoryRecorded')
  assert.deepEqual(events.map(briefly), world.journal.map(foretold))
  for (const userId of world.users.keys()) await agreeOnTimeline(real, world, userId)
  await agreeOnPublished(real, world)
  await agreeOnLetters(real, world)
}

function briefly({ type, entity, entityId, version, actor, at }: Recorded) {
  // A note has no address, so its id is never learned.
  return { type, id: entity === 'SupportNote' ? entity : entityId, version, actor, at }
}

function foretold({ type, of, version, actor, at }: Happened) {
  return { type, id: String(of.id()), version, actor, at }
}

async function agreeOnTimeline({ as: { admin } }: Real, world: World, userId: string) {
  const { body } = await admin<{ items: LogInTests[] }>('GET', `/v1/users/${userId}/logs?limit=200`)
  const expected = world.journal.flatMap(({ of, log, actor, at }) => {
    if (log === null || of.userId !== userId) return []
    const about = { userId, userCycleId: of.userCycleId, relationId: of.relation() }
    return [{ ...log, ...about, actor, createdAt: at }]
  })
  const latest = expected.toReversed().slice(0, 200)
  assert.equal(body.items.length, latest.length)
  assert.partialDeepStrictEqual(body.items, latest)
}

type Published = { type: string; subject?: string; time: string; data: Record<string, unknown> }

/** What other systems read, from where the last reader stopped: each event once, in order, its log's after it. */
async function agreeOnPublished(real: Real, world: World) {
  const items = await readOn(real)
  const expected = world.journal.flatMap(publishedOf)
  const read = items.map(({ type, subject = null, time, data: { logId: _, ...data } }) => {
    return { type, subject, time, data }
  })
  assert.deepEqual(read, expected)
}

/** Reads to the end of what is published now. */
export async function readOn({ as: { admin }, reader }: Real): Promise<Published[]> {
  const items: Published[] = []
  for (let page = 200; page === 200;) {
    const after = reader.cursor === null ? '' : `&after=${reader.cursor}`
    const { body } = await admin<{ items: Published[]; nextCursor: string }>(
      'GET',
      `/v1/events?limit=200${after}`,
    )
    items.push(...body.items)
    reader.cursor = body.nextCursor
    page = body.items.length
  }
  return items
}

function publishedOf({ type, of, at: time, log, payload }: Happened) {
  const { userId, userCycleId } = of
  const event = (name: string, data: object) => ({
    type: `anbu.support.${name}.v1`,
    subject: userCycleId,
    time,
    data: { userId, userCycleId, ...data },
  })
  const entry = log && { type: log.type, dayIndex: log.dayIndex, relationId: of.relation() }
  return [
    ...(payload === null ? [] : [event(type, payload())]),
    ...(entry === null ? [] : [event('SupportLogHistoryRecorded', entry)]),
  ]
}

type Letter = { eventId: string; reason: string }

const named = ({ eventId, reason }: Letter) => `${eventId} ${reason}`

async function agreeOnLetters({ as: { admin } }: Real, { run, letters }: World) {
  const { body } = await admin<{ items: Letter[] }>('GET', '/v1/dead-letters?limit=200')
  const mine = body.items.filter(({ eventId }) => eventId.startsWith(run))
  assert.deepEqual(mine.map(named).toSorted(), letters.map(named).toSorted())
}
