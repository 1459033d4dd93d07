import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { pageOf } from '../../platform/http/cursor.ts'
import { answer } from '../../platform/http/problem.ts'
import { answers, ShortPage } from '../../platform/http/schema.ts'
import { ifMatchOf } from '../../platform/http/validation.ts'
import { createTemplate, updateTemplate } from './commands.ts'
import { NewTemplate, TemplateChange, TemplateParams, Templates, TemplateView } from './contract.ts'
import { listTemplates } from './repository.ts'

export const messageTemplateRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/v1/message-templates',
    { schema: { querystring: ShortPage, ...answers(200, Templates, 'The message templates') } },
    async ({ support, query }, reply) =>
      answer(reply, pageOf(await listTemplates(support.sql), query)),
  )

  app.post(
    '/v1/message-templates',
    { schema: { body: NewTemplate, ...answers(201, TemplateView, 'Adds a message template') } },
    async ({ support, body }, reply) => {
      void reply.code(201)
      const usual = { isActive: true, carrierCode: null, approval: 'NONE' } as const
      const template = { ...usual, ...body, body: body.body.normalize('NFC') }
      return answer(reply, await createTemplate(support, template))
    },
  )

  app.patch(
    '/v1/message-templates/:id',
    {
      schema: {
        params: TemplateParams,
        body: TemplateChange,
        ...answers(200, TemplateView, 'Changes a template for messages to come'),
      },
    },
    async (request, reply) => {
      const { support, params, body } = request
      const text = body.body === undefined ? {} : { body: body.body.normalize('NFC') }
      const change = { ...body, ...text, id: params.id, ifMatch: ifMatchOf(request) }
      return answer(reply, await updateTemplate(support, change))
    },
  )
}
