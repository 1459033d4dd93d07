import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toInstant, type Calendar } from '../../kernel/calendar.ts'
import type { CalendarDate, Instant } from '../../kernel/values.ts'
import {
  about,
  autoCompleted,
  call,
  completed,
  day,
  everyDay,
  given,
  givenInCycleMovedAWeek,
  givenInEndedCycle,
  hana,
  hanaEarly,
  scheduled,
  scheduledFor,
  seoul,
  skipped,
  system,
  tomorrowAtThree,
  weekdays,
} from '../../testing/outbound.ts'
import {
  cancelSchedule,
  CONTACT_SCHEDULE_RECORD_FAILED,
  evolve,
  planCall,
  outboundPlanned as plannedFor,
  replan,
  setSchedule,
  type OutboundPlanned,
  type OutboundReplanned,
  type OutboundScheduleCanceled,
  type UserOutboundPlan,
} from './user-outbound-plan.ts'
import { whenDue, type DueReason } from './due.ts'

type Plan = UserOutboundPlan

const planned: OutboundPlanned = {
  type: 'OutboundPlanned',
  data: {
    ...about,
    sequence: call.sequence,
    dayIndex: call.dayIndex,
    startDate: call.startDate,
    planDate: call.planDate,
    dueDate: call.dueDate,
    dueReason: call.dueReason,
  },
  act: system,
}
const canceled: OutboundScheduleCanceled = {
  type: 'OutboundScheduleCanceled',
  data: {
    ...about,
    dueDate: call.dueDate,
    dueReason: 'PLAN',
    previous: tomorrowAtThree,
  },
  act: hana,
}
const scheduling =
  (scheduleAt: Instant, calendar = everyDay) =>
  (plan: Plan) =>
    setSchedule(plan, { scheduleAt, calendar }, hana)
const canceling = (plan: Plan) => cancelSchedule(plan, { calendar: everyDay }, hana)
const replanning =
  (calendar = everyDay) =>
  (plan: Plan) =>
    replan(plan, { calendar }, system)

describe('the day on whose list a call stands', () => {
  test('is its planned day', () => {
    const sunday = { planDate: '2026-04-12', dueDate: '2026-04-12', dueReason: 'PLAN' }
    assert.deepEqual(dueOf(null, everyDay), sunday)
  })

  test('is the next working day when nobody works on the planned one', () => {
    const monday = { planDate: '2026-04-12', dueDate: '2026-04-13', dueReason: 'WORKDAY' }
    assert.deepEqual(dueOf(null, weekdays), monday)
  })

  test('stays the planned day when that is a working day', () => {
    const first = { planDate: '2026-04-06', dueDate: '2026-04-06', dueReason: 'PLAN' }
    assert.deepEqual(whenDue({ ...call, dayIndex: 1 }, weekdays), first)
  })

  test('is the day in Seoul of the time agreed with the user, a Saturday included', () => {
    const saturday = { planDate: '2026-04-12', dueDate: '2026-04-18', dueReason: 'AGREED' }
    assert.deepEqual(dueOf(seoul('2026-04-18T00:00'), weekdays), saturday)
    assert.deepEqual(dueOf(seoul('2026-04-18T08:59'), weekdays), saturday)
    assert.deepEqual(dueOf(seoul('2026-04-18T23:59'), weekdays), saturday)
  })
})

describe('a planned call', () => {
  test('is open, agreed with nobody and due on its day of the cycle', () => {
    const { id: _, ...unsaved } = { ...call, createdAt: system.at, updatedAt: system.at }
    const onDay7 = { plan: { sequence: 2, dayIndex: 7 }, calendar: everyDay }
    assert.deepEqual(planCall(call, onDay7, system), unsaved)
  })

  test('of a day of rest is due on the next working day', () => {
    const onDay42 = { plan: { sequence: 4, dayIndex: 42 }, calendar: weekdays }
    const { planDate, dueDate, dueReason } = planCall(call, onDay42, system)
    assert.deepEqual([planDate, dueDate, dueReason], ['2026-05-17', '2026-05-18', 'WORKDAY'])
  })

  test('tells where it stands, which is all that is needed to plan it again', () => {
    assert.deepEqual(plannedFor(call, system), planned)
    const elsewhere = { ...call, sequence: 1, dayIndex: 1, planDate: day('2026-04-06') }
    const again = evolve(elsewhere, planned)
    assert.deepEqual(again, { ...call, createdAt: system.at, updatedAt: system.at })
  })

  test('moves with the start of its cycle', () => {
    const moved = { planDate: day('2026-04-19'), dueDate: day('2026-04-19'), version: 2 }
    givenInCycleMovedAWeek()
      .when(replanning())
      .then(replannedTo(day('2026-04-19'), 'PLAN'), { ...moved, status: 'PENDING' })
  })

  test('that moves to a day of rest is due on the next working day', () => {
    givenInCycleMovedAWeek()
      .when(replanning(weekdays))
      .then(replannedTo(day('2026-04-20'), 'WORKDAY'), { dueReason: 'WORKDAY' })
  })

  test('keeps the time agreed with the user when its cycle moves', () => {
    givenInCycleMovedAWeek(scheduled)
      .when(replanning(weekdays))
      .then(replannedTo(day('2026-04-13'), 'AGREED'), {
        contactAt: tomorrowAtThree,
        planDate: day('2026-04-19'),
        dueDate: day('2026-04-13'),
      })
  })

  test('stays where it is once it is completed or skipped', () => {
    givenInCycleMovedAWeek(completed).when(replanning()).thenNothing()
    givenInCycleMovedAWeek(autoCompleted).when(replanning()).thenNothing()
    givenInCycleMovedAWeek(skipped).when(replanning()).thenNothing()
  })

  test('stays where it is when the start of its cycle does', () => {
    given().when(replanning()).thenNothing()
    given(scheduled).when(replanning()).thenNothing()
  })
})

describe('an agreed time', () => {
  test('is recorded and puts the call on that day’s list', () => {
    given()
      .when(scheduling(tomorrowAtThree))
      .then(scheduled, {
        contactAt: tomorrowAtThree,
        dueDate: day('2026-04-13'),
        dueReason: 'AGREED',
        planDate: call.planDate,
        status: 'PENDING',
        version: 2,
        updatedAt: hana.at,
      })
  })

  test('counts by the day in Seoul, also before 09:00', () => {
    for (const time of ['00:00', '08:59', '23:59']) {
      const at = seoul(`2026-04-14T${time}`)
      given()
        .when(scheduling(at))
        .then(scheduledFor(at, day('2026-04-14')), { dueDate: day('2026-04-14') })
    }
  })

  test('may fall on a day of rest: the user said so', () => {
    const saturday = seoul('2026-04-18T11:00')
    given()
      .when(scheduling(saturday, weekdays))
      .then(scheduledFor(saturday, day('2026-04-18')), { dueReason: 'AGREED' })
  })

  test('may come before the planned day, and the call stays pending', () => {
    const at = seoul('2026-04-10T17:00')
    const event = { ...scheduledFor(at, day('2026-04-10')), act: hanaEarly }
    given()
      .when((plan) => setSchedule(plan, { scheduleAt: at, calendar: everyDay }, hanaEarly))
      .then(event, { status: 'PENDING', planDate: call.planDate, dueDate: day('2026-04-10') })
  })

  test('takes the place of the one before', () => {
    const later = seoul('2026-04-14T18:00')
    given(scheduled)
      .when(scheduling(later))
      .then(scheduledFor(later, day('2026-04-14'), tomorrowAtThree), { contactAt: later })
  })

  test('may be this very moment', () => {
    given()
      .when(scheduling(hana.at))
      .then(scheduledFor(hana.at, day('2026-04-12')))
  })

  test('is never in the past', () => {
    const justOver = toInstant(Date.parse(hana.at) - 1)
    given().when(scheduling(justOver)).thenRefused(CONTACT_SCHEDULE_RECORD_FAILED)
    given(scheduled).when(scheduling(justOver)).thenRefused(CONTACT_SCHEDULE_RECORD_FAILED)
  })

  test('is not recorded on a call that is completed or skipped', () => {
    const agreeing = scheduling(tomorrowAtThree)
    given(completed).when(agreeing).thenRefused(CONTACT_SCHEDULE_RECORD_FAILED)
    given(autoCompleted).when(agreeing).thenRefused(CONTACT_SCHEDULE_RECORD_FAILED)
    given(skipped).when(agreeing).thenRefused(CONTACT_SCHEDULE_RECORD_FAILED)
  })

  test('is not recorded in an ended cycle: nobody phones its user any more', () => {
    const agreeing = scheduling(tomorrowAtThree)
    givenInEndedCycle().when(agreeing).thenRefused(CONTACT_SCHEDULE_RECORD_FAILED)
  })
})

describe('an agreed time that no longer holds', () => {
  test('is canceled, and the call is due on its planned day again', () => {
    given(scheduled)
      .when(canceling)
      .then(canceled, {
        contactAt: null,
        dueDate: day('2026-04-12'),
        dueReason: 'PLAN',
        status: 'PENDING',
        version: 3,
        updatedAt: hana.at,
      })
  })

  test('is canceled, and a call planned for a day of rest is due on the next working day', () => {
    const due = { dueDate: day('2026-04-13'), dueReason: 'WORKDAY' } as const
    given(scheduled)
      .when((plan) => cancelSchedule(plan, { calendar: weekdays }, hana))
      .then({ ...canceled, data: { ...canceled.data, ...due } }, { contactAt: null, ...due })
  })

  test('is canceled only where one was agreed', () => {
    given().when(canceling).thenRefused(CONTACT_SCHEDULE_RECORD_FAILED)
    given(scheduled, canceled).when(canceling).thenRefused(CONTACT_SCHEDULE_RECORD_FAILED)
  })

  test('stays with a call that is completed or skipped', () => {
    given(scheduled, completed).when(canceling).thenRefused(CONTACT_SCHEDULE_RECORD_FAILED)
    given(scheduled, autoCompleted).when(canceling).thenRefused(CONTACT_SCHEDULE_RECORD_FAILED)
    given(scheduled, skipped).when(canceling).thenRefused(CONTACT_SCHEDULE_RECORD_FAILED)
  })

  test('stays in an ended cycle', () => {
    givenInEndedCycle(scheduled).when(canceling).thenRefused(CONTACT_SCHEDULE_RECORD_FAILED)
  })
})

function dueOf(contactAt: Instant | null, calendar: Calendar) {
  return whenDue({ ...call, contactAt }, calendar)
}

function replannedTo(dueDate: CalendarDate, dueReason: DueReason): OutboundReplanned {
  const data = { ...about, planDate: day('2026-04-19'), dueDate, dueReason }
  return { type: 'OutboundReplanned', data, act: system }
}
