import {
  cycleOf,
  later,
  note,
  plusDays,
  statusOf,
  SYSTEM,
  type Call,
  type Thing,
  type World,
} from './world.ts'

const CLAIM = 15 * 60_000

export const UNCLAIMED = { claimedBy: null, claimedUntil: null }

/** The system's own ways of resolving a call that is open. */
export function skipBySystem(world: World, call: Call, reason: string) {
  if (call.status !== 'PENDING') return
  const why = { reason }
  resolve(world, call, { status: 'SKIPPED', type: 'OutboundSkipped', by: SYSTEM, why })
}

export function completeBySystem(world: World, call: Call) {
  if (call.status !== 'PENDING') return
  const type = 'LastOutboundAutoCompleted'
  resolve(world, call, { status: 'COMPLETED', type, by: SYSTEM })
}

/** The call moves with its cycle's start, if it is open. */
export function replan(world: World, call: Call) {
  const planDate = plusDays(cycleOf(world, call).startDate, call.dayIndex - 1)
  if (call.status !== 'PENDING' || call.planDate === planDate) return
  change(world, call, { planDate })
  noteCall(world, call, { by: SYSTEM, type: 'OutboundReplanned' })
}

export function change(world: World, call: Call, to: Partial<Call>) {
  Object.assign(call, to, { version: call.version + 1, updatedAt: world.now })
}

type Resolution = { status: Call['status']; type: string; by: string; why?: object }

export function resolve(world: World, call: Call, { status, type, by, why }: Resolution) {
  const meta = { from: statusOf(world, call), to: status, reason: null, ...why }
  change(world, call, { status, resolvedBy: by, resolvedAt: world.now, ...UNCLAIMED })
  noteCall(world, call, { by, type, log: { type: 'OUTBOUND_STATUS_CHANGE', meta }, payload: {} })
}

type Agreement = { by: string; to: string | null; type: string; payload: object }

export function schedule(world: World, call: Call, { by, to, type, payload }: Agreement) {
  const meta = { from: call.contactAt, to }
  change(world, call, { contactAt: to })
  noteCall(world, call, { by, type, log: { type: 'CONTACT_SCHEDULE_CHANGE', meta }, payload })
}

export function claim(world: World, call: Call, by: string) {
  Object.assign(call, { claimedBy: by, claimedUntil: later(world.now, CLAIM) })
  noteCall(world, call, { by, type: 'OutboundClaimed' })
}

type Note = { by: string; type: string; log?: { type: string; meta: object }; payload?: object }

export function noteCall(world: World, call: Call, { payload, ...event }: Note) {
  const told =
    payload === undefined ? {} : { payload: () => ({ userOutboundId: call.id, ...payload }) }
  note(world, thingOf(call), { ...event, version: call.version, ...told })
}

function thingOf(call: Call): Thing {
  const { userId, userCycleId } = call
  return { userId, userCycleId, id: () => call.id, relation: () => call.id }
}

export function mayBeScheduled(world: World, call: Call): boolean {
  return call.status === 'PENDING' && cycleOf(world, call).state === 'STARTED'
}
