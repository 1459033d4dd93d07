import fc from 'fast-check'
import {
  change,
  claim,
  mayBeScheduled,
  noteCall,
  resolve,
  schedule,
  UNCLAIMED,
} from './call-rules.ts'
import { commanding, idFor, type Done, type No } from './one.ts'
import { isBlank, isTooLong, learnMemo, words, writeMemo } from './texts.ts'
import {
  claimOf,
  cycleOf,
  later,
  note,
  plusDays,
  statusOf,
  viewOf,
  type Call,
  type World,
} from './world.ts'

const MINUTE = 60_000

const onCall = commanding<Call>({
  all: ({ calls }) => calls,
  url: ({ id }) => `/v1/outbounds/${id}`,
  notFound: 4103,
  view: viewOf,
})

/** What operators do to a call. */
export const ON_CALLS = {
  complete: onCall({
    event: 'OutboundCompleted',
    own: fc.record({ memo: fc.option(words, { nil: undefined, freq: 3 }) }),
    ask: (_, own) => ({ method: 'POST', path: '/complete', body: own }),
    isMalformed: ({ memo }) => memo !== undefined && isBlank(memo),
    decide(world, call, { by, memo }) {
      if (call.status !== 'PENDING') return notOpen(call)
      if (memo !== undefined && isTooLong(memo)) return { code: 4003 }
      resolve(world, call, { status: 'COMPLETED', type: 'OutboundCompleted', by })
      if (memo === undefined) return nowIs(world, call)
      const written = writeMemo(world, cycleOf(world, call), { by, memo })
      return { ...nowIs(world, call), learn: (_, real) => learnMemo(real, written) }
    },
  }),

  skip: onCall({
    event: 'OutboundSkipped',
    own: fc.record({
      reason: fc.constantFrom('REFUSED', 'UNREACHABLE', 'WITHDRAWN_FROM_TREATMENT', 'OTHER'),
      note: fc.constantFrom(undefined, 'will ring back'),
    }),
    ask: (_, own) => ({ method: 'POST', path: '/skip', body: own }),
    decide(world, call, { by, reason, note: text }) {
      if (call.status !== 'PENDING') return notOpen(call)
      const why = { reason, ...(text !== undefined && { note: text }) }
      resolve(world, call, { status: 'SKIPPED', type: 'OutboundSkipped', by, why })
      return nowIs(world, call)
    },
  }),

  withdraw: onCall({
    event: 'OutboundWithdrawn',
    own: fc.record({ reason: fc.constantFrom(undefined, 'the wrong user') }),
    ask: (_, own) => ({ method: 'POST', path: '/withdraw', body: own }),
    decide(world, call, { by, reason = null }) {
      const cycle = cycleOf(world, call)
      if (call.status === 'PENDING' || cycle.state === 'ENDED') return { code: 4001 }
      const from = call.status
      const planDate = plusDays(cycle.startDate, call.dayIndex - 1)
      change(world, call, { status: 'PENDING', resolvedBy: null, resolvedAt: null, planDate })
      const meta = { from, to: statusOf(world, call), reason }
      const log = { type: 'OUTBOUND_STATUS_CHANGE', meta }
      noteCall(world, call, { by, type: 'OutboundWithdrawn', log, payload: {} })
      return nowIs(world, call)
    },
  }),

  setSchedule: onCall({
    event: 'OutboundScheduleRecorded',
    own: fc.record({ minutes: fc.constantFrom(-1, 0, 5, 6, 90, 16 * 60, 26 * 60, 9 * 24 * 60) }),
    ask: ({ now }, { minutes }) => ({
      method: 'PUT',
      path: '/schedule',
      body: { scheduleAt: later(now, minutes * MINUTE) },
    }),
    decide(world, call, { by, minutes }) {
      if (!mayBeScheduled(world, call) || minutes < 0) return { code: 4007 }
      const to = later(world.now, minutes * MINUTE)
      const agreed = { by, to, type: 'OutboundScheduleRecorded', payload: { scheduleAt: to } }
      schedule(world, call, agreed)
      return nowIs(world, call)
    },
  }),

  cancelSchedule: onCall({
    event: 'OutboundScheduleCanceled',
    own: fc.constant({}),
    ask: () => ({ method: 'DELETE', path: '/schedule' }),
    decide(world, call, { by }) {
      if (!mayBeScheduled(world, call) || call.contactAt === null) return { code: 4007 }
      schedule(world, call, { by, to: null, type: 'OutboundScheduleCanceled', payload: {} })
      return nowIs(world, call)
    },
  }),

  claim: onCall({
    own: fc.record({ force: fc.boolean() }),
    ask: (_, own) => ({ method: 'PUT', path: '/claim', body: own }),
    decide(world, call, { by, force }) {
      if (call.status !== 'PENDING') return notOpen(call)
      const { claimedBy } = claimOf(world, call)
      if (!force && claimedBy !== null && claimedBy !== by) return claimed(world, call)
      claim(world, call, by)
      return { body: claimOf(world, call) }
    },
  }),

  release: onCall({
    own: fc.record({ force: fc.boolean() }),
    ask: (_, own) => ({ method: 'DELETE', path: '/claim', body: own }),
    decide(world, call, { by, force }) {
      const { claimedBy } = claimOf(world, call)
      if (claimedBy === null) return { body: claimOf(world, call) }
      if (!force && claimedBy !== by) return claimed(world, call)
      Object.assign(call, UNCLAIMED)
      noteCall(world, call, { by, type: 'OutboundClaimReleased' })
      return { body: claimOf(world, call) }
    },
  }),

  recordAttempt: onCall({
    event: 'ContactAttemptRecorded',
    own: fc.record({
      result: fc.constantFrom('REACHED', 'NO_ANSWER', 'BUSY', 'REFUSED', 'WRONG_NUMBER'),
      note: fc.constantFrom(undefined, 'a child answered'),
    }),
    ask: (_, own) => ({ method: 'POST', path: '/attempts', body: own }),
    decide(world, call, { by, result, note: text = null }) {
      const { userId, userCycleId, id: userOutboundId } = call
      const attempt = { id: 0, userOutboundId, createdAt: world.now }
      world.attempts.push(attempt)
      const id = () => attempt.id
      const meta = { kind: 'ContactAttemptRecorded', userOutboundId, result, note: text }
      note(
        world,
        { userId, userCycleId, id, relation: id },
        {
          type: 'ContactAttemptRecorded',
          version: 1,
          by,
          log: { type: 'LOG', meta },
          payload: () => ({ userOutboundId, attemptId: attempt.id, result }),
        },
      )
      const body = { userId, userCycleId, userOutboundId, result, note: text, createdBy: by }
      return { status: 201, body, learn: idFor(attempt) }
    },
  }),
}

function nowIs(world: World, call: Call): Done {
  return { body: viewOf(world, call) }
}

function notOpen({ status, resolvedBy, resolvedAt }: Call): No {
  return { code: status === 'COMPLETED' ? 4002 : 4001, told: { resolvedBy, resolvedAt } }
}

function claimed(world: World, call: Call): No {
  return { code: 4207, told: claimOf(world, call) }
}
