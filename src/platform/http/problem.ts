import type { FastifyReply } from 'fastify'
import Type, { type Static } from 'typebox'
import { because, isRefusal, refusal, type Refusal } from '../../kernel/decision.ts'

export const UNAUTHENTICATED = refusal(4010, 'UNAUTHENTICATED', 'A valid token is needed.')
export const UNAUTHORIZED_ACTION = refusal(
  4004,
  'UNAUTHORIZED_ACTION',
  'Your role does not allow this.',
)
export const ROUTE_NOT_FOUND = refusal(4199, 'ROUTE_NOT_FOUND', 'There is nothing at this address.')
export const IDEMPOTENCY_KEY_REUSED = refusal(
  4202,
  'IDEMPOTENCY_KEY_REUSED',
  'This Idempotency-Key was used with another request.',
)
export const RATE_LIMITED = refusal(4290, 'RATE_LIMITED', 'Too many requests in a minute.')
const VALIDATION_FAILED = refusal(4301, 'VALIDATION_FAILED', 'The request is not well-formed.')
export const METHOD_NOT_ALLOWED = refusal(
  4302,
  'METHOD_NOT_ALLOWED',
  'This address does not take that method.',
)
export const BODY_TOO_LARGE = refusal(4303, 'BODY_TOO_LARGE', 'The body is too large.')
export const MEDIA_TYPE = refusal(4304, 'MEDIA_TYPE', 'The body is not of a media type taken here.')
export const REQUEST_TIMEOUT = refusal(
  4305,
  'REQUEST_TIMEOUT',
  'The request took too long to arrive.',
)
export const HEADERS_TOO_LARGE = refusal(4306, 'HEADERS_TOO_LARGE', 'The headers are too large.')
export const INTERNAL = refusal(5000, 'INTERNAL', 'Something went wrong on our side.')
export const UNAVAILABLE = refusal(
  5030,
  'UNAVAILABLE',
  'The service cannot answer right now; try again shortly.',
)

/** One field that is wrong, where it stands, and how. */
export type FieldError = Static<typeof FieldErrorSchema>
const FieldErrorSchema = Type.Object({
  in: Type.Enum(['body', 'query', 'path', 'header']),
  field: Type.String(),
  message: Type.String(),
})

/** RFC 9457, with Support's number and name of the rule. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String(),
    code: Type.Integer(),
    name: Type.String(),
    errors: Type.Optional(Type.Array(FieldErrorSchema)),
  },
  { $id: 'Problem', additionalProperties: true },
)

/** Codes whose HTTP status their range does not give. */
const STATUS: Readonly<Record<number, number>> = {
  4003: 422,
  4004: 403,
  4010: 401,
  4201: 412,
  4202: 422,
  4204: 422,
  4290: 429,
  4301: 400,
  4302: 405,
  4303: 413,
  4304: 415,
  4305: 408,
  4306: 431,
  5000: 500,
  5030: 503,
}

export function statusOf(code: number): number {
  return STATUS[code] ?? (code > 4100 && code < 4200 ? 404 : 409)
}

/** The request is not well-formed, with every field that is wrong. */
export function invalid(...errors: FieldError[]): Refusal {
  return because(VALIDATION_FAILED, { errors })
}

export function problemOf({ code, name, message, details }: Refusal, instance: string) {
  const title = name.toLowerCase().replaceAll('_', ' ')
  return {
    ...details,
    type: `/docs/problems#${code}`,
    title,
    status: statusOf(code),
    detail: message,
    instance,
    code,
    name,
  }
}

/**
 * The problem of a refusal, as a handler returns it. Its instance is the request's id: an address may name a person,
 * and the log has the id.
 */
export function problem(reply: FastifyReply, refused: Refusal) {
  const body = problemOf(refused, `urn:anbu:request:${reply.request.id}`)
  void reply.code(body.status).type('application/problem+json')
  return body
}

/** Sends a refusal at once, from a hook that ends the request. */
export function refuse(reply: FastifyReply, refused: Refusal): object {
  return reply.send(problem(reply, refused))
}

/** Answers with a view of the outcome and its version as ETag; a refusal becomes a problem. */
export function answer<State extends object>(
  reply: FastifyReply,
  outcome: State | Refusal,
  view: (state: State) => object = (state) => state,
): object {
  if (isRefusal(outcome)) return problem(reply, outcome)
  if ('version' in outcome) void reply.header('etag', `"${String(outcome.version)}"`)
  return view(outcome)
}
