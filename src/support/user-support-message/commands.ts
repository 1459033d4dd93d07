import { randomUUID } from 'node:crypto'
import { dayIndexOn } from '../../kernel/calendar.ts'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { MessageId, OutboundId, TemplateId, UserCycleId } from '../../kernel/values.ts'
import { change } from '../../platform/change.ts'
import { atomically, run } from '../../platform/db/db.ts'
import { nextId } from '../../platform/db/ids.ts'
import { store } from '../../platform/journal.ts'
import { actOf, type Support } from '../support.ts'
import { userCycles } from '../user-cycle/repository.ts'
import { userOutboundPlans } from '../user-outbound-plan/repository.ts'
import { circumstancesOf } from './circumstances.ts'
import { compose, type Composed, type Wording } from './composing.ts'
import { forbids } from './guards.ts'
import { findByKey, insertMessage, subject, userSupportMessages } from './repository.ts'
import * as userSupportMessage from './user-support-message.ts'
import type { MessageType, UserSupportMessage } from './user-support-message.ts'

type Send = Readonly<{ force: boolean }>

/** SendTemplateMessage. */
export function sendTemplateMessage(
  support: Support,
  { userCycleId, templateId, force }: Send & { userCycleId: UserCycleId; templateId: TemplateId },
) {
  const send = { userCycleId, userOutboundId: null, messageType: 'TEMPLATE', force } as const
  return accept(support, send, { templateId })
}

/** SendFreeTextMessage. */
export function sendFreeTextMessage(
  support: Support,
  { userCycleId, content, force }: Send & { userCycleId: UserCycleId; content: string },
) {
  const send = { userCycleId, userOutboundId: null, messageType: 'FREE_TEXT', force } as const
  return accept(support, send, { content })
}

/** SendMissedCallMessage: for one call, by a template, by the programme's own when none is named, or in free words. */
export async function sendMissedCallMessage(
  support: Support,
  { id, force, ...wording }: Send & Wording & { id: OutboundId },
): Promise<UserSupportMessage | Refusal> {
  const call = await userOutboundPlans.load(support.sql, id, support.sites)
  if (call === undefined) return userOutboundPlans.notFound
  const { userCycleId } = call
  const send = { userCycleId, userOutboundId: id, messageType: 'MISSED_CALL', force } as const
  return await accept(support, send, wording)
}

/** Tries a failed message again, in the name of whoever asks, if nothing forbids it now. */
export function retryMessage(
  support: Support,
  { id, ifMatch, force }: Send & { id: MessageId; ifMatch?: number | undefined },
): Promise<UserSupportMessage | Refusal> {
  const key = randomUUID()
  return atomically(support.sql, async (sql) => {
    const within = { ...support, sql }
    const present = await userSupportMessages.load(sql, id, support.sites)
    if (present === undefined) return userSupportMessages.notFound
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
export async function takeReport(
  support: Support,
  { key, ...report }: { key: string } & Parameters<typeof userSupportMessage.report>[1],
) {
  const id = await findByKey(support.sql, key)
  if (id === undefined) return userSupportMessages.notFound
  return await change(support, userSupportMessages, {
    id,
    decide: (message) => userSupportMessage.report(message, report, actOf(support)),
  })
}

type Accepting = Send &
  Readonly<{
    userCycleId: UserCycleId
    userOutboundId: OutboundId | null
    messageType: MessageType
  }>

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
    const cycle = await userCycles.load(sql, send.userCycleId, support.sites)
    if (cycle === undefined) return userCycles.notFound
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
