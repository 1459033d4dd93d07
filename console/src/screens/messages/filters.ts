import {
  MESSAGE_STATUSES,
  type MessageStatus,
} from '../../../../src/support/user-support-message/user-support-message.ts'

/** What the list of messages shows, as it stands in its address: no names, no words. */
export type MessagesShown = Readonly<{
  status: MessageStatus
  reason?: string | undefined
  /** Whether any reason is known. */
  hasReason?: boolean | undefined
  siteId?: string | undefined
  /** The first and the last day on which they were written. */
  from?: string | undefined
  to?: string | undefined
  /** The one that is open beside the list. */
  open?: number | undefined
}>

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** What an address asks for; what is not understood is left out, and failures come first. */
export function messagesIn(given: Record<string, unknown>): MessagesShown {
  const status = MESSAGE_STATUSES.find((one) => one === given['status']) ?? 'FAILED'
  const { open, hasReason } = given
  const reason = wordIn(given['reason'])
  const siteId = wordIn(given['siteId'])
  const [from, to] = [given['from'], given['to']].map(wordIn)
  return {
    status,
    ...(reason !== undefined && { reason }),
    ...(typeof hasReason === 'boolean' && { hasReason }),
    ...(siteId !== undefined && { siteId }),
    ...(from !== undefined && DAY.test(from) && { from }),
    ...(to !== undefined && DAY.test(to) && { to }),
    ...(typeof open === 'number' && Number.isSafeInteger(open) && { open }),
  }
}

/** The list's own address at the server. */
export function pathOf({ open: _open, ...filters }: MessagesShown, cursor: string | null): string {
  const query = new URLSearchParams(definedOf(filters))
  if (cursor !== null) query.set('cursor', cursor)
  return `/v1/messages?${query}`
}

function definedOf(filters: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  )
}

/** An id of nothing but digits arrives as a number. */
function wordIn(given: unknown): string | undefined {
  const text = typeof given === 'number' ? String(given) : given
  return typeof text === 'string' && text !== '' && text.length <= 200 ? text : undefined
}
