import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { toInstant } from '../../kernel/calendar.ts'
import { isRefusal } from '../../kernel/decision.ts'
import { asWritten, ifWritten } from '../../kernel/text.ts'
import type { OutboundId } from '../../kernel/values.ts'
import { find } from '../../platform/change.ts'
import { answer, refuse, UNAUTHORIZED_ACTION } from '../../platform/http/problem.ts'
import { answers, answersOrNothing } from '../../platform/http/schema.ts'
import { ifMatchOf } from '../../platform/http/validation.ts'
import { may } from '../access.ts'
import { completeWithMemo } from '../policies/complete-with-memo.ts'
import type { Support } from '../support.ts'
import { counts } from '../views/counts.ts'
import { outboundView } from '../views/outbound.ts'
import { rowOf } from '../views/worklist-row.ts'
import { nextCall, worklist } from '../views/worklist.ts'
import * as commands from './commands.ts'
import * as contract from './contract.ts'
import { userOutboundPlans } from './repository.ts'
import { claimOn, type UserOutboundPlan } from './user-outbound-plan.ts'

const { OutboundParams: params, OutboundView: One, OutboundRow: Row, Worklist } = contract

export const userOutboundPlanRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/v1/outbounds/:id',
    { schema: { params, ...answers(200, One, 'One call') } },
    async ({ params: { id }, support }, reply) => {
      const plan = await find(support, userOutboundPlans, { id })
      return answer(reply, plan, outboundView(support))
    },
  )

  app.post(
    '/v1/outbounds/:id/complete',
    { schema: { params, body: contract.CompleteBody, ...answers(200, One, 'CompleteOutbound') } },
    async (request, reply) => {
      const { support, body } = request
      const call = on(request)
      const completed =
        body.memo === undefined
          ? await commands.completeOutbound(support, call)
          : await completeWithMemo(support, { ...call, memo: asWritten(body.memo) })
      return answer(reply, completed, outboundView(support))
    },
  )

  app.post(
    '/v1/outbounds/:id/skip',
    { schema: { params, body: contract.SkipBody, ...answers(200, One, 'SkipOutbound') } },
    async (request, reply) => {
      const { support, body } = request
      const why = { reason: body.reason, note: ifWritten(body.note) }
      const skipped = await commands.skipOutbound(support, { ...on(request), ...why })
      return answer(reply, skipped, outboundView(support))
    },
  )

  app.post(
    '/v1/outbounds/:id/withdraw',
    { schema: { params, body: contract.WithdrawBody, ...answers(200, One, 'RevokeOutbound') } },
    async (request, reply) => {
      const { support, body } = request
      const call = { ...on(request), reason: ifWritten(body.reason) }
      return answer(reply, await commands.revokeOutbound(support, call), outboundView(support))
    },
  )
}

/** The time agreed with the user. */
export const scheduleRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.put(
    '/v1/outbounds/:id/schedule',
    {
      schema: {
        params,
        body: contract.ScheduleBody,
        ...answers(200, One, 'RecordOutboundSchedule'),
      },
    },
    async (request, reply) => {
      const scheduleAt = toInstant(Date.parse(request.body.scheduleAt))
      return answer(
        reply,
        await commands.recordOutboundSchedule(request.support, { ...on(request), scheduleAt }),
        outboundView(request.support),
      )
    },
  )

  app.delete(
    '/v1/outbounds/:id/schedule',
    { schema: { params, body: contract.NoBody, ...answers(200, One, 'CancelOutboundSchedule') } },
    async (request, reply) =>
      answer(
        reply,
        await commands.cancelOutboundSchedule(request.support, on(request)),
        outboundView(request.support),
      ),
  )
}

/** Who is on a call. */
export const claimRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.put(
    '/v1/outbounds/:id/claim',
    {
      schema: {
        params,
        body: contract.ClaimBody,
        ...answers(200, contract.ClaimView, 'I am on it'),
      },
    },
    async (request, reply) => {
      const { support, body } = request
      const claim = { ...on(request), force: body.force === true }
      return answer(reply, await commands.claimOutbound(support, claim), claimView(support))
    },
  )

  app.delete(
    '/v1/outbounds/:id/claim',
    {
      schema: {
        params,
        body: contract.ClaimBody,
        ...answers(200, contract.ClaimView, 'I am no longer on it'),
      },
    },
    async (request, reply) => {
      const { support, body } = request
      const claim = { ...on(request), force: body.force === true }
      return answer(reply, await commands.releaseOutbound(support, claim), claimView(support))
    },
  )
}

/** The day's work: the list, its badges, and the next call. */
export const worklistRoutes: FastifyPluginAsyncTypebox = async (app) => {
  // What one may ask for is decided before whether one asked well.
  app.addHook('preValidation', (request, reply, done) => {
    if (asksForForgotten(request) && !may(request.caller.role, 'manage')) {
      refuse(reply, UNAUTHORIZED_ACTION)
    } else done()
  })

  app.get(
    '/v1/outbounds',
    { schema: { querystring: contract.WorklistQuery, ...answers(200, Worklist, 'The worklist') } },
    async ({ support, query }, reply) => answer(reply, await worklist(support, query)),
  )

  app.post(
    '/v1/outbounds/search',
    { schema: { body: contract.WorklistSearch, ...answers(200, Worklist, 'The worklist') } },
    async ({ support, body }, reply) => answer(reply, await worklist(support, body)),
  )

  app.get(
    '/v1/outbounds/counts',
    {
      schema: {
        querystring: contract.CountsQuery,
        ...answers(200, contract.Counts, 'The badges of a day'),
      },
    },
    ({ support, query }) => counts(support, query.dueOn),
  )

  app.post(
    '/v1/outbounds/next',
    { schema: { body: contract.NextBody, ...answersOrNothing(200, Row, 'Claims the next call') } },
    async ({ support, body }, reply) => {
      const row = await takeNext(support, body)
      if (row !== undefined) return answer(reply, row)
      void reply.code(204)
      return undefined
    },
  )
}

function asksForForgotten({ query, body }: FastifyRequest): boolean {
  return [query, body].some(
    (asked) =>
      typeof asked === 'object' &&
      asked !== null &&
      'forgotten' in asked &&
      (asked.forgotten === true || asked.forgotten === 'true'),
  )
}

/** Claims the first call that can be had; when a colleague was faster, the one after it. */
async function takeNext(support: Support, filters: contract.WorklistFilters) {
  for (;;) {
    const id = await nextCall(support, filters)
    if (id === undefined) return undefined
    const claimed = await commands.takeOutbound(support, id)
    if (!isRefusal(claimed)) return await rowOf(support, id)
  }
}

type OnOne = { params: { id: OutboundId } }

function on(request: FastifyRequest & OnOne) {
  return { id: request.params.id, ifMatch: ifMatchOf(request) }
}

function claimView(support: Support) {
  const at = support.now()
  return (plan: UserOutboundPlan) => claimOn(plan, at)
}
