import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import { asWritten } from '../../kernel/text.ts'
import type { UserId } from '../../kernel/values.ts'
import { answer } from '../../platform/http/problem.ts'
import { answers } from '../../platform/http/schema.ts'
import { ifMatchOf } from '../../platform/http/validation.ts'
import { changePreference } from '../policies/profile.ts'
import { requestMdDelete, requestMdUpdate, requestSiteUpdate } from './commands.ts'
import * as contract from './contract.ts'
import type { UserSupport } from './user-support.ts'

const { UserParams: params, Requested } = contract

export const userSupportRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.put(
    '/v1/users/:userId/site',
    {
      schema: {
        params,
        body: contract.SiteBody,
        ...answers(202, Requested, 'Asks for another site'),
      },
    },
    async (request, reply) => {
      const { siteId, siteName: name } = request.body
      const asked = { ...on(request), siteId, ...(name !== undefined && { name: asWritten(name) }) }
      return requested(reply, await requestSiteUpdate(request.support, asked))
    },
  )

  app.put(
    '/v1/users/:userId/md',
    {
      schema: { params, body: contract.MdBody, ...answers(202, Requested, 'Asks for another MD') },
    },
    async (request, reply) => {
      const { mdId, mdName: name } = request.body
      const asked = { ...on(request), mdId, ...(name !== undefined && { name: asWritten(name) }) }
      return requested(reply, await requestMdUpdate(request.support, asked))
    },
  )

  app.delete(
    '/v1/users/:userId/md',
    {
      schema: {
        params,
        body: contract.NoBody,
        ...answers(202, Requested, 'Asks to remove the MD'),
      },
    },
    async (request, reply) => requested(reply, await requestMdDelete(request.support, on(request))),
  )

  app.put(
    '/v1/users/:userId/contact-preference',
    {
      schema: {
        params,
        body: contract.PreferenceBody,
        ...answers(200, contract.PreferenceView, 'Whether the user wants calls and messages'),
      },
    },
    async (request, reply) => {
      const { calls, messages, reason } = request.body
      const preference = { ...on(request), calls, messages, reason: asWritten(reason) }
      return answer(reply, await changePreference(request.support, preference), preferenceOf)
    },
  )
}

function on(request: FastifyRequest & { params: { userId: UserId } }) {
  return { id: request.params.userId, ifMatch: ifMatchOf(request) }
}

/** The request that was just made is the user's latest. */
function requested(reply: FastifyReply, outcome: UserSupport | Refusal): object {
  if (!isRefusal(outcome)) void reply.code(202)
  return answer(reply, outcome, ({ pendingChanges }) => ({
    requestId: pendingChanges.at(-1)?.requestId,
  }))
}

function preferenceOf({ wantsCalls: calls, wantsMessages: messages }: UserSupport) {
  return { calls, messages }
}
