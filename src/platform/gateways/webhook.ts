import { Webhook } from 'standardwebhooks'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { astray, idOf, isNotNow, jsonOf, tidy, timeOf, withoutAnswer } from './answers.ts'
import type { Answer, Carrier, Found, Parcel, Report } from './carrier.ts'
import { exchange, type Reply } from './exchange.ts'

/** An address of the user's own that sends messages, and the secret that both sides sign with. */
export type WebhookSettings = Readonly<{
  url: URL
  /** `whsec_…`, as Standard Webhooks writes it. */
  secret: string
  /** Seconds for which one send, or one question, may wait. */
  timeout: number
}>

const maybe = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Taken = Type.Object({
  id: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()])),
})
const Refused = Type.Object({ reason: Type.String() })
const Became = Type.Object({
  outcome: Type.Union([Type.Literal('ACCEPTED'), Type.Literal('REFUSED')]),
  id: Taken.properties.id,
  reason: maybe,
})
const Reported = Type.Object({
  key: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\0]*$' }),
  at: Type.String({ minLength: 1, maxLength: 50 }),
  undeliveredReason: maybe,
})
const ReportedAll = Type.Union([Reported, Type.Array(Reported, { maxItems: 1_000 })])

/** Posts each message as signed JSON (Standard Webhooks) to an address of the user's own: docs/guide/messages.md. */
export function openWebhook(settings: WebhookSettings): Carrier {
  const signing = new Webhook(settings.secret)
  return {
    name: 'webhook',
    async send(parcel) {
      const body = bodyOf(parcel)
      const reply = await ask(settings, {
        method: 'POST',
        body,
        headers: sign(signing, parcel.key, body),
      })
      return readTaken(reply, [settings.secret, parcel.text])
    },
    async find(key) {
      const reply = await ask(settings, { method: 'GET', key, headers: sign(signing, key, '') })
      return readFound(reply)
    },
    readReports: (headers, body) => readReports(signing, headers, body),
    close: async () => {},
  }
}

function bodyOf({ key, to, text, kind, templateCode }: Parcel): string {
  return JSON.stringify({ key, to, text, kind, templateCode: templateCode ?? null })
}

/** By the real time, which the other side compares with its own. */
function sign(signing: Webhook, key: string, body: string): Record<string, string> {
  const now = new Date()
  return {
    'webhook-id': key,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': signing.sign(key, now, body),
  }
}

type Asked = Readonly<{ headers: Record<string, string> }> &
  (Readonly<{ method: 'POST'; body: string }> | Readonly<{ method: 'GET'; key: string }>)

function ask({ url, timeout }: WebhookSettings, asked: Asked): Promise<Reply> {
  const deadline = AbortSignal.timeout(timeout * 1_000)
  const { method, headers } = asked
  if (asked.method === 'POST') {
    const typed = { ...headers, 'content-type': 'application/json; charset=utf-8' }
    return exchange({ method, url, headers: typed, body: asked.body, deadline })
  }
  const question = new URL(url)
  question.searchParams.set('key', asked.key)
  return exchange({ method, url: question, headers, deadline })
}

function readTaken(reply: Reply, hidden: readonly string[]): Answer {
  if (reply.said === 'NOTHING') return withoutAnswer(reply)
  const { status, body, whole } = reply
  if (isNotNow(status)) return { outcome: 'UNREACHABLE', reason: `HTTP ${status}` }
  if (status >= 400) {
    const reason = tidy(jsonOf(Refused, reply)?.reason ?? '', hidden)
    return { outcome: 'REFUSED', reason: reason || `HTTP ${status}` }
  }
  if (status >= 300) return astray(status)
  if (whole && body.trim() === '') return { outcome: 'ACCEPTED', id: null }
  const taken = jsonOf(Taken, reply)
  // A page that somebody put before the carrier answers 200, too.
  return taken === undefined
    ? { outcome: 'UNCERTAIN', reason: `HTTP ${status} with an answer that tells nothing` }
    : { outcome: 'ACCEPTED', id: idOf(taken.id) }
}

function readFound(reply: Reply): Found {
  const became = reply.said === 'ANSWER' && reply.status === 200 && jsonOf(Became, reply)
  if (!became) return { outcome: 'UNKNOWN' }
  return became.outcome === 'ACCEPTED'
    ? { outcome: 'ACCEPTED', id: idOf(became.id) }
    : { outcome: 'REFUSED', reason: tidy(became.reason ?? '', []) || 'no reason given' }
}

function readReports(
  signing: Webhook,
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
): readonly Report[] | undefined {
  try {
    const signed = Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    )
    const json = signing.verify(body, Object.fromEntries(signed))
    if (!Value.Check(ReportedAll, json)) return undefined
    const reports = (Array.isArray(json) ? json : [json]).map(asReport)
    return reports.every((report) => report !== undefined) ? reports : undefined
  } catch {
    return undefined
  }
}

function asReport({ key, at, undeliveredReason }: Static<typeof Reported>): Report | undefined {
  const time = timeOf(Temporal.Instant.from(at).epochMilliseconds)
  if (time === undefined) return undefined
  const arrived = undeliveredReason === undefined || undeliveredReason === null
  const reason = arrived ? null : tidy(undeliveredReason, []) || 'no reason given'
  return { key, at: time, undeliveredReason: reason }
}
