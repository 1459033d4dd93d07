import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { MemoId, UserCycleId } from '../../kernel/values.ts'
import { change, find, type Seen } from '../../platform/change.ts'
import { nextId } from '../../platform/db/ids.ts'
import { store } from '../../platform/journal.ts'
import { actOf, type Support } from '../support.ts'
import { userCycles } from '../user-cycle/repository.ts'
import { insertMemo, subject, userSupportMemos } from './repository.ts'
import { create, created, update, type UserSupportMemo } from './user-support-memo.ts'

/** CreateUserMemo. */
export async function createUserMemo(
  support: Support,
  { memo, ...seen }: Seen<UserCycleId> & { memo: string },
): Promise<UserSupportMemo | Refusal> {
  const cycle = await find(support, userCycles, seen)
  if (isRefusal(cycle)) return cycle
  const memoId = await nextId<MemoId>(support.sql, 'support.user_support_memo')
  const event = create(
    { ...cycle, memoId },
    { memo, max: support.settings.memoMax },
    actOf(support),
  )
  if (isRefusal(event)) return event
  const made = created(event)
  await store(support, insertMemo, made, [{ event, subject: subject(made) }])
  return made
}

/** UpdateUserMemo. */
export function updateUserMemo(
  support: Support,
  { memo, ...seen }: Seen<MemoId> & { memo: string },
) {
  return change(support, userSupportMemos, {
    ...seen,
    decide: (present) => update(present, { memo, max: support.settings.memoMax }, actOf(support)),
  })
}
