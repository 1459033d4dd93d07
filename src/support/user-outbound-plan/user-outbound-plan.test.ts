import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { businessDate } from '../../kernel/calendar.ts'
import { SYSTEM } from '../../kernel/values.ts'
import {
  about,
  actOf,
  autoCompleted,
  call,
  claimedByMinjun,
  completed,
  day,
  everyDay,
  given,
  givenInCycleMovedAWeek,
  givenInEndedCycle,
  hana,
  hanaEarly,
  minjun,
  scheduled,
  seoul,
  skipped,
  system,
  tomorrowAtThree,
  weekdays,
  withdrawn,
} from '../../testing/outbound.ts'
import {
  autoComplete,
  CALL_ALREADY_COMPLETED,
  complete,
  INVALID_CALL_STATUS,
  isSameStatus,
  skip,
  statusOn,
  USER_OUTBOUND_STATUSES,
  withdraw,
  type SkipReason,
  type UserOutboundPlan,
} from './user-outbound-plan.ts'

type Plan = UserOutboundPlan

const completing = (plan: Plan) => complete(plan, hana)
const skipping = (plan: Plan) =>
  skip(plan, { reason: 'REFUSED', note: 'wants no calls this week' }, hana)
const withdrawing = (plan: Plan) =>
  withdraw(plan, { reason: 'the wrong user', calendar: everyDay }, minjun)
const autoCompleting = (plan: Plan) => autoComplete(plan, system)

describe('the status of a call', () => {
  test('is pending until its planned day comes, then active', () => {
    assert.equal(statusOn(call, day('2026-04-11')), 'PENDING')
    assert.equal(statusOn(call, day('2026-04-12')), 'ACTIVE')
    assert.equal(statusOn(call, day('2026-04-13')), 'ACTIVE')
  })

  test('becomes active at midnight in Seoul, not at 09:00', () => {
    assert.equal(statusAt('2026-04-11T23:59'), 'PENDING')
    assert.equal(statusAt('2026-04-12T00:00'), 'ACTIVE')
    assert.equal(statusAt('2026-04-12T08:59'), 'ACTIVE')
    assert.equal(statusAt('2026-04-12T23:59'), 'ACTIVE')
  })

  test('goes by the planned day, not by the day on whose list it stands', () => {
    const agreedForToday = { ...call, dueDate: day('2026-04-11'), dueReason: 'AGREED' as const }
    const movedToMonday = { ...call, dueDate: day('2026-04-13'), dueReason: 'WORKDAY' as const }
    assert.equal(statusOn(agreedForToday, day('2026-04-11')), 'PENDING')
    assert.equal(statusOn(movedToMonday, day('2026-04-12')), 'ACTIVE')
  })

  test('stays what it was decided to be, before its day and after', () => {
    for (const today of ['2026-04-11', '2026-04-12', '2026-04-13'].map(day)) {
      assert.equal(statusOn({ ...call, status: 'COMPLETED' }, today), 'COMPLETED')
      assert.equal(statusOn({ ...call, status: 'SKIPPED' }, today), 'SKIPPED')
    }
  })

  test('as a value is equal to the same status and to no other', () => {
    for (const one of USER_OUTBOUND_STATUSES) {
      for (const other of USER_OUTBOUND_STATUSES) {
        assert.equal(isSameStatus({ status: one }, { status: other }), one === other)
      }
    }
  })
})

describe('a call that was made', () => {
  test('is completed by whoever made it', () => {
    given().when(completing).then(completed, {
      status: 'COMPLETED',
      resolvedBy: hana.by,
      resolvedAt: hana.at,
      version: 2,
      updatedAt: hana.at,
      planDate: call.planDate,
    })
  })

  test('may be completed before its day, when the user rings back early', () => {
    given()
      .when((plan) => complete(plan, hanaEarly))
      .then({ ...completed, data: { ...about, from: 'PENDING' }, act: hanaEarly })
  })

  test('is completed only once, and the second operator learns who was first', () => {
    given(completed)
      .when((plan) => complete(plan, minjun))
      .thenRefused(CALL_ALREADY_COMPLETED, { resolvedBy: 'hana', resolvedAt: hana.at })
  })

  test('is not completed again after the software did', () => {
    given(autoCompleted)
      .when(completing)
      .thenRefused(CALL_ALREADY_COMPLETED, { resolvedBy: 'SYSTEM', resolvedAt: system.at })
  })

  test('cannot be completed after it was skipped', () => {
    given(skipped)
      .when((plan) => complete(plan, minjun))
      .thenRefused(INVALID_CALL_STATUS, { resolvedBy: 'hana', resolvedAt: hana.at })
  })

  test('keeps the agreed time when it is completed', () => {
    given(scheduled).when(completing).then(completed, { contactAt: tomorrowAtThree })
  })

  test('may be completed by somebody else than the one who is on it, and the claim ends', () => {
    given(claimedByMinjun)
      .when(completing)
      .then(completed, { resolvedBy: hana.by, claimedBy: null, claimedUntil: null })
  })

  test('may be completed again once its completion is withdrawn', () => {
    given(completed, withdrawn)
      .when(completing)
      .then(completed, { status: 'COMPLETED', version: 4 })
  })
})

describe('a call that will not be made', () => {
  test('is skipped with a reason and a note', () => {
    given().when(skipping).then(skipped, {
      status: 'SKIPPED',
      resolvedBy: hana.by,
      resolvedAt: hana.at,
      version: 2,
      updatedAt: hana.at,
    })
  })

  test('may be skipped before its day and without a note', () => {
    const data = { ...about, from: 'PENDING', reason: 'DUPLICATE' } as const
    given()
      .when((plan) => skip(plan, { reason: 'DUPLICATE' }, hanaEarly))
      .then({ type: 'OutboundSkipped', data, act: hanaEarly, text: undefined })
  })

  test('is skipped by the software when going live or when its cycle ends', () => {
    for (const reason of ['BEFORE_PLAN_FROM', 'CYCLE_ENDED'] satisfies SkipReason[]) {
      const data = { ...about, from: 'ACTIVE', reason } as const
      given()
        .when((plan) => skip(plan, { reason }, system))
        .then({ ...skipped, data, act: system, text: undefined }, { resolvedBy: SYSTEM })
    }
  })

  test('cannot be skipped after it was completed', () => {
    const first = { resolvedBy: 'hana', resolvedAt: hana.at }
    given(completed).when(skipping).thenRefused(CALL_ALREADY_COMPLETED, first)
    given(autoCompleted).when(skipping).thenRefused(CALL_ALREADY_COMPLETED)
  })

  test('is skipped only once', () => {
    const first = { resolvedBy: 'hana', resolvedAt: hana.at }
    given(skipped).when(skipping).thenRefused(INVALID_CALL_STATUS, first)
  })

  test('lets a claim go when it is skipped', () => {
    given(claimedByMinjun).when(skipping).then(skipped, { claimedBy: null, claimedUntil: null })
  })
})

describe('a withdrawn call', () => {
  const open = { status: 'PENDING', resolvedBy: null, resolvedAt: null } as const

  test('is open again after its completion, whoever withdraws it', () => {
    given(completed)
      .when(withdrawing)
      .then(withdrawn, { ...open, version: 3, updatedAt: minjun.at })
  })

  test('is open again after the software completed it', () => {
    given(autoCompleted).when(withdrawing).then(withdrawn, open)
  })

  test('is open again after it was skipped, pending when its day has not come', () => {
    const data = { ...withdrawn.data, from: 'SKIPPED', to: 'PENDING' } as const
    given(skipped)
      .when((plan) => withdraw(plan, { calendar: everyDay }, hanaEarly))
      .then({ ...withdrawn, data, act: hanaEarly, text: undefined }, open)
  })

  test('is active from midnight in Seoul of its planned day', () => {
    for (const [at, to] of [
      ['2026-04-11T23:59', 'PENDING'],
      ['2026-04-12T00:00', 'ACTIVE'],
      ['2026-04-12T08:59', 'ACTIVE'],
      ['2026-04-12T23:59', 'ACTIVE'],
    ] as const) {
      const act = actOf('minjun', seoul(at))
      given(completed)
        .when((plan) => withdraw(plan, { reason: 'the wrong user', calendar: everyDay }, act))
        .then({ ...withdrawn, data: { ...withdrawn.data, to }, act })
    }
  })

  test('keeps the time agreed with the user and stands on that day’s list', () => {
    const dueDate = day('2026-04-13')
    const data = { ...withdrawn.data, dueDate, dueReason: 'AGREED' } as const
    given(scheduled, completed)
      .when(withdrawing)
      .then({ ...withdrawn, data }, { contactAt: tomorrowAtThree, dueDate, dueReason: 'AGREED' })
  })

  test('is planned by the present start of its cycle', () => {
    const moved = { planDate: day('2026-04-19'), dueDate: day('2026-04-20') }
    const data = { ...withdrawn.data, ...moved, dueReason: 'WORKDAY', to: 'PENDING' } as const
    givenInCycleMovedAWeek(completed)
      .when((plan) => withdraw(plan, { reason: 'the wrong user', calendar: weekdays }, minjun))
      .then({ ...withdrawn, data }, { ...open, ...moved, dueReason: 'WORKDAY' })
  })

  test('must have been completed or skipped before', () => {
    given().when(withdrawing).thenRefused(INVALID_CALL_STATUS)
    given()
      .when((plan) => withdraw(plan, { calendar: everyDay }, hanaEarly))
      .thenRefused(INVALID_CALL_STATUS)
  })

  test('is withdrawn only once', () => {
    given(completed, withdrawn).when(withdrawing).thenRefused(INVALID_CALL_STATUS)
  })

  test('belongs to a cycle that goes on: in an ended one nothing is withdrawn', () => {
    givenInEndedCycle(completed).when(withdrawing).thenRefused(INVALID_CALL_STATUS)
    givenInEndedCycle(autoCompleted).when(withdrawing).thenRefused(INVALID_CALL_STATUS)
    givenInEndedCycle(skipped).when(withdrawing).thenRefused(INVALID_CALL_STATUS)
  })
})

describe('the last call of a cycle', () => {
  test('is completed by the software when its purpose is fulfilled', () => {
    given().when(autoCompleting).then(autoCompleted, {
      status: 'COMPLETED',
      resolvedBy: SYSTEM,
      resolvedAt: system.at,
      version: 2,
      updatedAt: system.at,
    })
  })

  test('may be completed by the software before its day', () => {
    const act = { ...hanaEarly, by: SYSTEM }
    given()
      .when((plan) => autoComplete(plan, act))
      .then({ ...autoCompleted, data: { ...about, from: 'PENDING' }, act })
  })

  test('lets a claim go when the software completes it', () => {
    given(claimedByMinjun)
      .when(autoCompleting)
      .then(autoCompleted, { claimedBy: null, claimedUntil: null })
  })

  test('stays as it is when it was completed or skipped before', () => {
    given(completed).when(autoCompleting).thenNothing()
    given(skipped).when(autoCompleting).thenNothing()
    given(autoCompleted).when(autoCompleting).thenNothing()
  })

  test('is completed by the software after a withdrawal opened it again', () => {
    given(completed, withdrawn).when(autoCompleting).then(autoCompleted, { status: 'COMPLETED' })
  })
})

function statusAt(time: string) {
  return statusOn(call, businessDate(everyDay, seoul(time)))
}
