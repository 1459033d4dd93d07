import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Readable } from 'node:stream'
import Type from 'typebox'
import type { Tail } from '../../platform/events/tail.ts'
import { eventStream } from '../../platform/http/event-stream.ts'
import { answer } from '../../platform/http/problem.ts'
import { answers, Exactly, Page } from '../../platform/http/schema.ts'
import { typeOf } from '../inbound/inbox.ts'
import { PUBLISHED } from '../policies/publication.ts'
import { publishedEvents } from './events.ts'

const EventsQuery = Exactly({
  after: Page.cursor,
  type: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  limit: Page.limit,
})
const Events = Type.Object({
  items: Type.Array(
    Type.Object(
      {
        specversion: Type.Literal('1.0'),
        id: Type.String(),
        source: Type.String(),
        type: Type.Enum(PUBLISHED.map((name) => `anbu.support.${name}.v1`)),
        subject: Type.Optional(Type.String()),
        time: Type.String({ format: 'date-time' }),
        data: Type.Record(Type.String(), Type.Unknown()),
      },
      { additionalProperties: true },
    ),
  ),
  nextCursor: Type.String(),
})
const StreamHeaders = Type.Object({
  'last-event-id': Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
})

/** What happened, for other systems (the events) and for screens (that something changed). */
export function eventRoutes(tail: Tail): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/v1/events',
      { schema: { querystring: EventsQuery, ...answers(200, Events, 'The published events') } },
      async ({ support, query: { type, ...query } }, reply) => {
        const name = type === undefined ? {} : { type: typeOf(type) }
        return answer(reply, await publishedEvents(support, { ...query, ...name }))
      },
    )

    app.get(
      '/v1/stream',
      {
        exposeHeadRoute: false,
        schema: {
          headers: StreamHeaders,
          produces: ['text/event-stream'],
          ...answers(200, Type.String(), 'What changed, as it changes'),
        },
      },
      (request, reply) => {
        const { sites } = request.support
        const gone = new AbortController()
        reply.raw.once('close', () => gone.abort())
        const changes = eventStream(tail, {
          from: request.headers['last-event-id'] ?? tail.end,
          sees: ({ userId, siteId }) =>
            sites === null || userId === null || (siteId !== null && sites.includes(siteId)),
          isKnown: () => request.isKnown(),
          gone: gone.signal,
        })
        return reply
          .type('text/event-stream')
          .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
          .send(Readable.from(changes))
      },
    )
  }
}
