import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { openStandIn, serveStandIn, type Asked, type Said, type StandIn } from './stand-in.ts'

/** The secret that the stand-in and Anbu share. */
export const WEBHOOK_SECRET = `whsec_${Buffer.from('a secret of the stand-in only').toString('base64')}`

/** A message as Anbu posts it. */
type PostedMessage = Readonly<{
  key: string
  to: string
  text: string
  kind: string
  templateCode: string | null
}>

/** What became of a message, as the carrier posts it. */
export type PostedReport = Readonly<{ key: string; at: string; undeliveredReason?: string | null }>

/** What the webhook's stand-in can be told besides. */
type WebhookControl = Readonly<{
  /** What it says of a key when it is asked, instead of what is true. */
  became?: Readonly<Record<string, 'ACCEPTED' | 'REFUSED' | 'UNKNOWN'>>
  /** Posts reports to that address, signed with that secret and time, that many times. */
  report?: Readonly<{
    url: string
    reports: PostedReport | readonly PostedReport[]
    times?: number
    secret?: string
    at?: string
  }>
}>

export type WebhookStandIn = StandIn<WebhookControl> &
  Readonly<{
    messages: () => readonly PostedMessage[]
    /** The statuses by which posted reports were answered. */
    answers: () => readonly number[]
  }>

const signing = new Webhook(WEBHOOK_SECRET)

/** A carrier of a user's own on this machine, as docs/guide/messages.md describes it. It counts every repeat. */
export async function openWebhookStandIn(port = 0): Promise<WebhookStandIn> {
  const messages: PostedMessage[] = []
  const answers: number[] = []
  let became: NonNullable<WebhookControl['became']> = {}
  const standIn = await openStandIn<WebhookControl>(
    {
      refuse: (asked) => (isSigned(asked) ? undefined : refusal(401, 'The signature is wrong.')),
      isSend: ({ method }) => method === 'POST',
      take(asked) {
        const message = JSON.parse(asked.body) as PostedMessage
        if (message.key !== asked.headers['webhook-id'])
          return refusal(400, 'Another key is signed.')
        messages.push(message)
        return { status: 202, body: { id: idOf(message.key) } }
      },
      answer: ({ url }) => whatBecame(url.searchParams.get('key') ?? '', messages, became),
      problem: (status) => ({ reason: `the stand-in says ${status} for +82 10-1234-5678` }),
      async control(more) {
        became = { ...became, ...more.became }
        if (more.report !== undefined) answers.push(...(await post(more.report)))
      },
      counts: () => countsOf(messages),
    },
    port,
  )
  return { ...standIn, messages: () => messages, answers: () => answers }
}

function isSigned({ headers, body, method, url }: Asked): boolean {
  try {
    signing.verify(body, headers as Record<string, string>, { jsonParse: false })
    return method !== 'GET' || url.searchParams.get('key') === headers['webhook-id']
  } catch {
    return false
  }
}

function whatBecame(
  key: string,
  messages: readonly PostedMessage[],
  told: NonNullable<WebhookControl['became']>,
): Said {
  const truth = messages.some((message) => message.key === key) ? 'ACCEPTED' : 'UNKNOWN'
  const outcome = told[key] ?? truth
  if (outcome === 'UNKNOWN') return refusal(404, 'There is no such message.')
  const body =
    outcome === 'ACCEPTED'
      ? { outcome, id: idOf(key) }
      : { outcome, reason: 'The number is blocked.' }
  return { status: 200, body }
}

async function post(report: NonNullable<WebhookControl['report']>): Promise<number[]> {
  const { url, reports, times = 1, secret = WEBHOOK_SECRET, at } = report
  const body = JSON.stringify(reports)
  const time = at === undefined ? new Date() : new Date(at)
  const id = randomUUID()
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(time.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, time, body),
  }
  const answers: number[] = []
  for (let n = 0; n < times; n += 1) {
    const { status } = await fetch(url, { method: 'POST', headers, body })
    answers.push(status)
  }
  return answers
}

function countsOf(messages: readonly PostedMessage[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { key } of messages) counts[key] = (counts[key] ?? 0) + 1
  return counts
}

function idOf(key: string): string {
  return `own-${key}`
}

function refusal(status: number, reason: string): Said {
  return { status, body: { reason } }
}

if (import.meta.main) await serveStandIn(openWebhookStandIn)
