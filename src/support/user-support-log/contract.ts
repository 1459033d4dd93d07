import Type, { type Static } from 'typebox'
import type { LogId, OperatorId, UserCycleId, UserId } from '../../kernel/values.ts'
import {
  Exactly,
  IdOf,
  InstantText,
  ListOf,
  NameOf,
  OrNull,
  Page,
} from '../../platform/http/schema.ts'
import { LOG_TYPES } from './user-support-log.ts'

const Types = Type.Enum([...LOG_TYPES])

export const LogParams = Exactly({ id: IdOf<LogId>() })
export const UserParams = Exactly({ userId: NameOf<UserId>() })
export const CycleParams = Exactly({ userCycleId: NameOf<UserCycleId>() })
export type LogsQuery = Static<typeof LogsQuery>
export const LogsQuery = Exactly({ type: Type.Optional(Type.Array(Types)), ...Page })

export const LogView = Type.Object({
  id: IdOf<LogId>(),
  userId: NameOf<UserId>(),
  userCycleId: OrNull(NameOf<UserCycleId>()),
  type: Types,
  dayIndex: OrNull(Type.Integer()),
  meta: Type.Record(Type.String(), Type.Unknown()),
  relationId: OrNull(Type.Integer()),
  actor: NameOf<OperatorId>(),
  createdAt: InstantText,
  updatedAt: InstantText,
})
export const Logs = ListOf(LogView)
