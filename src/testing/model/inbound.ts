import fc from 'fast-check'
import { completeBySystem, replan, skipBySystem } from './call-rules.ts'
import { inShort } from './step.ts'
import { noteCycle, onCycle, onUser, start } from './programme.ts'
import { moveTo, prefer, reject, treatedBy, updateProfile } from './users.ts'
import {
  callsOf,
  later,
  nameOfPlace,
  note,
  plusDays,
  SYSTEM,
  today,
  type Inbound,
  type Outcome,
  type Told,
  type World,
} from './world.ts'

/** What another system tells: drawn without a world, made into an event of a run. */
type Tells<Own> = Readonly<{
  own: fc.Arbitrary<Own>
  data: (world: World, own: Own) => object
  /** What it does to the model. */
  react: (world: World, data: Told, time: string | null) => Outcome
  weight?: number
}>

/** An event that is about to be sent, in the words of a world. */
export type Telling = ((world: World) => Inbound) & Readonly<{ type: string }>

const FIRST_NEWS = '2026-01-01T00:00:00.000Z'

function tells<Own>({ own, data, react, weight = 1 }: Tells<Own>) {
  const draw = fc.record({
    // Of a few people and cycles, so that events meet; a cycle is now and then said to be another's.
    user: fc.nat(2),
    cycle: fc.option(fc.nat(1), { freq: 12 }),
    minute: fc.option(fc.nat(9), { freq: 3 }),
    own,
  })
  const made = (type: string) =>
    draw.map(({ user, cycle, minute, own: given }): Telling => {
      const telling = (world: World): Inbound => ({
        id: `${world.run}-${world.sent.length}`,
        type,
        time: minute === null ? null : later(FIRST_NEWS, minute * 60_000),
        data: {
          userId: `${world.run}-user-${user}`,
          userCycleId: `${world.run}-cycle-${cycle === null ? 0 : user}-${cycle ?? 0}`,
          ...data(world, given),
        },
      })
      const drawn = { type, user, cycle, minute, ...given }
      return Object.assign(telling, {
        type,
        toJSON: () => drawn,
        [fc.toStringMethod]: () => inShort(drawn),
      })
    })
  return { weight, react, made }
}

const startsIn = fc.constantFrom(-41, -20, -7, -6, -1, 0, 0, 1, 5, -58)
const site = fc.constantFrom('a', 'a', 'a', 'b', 'b', 'c', null)
const md = fc.constantFrom('x', 'y', null)

const inDays = (world: World, days: number | undefined) =>
  days === undefined ? undefined : plusDays(today(world), days)
const named = (world: World, id: 'siteId' | 'mdId', name: string) => ({
  [id]: `${world.run}-${name}`,
  name: nameOfPlace(`${world.run}-${name}`),
})

/** A request that an answer may be to: one that is pending, with luck. */
function someRequest({ users }: World, nth: number): string | undefined {
  const pending = [...users.values()].flatMap((user) => user.pending)
  return pending[nth]?.requestId
}

const rejection = {
  own: fc.record({ nth: fc.nat(3) }),
  data: (world: World, { nth }: { nth: number }) => ({
    requestId: someRequest(world, nth) ?? 'unknown',
    reason: 'no such place',
    userCycleId: undefined,
  }),
}

/** A note is kept on the timeline only, so nobody learns its id. */
const noAddress = () => 'SupportNote'

/** What each event from another system does: a new type is one more entry. */
const EVENTS = {
  UserCycleStarted: tells({
    weight: 8,
    own: fc.record(
      {
        start: startsIn,
        length: fc.constantFrom(42, 21, 7, 60),
        planFrom: fc.constantFrom(-6, 0, 1),
        name: fc.constantFrom('김하나', '이민준'),
        site,
        md,
      },
      { requiredKeys: ['start', 'name', 'site', 'md'] },
    ),
    data: (world, { start: days, length, planFrom, name, ...places }) => ({
      startDate: inDays(world, days),
      lengthDays: length,
      planFrom: inDays(world, planFrom),
      user: { name, phone: '010-1234-5678' },
      site: places.site && named(world, 'siteId', places.site),
      md: places.md && named(world, 'mdId', places.md),
    }),
    react: start,
  }),

  UserCycleRescheduled: tells({
    weight: 3,
    own: fc.record({ start: startsIn }),
    data: (world, { start: days }) => ({ startDate: inDays(world, days) }),
    react: onCycle((world, cycle, { startDate }) => {
      const meta = { kind: 'UserCycleRescheduled', from: cycle.startDate, to: startDate }
      if (startDate === cycle.startDate) return
      Object.assign(cycle, { startDate, version: cycle.version + 1 })
      noteCycle(world, cycle, meta)
      for (const call of callsOf(world, cycle)) replan(world, call)
    }),
  }),

  UserCycleEnded: tells({
    own: fc.constant({}),
    data: () => ({ reason: 'moved away' }),
    react: onCycle((world, cycle) => {
      if (cycle.state === 'ENDED') return
      Object.assign(cycle, { state: 'ENDED', version: cycle.version + 1 })
      noteCycle(world, cycle, { kind: 'UserCycleEnded' })
      for (const call of callsOf(world, cycle)) skipBySystem(world, call, 'CYCLE_ENDED')
    }),
  }),

  LastSurveyCompleted: tells({
    weight: 2,
    own: fc.constant({}),
    data: () => ({}),
    react: onCycle((world, cycle) => {
      const last = callsOf(world, cycle).at(-1)
      if (last !== undefined) completeBySystem(world, last)
    }),
  }),

  UserProfileUpdated: tells({
    own: fc.record(
      { name: fc.constantFrom('박서연', '최지우'), phone: fc.constantFrom('02-555-1234', null) },
      { requiredKeys: [] },
    ),
    data: (_, own) => ({ ...own, userCycleId: undefined }),
    react: onUser('profileTime', updateProfile),
  }),

  UserSiteUpdated: tells({
    own: fc.record({ name: fc.constantFrom('a', 'a', 'b', 'c'), nth: fc.nat(3) }),
    data: (world, { name, nth }) => ({
      ...named(world, 'siteId', name),
      requestId: someRequest(world, nth),
      userCycleId: undefined,
    }),
    react: onUser('siteTime', (world, user, { siteId, requestId }) => {
      moveTo(world, user, String(siteId), requestId)
    }),
  }),

  UserMdUpdated: tells({
    own: fc.record({ name: fc.constantFrom('x', 'y'), nth: fc.nat(3) }),
    data: (world, { name, nth }) => ({
      ...named(world, 'mdId', name),
      requestId: someRequest(world, nth),
      userCycleId: undefined,
    }),
    react: onUser('mdTime', (world, user, { mdId, requestId }) => {
      treatedBy(world, user, String(mdId), requestId)
    }),
  }),

  UserMdDeleted: tells({
    own: fc.record({ nth: fc.nat(3) }),
    data: (world, { nth }) => ({ requestId: someRequest(world, nth), userCycleId: undefined }),
    react: onUser('mdTime', (world, user, { requestId }) => {
      treatedBy(world, user, null, requestId)
    }),
  }),

  UserSiteUpdateRejected: tells({ ...rejection, react: onUser(null, reject('SITE')) }),
  UserMdUpdateRejected: tells({ ...rejection, react: onUser(null, reject('MD')) }),
  UserMdDeleteRejected: tells({ ...rejection, react: onUser(null, reject('MD_DELETE')) }),

  UserContactPreferenceUpdated: tells({
    own: fc.record({ calls: fc.constantFrom(true, true, false), messages: fc.boolean() }),
    data: (_, own) => ({ ...own, reason: 'wrote so', userCycleId: undefined }),
    react: onUser('preferenceTime', (world, user, { calls, messages }, time) => {
      const wish = { calls: calls === true, messages: messages === true, reason: 'wrote so' }
      prefer(world, user, { by: SYSTEM, time, ...wish })
    }),
  }),

  SupportNoteReceived: tells({
    own: fc.constant({}),
    data: () => ({ text: 'a letter came back' }),
    react: onCycle((world, { userId, userCycleId }) => {
      const meta = { kind: 'SupportNoteReceived', text: 'a letter came back' }
      const event = { type: meta.kind, version: 1, by: SYSTEM, log: { type: 'LOG', meta } }
      note(world, { userId, userCycleId, id: noAddress, relation: () => null }, event)
    }),
  }),

  NothingThatWeKnow: tells({
    own: fc.constant({}),
    data: () => ({}),
    react: () => 'APPLIED',
  }),
}

const REACTIONS = new Map(Object.entries(EVENTS).map(([type, { react }]) => [type, react]))

/** The events beside the one without which there is nothing to do. */
export const NEWS = Object.keys(EVENTS).filter((type) => type !== 'UserCycleStarted')

/** Any event from another system. */
export const tidings = fc.oneof(
  ...Object.entries(EVENTS).map(([type, { weight, made }]) => ({ weight, arbitrary: made(type) })),
)

/** What the event does to the model. */
export function reactTo(world: World, { type, data, time }: Inbound): Outcome {
  return REACTIONS.get(type)?.(world, data, time) ?? 'APPLIED'
}
