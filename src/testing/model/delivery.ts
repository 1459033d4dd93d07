import fc from 'fast-check'
import { reactTo, tidings } from './inbound.ts'
import { action, asks, learnIds, type Deed } from './step.ts'
import { later, nthOf, type Inbound, type Told, type World } from './world.ts'

const WAITING = 7 * 86_400_000

/** One event comes in by itself. */
export const told = action({
  weight: 12,
  args: fc.record({ event: tidings, twice: fc.constantFrom(false, false, false, true) }),
  when: ({ quiet }, { event }) => !quiet.has(event.type),
  play: (world, { event, twice }) => deliver(world, [event(world)], { twice }),
})

/** Several come in one request. */
export const batch = action({
  weight: 3,
  args: fc.record({ events: fc.array(tidings, { minLength: 2, maxLength: 4 }) }),
  play(world, { events }) {
    const made = events.map((event, index) => ({
      ...event(world),
      id: `${event(world).id}.${index}`,
    }))
    return deliver(world, made, { batch: true })
  },
})

/** An event comes again: from the same sender, or the same news from another. */
export const again = action({
  weight: 3,
  args: fc.record({ nth: fc.nat(30), another: fc.boolean() }),
  when: ({ sent }) => sent.length > 0,
  play(world, { nth, another }) {
    const event = nthOf(world.sent, nth)
    return deliver(
      world,
      [another ? { ...event, id: `${event.id}+${world.sent.length}` } : event],
      {},
    )
  },
})

/** Time passes: what waited too long for its cycle or user is given up. */
export function passTime(world: World, now: string) {
  world.now = now
  const givenUp = world.waiting.filter((kept) => later(kept.since, WAITING) <= now)
  world.waiting = world.waiting.filter((kept) => !givenUp.includes(kept))
  for (const { event } of givenUp) {
    world.inbox.delete(event.id)
    world.letters.push({ eventId: event.id, reason: 'NEVER_STARTED' })
  }
}

function deliver(
  world: World,
  events: readonly Inbound[],
  how: { batch?: boolean; twice?: boolean },
): Deed {
  const known = new Set(world.cycles.keys())
  const receipts = events.map((event) => ({ id: event.id, outcome: receive(world, event) }))
  const count = (outcome: string) => receipts.filter((one) => one.outcome === outcome).length
  const rejected = receipts.flatMap(({ id, outcome }, index) =>
    outcome === 'CONTRADICTORY' ? [{ index, id }] : [],
  )
  const body = { accepted: count('ACCEPTED'), duplicates: count('DUPLICATE'), rejected }
  const fresh = [...world.cycles.values()].filter(({ userCycleId }) => !known.has(userCycleId))
  const envelopes = events.map((event) => ({ specversion: '1.0', source: '/model', ...event }))
  const type = how.batch ? 'application/cloudevents-batch+json' : 'application/cloudevents+json'
  return async (real) => {
    await asks(
      real,
      {
        who: 'admin',
        method: 'POST',
        url: '/v1/events',
        body: how.batch ? envelopes : (envelopes[0] ?? {}),
        headers: { 'content-type': type },
      },
      { status: 202, body, twice: how.twice ?? false },
    )
    for (const cycle of fresh) await learnIds(real, world, cycle)
  }
}

function receive(world: World, event: Inbound) {
  if (!world.sent.some(({ id }) => id === event.id)) world.sent.push(event)
  if (world.inbox.has(event.id)) return 'DUPLICATE'
  const outcome = reactTo(world, event)
  if (outcome === 'CONTRADICTORY') {
    buryOnce(world, event)
    return outcome
  }
  world.inbox.add(event.id)
  if (outcome === 'WAITING') world.waiting.push({ event, since: world.now })
  else if (event.type === 'UserCycleStarted') takeUpWaiting(world, event.data)
  return 'ACCEPTED'
}

function buryOnce({ letters }: World, { id: eventId }: Inbound) {
  const letter = { eventId, reason: 'CONTRADICTORY' }
  if (!letters.some((kept) => kept.eventId === eventId && kept.reason === letter.reason)) {
    letters.push(letter)
  }
}

/** What waited for this cycle or user happens now, in the order in which it did elsewhere. */
function takeUpWaiting(world: World, { userId, userCycleId }: Told) {
  const mine = world.waiting.filter(({ event: { data } }) =>
    data.userCycleId === undefined ? data.userId === userId : data.userCycleId === userCycleId,
  )
  world.waiting = world.waiting.filter((kept) => !mine.includes(kept))
  const byTime = mine.toSorted((one, other) => {
    const [first, second] = [one.event.time ?? 'none', other.event.time ?? 'none']
    return first === second ? 0 : first < second ? -1 : 1
  })
  for (const { event } of byTime) {
    if (reactTo(world, event) !== 'CONTRADICTORY') continue
    world.inbox.delete(event.id)
    buryOnce(world, event)
  }
}
