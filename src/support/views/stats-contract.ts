import Type, { type Static } from 'typebox'
import type { OperatorId, SiteId } from '../../kernel/values.ts'
import { DateText, Exactly, InstantText, NameOf, OrNull } from '../../platform/http/schema.ts'
import { ATTEMPT_RESULTS } from '../contact-attempt/contact-attempt.ts'
import { ISSUE_STATUSES } from '../user-support-issue/user-support-issue.ts'
import { MESSAGE_STATUSES } from '../user-support-message/user-support-message.ts'

/** A number with what exactly it counts, for the document. */
const counted = (description: string) => Type.Integer({ minimum: 0, description })

const siteId = Type.Optional(NameOf<SiteId>())
const from = Type.Optional(DateText)

export type StatsQuery = Static<typeof StatsQuery>
/** `from` and `to` are days, both included; each may be left out. */
export const StatsQuery = Exactly({ from, to: from, siteId })
export type OpenQuery = Static<typeof OpenQuery>
/** What is open now has no days to choose. */
export const OpenQuery = Exactly({ siteId })

function itemsOf<Item extends ReturnType<typeof Type.Object>>(item: Item) {
  return Type.Object({ items: Type.Array(item) })
}

const due = counted(
  'Calls whose dueDate is within from and to: completed, skipped, and open ones. An open call of a user who wants no calls, or of a forgotten cycle, is on no list and does not count.',
)
const done = counted('Those of them that are COMPLETED, by whomever.')
const skipped = counted('Those of them that are SKIPPED, by whomever.')
const overdue = counted('Those of them that are open and whose dueDate is before today.')
const onTime = counted('Those of done whose business date of resolvedAt is not after dueDate.')

export type OutboundStats = Static<typeof OutboundStats>['items'][number]
export const OutboundStats = itemsOf(
  Type.Object({
    sequence: Type.Integer(),
    week: Type.Unsafe<Static<typeof DateText>>(
      Type.String({ format: 'date', description: 'The Monday of the week of dueDate.' }),
    ),
    due,
    done,
    skipped,
    overdue,
    onTime,
  }),
)

export type ReachedStats = Static<typeof ReachedStats>['items'][number]
export const ReachedStats = itemsOf(
  Type.Object({
    result: Type.Enum([...ATTEMPT_RESULTS]),
    attempts: counted(
      'Attempts with that result, recorded on a business date within from and to: those that GET /v1/attempts lists with this result.',
    ),
  }),
)

export type IssueStats = Static<typeof IssueStats>['items'][number]
export const IssueStats = itemsOf(
  Type.Object({
    status: Type.Enum(ISSUE_STATUSES.filter(isOpen)),
    fromDays: Type.Integer({
      description: 'The least age, in business dates from creation to today.',
    }),
    toDays: OrNull(Type.Integer({ description: 'The greatest age; null where there is none.' })),
    createdFrom: OrNull(InstantText),
    createdBefore: OrNull(InstantText),
    issues: counted(
      'Issues of that status and age now: those that GET /v1/issues lists with this status, createdFrom and createdBefore.',
    ),
  }),
)

export type MessageStats = Static<typeof MessageStats>['items'][number]
export const MessageStats = itemsOf(
  Type.Object({
    status: Type.Enum([...MESSAGE_STATUSES]),
    reason: OrNull(Type.String()),
    messages: counted(
      'Messages of that status and reason, created on a business date within from and to.',
    ),
  }),
)

export type SiteStats = Static<typeof SiteStats>['items'][number]
export const SiteStats = itemsOf(
  Type.Object({
    siteId: OrNull(NameOf<SiteId>()),
    name: OrNull(Type.String()),
    due,
    done,
    skipped,
    overdue,
    onTime,
  }),
)

export type OperatorStats = Static<typeof OperatorStats>['items'][number]
export const OperatorStats = itemsOf(
  Type.Object({
    operator: NameOf<OperatorId>(),
    done: counted(
      'Calls whose dueDate is within from and to that this operator completed, or SYSTEM: together they are all that is done.',
    ),
    attempts: counted(
      'Attempts by this operator on a business date within from and to: those that GET /v1/attempts lists with this createdBy.',
    ),
  }),
)

function isOpen(status: (typeof ISSUE_STATUSES)[number]): status is 'REGISTERED' | 'IN_PROGRESS' {
  return status === 'REGISTERED' || status === 'IN_PROGRESS'
}
