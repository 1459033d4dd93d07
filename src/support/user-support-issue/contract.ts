import Type, { type Static } from 'typebox'
import type { IssueId, OperatorId, SiteId, UserCycleId, UserId } from '../../kernel/values.ts'
import {
  Exactly,
  IdOf,
  InstantText,
  ListOf,
  Moment,
  NameOf,
  OrNull,
  Page,
  Words,
} from '../../platform/http/schema.ts'
import { ISSUE_STATUSES } from './user-support-issue.ts'

const Status = Type.Enum([...ISSUE_STATUSES])

export const IssueParams = Exactly({ id: IdOf<IssueId>() })
export const CycleParams = Exactly({ userCycleId: NameOf<UserCycleId>() })
export const PageQuery = Exactly(Page)
export const IssueBody = Exactly({ issue: Words })
export const StatusBody = Exactly({ status: Status, memo: Type.Optional(Words) })

const raised = {
  siteId: Type.Optional(NameOf<SiteId>()),
  createdFrom: Type.Optional(Moment),
  createdBefore: Type.Optional(Moment),
}
export type BoardQuery = Static<typeof BoardQuery>
export const BoardQuery = Exactly({
  status: Type.Optional(Type.Array(Status)),
  /** Of one user, in whichever cycle. */
  userId: Type.Optional(NameOf<UserId>()),
  ...raised,
  ...Page,
})

/** The same, whichever their status: how many there are of each. */
export type BoardCountsQuery = Static<typeof BoardCountsQuery>
export const BoardCountsQuery = Exactly(raised)
export type BoardCounts = Static<typeof BoardCounts>
export const BoardCounts = Type.Object({
  REGISTERED: Type.Integer(),
  IN_PROGRESS: Type.Integer(),
  RESOLVED: Type.Integer(),
  CANCELLED: Type.Integer(),
})

export type IssueView = Static<typeof IssueView>
export const IssueView = Type.Object({
  id: IdOf<IssueId>(),
  userId: NameOf<UserId>(),
  userCycleId: NameOf<UserCycleId>(),
  issue: OrNull(Type.String()),
  status: Status,
  dayIndex: Type.Integer(),
  createdBy: NameOf<OperatorId>(),
  createdAt: InstantText,
  updatedAt: InstantText,
  version: Type.Integer(),
})
export const Issues = ListOf(IssueView)

/** An issue as the board shows it: with whom it is about, and where they are treated. */
export type IssueOnBoard = Static<typeof IssueOnBoard>
export const IssueOnBoard = Type.Object({
  ...IssueView.properties,
  user: Type.Object({ userId: NameOf<UserId>(), name: Type.String() }),
  site: OrNull(Type.Object({ siteId: NameOf<SiteId>(), name: OrNull(Type.String()) })),
})
export const Board = ListOf(IssueOnBoard)
