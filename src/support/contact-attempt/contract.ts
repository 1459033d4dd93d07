import Type, { type Static } from 'typebox'
import type {
  AttemptId,
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
  OrNull,
  Page,
} from '../../platform/http/schema.ts'
import { ATTEMPT_RESULTS } from './contact-attempt.ts'

export const OutboundParams = Exactly({ id: IdOf<OutboundId>() })
export const AttemptBody = Exactly({
  result: Type.Enum([...ATTEMPT_RESULTS]),
  note: Type.Optional(Type.String({ maxLength: 2_000 })),
})

export type AttemptView = Static<typeof AttemptView>
export const AttemptView = Type.Object({
  id: IdOf<AttemptId>(),
  userId: NameOf<UserId>(),
  userCycleId: NameOf<UserCycleId>(),
  userOutboundId: IdOf<OutboundId>(),
  result: Type.Enum([...ATTEMPT_RESULTS]),
  note: OrNull(Type.String()),
  createdBy: NameOf<OperatorId>(),
  createdAt: InstantText,
})

export type AttemptsQuery = Static<typeof AttemptsQuery>
export const AttemptsQuery = Exactly({
  result: Type.Optional(Type.Enum([...ATTEMPT_RESULTS])),
  createdBy: Type.Optional(NameOf<OperatorId>()),
  siteId: Type.Optional(NameOf<SiteId>()),
  /** The business dates on which it was recorded, both included. */
  from: Type.Optional(DateText),
  to: Type.Optional(DateText),
  ...Page,
})

/** Among those of other users: it says whom was called, for which call, and where they are treated. */
export type AttemptRow = Static<typeof AttemptRow>
export const AttemptRow = Type.Object({
  ...AttemptView.properties,
  sequence: Type.Integer(),
  user: Type.Object({ userId: NameOf<UserId>(), name: Type.String() }),
  site: OrNull(Type.Object({ siteId: NameOf<SiteId>(), name: OrNull(Type.String()) })),
})
export const AttemptRows = ListOf(AttemptRow)
