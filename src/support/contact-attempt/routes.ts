import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ifWritten } from '../../kernel/text.ts'
import { answer } from '../../platform/http/problem.ts'
import { answers } from '../../platform/http/schema.ts'
import { recordContactAttempt } from './commands.ts'
import type { ContactAttempt } from './contact-attempt.ts'
import { AttemptBody, AttemptView, OutboundParams } from './contract.ts'

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
    async ({ support, params, body: { result, note } }, reply) => {
      const made = { ...params, result, note: ifWritten(note) }
      void reply.code(201)
      return answer(reply, await recordContactAttempt(support, made), viewOf)
    },
  )
}

function viewOf({ startDate: _start, ...attempt }: ContactAttempt): AttemptView {
  return attempt
}
