import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SYSTEM, type UserCycleId, type UserId } from '../../kernel/values.ts'
import { actOf, day, seoul } from '../../testing/outbound.ts'
import { specification } from '../../testing/specification.ts'
import {
  end,
  evolve,
  lastDayOf,
  reschedule,
  start,
  started,
  type UserCycle,
  type UserCycleEnded,
  type UserCycleRescheduled,
  type UserCycleStarted,
} from './user-cycle.ts'

const first = actOf(SYSTEM, seoul('2026-04-06T09:00'))
const system = actOf(SYSTEM, seoul('2026-04-12T10:00'))

const about = { userId: 'user-1' as UserId, userCycleId: 'cycle-1' as UserCycleId }
const beginning = { ...about, startDate: day('2026-04-06'), lengthDays: 42 }
const cycle: UserCycle = {
  ...beginning,
  firstStartDate: day('2026-04-06'),
  state: 'STARTED',
  version: 1,
  createdAt: first.at,
  updatedAt: first.at,
}
const begun: UserCycleStarted = { type: 'UserCycleStarted', data: beginning, act: first }
const rescheduled: UserCycleRescheduled = {
  type: 'UserCycleRescheduled',
  data: { ...about, startDate: day('2026-04-13'), previous: day('2026-04-06') },
  act: system,
}
const ended: UserCycleEnded = {
  type: 'UserCycleEnded',
  data: about,
  act: system,
  text: '치료를 마침',
}

const given = specification(cycle, evolve)

describe('a user cycle', () => {
  test('starts on its first day, and remembers it', () => {
    given()
      .when(() => start(beginning, first))
      .then(begun, cycle)
    assert.deepEqual(started(begun), cycle)
  })

  test('has its last day after so many days, the first included', () => {
    assert.equal(lastDayOf(cycle), '2026-05-17')
    assert.equal(lastDayOf({ ...cycle, lengthDays: 1 }), '2026-04-06')
  })

  test('moves to another start, and keeps the one that it was first told', () => {
    given()
      .when((present) => reschedule(present, day('2026-04-13'), system))
      .then(rescheduled, {
        startDate: day('2026-04-13'),
        firstStartDate: day('2026-04-06'),
        state: 'STARTED',
        version: 2,
        updatedAt: system.at,
      })
  })

  test('that starts on that day already does not move', () => {
    given(rescheduled)
      .when((present) => reschedule(present, day('2026-04-13'), system))
      .thenNothing()
  })

  test('ends, with the other system’s words for why', () => {
    given()
      .when((present) => end(present, '치료를 마침', system))
      .then(ended, { state: 'ENDED', version: 2, updatedAt: system.at })
  })

  test('ends only once', () => {
    given(ended)
      .when((present) => end(present, '또 마침', system))
      .thenNothing()
  })
})
