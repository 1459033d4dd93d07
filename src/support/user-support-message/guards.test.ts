import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Act, CalendarDate, Instant, OperatorId } from '../../kernel/values.ts'
import { forbids, forbidsTry, type Circumstances, type ContactRule } from './guards.ts'

const calendar = { zone: 'Asia/Seoul', workdays: new Set([1]), holidays: new Set<string>() }
const rules = { limits: { missedCallGap: 30, perDay: 5, perHour: 100 }, calendar }
const ten: Act = {
  by: 'operator' as OperatorId,
  at: '2026-01-05T01:00:00.000Z' as Instant,
  today: '2026-01-05' as CalendarDate,
}
const night: Act = { ...ten, at: '2026-01-05T12:00:00.000Z' as Instant }
const fine: Circumstances = {
  hasNumber: true,
  isMobile: true,
  cycleState: 'STARTED',
  wantsMessages: true,
  switchedOn: true,
  today: 0,
  thisHour: 0,
  lastMissedCallAt: null,
}
const text = { isMissedCall: false, force: false }
const missedCall = { isMissedCall: true, force: false }

const ruled: readonly (readonly [string, Partial<Circumstances>, ContactRule])[] = [
  ['has no number', { hasNumber: false }, 'NO_NUMBER'],
  ['has no mobile number', { isMobile: false }, 'NOT_MOBILE'],
  ['has ended the cycle', { cycleState: 'ENDED' }, 'CYCLE_ENDED'],
  ['wants no messages', { wantsMessages: false }, 'PREFERENCE'],
  ['is one of many while texts are switched off', { switchedOn: false }, 'SWITCHED_OFF'],
  ['has had five messages today', { today: 5 }, 'DAILY_LIMIT'],
  ['is one too many within the hour', { thisHour: 100 }, 'HOURLY_LIMIT'],
]

describe('a user is not texted who', () => {
  for (const [who, circumstances, reason] of ruled) {
    test(`${who}, not even by force`, () => {
      for (const force of [false, true]) {
        const refused = forbids({ ...text, force }, { ...fine, ...circumstances }, rules, ten)
        assert.equal(refused?.code, 4206)
        assert.deepEqual(refused.details, { reason })
      }
    })
  }
})

describe('a text', () => {
  test('passes when nothing forbids it', () => {
    assert.equal(forbids(text, fine, rules, ten), undefined)
    assert.equal(forbids(text, { ...fine, today: 4, thisHour: 99 }, rules, ten), undefined)
  })

  test('waits for the morning unless it is forced', () => {
    assert.equal(forbids(text, fine, rules, night)?.code, 4205)
    assert.equal(forbids({ ...text, force: true }, fine, rules, night), undefined)
  })
})

function minutesAgo(minutes: number): Instant {
  return new Date(Date.parse(ten.at) - minutes * 60_000).toISOString() as Instant
}

describe('a missed-call message', () => {
  test('comes half an hour after the last one for the same call at the earliest, unless forced', () => {
    const justSent = { ...fine, lastMissedCallAt: minutesAgo(29.99) }

    const refused = forbids(missedCall, justSent, rules, ten)

    assert.equal(refused?.code, 4203)
    assert.deepEqual(refused.details, { lastSentAt: justSent.lastMissedCallAt })
    assert.equal(forbids({ ...missedCall, force: true }, justSent, rules, ten), undefined)
    const longAgo = { ...fine, lastMissedCallAt: minutesAgo(30) }
    assert.equal(forbids(missedCall, longAgo, rules, ten), undefined)
  })

  test('does not keep other texts from going out', () => {
    assert.equal(forbids(text, { ...fine, lastMissedCallAt: ten.at }, rules, ten), undefined)
  })
})

test('what was accepted before a limit was reached is still tried', () => {
  const many: Circumstances = { ...fine, today: 50, thisHour: 5_000 }
  assert.equal(forbidsTry(many), undefined)
  assert.equal(forbidsTry({ ...fine, wantsMessages: false }), 'PREFERENCE')
})
