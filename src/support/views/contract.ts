import Type, { type Static } from 'typebox'
import type { MdId, MemoId, OperatorId, SiteId, UserCycleId, UserId } from '../../kernel/values.ts'
import {
  DateText,
  Exactly,
  IdOf,
  InstantText,
  ListOf,
  Moment,
  NameOf,
  OrNull,
  Page,
  Searched,
} from '../../platform/http/schema.ts'
import { CYCLE_STATES } from '../user-cycle/user-cycle.ts'
import { OutboundView } from '../user-outbound-plan/contract.ts'
import { USER_OUTBOUND_STATUSES } from '../user-outbound-plan/user-outbound-plan.ts'
import { PENDING_KINDS } from '../user-support/user-support.ts'

export const USER_SORTS = [
  'name',
  '-name',
  'day',
  '-day',
  'nextDue',
  '-nextDue',
  'lastContact',
  '-lastContact',
] as const

const day = Type.Integer({ minimum: -100_000, maximum: 100_000 })
const userFilters = {
  siteId: Type.Optional(NameOf<SiteId>()),
  mdId: Type.Optional(NameOf<MdId>()),
  cycleState: Type.Optional(Type.Enum([...CYCLE_STATES])),
  dayFrom: Type.Optional(day),
  dayTo: Type.Optional(day),
  outboundStatus: Type.Optional(Type.Enum([...USER_OUTBOUND_STATUSES])),
  sequence: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  hasOpenIssue: Type.Optional(Type.Boolean()),
  /** An instant, or a day: its beginning. */
  lastContactBefore: Type.Optional(Moment),
  sort: Type.Optional(Type.Enum([...USER_SORTS])),
}

export const UsersQuery = Exactly({ ...userFilters, ...Page })
export type UsersSearch = Static<typeof UsersSearch>
export const UsersSearch = Exactly({ ...userFilters, ...Searched, ...Page })
export type UserFilters = Static<typeof UserFilters>
export const UserFilters = Exactly({ ...userFilters, ...Searched })

export const Site = OrNull(Type.Object({ siteId: NameOf<SiteId>(), name: OrNull(Type.String()) }))
export const Md = OrNull(Type.Object({ mdId: NameOf<MdId>(), name: OrNull(Type.String()) }))
const Cycle = Type.Object({
  userCycleId: NameOf<UserCycleId>(),
  startDate: DateText,
  lengthDays: Type.Integer(),
  state: Type.Enum([...CYCLE_STATES]),
  day: Type.Integer(),
})

const userRow = {
  userId: NameOf<UserId>(),
  name: Type.String(),
  phone: OrNull(Type.String()),
  site: Site,
  md: Md,
  cycle: OrNull(Cycle),
  outbounds: Type.Array(OutboundView),
  upcomingOutbound: OrNull(OutboundView),
  openIssues: Type.Integer(),
  lastMemo: OrNull(
    Type.Object({
      id: IdOf<MemoId>(),
      memo: OrNull(Type.String()),
      createdBy: NameOf<OperatorId>(),
      createdAt: InstantText,
    }),
  ),
  lastContactAt: OrNull(InstantText),
}
export type UserRow = Static<typeof UserRow>
export const UserRow = Type.Object(userRow)
export const Users = ListOf(UserRow)

export type Places = Static<typeof Places>
export const Places = Type.Object({
  sites: Type.Array(Type.Object({ siteId: NameOf<SiteId>(), name: OrNull(Type.String()) })),
  mds: Type.Array(Type.Object({ mdId: NameOf<MdId>(), name: OrNull(Type.String()) })),
})

const pendingChange = {
  requestId: Type.String(),
  kind: Type.Enum([...PENDING_KINDS]),
  to: OrNull(Type.String()),
  requestedBy: NameOf<OperatorId>(),
  requestedAt: InstantText,
}

export const UserParams = Exactly({ userId: NameOf<UserId>() })
export type UserView = Static<typeof UserView>
export const UserView = Type.Object({
  ...userRow,
  cycles: Type.Array(Cycle),
  pendingChanges: Type.Array(Type.Object(pendingChange)),
  contactPreference: Type.Object({ calls: Type.Boolean(), messages: Type.Boolean() }),
  version: Type.Integer(),
})

const who = {
  user: Type.Object({
    userId: NameOf<UserId>(),
    name: Type.String(),
    phone: OrNull(Type.String()),
  }),
  site: Site,
  md: Md,
}

export type PageQuery = Static<typeof PageQuery>
export const PageQuery = Exactly(Page)
export type ForgottenCycle = Static<typeof ForgottenCycle>
export const ForgottenCycle = Type.Object({ ...Cycle.properties, lastDay: DateText, ...who })
export const ForgottenCycles = ListOf(ForgottenCycle)
export type UnansweredChange = Static<typeof UnansweredChange>
export const UnansweredChange = Type.Object({ ...pendingChange, ...who })
export const UnansweredChanges = ListOf(UnansweredChange)
