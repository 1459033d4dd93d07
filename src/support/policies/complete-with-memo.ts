import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { OutboundId } from '../../kernel/values.ts'
import type { Seen } from '../../platform/change.ts'
import { atomically } from '../../platform/db/db.ts'
import type { Support } from '../support.ts'
import { completeOutbound } from '../user-outbound-plan/commands.ts'
import type { UserOutboundPlan } from '../user-outbound-plan/user-outbound-plan.ts'
import { createUserMemo } from '../user-support-memo/commands.ts'

type Completion = Seen<OutboundId> & Readonly<{ memo: string }>

/** Completes a call and keeps what was said on it, both or neither: a refused memo completes nothing. */
export function completeWithMemo(
  support: Support,
  { memo, ...call }: Completion,
): Promise<UserOutboundPlan | Refusal> {
  return atomically(support.sql, async (sql) => {
    const within = { ...support, sql }
    const completed = await completeOutbound(within, call)
    if (isRefusal(completed)) return completed
    const noted = await createUserMemo(within, { id: completed.userCycleId, memo })
    return isRefusal(noted) ? noted : completed
  })
}
