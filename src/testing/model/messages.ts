import fc from 'fast-check'
import { commanding, idFor, type Answer, type Done, type No } from './one.ts'
import { asks, type Real } from './step.ts'
import {
  cycleOf,
  dayIn,
  dayOf,
  hourIn,
  later,
  note,
  SYSTEM,
  today,
  userOf,
  type Call,
  type Cycle,
  type Message,
  type Thing,
  type World,
} from './world.ts'

const GAP = 30 * 60_000
const A_DAY = 5
const MOBILE = /^\+8210/

const own = fc.record({
  content: fc.constantFrom('병원에서 안내드립니다', '  곧 전화드리겠습니다 ', '   '),
  force: fc.boolean(),
})
const isMalformed = ({ content }: { content: string }) => content.trim() === ''

const onCycle = commanding<Cycle>({
  all: ({ cycles }) => [...cycles.values()],
  url: ({ userCycleId }) => `/v1/user-cycles/${userCycleId}`,
  notFound: 4102,
})
const onCall = commanding<Call>({
  all: ({ calls }) => calls,
  url: ({ id }) => `/v1/outbounds/${id}`,
  notFound: 4103,
})
const onMessage = commanding<Message>({
  all: ({ messages }) => messages,
  url: ({ id }) => `/v1/messages/${id}`,
  notFound: 4106,
  view: (_, message) => ({ ...message }),
})

/** What operators send, by a carrier that takes everything at once. */
export const ON_MESSAGES = {
  sendFreeText: onCycle({
    event: 'MessageQueued',
    own,
    isMalformed,
    ask: (_, { content, force }) => {
      const body = { messageType: 'FREE_TEXT', content, force }
      return { method: 'POST', path: '/messages', body }
    },
    decide: (world, { userCycleId }, click) =>
      send(world, { ...click, userCycleId, userOutboundId: null, messageType: 'FREE_TEXT' }),
  }),

  sendMissedCall: onCall({
    event: 'MessageQueued',
    own,
    isMalformed,
    ask: (_, body) => ({ method: 'POST', path: '/missed-call-messages', body }),
    decide: (world, { id, userCycleId }, click) =>
      send(world, { ...click, userCycleId, userOutboundId: id, messageType: 'MISSED_CALL' }),
  }),

  retryMessage: onMessage({
    weight: 1,
    own: fc.record({ force: fc.boolean() }),
    ask: (_, body) => ({ method: 'POST', path: '/retry', body }),
    decide: () => ({ code: 4209 }),
  }),
}

type Click = Pick<Message, 'userCycleId' | 'userOutboundId' | 'messageType'> &
  Readonly<{ by: string; content: string; force: boolean }>

/** The click is answered at once; what became of it stands when everything that was due is done. */
function send(world: World, click: Click): No | Done {
  const no = forbids(world, click)
  if (no !== undefined) return no
  const { by, content, userCycleId, userOutboundId, messageType } = click
  const cycle = cycleOf(world, { userCycleId })
  const about = { userId: cycle.userId, userCycleId, userOutboundId, messageType, templateId: null }
  const times = { createdBy: by, createdAt: world.now, updatedAt: world.now }
  const dayIndex = dayOf(world, cycle)
  const text = { content: content.trim(), reason: null }
  const message: Message = {
    id: 0,
    ...about,
    ...text,
    dayIndex,
    ...times,
    status: 'SUCCESS',
    deliveredAt: world.now,
    version: 4,
  }
  world.messages.push(message)
  noteSending(world, message)
  const learnId = idFor(message)
  const learn = async (answer: Answer, real: Real) => {
    learnId(answer)
    await settle(real, world)
  }
  return { status: 202, body: { ...about, ...text, dayIndex, status: 'QUEUED', version: 1 }, learn }
}

function forbids(world: World, { userCycleId, userOutboundId, force }: Click): No | undefined {
  const { now, messages } = world
  const { userId, state } = cycleOf(world, { userCycleId })
  const { phone, wantsMessages } = userOf(world, { userId })
  const ofToday = messages.filter(
    (one) => one.userId === userId && dayIn(one.createdAt) === today(world),
  )
  const contact = [
    [phone === null, 'NO_NUMBER'],
    [!MOBILE.test(phone ?? ''), 'NOT_MOBILE'],
    [state === 'ENDED', 'CYCLE_ENDED'],
    [!wantsMessages, 'PREFERENCE'],
    [ofToday.length >= A_DAY, 'DAILY_LIMIT'],
  ] as const
  const rule = contact.find(([holds]) => holds)
  if (rule !== undefined) return { code: 4206, told: { reason: rule[1] } }
  if (force) return undefined
  if (hourIn(now) >= 21 || hourIn(now) < 8) return { code: 4205 }
  const last = messages.findLast(
    (one) => userOutboundId !== null && one.userOutboundId === userOutboundId,
  )
  const isTooSoon = last !== undefined && now < later(last.createdAt, GAP)
  return isTooSoon ? { code: 4203, told: { lastSentAt: last.createdAt } } : undefined
}

/** Taken in from a person; tried, taken by the carrier and delivered in the system's hands. */
function noteSending(world: World, message: Message) {
  const { userId, userCycleId, userOutboundId, messageType, templateId, createdBy, dayIndex } =
    message
  const of: Thing = { userId, userCycleId, id: () => message.id, relation: () => message.id }
  note(world, of, { type: 'MessageQueued', version: 1, by: createdBy })
  note(world, of, { type: 'MessageAttemptStarted', version: 2, by: SYSTEM })
  const meta = { messageType, templateId, sender: createdBy, status: 'SUCCESS', reason: null }
  note(world, of, {
    type: messageType === 'MISSED_CALL' ? 'MissedCallMessageSent' : 'FreeTextMessageSent',
    version: 3,
    by: SYSTEM,
    log: { type: 'MESSAGE_SENT', meta },
    payload: () => ({ userOutboundId, messageId: message.id, templateId, dayIndex }),
  })
  note(world, of, { type: 'MessageDelivered', version: 4, by: SYSTEM })
}

/** Lets everything happen that is due. */
export async function settle(real: Real, { now }: World) {
  const question = {
    who: 'admin',
    method: 'PUT',
    url: '/v1/test-clock',
    body: { advance: 'PT0S' },
  } as const
  await asks(real, question, { status: 200, body: { now } })
}
