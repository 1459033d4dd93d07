import type { Act, Instant } from '../../kernel/values.ts'
import {
  about,
  succeed,
  type MessageDelivered,
  type MessageSent,
  type MessageUndelivered,
  type UserSupportMessage,
} from './user-support-message.ts'

/**
 * What the carrier reported of what it was given under that key. It has the message then, so a report settles one whose
 * outcome is not known, or that would be tried again; it never hides a failure that is known. One that is repeated,
 * comes out of order, or is about an earlier key changes nothing.
 */
export function report(
  message: UserSupportMessage,
  { key, at, undeliveredReason }: Report,
  act: Act,
): MessageDelivered | MessageUndelivered | MessageSent | undefined {
  if (key !== message.key || message.undeliveredReason !== null) return undefined
  if (message.status !== 'SUCCESS') return settle(message, { at, undeliveredReason }, act)
  if (undeliveredReason !== null) {
    return {
      type: 'MessageUndelivered',
      data: { ...about(message), reason: undeliveredReason },
      act,
    }
  }
  if (message.deliveredAt !== null) return undefined
  return { type: 'MessageDelivered', data: { ...about(message), deliveredAt: at }, act }
}

type Report = Readonly<{ key: string; at: Instant; undeliveredReason: string | null }>

function settle(
  message: UserSupportMessage,
  { at, undeliveredReason }: Omit<Report, 'key'>,
  act: Act,
): MessageSent | undefined {
  const { attempt, status } = message
  if (attempt === null || (status === 'FAILED' && attempt.outcome !== 'UNKNOWN')) return undefined
  const { carrierMessageId } = attempt
  const answered = { outcome: 'ACCEPTED', reason: null, carrierMessageId } as const
  const delivery = { deliveredAt: undeliveredReason === null ? at : null, undeliveredReason }
  const { data, ...sent } = succeed(message, answered, act)
  return { ...sent, data: { ...data, ...delivery } }
}
