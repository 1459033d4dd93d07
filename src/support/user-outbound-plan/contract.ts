import Type, { type Static } from 'typebox'
import type {
  MdId,
  MemoId,
  OperatorId,
  OutboundId,
  SiteId,
  UserCycleId,
  UserId,
} from '../../kernel/values.ts'
import {
  DateText,
  Exactly,
  IdOf,
  InstantText,
  ListOf,
  NameOf,
  OneOrMore,
  OrNull,
  Page,
  Searched,
  Words,
} from '../../platform/http/schema.ts'
import { MessageInBrief } from '../user-support-message/contract.ts'
import { SKIP_REASONS, USER_OUTBOUND_STATUSES } from './user-outbound-plan.ts'

export const OutboundParams = Exactly({ id: IdOf<OutboundId>() })

const outbound = {
  id: IdOf<OutboundId>(),
  userId: NameOf<UserId>(),
  userCycleId: NameOf<UserCycleId>(),
  sequence: Type.Integer(),
  dayIndex: Type.Integer(),
  status: Type.Enum([...USER_OUTBOUND_STATUSES]),
  planDate: DateText,
  contactAt: OrNull(InstantText),
  dueDate: DateText,
  resolvedBy: OrNull(NameOf<OperatorId>()),
  resolvedAt: OrNull(InstantText),
  version: Type.Integer(),
  createdAt: InstantText,
  updatedAt: InstantText,
}
export type OutboundView = Static<typeof OutboundView>
export const OutboundView = Type.Object(outbound)

const note = Type.String({ maxLength: 2_000 })

export const CompleteBody = Exactly({ memo: Type.Optional(Words) })
export const SkipBody = Exactly({
  reason: Type.Enum([...SKIP_REASONS]),
  note: Type.Optional(note),
})
export const WithdrawBody = Exactly({ reason: Type.Optional(note) })
export const ScheduleBody = Exactly({ scheduleAt: InstantText })
export const ClaimBody = Exactly({ force: Type.Optional(Type.Boolean()) })
export const NoBody = Exactly({})

export const ClaimView = Type.Object({
  claimedBy: OrNull(NameOf<OperatorId>()),
  claimedUntil: OrNull(InstantText),
})

const Status = Type.Enum([...USER_OUTBOUND_STATUSES])
export const worklistFilters = {
  /** Which of these calls are on the list, as a screen asks that has just heard that they changed. */
  ids: Type.Optional(Type.Array(IdOf<OutboundId>(), { maxItems: 200 })),
  status: Type.Optional(Type.Array(Status)),
  dueOn: Type.Optional(DateText),
  dueFrom: Type.Optional(DateText),
  dueBefore: Type.Optional(DateText),
  scheduled: Type.Optional(Type.Boolean()),
  claimed: Type.Optional(Type.Enum(['me', 'none'])),
  forgotten: Type.Optional(Type.Boolean()),
  sequence: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  siteId: Type.Optional(NameOf<SiteId>()),
  /** Whether the user has a site at all. */
  hasSite: Type.Optional(Type.Boolean()),
  mdId: Type.Optional(NameOf<MdId>()),
  hasOpenIssue: Type.Optional(Type.Boolean()),
  resolvedBy: Type.Optional(NameOf<OperatorId>()),
  /** Completed by the end of the day on which the call was due, or after it. */
  onTime: Type.Optional(Type.Boolean()),
}
export type WorklistFilters = Static<typeof NextBody>
const searched = { ...worklistFilters, status: Type.Optional(OneOrMore(Status)), ...Searched }
export const NextBody = Exactly(searched)
export const WorklistQuery = Exactly({ ...worklistFilters, ...Page })
export type WorklistSearch = Static<typeof WorklistSearch>
export const WorklistSearch = Exactly({ ...searched, ...Page })

export type OutboundRow = Static<typeof OutboundRow>
export const OutboundRow = Type.Object({
  ...outbound,
  dueReason: Type.Enum(['AGREED', 'PLAN', 'WORKDAY']),
  user: Type.Object({
    userId: NameOf<UserId>(),
    name: Type.String(),
    phone: OrNull(Type.String()),
  }),
  site: OrNull(Type.Object({ siteId: NameOf<SiteId>(), name: OrNull(Type.String()) })),
  md: OrNull(Type.Object({ mdId: NameOf<MdId>(), name: OrNull(Type.String()) })),
  cycle: Type.Object({
    startDate: DateText,
    lengthDays: Type.Integer(),
    state: Type.Enum(['STARTED', 'ENDED']),
    day: Type.Integer(),
  }),
  lastMemo: OrNull(
    Type.Object({
      id: IdOf<MemoId>(),
      memo: OrNull(Type.String()),
      createdBy: NameOf<OperatorId>(),
      createdAt: InstantText,
    }),
  ),
  openIssues: Type.Integer(),
  attempts: Type.Integer(),
  lastAttemptAt: OrNull(InstantText),
  lastMessage: OrNull(MessageInBrief),
  claimedBy: OrNull(NameOf<OperatorId>()),
  claimedUntil: OrNull(InstantText),
})
export const Worklist = ListOf(OutboundRow)

export const CountsQuery = Exactly({ dueOn: Type.Optional(DateText) })
export type Counts = Static<typeof Counts>
export const Counts = Type.Object({
  overdue: Type.Integer(),
  today: Type.Integer(),
  scheduled: Type.Integer(),
  completedToday: Type.Integer(),
})
