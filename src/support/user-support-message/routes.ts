import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import Type from 'typebox'
import { spanOf } from '../../kernel/calendar.ts'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import { asWritten } from '../../kernel/text.ts'
import type { MessageId } from '../../kernel/values.ts'
import { find } from '../../platform/change.ts'
import type { Carrier } from '../../platform/gateways/carrier.ts'
import { cursorOf } from '../../platform/http/cursor.ts'
import { answer, problem, UNAUTHENTICATED } from '../../platform/http/problem.ts'
import { answers, IdOf } from '../../platform/http/schema.ts'
import { ifMatchOf } from '../../platform/http/validation.ts'
import type { Support } from '../support.ts'
import { userCycles } from '../user-cycle/repository.ts'
import { userOutboundPlans } from '../user-outbound-plan/repository.ts'
import * as commands from './commands.ts'
import type { Wording } from './composing.ts'
import * as contract from './contract.ts'
import { listMessages } from './list.ts'
import { attemptsOf, findMessages, userSupportMessages } from './repository.ts'
import type { UserSupportMessage } from './user-support-message.ts'

const { MessageParams, OutboundParams, CycleParams, MessageView, Messages } = contract
const cursors = cursorOf(Type.Tuple([IdOf<MessageId>()]))

/** Sending. A refusal at the door makes no message, and is counted by its rule. */
export function sendingRoutes(refused: (rule: string) => void): FastifyPluginAsyncTypebox {
  const accepted = acceptedBy(refused)
  return async (app) => {
    app.post(
      '/v1/outbounds/:id/missed-call-messages',
      {
        schema: {
          params: OutboundParams,
          body: contract.MissedCallBody,
          ...answers(202, MessageView, 'SendMissedCallMessage'),
        },
      },
      async (request, reply) => {
        const { support, params, body } = request
        const call = { ...params, ifMatch: ifMatchOf(request) }
        const send = { ...call, ...wordingOf(body), force: body.force === true }
        return accepted(reply, await commands.sendMissedCallMessage(support, send))
      },
    )

    app.post(
      '/v1/user-cycles/:userCycleId/messages',
      {
        schema: {
          params: CycleParams,
          body: contract.MessageBody,
          ...answers(202, MessageView, 'SendTemplateMessage, SendFreeTextMessage'),
        },
      },
      async (request, reply) => {
        const { support, params, body } = request
        // The contract has one of the two.
        const { templateId, content = '' } = body
        const cycle = { ...params, ifMatch: ifMatchOf(request), force: body.force === true }
        if (templateId !== undefined) {
          const send = { ...cycle, templateId }
          return accepted(reply, await commands.sendTemplateMessage(support, send))
        }
        const send = { ...cycle, content: asWritten(content) }
        return accepted(reply, await commands.sendFreeTextMessage(support, send))
      },
    )

    app.post(
      '/v1/messages/preview',
      {
        schema: {
          body: contract.PreviewBody,
          ...answers(200, contract.Preview, 'A text as it would be sent, and its size'),
        },
      },
      async ({ support, body }, reply) => {
        const { userCycleId, userOutboundId = null } = body
        const about = { userCycleId, userOutboundId }
        const previewed = await commands.previewMessage(support, about, wordingOf(body))
        return isRefusal(previewed) ? problem(reply, previewed) : previewed
      },
    )

    app.post(
      '/v1/messages/:id/retry',
      {
        schema: {
          params: MessageParams,
          body: contract.RetryBody,
          ...answers(202, MessageView, 'Tries a failed message again'),
        },
      },
      async (request, reply) => {
        const { support, params, body } = request
        const retry = { ...params, ifMatch: ifMatchOf(request), force: body.force === true }
        return accepted(reply, await commands.retryMessage(support, retry))
      },
    )
  }
}

/** Looking up what was sent, and what became of it. */
export const messageRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/v1/messages',
    {
      schema: {
        querystring: contract.MessagesQuery,
        ...answers(200, contract.MessageRows, 'Messages, newest first'),
      },
    },
    ({ support, query }, reply) => {
      const { status, reason, hasReason, siteId } = query
      const wanted = { status, reason, hasReason, siteId, ...spanOf(support.calendar, query) }
      return paged(reply, query, (page) =>
        listMessages(support.sql, { sites: support.sites, ...wanted }, page),
      )
    },
  )

  app.get(
    '/v1/messages/:id',
    {
      schema: {
        params: MessageParams,
        ...answers(200, contract.MessageWithAttempts, 'One message with its attempts'),
      },
    },
    async ({ support, params: { id } }, reply) => {
      const message = await find(support, userSupportMessages, { id })
      if (isRefusal(message)) return answer(reply, message)
      const attempts = await attemptsOf(support.sql, id)
      return answer(reply, { ...viewOf(message), attempts })
    },
  )

  app.get(
    '/v1/user-cycles/:userCycleId/messages',
    {
      schema: {
        params: CycleParams,
        querystring: contract.PageQuery,
        ...answers(200, Messages, 'The messages of a cycle, newest first'),
      },
    },
    async ({ support, params, query }, reply) => {
      const cycle = await find(support, userCycles, { id: params.userCycleId })
      if (isRefusal(cycle)) return problem(reply, cycle)
      return await paged(reply, query, (page) => findMessages(support.sql, params, page))
    },
  )

  app.get(
    '/v1/outbounds/:id/messages',
    {
      schema: {
        params: OutboundParams,
        querystring: contract.PageQuery,
        ...answers(200, Messages, 'findByOutboundId: the messages of a call, newest first'),
      },
    },
    async ({ support, params: { id }, query }, reply) => {
      const call = await find(support, userOutboundPlans, { id })
      if (isRefusal(call)) return problem(reply, call)
      return await paged(reply, query, (page) =>
        findMessages(support.sql, { outboundId: id }, page),
      )
    },
  )
}

/** Where a carrier posts what it delivered; its signature is its right to. */
export function deliveryReportRoutes(carrier: Carrier, system: Support): FastifyPluginAsyncTypebox {
  return async (app) => {
    // The signature is of the very bytes that came.
    app.removeContentTypeParser('application/json')
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
      done(null, body)
    })
    app.post(
      '/v1/delivery-reports/:carrier',
      {
        schema: {
          params: contract.CarrierParams,
          body: Type.Unknown({ description: 'As the carrier sends it' }),
          security: [],
          ...answers(200, contract.Taken, 'Delivery reports, signed by the carrier'),
        },
      },
      async (request, reply) => {
        const isOurs = request.params.carrier === carrier.name
        const headers = request.headers as Record<string, string | undefined>
        const body = typeof request.body === 'string' ? request.body : ''
        const reports = isOurs ? carrier.readReports?.(headers, body) : undefined
        if (reports === undefined) return problem(reply, UNAUTHENTICATED)
        for (const report of reports) await commands.takeReport(system, report)
        return { reports: reports.length }
      },
    )
  }
}

/** What it is to say, as it is kept. */
function wordingOf({ templateId, content }: Wording): Wording {
  return { templateId, content: content === undefined ? undefined : asWritten(content) }
}

function acceptedBy(refused: (rule: string) => void) {
  return (reply: FastifyReply, outcome: UserSupportMessage | Refusal): object => {
    if (isRefusal(outcome)) refused(ruleOf(outcome))
    else void reply.code(202)
    return answer(reply, outcome, viewOf)
  }
}

/** Which rule said no: that of 4206 by its own name. */
function ruleOf({ name, details }: Refusal): string {
  const rule = details?.['reason']
  return typeof rule === 'string' ? rule : name
}

type Query = Readonly<{ cursor?: string; limit?: number }>
type Page = Parameters<typeof findMessages>[2]

async function paged<Message extends UserSupportMessage>(
  reply: FastifyReply,
  { cursor, limit = 50 }: Query,
  read: (page: Page) => Promise<Message[]>,
): Promise<object> {
  const after = cursors.read(cursor)
  if (isRefusal(after)) return problem(reply, after)
  const messages = await read({ before: after?.[0] ?? null, limit: limit + 1 })
  return cursors.page(messages.map(viewOf), limit, ({ id }) => [id])
}

function viewOf<Message extends UserSupportMessage>(message: Message): contract.MessageView {
  const { startDate: _start, key: _key, templateCode: _code, forced: _forced, ...rest } = message
  const { tries: _tries, asks: _asks, queuedAt: _queued, attempt: _attempt, ...view } = rest
  return view
}
