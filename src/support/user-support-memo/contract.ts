import Type, { type Static } from 'typebox'
import type { MemoId, OperatorId, UserCycleId, UserId } from '../../kernel/values.ts'
import {
  Exactly,
  IdOf,
  InstantText,
  ListOf,
  NameOf,
  OrNull,
  Page,
  Words,
} from '../../platform/http/schema.ts'

export const MemoParams = Exactly({ id: IdOf<MemoId>() })
export const CycleParams = Exactly({ userCycleId: NameOf<UserCycleId>() })
export const PageQuery = Exactly(Page)
export const MemoBody = Exactly({ memo: Words })

const memo = {
  id: IdOf<MemoId>(),
  userId: NameOf<UserId>(),
  userCycleId: NameOf<UserCycleId>(),
  memo: OrNull(Type.String()),
  dayIndex: Type.Integer(),
  createdBy: NameOf<OperatorId>(),
  createdAt: InstantText,
  updatedAt: InstantText,
  version: Type.Integer(),
}

export type MemoView = Static<typeof MemoView>
export const MemoView = Type.Object(memo)
export const Memos = ListOf(MemoView)

export const MemoWithHistory = Type.Object({
  ...memo,
  history: Type.Array(
    Type.Object({
      version: Type.Integer(),
      memo: OrNull(Type.String()),
      createdBy: NameOf<OperatorId>(),
      createdAt: InstantText,
    }),
  ),
})
