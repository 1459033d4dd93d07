import Type, { type Static } from 'typebox'
import type { UserCycleId, UserId } from '../../kernel/values.ts'
import {
  DateText,
  Exactly,
  InstantText,
  ListOf,
  NameOf,
  ShortPage,
} from '../../platform/http/schema.ts'
import { OutboundView } from '../user-outbound-plan/contract.ts'
import { CYCLE_STATES } from './user-cycle.ts'

export const CycleParams = Exactly({ userCycleId: NameOf<UserCycleId>() })

export type CycleView = Static<typeof CycleView>
export const CycleView = Type.Object({
  userCycleId: NameOf<UserCycleId>(),
  userId: NameOf<UserId>(),
  startDate: DateText,
  lengthDays: Type.Integer(),
  state: Type.Enum([...CYCLE_STATES]),
  day: Type.Integer(),
  version: Type.Integer(),
  createdAt: InstantText,
  updatedAt: InstantText,
})

export const OutboundsQuery = Exactly({
  sequence: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  ...ShortPage.properties,
})
export const Outbounds = ListOf(OutboundView)
