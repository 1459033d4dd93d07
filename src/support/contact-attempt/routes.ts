import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ifWritten } from '../../kernel/text.ts'
import { answer } from '../../platform/http/problem.ts'
import { answers } from '../../platform/http/schema.ts'
import { ifMatchOf } from '../../platform/http/validation.ts'
import { attempts } from '../views/attempts.ts'
import { recordContactAttempt } from './commands.ts'
import type { ContactAttempt } from './contact-attempt.ts'
import { AttemptBody, AttemptRows, AttemptsQuery, AttemptView, OutboundParams } from './contract.ts'

export const contactAttemptRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/v1/outbounds/:id/attempts',
    {
      schema: {
        params: OutboundParams,
        body: AttemptBody,
        ...answers(201, AttemptView, 'A call was made'),
      },
    },
    async (request, reply) => {
      const { support, params, body } = request
      const { result, note } = body
      const made = { ...params, ifMatch: ifMatchOf(request), result, note: ifWritten(note) }
      void reply.code(201)
      return answer(reply, await recordContactAttempt(support, made), viewOf)
    },
  )

  app.get(
    '/v1/attempts',
    {
      schema: {
        querystring: AttemptsQuery,
        ...answers(200, AttemptRows, 'Attempts, newest first'),
      },
    },
    async ({ support, query }, reply) => answer(reply, await attempts(support, query)),
  )
}

function viewOf({ startDate: _start, ...attempt }: ContactAttempt): AttemptView {
  return attempt
}
