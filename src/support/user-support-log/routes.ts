import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isRefusal } from '../../kernel/decision.ts'
import { find } from '../../platform/change.ts'
import { answer } from '../../platform/http/problem.ts'
import { answers } from '../../platform/http/schema.ts'
import { userCycles } from '../user-cycle/repository.ts'
import { userSupports } from '../user-support/repository.ts'
import { findLog, timelineOf } from '../views/timeline.ts'
import { CycleParams, LogParams, Logs, LogsQuery, LogView, UserParams } from './contract.ts'
import { LOG_NOT_FOUND } from './user-support-log.ts'

export const userSupportLogRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/v1/users/:userId/logs',
    { schema: { params: UserParams, querystring: LogsQuery, ...answers(200, Logs, 'getLogs') } },
    async ({ support, params, query }, reply) => {
      const page = await timelineOf(support, params, query)
      if (isRefusal(page) || page.items.length > 0) return answer(reply, page)
      const user = await find(support, userSupports, { id: params.userId })
      return answer(reply, isRefusal(user) ? user : page)
    },
  )

  app.get(
    '/v1/user-cycles/:userCycleId/logs',
    {
      schema: {
        params: CycleParams,
        querystring: LogsQuery,
        ...answers(200, Logs, 'findByUserCycleId: the timeline of one cycle'),
      },
    },
    async ({ support, params, query }, reply) => {
      const page = await timelineOf(support, params, query)
      if (isRefusal(page) || page.items.length > 0) return answer(reply, page)
      const cycle = await find(support, userCycles, { id: params.userCycleId })
      return answer(reply, isRefusal(cycle) ? cycle : page)
    },
  )

  app.get(
    '/v1/logs/:id',
    { schema: { params: LogParams, ...answers(200, LogView, 'One entry of a timeline') } },
    async ({ support, params }, reply) =>
      answer(reply, (await findLog(support, params.id)) ?? LOG_NOT_FOUND),
  )
}
