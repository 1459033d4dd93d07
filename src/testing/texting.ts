import assert from 'node:assert/strict'
import type { Database } from '../platform/db/db.ts'
import { callsOf, serviceOn, startCycle } from './api.ts'
import type { Fault } from './stand-ins/stand-in.ts'
import { WEBHOOK_SECRET, type WebhookStandIn } from './stand-ins/webhook.ts'

/** 12:00 in Seoul. */
export const NOON = '2026-01-05T03:00:00.000Z'

type Message = {
  id: number
  status: string
  reason: string | null
  nextAttemptAt: string | null
  deliveredAt: string | null
  undeliveredReason: string | null
  attempts: { number: number; outcome: string; reason: string | null }[]
}

/** A service on that database that texts by that carrier, and waits so many seconds for its answer. */
export async function textingOn(database: Database, standIn: WebhookStandIn, timeout: number) {
  const service = await serviceOn(database, {
    ANBU_CARRIER: 'webhook',
    ANBU_WEBHOOK_CARRIER_URL: standIn.url,
    ANBU_WEBHOOK_CARRIER_SECRET: WEBHOOK_SECRET,
    ANBU_CARRIER_TIMEOUT: String(timeout),
    ANBU_MESSAGES_PER_HOUR: '1000000',
  })
  const { admin } = service
  const moveTo = (now: string) => admin('PUT', '/v1/test-clock', { now })
  let texts = 0

  /** A text of its own, clicked at noon while the carrier does as it is told; nobody waits for it to leave. */
  async function clickOnly(faults: readonly Fault[] = []) {
    await standIn.control({ faults })
    await moveTo(NOON)
    const { userCycleId } = await startCycle(service)
    const [call] = await callsOf(service, userCycleId)
    texts += 1
    const content = `글 ${timeout}-${texts}`
    const url = `/v1/outbounds/${call?.id}/missed-call-messages`
    const { status, body } = await admin<{ id: number }>('POST', url, { content })
    assert.equal(status, 202)
    return { id: body.id, content, userCycleId }
  }

  return {
    service,
    clickOnly,
    /** The same, and everything that is due at noon is done. */
    click: async (faults: readonly Fault[] = []) => {
      const clicked = await clickOnly(faults)
      await moveTo(NOON)
      return clicked
    },
    /** Lets time pass, and does what becomes due. */
    pass: (advance: string) => admin('PUT', '/v1/test-clock', { advance }),
    found: async (id: number) => (await admin<Message>('GET', `/v1/messages/${id}`)).body,
    /** How often the carrier took that text. */
    takenOf: (content: string) => standIn.messages().filter(({ text }) => text === content).length,
    keyOf: (content: string) => standIn.messages().find(({ text }) => text === content)?.key ?? '',
  }
}
