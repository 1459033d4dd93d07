import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Act } from '../../kernel/values.ts'
import {
  about,
  actOf,
  autoCompleted,
  call,
  claimedBy,
  claimedByMinjun,
  completed,
  given,
  hana,
  hanaEarly,
  minjun,
  seoul,
  skipped,
} from '../../testing/outbound.ts'
import {
  CALL_ALREADY_COMPLETED,
  claim,
  CLAIMED,
  claimOn,
  evolve,
  INVALID_CALL_STATUS,
  releaseClaim,
  take,
  type UserOutboundPlan,
} from './user-outbound-plan.ts'

type Plan = UserOutboundPlan

const claiming =
  (act: Act, force = false) =>
  (plan: Plan) =>
    claim(plan, { force }, act)
const taking = (act: Act) => (plan: Plan) => take(plan, act)
const releasing =
  (act: Act, force = false) =>
  (plan: Plan) =>
    releaseClaim(plan, { force }, act)

const minjunsClaim = { claimedBy: 'minjun', claimedUntil: seoul('2026-04-12T10:20') }
const nobody = { claimedBy: null, claimedUntil: null }

describe('a claim', () => {
  test('tells the others for a quarter of an hour, and the call itself is unchanged', () => {
    given()
      .when(claiming(hana))
      .then(claimedBy(hana, seoul('2026-04-12T10:15')), {
        claimedBy: hana.by,
        claimedUntil: seoul('2026-04-12T10:15'),
        version: call.version,
        updatedAt: call.updatedAt,
        status: 'PENDING',
      })
  })

  test('may be made before the planned day', () => {
    const until = seoul('2026-04-10T10:15')
    given().when(claiming(hanaEarly)).then(claimedBy(hanaEarly, until))
  })

  test('is refused while a colleague is on the call, naming who and until when', () => {
    given(claimedByMinjun)
      .when(claiming(hanaAt('10:06')))
      .thenRefused(CLAIMED, minjunsClaim)
    given(claimedByMinjun)
      .when(claiming(hanaAt('10:19:59.999')))
      .thenRefused(CLAIMED, minjunsClaim)
  })

  test('is free again when its quarter of an hour is over', () => {
    given(claimedByMinjun)
      .when(claiming(hanaAt('10:20')))
      .then(claimedBy(hanaAt('10:20'), seoul('2026-04-12T10:35')), { claimedBy: hana.by })
  })

  test('is prolonged by whoever holds it', () => {
    const later = actOf('minjun', seoul('2026-04-12T10:12'))
    const claimedUntil = seoul('2026-04-12T10:27')
    given(claimedByMinjun)
      .when(claiming(later))
      .then(claimedBy(later, claimedUntil), { claimedUntil })
  })

  test('can be taken over by force', () => {
    const act = hanaAt('10:06')
    given(claimedByMinjun)
      .when(claiming(act, true))
      .then(claimedBy(act, seoul('2026-04-12T10:21')), { claimedBy: hana.by })
  })

  test('is refused on a call that is completed or skipped, by force too', () => {
    const first = { resolvedBy: 'hana', resolvedAt: hana.at }
    given(completed).when(claiming(minjun)).thenRefused(CALL_ALREADY_COMPLETED, first)
    given(completed).when(claiming(minjun, true)).thenRefused(CALL_ALREADY_COMPLETED, first)
    given(autoCompleted).when(claiming(minjun)).thenRefused(CALL_ALREADY_COMPLETED)
    given(skipped).when(claiming(minjun)).thenRefused(INVALID_CALL_STATUS, first)
  })

  test('is let go by whoever holds it', () => {
    given(claimedByMinjun)
      .when(releasing(minjun))
      .then(releasedBy(minjun), { ...nobody, version: call.version, updatedAt: call.updatedAt })
  })

  test('is not let go by somebody else, unless by force', () => {
    const act = hanaAt('10:06')
    given(claimedByMinjun).when(releasing(act)).thenRefused(CLAIMED, minjunsClaim)
    given(claimedByMinjun).when(releasing(act, true)).then(releasedBy(act), nobody)
  })

  test('that nobody holds needs no letting go', () => {
    given().when(releasing(hana)).thenNothing()
    given(claimedByMinjun, releasedBy(minjun)).when(releasing(minjun)).thenNothing()
    given(claimedByMinjun)
      .when(releasing(hanaAt('10:20')))
      .thenNothing()
    given(claimedByMinjun, completed).when(releasing(minjun)).thenNothing()
  })

  test('is seen until its quarter of an hour is over', () => {
    const plan = evolve(call, claimedByMinjun)
    assert.deepEqual(claimOn(call, hana.at), nobody)
    assert.deepEqual(claimOn(plan, seoul('2026-04-12T10:19:59.999')), minjunsClaim)
    assert.deepEqual(claimOn(plan, seoul('2026-04-12T10:20')), nobody)
  })
})

describe('a call from the queue', () => {
  test('is claimed by whoever takes it', () => {
    const claimedUntil = seoul('2026-04-12T10:15')
    given().when(taking(hana)).then(claimedBy(hana, claimedUntil), { claimedBy: hana.by })
  })

  test('is handed out once: not to a colleague, nor again to the same person', () => {
    const later = actOf('minjun', seoul('2026-04-12T10:06'))
    given(claimedByMinjun)
      .when(taking(hanaAt('10:06')))
      .thenRefused(CLAIMED, minjunsClaim)
    given(claimedByMinjun).when(taking(later)).thenRefused(CLAIMED, minjunsClaim)
  })

  test('is handed out again when nobody is on it any more', () => {
    const act = hanaAt('10:20')
    const event = claimedBy(act, seoul('2026-04-12T10:35'))
    given(claimedByMinjun).when(taking(act)).then(event)
    given(claimedByMinjun, releasedBy(minjun)).when(taking(act)).then(event)
  })

  test('is not handed out once it is completed or skipped', () => {
    given(completed).when(taking(minjun)).thenRefused(CALL_ALREADY_COMPLETED)
    given(skipped).when(taking(minjun)).thenRefused(INVALID_CALL_STATUS)
  })
})

function hanaAt(time: string) {
  return actOf('hana', seoul(`2026-04-12T${time}`))
}

function releasedBy(act: Act) {
  return { type: 'OutboundClaimReleased', data: about, act } as const
}
