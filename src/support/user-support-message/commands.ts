import { randomUUID } from 'node:crypto'
import { dayIndexOn } from '../../kernel/calendar.ts'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { MessageId, OutboundId, TemplateId, UserCycleId } from '../../kernel/values.ts'
import { change, find, type Seen } from '../../platform/change.ts'
import { atomically, run } from '../../platform/db/db.ts'
import { nextId } from '../../platform/db/ids.ts'
import { store } from '../../platform/journal.ts'
import { actOf, type Support } from '../support.ts'
import { userCycles } from '../user-cycle/repository.ts'
import { userOutboundPlans } from '../user-outbound-plan/repository.ts'
import { circumstancesOf } from './circumstances.ts'
import { compose, measure, type Composed, type Wording } from './composing.ts'
import { report as reportDelivery } from './delivery.ts'
import { forbids } from './guards.ts'
import { findByKey, insertMessage, subject, userSupportMessages } from './repository.ts'
import * as userSupportMessage from './user-support-message.ts'
import type { MessageType, UserSupportMessage } from './user-support-message.ts'

type Send = Readonly<{ force: boolean }>
type ToCycle = Send & Readonly<{ userCycleId: UserCycleId; ifMatch?: Seen<UserCycleId>['ifMatch'] }>

/** SendTemplateMessage. */
export function sendTemplateMessage(
  support: Support,
  { templateId, ...to }: ToCycle & { templateId: TemplateId },
) {
  const send = { userOutboundId: null, messageType: 'TEMPLATE', ...to } as const
  return accept(support, send, { templateId })
}

/** SendFreeTextMessage. */
export function sendFreeTextMessage(
  support: Support,
  { content, ...to }: ToCycle & { content: string },
) {
  const send = { userOutboundId: null, messageType: 'FREE_TEXT', ...to } as const
  return accept(support, send, { content })
}

/** SendMissedCallMessage: for one call, by a template, by the programme's own when none is named, or in free words. */
export async function sendMissedCallMessage(
  support: Support,
  { id, ifMatch, force, ...wording }: Send & Wording & Seen<OutboundId>,
): Promise<UserSupportMessage | Refusal> {
  const call = await find(support, userOutboundPlans, { id, ifMatch })
  if (isRefusal(call)) return call
  const { userCycleId } = call
  const send = { userCycleId, userOutboundId: id, messageType: 'MISSED_CALL', force } as const
  return await accept(support, send, wording)
}

/** A text as it would be sent now, and its size: for one call where it is about one, which gives the agreed time. */
export async function previewMessage(
  support: Support,
  about: Readonly<{ userCycleId: UserCycleId; userOutboundId: OutboundId | null }>,
  wording: Wording,
) {
  const { userCycleId, userOutboundId } = about
  const cycle = await find(support, userCycles, { id: userCycleId })
  if (isRefusal(cycle)) return cycle
  if (userOutboundId !== null) {
    const call = await find(support, userOutboundPlans, { id: userOutboundId })
    if (isRefusal(call)) return call
    if (call.userCycleId !== userCycleId) return userOutboundPlans.notFound
  }
  const composed = await compose(support, about, wording)
  if (isRefusal(composed)) return composed
  const { content } = composed
  const size = measure(content)
  return isRefusal(size) ? size : { userId: cycle.userId, content, ...size }
}

/** Tries a failed message again, in the name of whoever asks, if nothing forbids it now. */
export function retryMessage(
  support: Support,
  { id, ifMatch, force }: Send & Seen<MessageId>,
): Promise<UserSupportMessage | Refusal> {
  const key = randomUUID()
  return atomically(support.sql, async (sql) => {
    const within = { ...support, sql }
    const present = await find(within, userSupportMessages, { id, ifMatch })
    if (isRefusal(present)) return present
    await oneAtATime(within, present.userId)
    if (present.status === 'FAILED') {
      const forbidden = await whatForbids(within, { ...present, force })
      if (forbidden !== undefined) return forbidden
    }
    return await change(within, userSupportMessages, {
      id,
      ifMatch,
      decide: (message) =>
        userSupportMessage.retry(message, { key, forced: force }, actOf(support)),
    })
  })
}

/** What a carrier reported of a message that it knows by that key; a key that is not ours changes nothing. */
export async function takeReport(support: Support, report: Parameters<typeof reportDelivery>[1]) {
  const id = await findByKey(support.sql, report.key)
  if (id === undefined) return userSupportMessages.notFound
  return await change(support, userSupportMessages, {
    id,
    decide: (message) => reportDelivery(message, report, actOf(support)),
  })
}

type Accepting = ToCycle & Readonly<{ userOutboundId: OutboundId | null; messageType: MessageType }>

/**
 * Takes the message in, once the guards have let it pass: it is durable before anybody is answered. One user's clicks
 * come one after another, so that two at once cannot both be the first.
 */
function accept(
  support: Support,
  send: Accepting,
  wording: Wording,
): Promise<UserSupportMessage | Refusal> {
  return atomically(support.sql, async (sql) => {
    const within = { ...support, sql }
    const { userCycleId: id, ifMatch } = send
    const cycle = await find(within, userCycles, { id, ifMatch })
    if (isRefusal(cycle)) return cycle
    await oneAtATime(within, cycle.userId)
    const composed = await compose(within, send, wording)
    if (isRefusal(composed)) return composed
    const forbidden = await whatForbids(within, send)
    if (forbidden !== undefined) return forbidden
    return await keep(within, send, { ...composed, cycle })
  })
}

type Kept = Composed & Readonly<{ cycle: Parameters<typeof dayOf>[0] }>

async function keep(support: Support, send: Accepting, { cycle, content, ...how }: Kept) {
  const act = actOf(support)
  const id = await nextId<MessageId>(support.sql, 'support.user_support_message')
  const { userCycleId, userOutboundId, messageType, force: forced } = send
  const about = { id, userId: cycle.userId, userCycleId, userOutboundId, messageType, ...how }
  const place = { startDate: cycle.startDate, dayIndex: dayOf(cycle, act) }
  const message = { ...about, ...place, forced, key: randomUUID() }
  const event = userSupportMessage.queue(message, content, act)
  const queued = userSupportMessage.queued(event)
  await store(support, insertMessage, queued, [{ event, subject: subject(queued) }])
  return queued
}

function dayOf(
  { startDate }: Pick<UserSupportMessage, 'startDate' | 'userId'>,
  { today }: ReturnType<typeof actOf>,
) {
  return dayIndexOn(startDate, today)
}

async function whatForbids(support: Support, { force, ...about }: Omit<Accepting, 'force'> & Send) {
  const { calendar, settings } = support
  const now = await circumstancesOf(support, about)
  const click = { isMissedCall: about.messageType === 'MISSED_CALL', force }
  return forbids(click, now, { limits: settings.messages, calendar }, actOf(support))
}

async function oneAtATime({ sql }: Support, userId: string) {
  await run(sql, 'select pg_advisory_xact_lock(hashtextextended($1, 2))', [userId])
}
