import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { dayIndexOn } from '../../kernel/calendar.ts'
import { isRefusal } from '../../kernel/decision.ts'
import { find } from '../../platform/change.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { answer } from '../../platform/http/problem.ts'
import { answers } from '../../platform/http/schema.ts'
import { actOf, type Support } from '../support.ts'
import { findByUserCycleId } from '../user-outbound-plan/repository.ts'
import { outboundView } from '../views/outbound.ts'
import { CycleParams as params, CycleView, Outbounds, OutboundsQuery } from './contract.ts'
import { userCycles } from './repository.ts'
import type { UserCycle } from './user-cycle.ts'

export const userCycleRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/v1/user-cycles/:userCycleId',
    { schema: { params, ...answers(200, CycleView, 'One cycle') } },
    async ({ support, params: { userCycleId } }, reply) => {
      const cycle = await find(support, userCycles, { id: userCycleId })
      return answer(reply, cycle, viewOf(support))
    },
  )

  app.get(
    '/v1/user-cycles/:userCycleId/outbounds',
    {
      schema: {
        params,
        querystring: OutboundsQuery,
        ...answers(200, Outbounds, 'findByUserCycleId, findByUserCycleIdAndSequence'),
      },
    },
    async ({ support, params: { userCycleId }, query }, reply) => {
      const cycle = await find(support, userCycles, { id: userCycleId })
      if (isRefusal(cycle)) return answer(reply, cycle)
      const plans = await findByUserCycleId(support.sql, userCycleId, query.sequence)
      return answer(reply, pageOf(plans.map(outboundView(support)), query))
    },
  )
}

function viewOf(support: Support) {
  const { today } = actOf(support)
  return (cycle: UserCycle): CycleView => {
    const { firstStartDate: _first, ...own } = cycle
    return { ...own, day: dayIndexOn(cycle.startDate, today) }
  }
}
