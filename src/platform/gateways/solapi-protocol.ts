import { createHmac, randomBytes } from 'node:crypto'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import Type, { type Static } from 'typebox'
import { toInstant } from '../../kernel/calendar.ts'
import { astray, idOf, isNotNow, jsonOf, tidy, timeOf, withoutAnswer } from './answers.ts'
import type { Answer, Found, Parcel, Report } from './carrier.ts'
import type { Reply } from './exchange.ts'

/** Under which name of SOLAPI's `customFields` our key travels. */
const KEY = 'anbuKey'
const SERVER_ERROR = '1024'
const GATEWAY_TIMEOUT = 504

const maybe = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Registered = Type.Object({
  messageId: maybe,
  statusCode: maybe,
  statusMessage: maybe,
  customFields: Type.Optional(Type.Unknown()),
})
const Sent = Type.Object({
  failedMessageList: Type.Array(Registered),
  groupInfo: Type.Object({ count: Type.Object({ registeredSuccess: Type.Number() }) }),
  messageList: Type.Optional(Type.Union([Type.Array(Registered), Type.Null()])),
})
const Problem = Type.Object({ errorCode: Type.String(), errorMessage: Type.String() })

const Stored = Type.Object({
  messageId: maybe,
  status: maybe,
  statusCode: maybe,
  reason: maybe,
  dateReceived: maybe,
  dateReported: maybe,
  dateUpdated: maybe,
  customFields: Type.Optional(Type.Unknown()),
})

/** A message as SOLAPI's list shows it. */
export type Stored = Static<typeof Stored>

/** A page of SOLAPI's list. */
export const StoredList = Type.Object({
  messageList: Type.Union([Type.Record(Type.String(), Stored), Type.Array(Stored)]),
  nextKey: maybe,
})

type Sender = Readonly<{ sender: string; pfId: string | undefined }>

/** The body of `POST /messages/v4/send-many/detail` for one message. */
export function sendBody({ key, to, text, kind, templateCode }: Parcel, from: Sender): string {
  const message = {
    ...numberFor(to),
    from: from.sender,
    text,
    type: kind === 'ALIMTALK' ? 'ATA' : kind,
    customFields: { [KEY]: key },
    // The carrier itself sends an AlimTalk that does not arrive as SMS or LMS.
    ...(kind === 'ALIMTALK' && {
      kakaoOptions: { pfId: from.pfId, templateId: templateCode, disableSms: false },
    }),
  }
  return JSON.stringify({ messages: [message], allowDuplicates: false, showMessageList: true })
}

/** A number as SOLAPI writes it: a Korean one with its leading zero, a foreign one beside its country's code. */
export function numberFor(e164: string): { to: string; country?: string } {
  const number = parsePhoneNumberFromString(e164)
  if (number === undefined) return { to: e164.replaceAll(/\D/g, '') }
  const { countryCallingCode, nationalNumber } = number
  return countryCallingCode === '82'
    ? { to: `0${nationalNumber}` }
    : { to: nationalNumber, country: countryCallingCode }
}

/** The Authorization header: made for one request, since SOLAPI refuses one that it has seen. By the real time. */
export function authorization({
  apiKey,
  apiSecret,
}: Readonly<{ apiKey: string; apiSecret: string }>) {
  const date = toInstant(Date.now())
  const salt = randomBytes(16).toString('hex')
  const signature = createHmac('sha256', apiSecret).update(`${date}${salt}`).digest('hex')
  return `HMAC-SHA256 apiKey=${apiKey}, date=${date}, salt=${salt}, signature=${signature}`
}

/** What SOLAPI's answer to a sent message means. */
export function readSent(reply: Reply, key: string, hidden: readonly string[]): Answer {
  if (reply.said === 'NOTHING') return withoutAnswer(reply)
  const { status } = reply
  if (status >= 400) return readProblem(reply, hidden)
  if (status >= 300) return astray(status)
  const sent = jsonOf(Sent, reply)
  const answer = sent && readList(sent, key, hidden)
  return (
    answer ?? { outcome: 'UNCERTAIN', reason: `HTTP ${status} with an answer that tells nothing` }
  )
}

/** Whether SOLAPI may have taken a message although it answered an error: worth a look before it is sent again. */
export function mayHaveTaken(reply: Reply): boolean {
  return reply.said === 'ANSWER' && reply.status >= 500 && reply.status !== 503
}

/** The message with our key on a page of the list. */
export function ofKey(key: string, list: Static<typeof StoredList>): Stored | undefined {
  return Object.values(list.messageList).find(({ customFields }) => keyIn(customFields) === key)
}

/** What became of a message in the list: 1xxx is a refusal, all else was taken. */
export function becameOf(stored: Stored): Found {
  if (stored.statusCode?.startsWith('1') === true) {
    return { outcome: 'REFUSED', reason: reasonOf(stored.statusCode, stored.reason) }
  }
  return { outcome: 'ACCEPTED', id: idOf(stored.messageId) }
}

/** Whether it reached the phone: 4000 it did, 2000 and 3000 it is under way, all else it did not. */
export function reportOf(stored: Stored, key: string): Report | undefined {
  const { status, statusCode, dateReceived, dateReported, dateUpdated } = stored
  const time = Date.parse(dateReceived ?? dateReported ?? dateUpdated ?? '')
  if (!statusCode || ['2000', '3000'].includes(statusCode) || Number.isNaN(time)) return undefined
  const at = timeOf(time)
  if (at === undefined) return undefined
  if (statusCode === '4000') return { key, at, undeliveredReason: null }
  // Before that an AlimTalk that failed may still go out as SMS.
  const isFinal = !status || ['COMPLETE', 'FAILED'].includes(status)
  return isFinal ? { key, at, undeliveredReason: reasonOf(statusCode, stored.reason) } : undefined
}

function readProblem(reply: Extract<Reply, { said: 'ANSWER' }>, hidden: readonly string[]): Answer {
  const { status } = reply
  const problem = jsonOf(Problem, reply)
  const said =
    problem === undefined ? `HTTP ${status}` : `${problem.errorCode}: ${problem.errorMessage}`
  const reason = tidy(said, hidden)
  // A gateway got no answer, or the same request had arrived before: then the first one may have been taken.
  if (status === GATEWAY_TIMEOUT || problem?.errorCode === 'DuplicatedSignature') {
    return { outcome: 'UNCERTAIN', reason }
  }
  return { outcome: isNotNow(status) ? 'UNREACHABLE' : 'REFUSED', reason }
}

function readList(
  { failedMessageList, messageList, groupInfo }: Static<typeof Sent>,
  key: string,
  hidden: readonly string[],
): Answer | undefined {
  const listed = [...failedMessageList, ...(messageList ?? [])].find(isOurs(key))
  if (listed?.statusCode) return readRegistered(listed, hidden)
  const counted = !messageList && groupInfo.count.registeredSuccess === 1
  return counted ? { outcome: 'ACCEPTED', id: null } : undefined
}

function readRegistered(
  { statusCode, statusMessage, messageId }: Static<typeof Registered>,
  hidden: readonly string[],
): Answer {
  if (!statusCode?.startsWith('1')) return { outcome: 'ACCEPTED', id: idOf(messageId) }
  const reason = reasonOf(statusCode, statusMessage, hidden)
  return { outcome: statusCode === SERVER_ERROR ? 'UNREACHABLE' : 'REFUSED', reason }
}

/** An answer that carries a key is only the answer to the message with that key. */
function isOurs(key: string) {
  return ({ customFields }: Readonly<{ customFields?: unknown }>) =>
    (keyIn(customFields) ?? key) === key
}

function keyIn(customFields: unknown): unknown {
  const isObject = typeof customFields === 'object' && customFields !== null
  return isObject && KEY in customFields ? customFields[KEY] : undefined
}

function reasonOf(code: string, sentence?: string | null, hidden: readonly string[] = []): string {
  return tidy(`${code} ${sentence ?? ''}`, hidden) || 'no reason given'
}
