import { noteCall, skipBySystem } from './call-rules.ts'
import { moveTo, treatedBy, updateProfile } from './users.ts'
import {
  callsOf,
  cycleOf,
  note,
  plusDays,
  SYSTEM,
  userOf,
  type Cycle,
  type Outcome,
  type Told,
  type User,
  type World,
} from './world.ts'

type Beginning = Readonly<{ startDate: string; planFrom?: string }>

/** A cycle begins: one that is known already changes nothing, one that says otherwise contradicts. */
export function start(world: World, data: Told, time: string | null): Outcome {
  const { userId, userCycleId = '' } = data
  const { startDate, planFrom = '' } = data as unknown as Beginning
  const known = world.cycles.get(userCycleId)
  if (known !== undefined) {
    const same = known.userId === userId && [known.firstStart, known.startDate].includes(startDate)
    return same ? 'APPLIED' : 'CONTRADICTORY'
  }
  meet(world, data, time)
  const lengthDays = Number(data['lengthDays'] ?? 42)
  const begun = { userId, userCycleId, firstStart: startDate, startDate, lengthDays }
  const cycle: Cycle = { ...begun, state: 'STARTED', version: 1 }
  world.cycles.set(userCycleId, cycle)
  noteCycle(world, cycle, { kind: 'UserCycleStarted', startDate, lengthDays })
  plan(world, cycle)
  for (const call of callsOf(world, cycle)) {
    if (call.planDate < planFrom) skipBySystem(world, call, 'BEFORE_PLAN_FROM')
  }
  return 'APPLIED'
}

/** Each active plan of the template makes a call, if the cycle is long enough for it. */
function plan(world: World, cycle: Cycle) {
  const { userId, userCycleId, startDate, lengthDays } = cycle
  const due = world.plans.filter(({ isActive, dayIndex }) => isActive && dayIndex <= lengthDays)
  const open = { status: 'PENDING', contactAt: null, resolvedBy: null, resolvedAt: null } as const
  const fresh = { ...open, claimedBy: null, claimedUntil: null, version: 1 }
  const times = { createdAt: world.now, updatedAt: world.now }
  for (const { sequence, dayIndex } of due.toSorted(
    (one, other) => one.sequence - other.sequence,
  )) {
    const planDate = plusDays(startDate, dayIndex - 1)
    const call = { id: 0, userId, userCycleId, sequence, dayIndex, planDate, ...fresh, ...times }
    world.calls.push(call)
    noteCall(world, call, { by: SYSTEM, type: 'OutboundPlanned' })
  }
}

/** The user of a new cycle: somebody new, or somebody who comes back with news of themselves. */
function meet(world: World, data: Told, time: string | null) {
  const person = data['user'] as { name: string; phone: string }
  const { siteId = null } = (data['site'] ?? {}) as { siteId?: string }
  const { mdId = null } = (data['md'] ?? {}) as { mdId?: string }
  const known = world.users.get(data.userId)
  if (known === undefined) {
    const untold = { profileTime: null, siteTime: null, mdTime: null, preferenceTime: null }
    const wants = { wantsCalls: true, wantsMessages: true, pending: [] }
    const { userId } = data
    const called = { userId, name: person.name, phone: '+821012345678', siteId, mdId }
    world.users.set(userId, { ...called, ...untold, ...wants, version: 1 })
    return
  }
  const { siteId: site, mdId: md } = known
  inTime(known, 'profileTime', time, () => updateProfile(world, known, person))
  if (siteId !== null && siteId !== site) {
    inTime(known, 'siteTime', time, () => moveTo(world, known, siteId))
  }
  if (mdId !== null && mdId !== md)
    inTime(known, 'mdTime', time, () => treatedBy(world, known, mdId))
}

type Part = 'profileTime' | 'siteTime' | 'mdTime' | 'preferenceTime'

/** News that are older than the last ones of that part are ignored. */
function inTime(user: User, part: Part, time: string | null, work: () => void) {
  const last = user[part]
  if (time !== null && last !== null && time < last) return
  const before = user.version
  work()
  if (user.version > before) user[part] = time ?? last
}

type Hear = (world: World, user: User, data: Told, time: string | null) => void

/** News of a user, who may not be known yet. Those without a part are never late. */
export function onUser(part: Part | null, hear: Hear) {
  return (world: World, data: Told, time: string | null): Outcome => {
    if (!world.users.has(data.userId)) return 'WAITING'
    const user = userOf(world, data)
    if (part === null) hear(world, user, data, time)
    else inTime(user, part, time, () => hear(world, user, data, time))
    return 'APPLIED'
  }
}

/** News of a cycle, which may not be known yet, or be another's. */
export function onCycle(work: (world: World, cycle: Cycle, data: Told) => void) {
  return (world: World, data: Told): Outcome => {
    const { userCycleId = '' } = data
    if (!world.cycles.has(userCycleId)) return 'WAITING'
    const cycle = cycleOf(world, { userCycleId })
    if (cycle.userId !== data.userId) return 'CONTRADICTORY'
    work(world, cycle, data)
    return 'APPLIED'
  }
}

export function noteCycle(
  world: World,
  { userId, userCycleId, version }: Cycle,
  meta: { kind: string } & Readonly<Record<string, unknown>>,
) {
  const of = { userId, userCycleId, id: () => userCycleId, relation: () => null }
  note(world, of, { type: meta.kind, version, by: SYSTEM, log: { type: 'LOG', meta } })
}
