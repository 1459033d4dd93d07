import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { pageOf } from '../../platform/http/cursor.ts'
import { answer } from '../../platform/http/problem.ts'
import { answers, ShortPage } from '../../platform/http/schema.ts'
import { ifMatchOf } from '../../platform/http/validation.ts'
import { createPlan, updatePlan } from './commands.ts'
import { NewPlan, PlanChange, PlanParams, Plans, PlanView } from './contract.ts'
import { listPlans } from './repository.ts'

export const outboundPlanRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/v1/outbound-plans',
    {
      schema: { querystring: ShortPage, ...answers(200, Plans, 'The plan template, by sequence') },
    },
    async ({ support, query }, reply) => answer(reply, pageOf(await listPlans(support.sql), query)),
  )

  app.post(
    '/v1/outbound-plans',
    { schema: { body: NewPlan, ...answers(201, PlanView, 'Adds a call to later cycles') } },
    async ({ support, body }, reply) => {
      void reply.code(201)
      return answer(reply, await createPlan(support, { isActive: true, ...body }))
    },
  )

  app.patch(
    '/v1/outbound-plans/:id',
    {
      schema: {
        params: PlanParams,
        body: PlanChange,
        ...answers(200, PlanView, 'Changes what later cycles get; running cycles keep their calls'),
      },
    },
    async (request, reply) => {
      const { support, params, body } = request
      const plan = { ...body, id: params.id, ifMatch: ifMatchOf(request) }
      return answer(reply, await updatePlan(support, plan))
    },
  )
}
