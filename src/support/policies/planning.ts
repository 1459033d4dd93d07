import { isRefusal } from '../../kernel/decision.ts'
import type { Instant, OutboundId } from '../../kernel/values.ts'
import { change } from '../../platform/change.ts'
import { record } from '../../platform/journal.ts'
import type { InboundData } from '../inbound/contract.ts'
import { activePlans } from '../outbound-plan/repository.ts'
import { actOf, type Support } from '../support.ts'
import * as cycles from '../user-cycle/repository.ts'
import * as userCycle from '../user-cycle/user-cycle.ts'
import * as outbounds from '../user-outbound-plan/repository.ts'
import * as outbound from '../user-outbound-plan/user-outbound-plan.ts'
import * as profiles from './profile.ts'
import { contradiction, unknown, type Outcome } from './outcome.ts'

/** UserCycleStarted: each active plan becomes a call. A cycle that is known already changes nothing. */
export async function planCycle(
  support: Support,
  data: InboundData<'UserCycleStarted'>,
  time: Instant | null,
): Promise<Outcome> {
  const known = await cycles.userCycles.load(support.sql, data.userCycleId, null)
  if (known !== undefined) {
    const mine = await cycles.userCycles.load(support.sql, data.userCycleId, support.sites)
    if (mine === undefined) return ANOTHER_SITE
    const starts = [known.startDate, known.firstStartDate]
    const same = known.userId === data.userId && starts.includes(data.startDate)
    return same ? 'APPLIED' : ANOTHER_CYCLE
  }
  const act = actOf(support)
  const user = await profiles.meet(support, data, time)
  if (user === undefined) return ANOTHER_SITE

  const { userId, userCycleId, startDate } = data
  const lengthDays = data.lengthDays ?? userCycle.USUAL_LENGTH_DAYS
  const started = userCycle.start({ userId, userCycleId, startDate, lengthDays }, act)
  const cycle = userCycle.started(started)
  // At the same moment another user's event may have made this cycle theirs.
  if (!(await cycles.insertCycle(support.sql, cycle))) return ANOTHER_CYCLE
  for (const { id, planDate } of await planCalls(support, { started, cycle, user })) {
    if (planDate < (data.planFrom ?? '')) await skipCall(support, id, 'BEFORE_PLAN_FROM')
  }
  return 'APPLIED'
}

const ANOTHER_SITE = contradiction('data.userId', 'is not a user of your sites')
const ANOTHER_CYCLE = contradiction('data.userCycleId', 'is a cycle of another user or start')

type Planning = {
  started: userCycle.UserCycleStarted
  cycle: userCycle.UserCycle
  user: Pick<outbounds.Carried, 'siteId' | 'mdId' | 'wantsCalls'>
}

async function planCalls(support: Support, { started, cycle, user }: Planning) {
  const { act } = started
  const plans = await activePlans(support.sql, cycle.lengthDays)
  const calls = await outbounds.insertOutbounds(
    support.sql,
    plans.map((plan) => outbound.planCall(cycle, { plan, calendar: support.calendar }, act)),
    { ...user, lastDay: userCycle.lastDayOf(cycle), cycleVersion: cycle.version },
  )
  await record(support, [
    { event: started, subject: cycles.subject(cycle) },
    ...calls.map((call) => ({
      event: outbound.outboundPlanned(call, act),
      subject: outbounds.subject(call),
    })),
  ])
  return calls
}

/** UserCycleRescheduled: the open calls move with the cycle's start. */
export async function replanCycle(
  support: Support,
  data: InboundData<'UserCycleRescheduled'>,
): Promise<Outcome> {
  const known = await knownCycle(support, data)
  if (known !== 'KNOWN') return known
  const cycle = await change(support, cycles.userCycles, {
    id: data.userCycleId,
    decide: (present) => userCycle.reschedule(present, data.startDate, actOf(support)),
  })
  if (isRefusal(cycle)) return unknown('data.userCycleId')
  await carry(support, cycle)
  for (const { id } of await outbounds.findByUserCycleId(support.sql, data.userCycleId)) {
    await change(support, outbounds.userOutboundPlans, {
      id,
      decide: (plan) => outbound.replan(plan, { calendar: support.calendar }, actOf(support)),
    })
  }
  return 'APPLIED'
}

/** UserCycleEnded: what is still open is skipped. */
export async function endCycle(
  support: Support,
  data: InboundData<'UserCycleEnded'>,
): Promise<Outcome> {
  const known = await knownCycle(support, data)
  if (known !== 'KNOWN') return known
  const cycle = await change(support, cycles.userCycles, {
    id: data.userCycleId,
    decide: (present) => userCycle.end(present, data.reason, actOf(support)),
  })
  if (isRefusal(cycle)) return unknown('data.userCycleId')
  await carry(support, cycle)
  for (const { id } of await outbounds.findByUserCycleId(support.sql, data.userCycleId)) {
    await skipCall(support, id, 'CYCLE_ENDED')
  }
  return 'APPLIED'
}

/** LastSurveyCompleted: the cycle's last call has no purpose any more, and completes by itself. */
export async function completeLastOutboundAuto(
  support: Support,
  data: InboundData<'LastSurveyCompleted'>,
): Promise<Outcome> {
  const known = await knownCycle(support, data)
  if (known !== 'KNOWN') return known
  const last = (await outbounds.findByUserCycleId(support.sql, data.userCycleId)).at(-1)
  if (last === undefined) return 'APPLIED'
  await change(support, outbounds.userOutboundPlans, {
    id: last.id,
    decide: (plan) => outbound.autoComplete(plan, actOf(support)),
  })
  return 'APPLIED'
}

function carry({ sql }: Support, cycle: userCycle.UserCycle) {
  const { userCycleId, version: cycleVersion } = cycle
  return outbounds.carryCycle(sql, userCycleId, {
    lastDay: userCycle.lastDayOf(cycle),
    cycleVersion,
  })
}

function skipCall(support: Support, id: OutboundId, reason: outbound.SkipReason) {
  return change(support, outbounds.userOutboundPlans, {
    id,
    decide: (plan) =>
      plan.status === 'PENDING' ? outbound.skip(plan, { reason }, actOf(support)) : undefined,
  })
}

/** Whether the cycle is known, is that user's, and may be seen by whoever sends. */
export async function knownCycle(
  { sql, sites }: Support,
  { userId, userCycleId }: Pick<InboundData<'LastSurveyCompleted'>, 'userId' | 'userCycleId'>,
): Promise<'KNOWN' | Outcome> {
  const cycle = await cycles.userCycles.load(sql, userCycleId, null)
  if (cycle === undefined) return 'WAITING'
  if (cycle.userId !== userId) return contradiction('data.userId', 'is not the user of this cycle')
  const mine = await cycles.userCycles.load(sql, userCycleId, sites)
  return mine === undefined ? unknown('data.userId') : 'KNOWN'
}
