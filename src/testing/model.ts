import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { Service } from './api.ts'
import { agree, readOn } from './model/agreement.ts'
import { COMMANDS } from './model/commands.ts'
import { again, batch, passTime, told } from './model/delivery.ts'
import { NEWS } from './model/inbound.ts'
import { counts, next, worklist } from './model/reading.ts'
import { action, asks, type Reader, type Real } from './model/step.ts'
import { endure, moments } from './model/turmoil.ts'
import { later, type Caller, type Plan, type World } from './model/world.ts'

/** Time moves on, to a moment at which a rule changes its mind: a claim's end, a day's, the end of a wait. */
const clock = action({
  weight: 3,
  args: fc.constantFrom('PT1S', 'PT5M', 'PT15M', 'PT1H', 'P1D', 'P3D', 'P7D', 'P16D'),
  play(world, advance) {
    passTime(world, later(world.now, Temporal.Duration.from(advance).total('milliseconds')))
    const question = {
      who: 'admin',
      method: 'PUT',
      url: '/v1/test-clock',
      body: { advance },
    } as const
    const foretold = { status: 200, body: { now: world.now } }
    return (real) => asks(real, question, foretold)
  },
})

/** Time moves on to the next such moment of a day in Seoul. */
const nightfall = action({
  weight: 2,
  args: fc.constantFrom('23:59:59.999', '00:00:00.000', '08:59:59.999', '09:00:00.000'),
  play(world, time) {
    const here = Temporal.Instant.from(world.now).toZonedDateTimeISO('Asia/Seoul')
    const then = here.withPlainTime(time)
    const to = Temporal.ZonedDateTime.compare(then, here) > 0 ? then : then.add({ days: 1 })
    passTime(world, new Date(to.epochMilliseconds).toISOString())
    const body = { now: world.now }
    const question = { who: 'admin', method: 'PUT', url: '/v1/test-clock', body } as const
    return (real) => asks(real, question, { status: 200, body })
  },
})

/** The template changes, for cycles that start later. */
const plan = action({
  args: fc.record({
    nth: fc.nat(3),
    change: fc.oneof(
      fc.record({ isActive: fc.boolean() }),
      fc.record({ dayIndex: fc.constantFrom(1, 7, 14, 42) }),
    ),
  }),
  play(world, { nth, change }) {
    const one = world.plans[nth]
    if (one === undefined) throw new Error('There are four plans')
    Object.assign(one, change)
    const url = `/v1/outbound-plans/${one.id}`
    const question = { who: 'admin', method: 'PATCH', url, body: change } as const
    return (real) => asks(real, question, { status: 200, body: one })
  },
})

/** Everything that may happen. A new command is one more entry, here or in the table of its kind. */
const ACTIONS = { next, told, batch, again, worklist, counts, clock, nightfall, plan }

const steps = [
  ...Object.entries(COMMANDS).map(([name, { steps: made }]) => made(name)),
  ...Object.entries(ACTIONS).map(([name, made]) => made(name)),
]

const DISPENSABLE = [...Object.keys(COMMANDS), ...Object.keys(ACTIONS), ...NEWS].filter(
  (name) => name !== 'told',
)

/** Half of everything, about: a run without it goes further with the rest. */
const quiet = fc.noShrink(fc.subarray(DISPENSABLE))

/** Sequences of things that may happen, which fast-check shortens when one of them fails. */
export const anything = fc.record({
  quiet,
  steps: fc.commands<World, Real, false>([fc.oneof(...steps)], { maxCommands: 150, size: 'max' }),
})
type Happening = typeof anything extends fc.Arbitrary<infer Drawn> ? Drawn : never

/** What meets at the edge of two aggregates: a call is worked while its cycle moves or ends. */
const EDGE = new Set([
  'complete',
  'withdraw',
  'setSchedule',
  'UserCycleRescheduled',
  'UserCycleEnded',
])
const allButTheEdge = DISPENSABLE.filter((name) => !EDGE.has(name))

/** Several things at the same moment, a few moments long. */
export const manyAtOnce = fc.record({ quiet: fc.oneof(fc.constant(allButTheEdge), quiet), moments })
type Turmoil = typeof manyAtOnce extends fc.Arbitrary<infer Drawn> ? Drawn : never

/** Lets it happen in a world of its own, and compares everything with the model: at each step, and at the end. */
export function modelOf(service: Service) {
  const reader: Reader = { cursor: null }
  const inWorldWithout = async (
    silent: readonly string[],
    work: (real: Real, world: World) => Promise<void>,
  ) => {
    const { world, real } = await newWorld(service, reader)
    try {
      await work(real, { ...world, quiet: new Set(silent) })
    } finally {
      // What this run leaves unread, the next one must not take for its own.
      await readOn(real)
    }
  }
  return {
    happen: ({ quiet: silent, steps: happening }: Happening) =>
      inWorldWithout(silent, async (real, world) => {
        await fc.asyncModelRun(() => ({ model: world, real }), happening)
        await agree(real, world)
      }),
    endure: ({ quiet: silent, moments: happening }: Turmoil) =>
      inWorldWithout(silent, async (real, world) => {
        await endure(real, world, happening)
      }),
  }
}

const PLANS = [1, 7, 21, 42]
const MORNING = '2026-01-05T01:00:00.000Z'

/** A world in which nothing has happened: its own hospitals and people, on Monday 5 January 2026 at 10:00 in Seoul. */
async function newWorld(service: Service, reader: Reader): Promise<{ world: World; real: Real }> {
  const run = randomUUID().slice(0, 8)
  const sites = {
    hana: [`${run}-a`, `${run}-b`],
    minjun: [`${run}-a`],
    boss: [`${run}-a`, `${run}-b`],
  }
  const hana = await service.as('OPERATOR', sites.hana)
  const minjun = await service.as('OPERATOR', sites.minjun)
  const boss = await service.as('MANAGER', sites.boss)
  const as = { hana, minjun, boss, admin: service.admin }
  const callers = {
    hana: { by: await nameOf(as, 'hana'), sites: sites.hana, mayManage: false },
    minjun: { by: await nameOf(as, 'minjun'), sites: sites.minjun, mayManage: false },
    boss: { by: await nameOf(as, 'boss'), sites: sites.boss, mayManage: true },
  }
  await service.admin('PUT', '/v1/test-clock', { now: MORNING })
  const real = { service, as, reader }
  return { world: emptyWorld({ run, callers, plans: await usualPlans(real) }), real }
}

function emptyWorld({ run, callers, plans }: Pick<World, 'run' | 'callers' | 'plans'>): World {
  const nothing = {
    quiet: new Set<string>(),
    users: new Map(),
    cycles: new Map(),
    inbox: new Set<string>(),
  }
  const none = {
    calls: [],
    attempts: [],
    memos: [],
    issues: [],
    messages: [],
    sent: [],
    waiting: [],
    letters: [],
    journal: [],
  }
  return { run, callers, now: MORNING, plans, ...nothing, ...none }
}

/** The four plans as the first migration makes them, whatever an earlier run did to them. */
async function usualPlans({ as: { admin } }: Real): Promise<Plan[]> {
  const { body } = await admin<{ items: Plan[] }>('GET', '/v1/outbound-plans')
  const plans: Plan[] = []
  for (const [nth, { id, sequence }] of body.items.entries()) {
    const usual = { dayIndex: PLANS[nth] ?? 1, isActive: true }
    const { status } = await admin('PATCH', `/v1/outbound-plans/${id}`, usual)
    assert.equal(status, 200)
    plans.push({ id, sequence, ...usual })
  }
  return plans
}

async function nameOf(as: Real['as'], who: keyof Real['as']): Promise<Caller['by']> {
  const { body } = await as[who]<{ operator: string }>('GET', '/v1/me')
  return body.operator
}
