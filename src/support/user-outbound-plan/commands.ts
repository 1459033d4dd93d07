import type { Instant, OutboundId } from '../../kernel/values.ts'
import { change, type Seen } from '../../platform/change.ts'
import { actOf, type Support } from '../support.ts'
import { userOutboundPlans } from './repository.ts'
import * as outbound from './user-outbound-plan.ts'

/** CompleteOutbound: the call has been made. */
export function completeOutbound(support: Support, { id, ifMatch }: Seen<OutboundId>) {
  return change(support, userOutboundPlans, {
    id,
    ifMatch,
    decide: (plan) => outbound.complete(plan, actOf(support)),
  })
}

/** SkipOutbound: the call will not be made. */
export function skipOutbound(
  support: Support,
  {
    id,
    ifMatch,
    ...why
  }: Seen<OutboundId> & {
    reason: (typeof outbound.SKIP_REASONS)[number]
    note?: string | undefined
  },
) {
  return change(support, userOutboundPlans, {
    id,
    ifMatch,
    decide: (plan) => outbound.skip(plan, why, actOf(support)),
  })
}

/** RevokeOutbound: takes back a completion or a skip. */
export function revokeOutbound(
  support: Support,
  { id, ifMatch, reason }: Seen<OutboundId> & { reason?: string | undefined },
) {
  return change(support, userOutboundPlans, {
    id,
    ifMatch,
    decide: (plan) =>
      outbound.withdraw(plan, { reason, calendar: support.calendar }, actOf(support)),
  })
}

/** RecordOutboundSchedule: the user asked to be called at that time. */
export function recordOutboundSchedule(
  support: Support,
  { id, ifMatch, scheduleAt }: Seen<OutboundId> & { scheduleAt: Instant },
) {
  return change(support, userOutboundPlans, {
    id,
    ifMatch,
    decide: (plan) =>
      outbound.setSchedule(plan, { scheduleAt, calendar: support.calendar }, actOf(support)),
  })
}

/** CancelOutboundSchedule: the agreed time no longer holds. */
export function cancelOutboundSchedule(support: Support, { id, ifMatch }: Seen<OutboundId>) {
  return change(support, userOutboundPlans, {
    id,
    ifMatch,
    decide: (plan) => outbound.cancelSchedule(plan, { calendar: support.calendar }, actOf(support)),
  })
}

/** "I am on it", for a quarter of an hour. */
export function claimOutbound(
  support: Support,
  { id, ifMatch, force }: Seen<OutboundId> & { force: boolean },
) {
  return change(support, userOutboundPlans, {
    id,
    ifMatch,
    decide: (plan) => outbound.claim(plan, { force }, actOf(support)),
  })
}

/** Claims a call that nobody has, the caller's own other windows included. */
export function takeOutbound(support: Support, id: OutboundId) {
  return change(support, userOutboundPlans, {
    id,
    decide: (plan) => outbound.take(plan, actOf(support)),
  })
}

/** Lets a claim go; without one nothing happens. */
export function releaseOutbound(
  support: Support,
  { id, ifMatch, force }: Seen<OutboundId> & { force: boolean },
) {
  return change(support, userOutboundPlans, {
    id,
    ifMatch,
    decide: (plan) => outbound.releaseClaim(plan, { force }, actOf(support)),
  })
}
