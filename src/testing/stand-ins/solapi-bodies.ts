import type { Stored } from './solapi-messages.ts'

const KINDS = [
  'sms',
  'lms',
  'mms',
  'ata',
  'cta',
  'cti',
  'nsa',
  'rcs_sms',
  'rcs_lms',
  'rcs_mms',
  'rcs_tpl',
]
const CASH = { requested: 0, replacement: 0, refund: 0, sum: 0 }
const NOTHING_SENT = {
  sentTotal: 0,
  sentFailed: 0,
  sentSuccess: 0,
  sentPending: 0,
  sentReplacement: 0,
  refund: 0,
}
const CONSTANT = {
  log: [],
  allowDuplicates: false,
  isRefunded: false,
  accountId: '12925149',
  masterAccountId: null,
  apiVersion: '4',
  price: { '82': {} },
  scheduledDate: null,
  dateSent: null,
  dateCompleted: null,
}

/** A page of `GET /messages/v4/list`, newest first. */
export function listBody(stored: readonly Stored[], query: URLSearchParams): object {
  const limit = Number(query.get('limit') ?? 20)
  const wanted = ['to', 'from', 'type', 'messageId', 'groupId', 'statusCode'] as const
  const matching = stored
    .filter((message) =>
      wanted.every((field) => !query.has(field) || query.get(field) === message[field]),
    )
    .toReversed()
  const startKey = query.get('startKey')
  const start = Math.max(
    matching.findIndex(({ messageId }) => messageId === startKey),
    0,
  )
  const page = matching.slice(start, start + limit)
  return {
    startKey,
    limit,
    nextKey: matching[start + limit]?.messageId ?? null,
    messageList: Object.fromEntries(page.map((message) => [message.messageId, message])),
  }
}

/** The answer to `POST /messages/v4/send-many/detail`. */
export function sentBody(added: readonly Stored[], showMessageList: boolean): object {
  const failed = added.filter(({ statusCode }) => statusCode.startsWith('1'))
  const shown = added.map(({ messageId, statusCode, reason, customFields }) => ({
    messageId,
    statusCode,
    statusMessage: reason,
    customFields,
  }))
  return {
    failedMessageList: failed.map(({ to, from, type, messageId, statusCode, reason, ...rest }) => ({
      to,
      from,
      type,
      country: rest.country ?? '82',
      messageId,
      statusCode,
      statusMessage: reason,
      accountId: '12925149',
      customFields: rest.customFields,
    })),
    groupInfo: groupOf(added, failed.length),
    ...(showMessageList && { messageList: shown }),
  }
}

function groupOf(added: readonly Stored[], failures: number): object {
  const first = added[0]
  return {
    count: {
      ...NOTHING_SENT,
      total: added.length,
      registeredFailed: failures,
      registeredSuccess: added.length - failures,
    },
    countForCharge: Object.fromEntries(KINDS.map((kind) => [kind, {}])),
    balance: CASH,
    point: CASH,
    app: { profit: Object.fromEntries(KINDS.map((kind) => [kind, 0])), appId: null, version: null },
    status: failures === added.length ? 'FAILED' : 'SENDING',
    groupId: first?.groupId,
    dateCreated: first?.dateCreated,
    dateUpdated: first?.dateUpdated,
    ...CONSTANT,
  }
}
