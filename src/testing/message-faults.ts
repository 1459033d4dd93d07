import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from './stand-ins/stand-in.ts'
import { BOOTSTRAP, startServer, type Environment } from './server.ts'
import { openWebhookStandIn, WEBHOOK_SECRET, type WebhookStandIn } from './stand-ins/webhook.ts'

const TEXTS_A_ROUND = 12
/** The kill comes after so many answers, and so many milliseconds, as chance wills. */
const LATEST_KILL = 150
const DAY = 86_400_000
/**
 * The clock of each round is a noon of its own in Seoul, so that no quiet hours come between. All lie after the present,
 * by which a server begins: what it sets down until it is told the round's time is due before the next round.
 */
const FIRST_NOON = Math.ceil(Date.now() / DAY) * DAY + 3 * 3_600_000
const FAULTS: readonly (Fault | undefined)[] = [
  undefined,
  { do: 'SLOW', seconds: 0.2 },
  { do: 'DROP_AFTER' },
  { do: 'CUT' },
  { do: 'DROP_BEFORE' },
  { do: 'ANSWER', status: 503 },
]

/** What came of the rounds: how many texts were clicked and acknowledged, and how their messages ended. */
export type Tally = { clicked: number; acknowledged: number; sent: number; failed: number }

type Message = { id: number; content: string; status: string; reason: string | null }

/**
 * Kills the server at a random moment while it sends, round after round on the same database, and then lets the last
 * one settle everything. The carrier must have taken no text twice, no acknowledged click may be lost, and each message
 * must say the truth: SUCCESS for what the carrier took, FAILED for what it did not.
 */
export async function messageFaults(rounds: number, environment: Environment): Promise<Tally> {
  const standIn = await openWebhookStandIn()
  const env = {
    ...environment,
    ANBU_TEST_CLOCK: '1',
    ANBU_CARRIER: 'webhook',
    ANBU_WEBHOOK_CARRIER_URL: standIn.url,
    ANBU_WEBHOOK_CARRIER_SECRET: WEBHOOK_SECRET,
    ANBU_CARRIER_TIMEOUT: '10',
    ANBU_MESSAGES_PER_HOUR: '1000000',
  }
  const acknowledged = new Set<string>()
  try {
    for (let round = 1; round <= rounds; round += 1)
      await killOnce({ env, standIn, round, acknowledged })
    return await settle({ env, standIn, rounds, acknowledged })
  } finally {
    await standIn.close()
  }
}

type Round = {
  env: Environment
  standIn: WebhookStandIn
  round: number
  acknowledged: Set<string>
}

async function killOnce({ env, standIn, round, acknowledged }: Round) {
  const server = await startServer(env)
  const call = callsTo(server.url)
  await call('PUT', '/v1/test-clock', { now: noonOf(round) })
  const texts = Array.from({ length: TEXTS_A_ROUND }, (_, number) => `글 ${round}-${number}`)
  for (const text of texts) await call('POST', '/v1/events', cycleOf(text, round))
  await standIn.control({ faults: texts.flatMap(() => FAULTS[randomInt(FAULTS.length)] ?? []) })

  const enough = Promise.withResolvers<void>()
  let answers = randomInt(TEXTS_A_ROUND)
  const clicked = texts.map(async (text) => {
    const body = { messageType: 'FREE_TEXT', content: text }
    const { status } = await call('POST', `/v1/user-cycles/${cycleIdOf(text)}/messages`, body)
    if (status === 202) acknowledged.add(text)
    answers -= 1
    if (answers <= 0) enough.resolve()
  })
  // Those whose answer the kill cuts off may or may not have been taken in.
  const clicks = Promise.allSettled(clicked)
  await Promise.race([enough.promise, clicks])
  await pause(randomInt(LATEST_KILL))
  await server.kill()
  await clicks
}

type Settling = Omit<Round, 'round'> & { rounds: number }

async function settle({ env, standIn, rounds, acknowledged }: Settling): Promise<Tally> {
  await standIn.control({ faults: [] })
  const server = await startServer(env)
  const call = callsTo(server.url)
  await call('PUT', '/v1/test-clock', { now: noonOf(rounds + 1) })
  // Everything that is in doubt is asked about until it is known or given up.
  for (let step = 0; step < 12; step += 1) await call('PUT', '/v1/test-clock', { advance: 'PT20M' })

  const messages = await allMessages(call)
  await server.stop()
  const taken = countTexts(standIn)
  for (const { content, status, reason } of messages) {
    const times = taken.get(content) ?? 0
    assert.ok(times <= 1, `the carrier took "${content}" ${times} times`)
    assert.equal(
      status,
      times === 1 ? 'SUCCESS' : 'FAILED',
      `"${content}" says ${status} (${reason})`,
    )
  }
  const kept = new Set(messages.map(({ content }) => content))
  for (const text of acknowledged) assert.ok(kept.has(text), `the acknowledged "${text}" is lost`)
  for (const text of taken.keys())
    assert.ok(kept.has(text), `nothing is known of the sent "${text}"`)
  assert.equal(kept.size, messages.length, 'a click made two messages')
  const sent = messages.filter(({ status }) => status === 'SUCCESS').length
  const clicked = rounds * TEXTS_A_ROUND
  return { clicked, acknowledged: acknowledged.size, sent, failed: messages.length - sent }
}

function countTexts(standIn: WebhookStandIn): Map<string, number> {
  const taken = new Map<string, number>()
  for (const { text } of standIn.messages()) taken.set(text, (taken.get(text) ?? 0) + 1)
  return taken
}

async function allMessages(call: Call): Promise<Message[]> {
  const messages: Message[] = []
  let cursor = ''
  for (;;) {
    const { body } = await call('GET', `/v1/messages?limit=200${cursor}`)
    const page = body as { items: Message[]; nextCursor: string | null }
    messages.push(...page.items)
    if (page.nextCursor === null) return messages
    cursor = `&cursor=${page.nextCursor}`
  }
}

type Call = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ status: number; body: unknown }>

function callsTo(url: string): Call {
  return async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${BOOTSTRAP}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }
}

function noonOf(round: number): string {
  return new Date(FIRST_NOON + round * DAY).toISOString()
}

function cycleIdOf(text: string): string {
  return `cycle-${text.replaceAll(/\D+/g, '-')}`
}

/** The start of a cycle of somebody who is to get that text, and no other. */
function cycleOf(text: string, round: number) {
  const userCycleId = cycleIdOf(text)
  return {
    specversion: '1.0',
    id: userCycleId,
    source: '/faults',
    type: 'UserCycleStarted',
    data: {
      userId: `user-of-${userCycleId}`,
      userCycleId,
      startDate: noonOf(round).slice(0, 10),
      user: { name: '김하나', phone: '010-1234-5678' },
    },
  }
}
