import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Calendar } from '../../kernel/calendar.ts'
import type {
  Act,
  CalendarDate,
  Instant,
  MessageId,
  OperatorId,
  UserCycleId,
  UserId,
} from '../../kernel/values.ts'
import { specification } from '../../testing/specification.ts'
import { report } from './delivery.ts'
import {
  afterQuiet,
  conclude,
  giveUp,
  isQuiet,
  leaseUntil,
  nextStep,
  type Said,
} from './sending.ts'
import {
  evolve,
  fail,
  MESSAGE_ALREADY_SENT,
  OUTCOME_UNKNOWN,
  queue,
  queued,
  retry,
  startAttempt,
  type UserSupportMessage,
  type UserSupportMessageEvent,
} from './user-support-message.ts'

const seoul: Calendar = {
  zone: 'Asia/Seoul',
  workdays: new Set([1, 2, 3, 4, 5, 6, 7]),
  holidays: new Set(),
}
const rules = {
  rules: { tries: 6, stale: 120, carrierTimeout: 15 },
  calendar: seoul,
  chance: 0.5,
}
const today = '2026-01-05' as CalendarDate
const at = (time: string): Act => ({
  by: 'SYSTEM' as OperatorId,
  at: `2026-01-05T${time}.000Z` as Instant,
  today,
})
/** 10:00 in Seoul. */
const ten = at('01:00:00')
const click = queue(
  {
    id: 7 as MessageId,
    userId: 'hana' as UserId,
    userCycleId: 'cycle' as UserCycleId,
    userOutboundId: null,
    messageType: 'FREE_TEXT',
    templateId: null,
    kind: 'SMS',
    templateCode: null,
    key: 'key-1',
    forced: false,
    dayIndex: 1,
    startDate: today,
  },
  '전화 부탁드립니다',
  { ...ten, by: 'operator' as OperatorId },
)
const given = specification<UserSupportMessage, UserSupportMessageEvent>(queued(click), evolve)

/** What the sender does in one go, as events: a try, and what the carrier said to it. */
function tried(message: UserSupportMessage, said: Said, act: Act): UserSupportMessageEvent[] {
  const lease = { carrier: 'stand-in', leaseUntil: leaseUntil(rules, act) }
  const started = startAttempt(message, lease, act)
  return [started, conclude(evolve(message, started), said, rules, act)]
}
const unreachable: Said = { outcome: 'UNREACHABLE', reason: '503' }
const uncertain: Said = { outcome: 'UNCERTAIN', reason: 'no answer' }
const started = startAttempt(
  queued(click),
  { carrier: 'stand-in', leaseUntil: leaseUntil(rules, ten) },
  ten,
)

function after(events: readonly UserSupportMessageEvent[]): UserSupportMessage {
  return events.reduce(evolve, queued(click))
}

const nobodyKnows = { outcome: 'UNKNOWN', reason: 'who knows', carrierMessageId: null } as const
const unknown = after([
  started,
  fail(queued(click), { reason: OUTCOME_UNKNOWN, answered: nobodyKnows }, ten),
])

describe('a message', () => {
  test('is sent when the carrier has taken it', () => {
    const answered = { outcome: 'ACCEPTED', reason: null, carrierMessageId: 'c-1' } as const
    const { messageId, userId, userCycleId, userOutboundId } = click.data
    const about = { messageId, userId, userCycleId, userOutboundId }
    given(started)
      .when((message) => conclude(message, { outcome: 'ACCEPTED', id: 'c-1' }, rules, ten))
      .then(
        {
          type: 'FreeTextMessageSent',
          data: {
            ...about,
            messageType: 'FREE_TEXT',
            templateId: null,
            dayIndex: 1,
            answered,
            sender: 'operator' as OperatorId,
          },
          act: ten,
        },
        { status: 'SUCCESS', reason: null, nextAttemptAt: null },
      )
  })

  test('fails at once when the carrier refuses it, with the reason', () => {
    const failed = after(tried(queued(click), { outcome: 'REFUSED', reason: '1062' }, ten))

    assert.equal(failed.status, 'FAILED')
    assert.equal(failed.reason, '1062')
    assert.equal(failed.attempt?.outcome, 'REFUSED')
  })

  test('waits longer after each try that surely did not go out, and is given up after six', () => {
    const waits: number[] = []
    let message = queued(click)
    let now = ten.at
    for (let number = 1; number <= 6; number += 1) {
      message = tried(message, unreachable, { ...ten, at: now }).reduce(evolve, message)
      if (message.nextAttemptAt === null) break
      assert.equal(message.status, 'RETRY_PENDING')
      waits.push((Date.parse(message.nextAttemptAt) - Date.parse(now)) / 60_000)
      now = message.nextAttemptAt
    }

    assert.deepEqual(waits, [0.5, 2, 6, 15, 35])
    assert.equal(message.status, 'FAILED')
    assert.equal(message.reason, 'OUT_OF_TRIES')
    assert.equal(message.attempt?.number, 6)
  })

  test('whose outcome is in doubt is asked about and never tried again', () => {
    const doubted = after(tried(queued(click), uncertain, ten))

    assert.equal(doubted.status, 'RETRY_PENDING')
    assert.equal(doubted.attempt?.outcome, 'UNCERTAIN')
    assert.equal(nextStep(doubted, rules, at('01:10:00')), 'ASK')
    assert.equal(nextStep(doubted, rules, at('09:00:00')), 'ASK')
  })

  test('that a process died over is in doubt as well', () => {
    assert.equal(nextStep(after([started]), rules, at('01:00:20')), 'ASK')
  })

  test('that no carrier can tell about ends as OUTCOME_UNKNOWN', () => {
    let message = after(tried(queued(click), uncertain, ten))
    for (let asked = 0; message.nextAttemptAt !== null; asked += 1) {
      assert.ok(asked < 10)
      const act = { ...ten, at: message.nextAttemptAt }
      message = evolve(message, conclude(message, { outcome: 'UNKNOWN' }, rules, act))
    }

    assert.equal(message.status, 'FAILED')
    assert.equal(message.reason, 'OUTCOME_UNKNOWN')
  })

  test('in doubt that turns out to have been taken is sent', () => {
    const doubted = after(tried(queued(click), uncertain, ten))

    const found = conclude(doubted, { outcome: 'ACCEPTED', id: null }, rules, at('01:00:30'))

    assert.equal(evolve(doubted, found).status, 'SUCCESS')
  })

  test('that could not leave within two hours is stale, and not sent', () => {
    assert.equal(nextStep(queued(click), rules, at('03:00:00')), 'TRY')
    assert.equal(nextStep(queued(click), rules, at('03:00:01')), 'GIVE_UP')
    assert.equal(evolve(queued(click), giveUp(queued(click), ten)).reason, 'STALE')
  })

  test('whose next try would fall into the quiet hours waits for the morning if it is not stale by then', () => {
    const late = at('11:59:50') // 20:59:50 in Seoul
    const message = { ...queued(click), queuedAt: late.at }
    const patient = { ...rules, rules: { ...rules.rules, stale: 24 * 60 } }
    const begun = evolve(
      message,
      startAttempt(message, { carrier: 'stand-in', leaseUntil: late.at }, late),
    )

    const waiting = evolve(begun, conclude(begun, unreachable, patient, late))
    const failed = evolve(begun, conclude(begun, unreachable, rules, late))

    assert.equal(waiting.nextAttemptAt, '2026-01-05T23:00:00.000Z') // 08:00 in Seoul
    assert.equal(failed.status, 'FAILED')
    assert.equal(failed.reason, 'STALE')
  })

  test('that failed is tried again by hand once, however often one clicks', () => {
    const failed = after(tried(queued(click), { outcome: 'REFUSED', reason: '1062' }, ten))
    const again = retry(failed, { key: 'key-2', forced: false }, ten)
    assert.ok(again !== undefined && 'type' in again)

    const waiting = evolve(failed, again)

    assert.equal(waiting.status, 'QUEUED')
    assert.equal(waiting.key, 'key-2')
    assert.equal(retry(waiting, { key: 'key-3', forced: false }, ten), undefined)
  })

  test('whose outcome is unknown keeps its key when it is tried again', () => {
    const again = retry(unknown, { key: 'key-2', forced: false }, ten)

    assert.ok(again !== undefined && 'type' in again)
    assert.equal(again.data.key, 'key-1')
  })

  test('that failed for another reason after its outcome was unknown keeps its key all the same', () => {
    const again = retry(unknown, { key: 'key-2', forced: false }, ten)
    assert.ok(again !== undefined && 'type' in again)
    const waiting = evolve(unknown, again)
    const stale = evolve(waiting, giveUp(waiting, ten))

    const once = retry(stale, { key: 'key-3', forced: false }, ten)

    assert.ok(once !== undefined && 'type' in once)
    assert.equal(once.data.key, 'key-1')
  })

  test('that was sent cannot be tried again', () => {
    const sent = after(tried(queued(click), { outcome: 'ACCEPTED', id: null }, ten))

    assert.equal(retry(sent, { key: 'key-2', forced: false }, ten), MESSAGE_ALREADY_SENT)
  })
})

describe('a delivery report', () => {
  const sent = after(tried(queued(click), { outcome: 'ACCEPTED', id: null }, ten))
  const delivered = { key: 'key-1', at: at('01:05:00').at, undeliveredReason: null }
  const undelivered = { ...delivered, undeliveredReason: 'phone is off' }
  type Report = Parameters<typeof report>[1]
  const told = (message: UserSupportMessage, what: Report) => {
    const event = report(message, what, ten)
    return event === undefined ? message : evolve(message, event)
  }
  test('says when the message was delivered', () => {
    assert.equal(told(sent, delivered).deliveredAt, delivered.at)
  })

  test('that is repeated changes nothing more', () => {
    assert.equal(report(told(sent, delivered), delivered, ten), undefined)
    assert.equal(report(told(sent, undelivered), undelivered, ten), undefined)
  })

  test('of a failure stands in any order', () => {
    for (const final of [
      told(told(sent, delivered), undelivered),
      told(told(sent, undelivered), delivered),
    ]) {
      assert.equal(final.undeliveredReason, 'phone is off')
      assert.equal(final.deliveredAt, null)
    }
  })

  test('never hides that the carrier refused the message', () => {
    const failed = after(tried(queued(click), { outcome: 'REFUSED', reason: '1062' }, ten))

    assert.equal(report(failed, delivered, ten), undefined)
    assert.equal(report(failed, undelivered, ten), undefined)
  })

  const again = retry(unknown, { key: 'key-2', forced: false }, ten)
  assert.ok(again !== undefined && 'type' in again)
  const waiting: Record<string, UserSupportMessage> = {
    'whose answer has not come yet': after([started]),
    'whose outcome is in doubt': after(tried(queued(click), uncertain, ten)),
    'that the carrier had said it did not take': after(tried(queued(click), unreachable, ten)),
    'whose outcome was unknown': unknown,
    'that a person tries again because its outcome was unknown': evolve(unknown, again),
  }
  for (const [what, message] of Object.entries(waiting)) {
    test(`settles a message ${what}, and says what became of it`, () => {
      const settled = { status: 'SUCCESS', reason: null, nextAttemptAt: null } as const
      const arrived = told(message, delivered)
      assert.partialDeepStrictEqual(arrived, {
        ...settled,
        deliveredAt: delivered.at,
        undeliveredReason: null,
      })
      assert.partialDeepStrictEqual(told(message, undelivered), {
        ...settled,
        deliveredAt: null,
        undeliveredReason: 'phone is off',
      })
      assert.equal(arrived.attempt?.outcome, 'ACCEPTED')
      assert.equal(report(arrived, delivered, ten), undefined)
    })
  }

  test('of an earlier try, which the carrier refused, says nothing of the present one', () => {
    const failed = after(tried(queued(click), { outcome: 'REFUSED', reason: '1062' }, ten))
    const queuedAgain = retry(failed, { key: 'key-2', forced: false }, ten)
    assert.ok(queuedAgain !== undefined && 'type' in queuedAgain)
    const present = evolve(failed, queuedAgain)
    const lease = { carrier: 'stand-in', leaseUntil: ten.at }
    const underWay = evolve(present, startAttempt(present, lease, ten))
    const taken = evolve(
      underWay,
      conclude(underWay, { outcome: 'ACCEPTED', id: null }, rules, ten),
    )

    for (const message of [present, underWay, taken]) {
      assert.equal(report(message, delivered, ten), undefined)
      assert.equal(report(message, undelivered, ten), undefined)
    }
  })
})

describe('the quiet hours', () => {
  test('are from 21:00 to 08:00 by the clock of the programme', () => {
    assert.equal(isQuiet(seoul, '2026-01-05T11:59:59.999Z' as Instant), false)
    assert.equal(isQuiet(seoul, '2026-01-05T12:00:00.000Z' as Instant), true)
    assert.equal(isQuiet(seoul, '2026-01-05T15:00:00.000Z' as Instant), true)
    assert.equal(isQuiet(seoul, '2026-01-05T22:59:59.999Z' as Instant), true)
    assert.equal(isQuiet(seoul, '2026-01-05T23:00:00.000Z' as Instant), false)
  })

  test('end on the same morning after midnight, and on the next before it', () => {
    const morning = '2026-01-05T23:00:00.000Z'
    assert.equal(afterQuiet(seoul, '2026-01-05T13:00:00.000Z' as Instant), morning)
    assert.equal(afterQuiet(seoul, '2026-01-05T16:00:00.000Z' as Instant), morning)
  })
})
