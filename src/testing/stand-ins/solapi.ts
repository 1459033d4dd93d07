import { createHmac, randomBytes } from 'node:crypto'
import {
  fallBack,
  register,
  WORDS,
  type Account,
  type Message,
  type Stored,
} from './solapi-messages.ts'
import { listBody, sentBody } from './solapi-bodies.ts'
import { openStandIn, serveStandIn, type Asked, type Said, type StandIn } from './stand-in.ts'

/** The account that the stand-in knows. */
export const SOLAPI_ACCOUNT: Account = {
  apiKey: 'NCSSTANDIN000001',
  apiSecret: 'STANDINSECRET0000000000000000001',
  senders: ['0212345678'],
  pfId: 'KA01PF000000000000000000000000001',
  templates: {
    KA01TP000000000000000000000000001: '홍길동님, 상담 전화를 드렸으나 연결되지 않았습니다.',
  },
}

/** What SOLAPI's stand-in can be told besides. */
type SolapiControl = Readonly<{
  /** Messages registered from now on get that code instead of 2000; null ends it. */
  register?: string | null
  /** What happened to messages on their way to the phone, by key: 4000, 3040 … */
  settle?: Readonly<Record<string, string>>
  /** Numbers without KakaoTalk. */
  notOnKakao?: readonly string[]
}>

export type SolapiStandIn = StandIn<SolapiControl> &
  Readonly<{
    /** What it has, oldest first, the refused ones too. */
    stored: () => readonly Stored[]
  }>

const KEY = 'anbuKey'
const SKEW = 15 * 60_000

/** SOLAPI on this machine: authentication, sending and the list, as its documentation describes them. */
export async function openSolapiStandIn(port = 0): Promise<SolapiStandIn> {
  const stored: Stored[] = []
  const signatures = new Set<string>()
  let told: SolapiControl = {}
  const standIn = await openStandIn<SolapiControl>(
    {
      refuse: (asked) => refuse(asked, signatures),
      isSend: ({ method, url }) =>
        method === 'POST' && url.pathname === '/messages/v4/send-many/detail',
      take(asked) {
        const { messages, showMessageList } = JSON.parse(asked.body) as Sending
        const added = messages.map((message) => store(message, told))
        stored.push(...added)
        const body = sentBody(added, showMessageList === true)
        for (const message of added) reachKakao(message, told)
        return { status: 200, body }
      },
      answer: ({ method, url }) =>
        method === 'GET' && url.pathname === '/messages/v4/list'
          ? { status: 200, body: listBody(stored, url.searchParams) }
          : problem(404, 'ResourceNotFound', `Cannot ${method} ${url.pathname}`),
      problem: (status) => problem(status, ...(PROBLEMS[status] ?? UNKNOWN)).body,
      control(more) {
        told = { ...told, ...more }
        for (const [key, code] of Object.entries(more.settle ?? {})) settle(stored, key, code)
      },
      counts: () => countsOf(stored),
    },
    port,
  )
  return { ...standIn, stored: () => stored }
}

type Sending = Readonly<{ messages: readonly Message[]; showMessageList?: boolean }>

const UNKNOWN = ['UnknownException', 'An unexpected error occurred.'] as const
const PROBLEMS: Readonly<Record<number, readonly [string, string]>> = {
  400: ['ValidationError', '"messages[0].to" is not allowed to be empty: 010-1234-5678'],
  402: ['NotEnoughBalance', '잔액이 부족합니다.'],
  403: ['InvalidAPIKey', `유효한 API Key가 아닙니다: ${SOLAPI_ACCOUNT.apiKey}`],
  429: ['TooManyRequests', '요청이 너무 많습니다.'],
  500: ['InternalError', '서버 오류'],
  503: ['ServiceUnavailable', '점검 중입니다.'],
}

function problem(status: number, errorCode: string, errorMessage: string): Said {
  return { status, body: { errorCode, errorMessage } }
}

/** Checks the Authorization header as SOLAPI documents it, each signature once. */
function refuse({ headers }: Asked, seen: Set<string>): Said | undefined {
  const parts =
    /^HMAC-SHA256 apiKey=(\S+), date=(\S+), salt=(\S{12,64}), signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  if (parts === null) return problem(401, 'Unauthorized', '인증 정보가 없습니다.')
  const [, apiKey, date = '', salt = '', signature = ''] = parts
  const { apiSecret } = SOLAPI_ACCOUNT
  if (apiKey !== SOLAPI_ACCOUNT.apiKey) {
    return problem(403, 'InvalidAPIKey', `유효한 API Key가 아닙니다: ${apiKey}`)
  }
  if (!(Math.abs(Date.parse(date) - Date.now()) <= SKEW)) {
    return problem(403, 'RequestTimeTooSkewed', '시간 값이 서버 시간을 15분 이상 벗어남')
  }
  const expected = createHmac('sha256', apiSecret).update(`${date}${salt}`).digest('hex')
  if (signature !== expected) {
    return problem(403, 'SignatureDoesNotMatch', '생성한 Signature가 일치하지 않음')
  }
  if (seen.has(signature))
    return problem(403, 'DuplicatedSignature', '15분 안에 동일한 signature 값')
  seen.add(signature)
  return undefined
}

function store(message: Message, told: SolapiControl): Stored {
  const own = register(message, SOLAPI_ACCOUNT)
  const statusCode = own === '2000' ? (told.register ?? own) : own
  const now = new Date().toISOString()
  return {
    ...message,
    messageId: nameOf('M4V'),
    groupId: nameOf('G4V'),
    statusCode,
    status: statusCode === '2000' ? 'PENDING' : 'FAILED',
    reason: WORDS[statusCode] ?? '',
    replacement: false,
    dateCreated: now,
    dateUpdated: now,
    dateReceived: null,
  }
}

function reachKakao(message: Stored, { notOnKakao = [] }: SolapiControl) {
  const { type, to, statusCode } = message
  if (type === 'ATA' && statusCode === '2000' && notOnKakao.includes(to)) fallBack(message)
}

function settle(stored: readonly Stored[], key: string, statusCode: string) {
  const now = new Date().toISOString()
  for (const message of stored.filter(({ customFields }) => customFields?.[KEY] === key)) {
    message.statusCode = statusCode
    message.reason = WORDS[statusCode] ?? ''
    message.status = ['2000', '3000'].includes(statusCode) ? 'PENDING' : 'COMPLETE'
    message.dateUpdated = now
    message.dateReceived = statusCode === '4000' ? now : null
  }
}

function countsOf(stored: readonly Stored[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { customFields, statusCode } of stored) {
    const key = customFields?.[KEY]
    if (key !== undefined && !statusCode.startsWith('1')) counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

function nameOf(prefix: string): string {
  return `${prefix}${randomBytes(14).toString('hex').toUpperCase()}`
}

if (import.meta.main) await serveStandIn(openSolapiStandIn)
