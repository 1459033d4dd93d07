import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { answer, invalid, problem } from '../../platform/http/problem.ts'
import { answers } from '../../platform/http/schema.ts'
import {
  CloudEventSchema,
  DeadLetterParams,
  DeadLetters,
  DeadLettersQuery,
  Received,
} from './contract.ts'
import {
  bury,
  DEAD_LETTER_NOT_FOUND,
  eventOf,
  findDeadLetter,
  letterOf,
  listDeadLetters,
  markReplayed,
  type DeadLetter,
} from './dead-letters.ts'
import { receive } from './inbox.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What this request could not take in: kept once its own transaction is over, whatever became of it. */
    deadLetters: readonly DeadLetter[] | null
  }
}

const BATCH = 'application/cloudevents-batch+json'

export const inboundRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/v1/events',
    {
      schema: {
        consumes: ['application/cloudevents+json', BATCH, 'application/json'],
        body: Type.Union([CloudEventSchema, Type.Array(CloudEventSchema)]),
        ...answers(202, Received, 'Take in events from other systems'),
      },
      // An event is checked by itself, since a malformed one leaves a dead letter.
      validatorCompiler: (part) =>
        part.httpPart === 'body' ? () => true : (app.validatorCompiler?.(part) ?? (() => true)),
      preSerialization: async (request, _reply, payload) => {
        await bury(request.sql, request.deadLetters ?? [])
        return payload
      },
    },
    async (request, reply) => {
      const isBatch = request.headers['content-type']?.toLowerCase().startsWith(BATCH) === true
      const bodies = isBatch ? request.body : [eventIn(request)]
      if (!Array.isArray(bodies)) {
        const errors = [{ in: 'body', field: '', message: 'must be array' }] as const
        const letter = { reason: 'MALFORMED', errors, at: request.support.now() } as const
        request.deadLetters = [letterOf(request.body, letter)]
        return problem(reply, invalid(...errors))
      }
      const taken = await receiveAll(request, bodies)
      const [only] = request.deadLetters ?? []
      if (!isBatch && only?.reason === 'MALFORMED') return problem(reply, invalid(...only.errors))
      void reply.code(202)
      return taken
    },
  )
}

/** What could not be taken in: to be looked at, and tried again once its cause is mended. */
export const deadLetterRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/v1/dead-letters',
    {
      schema: {
        querystring: DeadLettersQuery,
        ...answers(200, DeadLetters, 'What could not be taken in, newest first'),
      },
    },
    async ({ support, query }, reply) =>
      answer(reply, support.sites ? NO_LETTERS : await listDeadLetters(support.sql, query)),
  )

  app.post(
    '/v1/dead-letters/:id/replay',
    { schema: { params: DeadLetterParams, ...answers(200, Received, 'Takes it in once more') } },
    async (request, reply) => {
      const { support, params } = request
      const letter = support.sites ? undefined : await findDeadLetter(support.sql, params.id)
      if (letter === undefined) return answer(reply, DEAD_LETTER_NOT_FOUND)
      const answered = await receiveAll(request, [eventOf(letter)])
      if (answered.rejected.length === 0) {
        await markReplayed(support.sql, { id: params.id, at: support.now() })
      }
      return answered
    },
  )
}

/** A dead letter may speak of anybody, so it is for callers who may see everybody. */
const NO_LETTERS = { items: [], nextCursor: null }

async function receiveAll(request: FastifyRequest, bodies: readonly unknown[]) {
  const { support } = request
  const taken = { accepted: 0, duplicates: 0, rejected: [] as object[] }
  const letters: DeadLetter[] = []
  for (const [index, body] of bodies.entries()) {
    const receipt = await receive(support, body)
    if (receipt.outcome === 'accepted') taken.accepted += 1
    if (receipt.outcome === 'duplicate') taken.duplicates += 1
    if (receipt.outcome === 'rejected') {
      letters.push(receipt.letter)
      taken.rejected.push({ index, id: receipt.letter.eventId, errors: receipt.letter.errors })
    }
  }
  request.deadLetters = letters
  return taken
}

/** The event of a request: the body itself, or in binary mode its data, with the envelope in `ce-` headers. */
function eventIn({ headers, body }: FastifyRequest): unknown {
  if (headers['ce-specversion'] === undefined && headers['ce-id'] === undefined) return body
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('ce-') && typeof value === 'string' ? [[name.slice(3), decoded(value)]] : [],
  )
  return { ...Object.fromEntries(attributes), datacontenttype: 'application/json', data: body }
}

/** Header values carry what is not ASCII percent-encoded (CloudEvents HTTP binding 3.1.3.2). */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
