import { jsonOf } from './answers.ts'
import type { Answer, Carrier, Found, Parcel, Traces } from './carrier.ts'
import { exchange, type Reply } from './exchange.ts'
import {
  authorization,
  becameOf,
  mayHaveTaken,
  numberFor,
  ofKey,
  readSent,
  reportOf,
  sendBody,
  StoredList,
  type Stored,
} from './solapi-protocol.ts'

/** An account with SOLAPI. */
export type SolapiSettings = Readonly<{
  apiKey: string
  apiSecret: string
  /** The registered number that messages come from, digits only. */
  sender: string
  /** The KakaoTalk channel that AlimTalk is sent by. */
  pfId: string | undefined
  baseUrl: URL
  /** Seconds for which one send, or one question, may wait. */
  timeout: number
}>

const PAGE = '100'
const PAGES = 10

/** SMS, LMS and AlimTalk by SOLAPI; docs/decisions/0011-solapi-without-its-sdk.md says why its SDK does not send them. */
export function openSolapi(settings: SolapiSettings): Carrier {
  return {
    name: 'solapi',
    send: (parcel) => send(settings, parcel),
    async find(key, traces) {
      const deadline = deadlineOf(settings)
      const found = await find(settings, { key, ...traces }, deadline)
      // The number may have changed since.
      return found.outcome === 'UNKNOWN' ? await find(settings, { key }, deadline) : found
    },
    async report(key, traces, until) {
      const timeIsUp = deadlineOf(settings)
      const deadline = until === undefined ? timeIsUp : AbortSignal.any([timeIsUp, until])
      const stored = await lookUp(settings, { key, ...traces }, deadline)
      return stored && reportOf(stored, key)
    },
    close: async () => {},
  }
}

async function send(settings: SolapiSettings, parcel: Parcel): Promise<Answer> {
  const { key, to, kind, text } = parcel
  if (kind === 'ALIMTALK' && settings.pfId === undefined) {
    return {
      outcome: 'REFUSED',
      reason: 'SOLAPI_PF_ID is not set: there is no channel for AlimTalk',
    }
  }
  const deadline = deadlineOf(settings)
  const reply = await exchange({
    method: 'POST',
    url: addressOf(settings, 'messages/v4/send-many/detail'),
    headers: {
      authorization: authorization(settings),
      'content-type': 'application/json; charset=utf-8',
    },
    body: sendBody(parcel, settings),
    deadline,
  })
  const answer = readSent(reply, key, [settings.apiKey, settings.apiSecret, text])
  if (!mayHaveTaken(reply)) return answer
  const found = await find(settings, { key, to }, deadline)
  return found.outcome === 'UNKNOWN' ? answer : found
}

type Sought = Traces & Readonly<{ key: string }>

async function find(
  settings: SolapiSettings,
  sought: Sought,
  deadline: AbortSignal,
): Promise<Found> {
  const stored = await lookUp(settings, sought, deadline)
  return stored === undefined ? { outcome: 'UNKNOWN' } : becameOf(stored)
}

/**
 * SOLAPI's list cannot be asked for a key of ours, so it is asked for what else is known, newest first, and searched.
 */
async function lookUp(
  settings: SolapiSettings,
  { key, to, id }: Sought,
  deadline: AbortSignal,
): Promise<Stored | undefined> {
  const narrowed = id ? { messageId: id } : to === undefined ? {} : { to: numberFor(to).to }
  let startKey: string | undefined
  for (let page = 0; page < PAGES; page += 1) {
    const query = { ...narrowed, limit: PAGE, ...(startKey !== undefined && { startKey }) }
    const reply = await askList(settings, query, deadline)
    const list = reply.said === 'ANSWER' && reply.status === 200 && jsonOf(StoredList, reply)
    if (!list) return undefined
    const stored = ofKey(key, list)
    if (stored !== undefined || !list.nextKey) return stored
    startKey = list.nextKey
  }
  return undefined
}

function askList(
  settings: SolapiSettings,
  query: Record<string, string>,
  deadline: AbortSignal,
): Promise<Reply> {
  const url = addressOf(settings, 'messages/v4/list')
  url.search = new URLSearchParams(query).toString()
  return exchange({
    method: 'GET',
    url,
    headers: { authorization: authorization(settings) },
    deadline,
  })
}

function addressOf({ baseUrl }: SolapiSettings, path: string): URL {
  return new URL(`${baseUrl.href.replace(/\/$/, '')}/${path}`)
}

function deadlineOf({ timeout }: SolapiSettings): AbortSignal {
  return AbortSignal.timeout(timeout * 1_000)
}
