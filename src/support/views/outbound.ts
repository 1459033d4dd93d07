import { actOf, type Support } from '../support.ts'
import type { OutboundView } from '../user-outbound-plan/contract.ts'
import { statusOn, type UserOutboundPlan } from '../user-outbound-plan/user-outbound-plan.ts'

/** A call as it is answered everywhere: its status as it is today, without what only decisions need. */
export function outboundView(support: Support) {
  const { today } = actOf(support)
  return (plan: UserOutboundPlan): OutboundView => {
    const { startDate: _, cycleState: _state, cycleVersion: _version, ...own } = plan
    const { dueReason: _reason, claimedBy: _by, claimedUntil: _until, ...view } = own
    return { ...view, status: statusOn(plan, today) }
  }
}
