import { plusMinutes } from '../kernel/calendar.ts'
import { refusal } from '../kernel/decision.ts'
import { lengthOf } from '../kernel/text.ts'
import type { Act, Instant, OperatorId } from '../kernel/values.ts'

export const MEMO_CONTENT_TOO_LONG = refusal(4003, 'MEMO_CONTENT_TOO_LONG', 'The text is too long.')
export const NOT_THE_AUTHOR = refusal(
  4004,
  'UNAUTHORIZED_ACTION',
  'Only its author may change the text.',
)

/** For how long an author may change what they wrote, in minutes. */
const CHANGEABLE = 24 * 60

/** What of a memo or an issue decides whether its text may still be changed. */
type Written = Readonly<{ createdBy: OperatorId; createdAt: Instant }>

/** No role is an exception to authorship (SPEC.md, Memo, issue). */
export function isAuthor({ createdBy }: Written, { by }: Act): boolean {
  return by === createdBy
}

export function isChangeable({ createdAt }: Written, { at }: Act): boolean {
  return at < plusMinutes(createdAt, CHANGEABLE)
}

export function isTooLong(text: string, max: number): boolean {
  return lengthOf(text) > max
}
