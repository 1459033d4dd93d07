import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { Caller, Role } from '../auth/caller.ts'
import { openFloodGate } from './flood.ts'
import {
  METHOD_NOT_ALLOWED,
  RATE_LIMITED,
  refuse,
  ROUTE_NOT_FOUND,
  UNAUTHENTICATED,
  UNAUTHORIZED_ACTION,
} from './problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. Only routes open to anyone are reached without. */
    caller: Caller
    /** Whether the caller would still be let in, as who they were, for answers that go on and on. */
    isKnown: () => Promise<boolean>
  }
}

/** How somebody is to be recognised. */
export type Asking = Readonly<{
  /** Without one nobody is there: an answer that goes on asks whether it may. */
  reply?: FastifyReply
  /** Whoever is not remembered is nobody, and the database is not asked. */
  onlyRemembered?: boolean
}>

type Guard = Readonly<{
  recognise: (request: FastifyRequest, asking?: Asking) => Promise<Caller | Refusal | undefined>
  /** The roles that may use a route, as `GET /v1/users`; null where no token is needed. Throws for an unknown one. */
  rolesFor: (route: string) => readonly Role[] | null
  /** Requests a minute and caller; 0 is no limit. */
  limit: number
}>

/**
 * The one gate before every route: how often (429), is there such a one (404, 405), who (401), may they (403). A
 * route that the table does not know makes the start fail.
 */
export async function guardRoutes(app: FastifyInstance, { recognise, rolesFor, limit }: Guard) {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.allow !== undefined) return
    for (const one of [method].flat()) if (one !== 'HEAD') rolesFor(`${one} ${url}`)
  })

  app.decorateRequest('isKnown', async function isKnown(this: FastifyRequest) {
    const caller = await recognise(this)
    return caller !== undefined && !isRefusal(caller) && mayTheSame(caller, this.caller)
  })

  await app.register(rateLimit, { global: false })
  const check = app.createRateLimit({
    max: limit,
    timeWindow: '1 minute',
    keyGenerator: ({ caller, ip }: Partial<FastifyRequest>) => caller?.by ?? ip ?? '',
  })

  const flood = openFloodGate(limit)

  app.addHook('onRequest', async (request, reply) => {
    const closedFor = flood.closedFor(request.ip)
    const recognised = await recognise(request, { reply, onlyRemembered: closedFor > 0 })
    const caller = isRefusal(recognised) ? undefined : recognised
    if (caller !== undefined) request.caller = caller
    if (recognised === undefined && hasProof(request)) {
      if (closedFor > 0) {
        return refuse(reply.header('retry-after', String(closedFor)), RATE_LIMITED)
      }
      flood.count(request.ip)
    }
    if (limit > 0) {
      const rate = await check(request)
      if (!rate.isAllowed && rate.isExceeded) {
        void reply.header('retry-after', String(rate.ttlInSeconds))
        return refuse(reply, RATE_LIMITED)
      }
    }
    const refused = refusalFor(request, { recognised, rolesFor, reply })
    return refused === undefined ? undefined : refuse(reply, refused)
  })
}

function hasProof({ headers: { authorization, cookie } }: FastifyRequest): boolean {
  return authorization !== undefined || cookie !== undefined
}

function mayTheSame(one: Caller, other: Caller): boolean {
  if (one.role !== other.role) return false
  if (one.sites === null || other.sites === null) return one.sites === other.sites
  return new Set(one.sites).symmetricDifference(new Set(other.sites)).size === 0
}

type Asked = Readonly<{
  recognised: Caller | Refusal | undefined
  rolesFor: Guard['rolesFor']
  reply: FastifyReply
}>

/** What stands in the way: the address, the method, who asks, what they may do. */
function refusalFor(
  { routeOptions: { url, config }, method, server }: FastifyRequest,
  { recognised, rolesFor, reply }: Asked,
): Refusal | undefined {
  if (!server.supportedMethods.includes(method)) {
    void reply.header('allow', server.supportedMethods.join(', '))
    return METHOD_NOT_ALLOWED
  }
  if (url === undefined) return ROUTE_NOT_FOUND
  if (config.allow !== undefined) {
    void reply.header('allow', config.allow)
    return METHOD_NOT_ALLOWED
  }
  if (isRefusal(recognised)) return recognised
  const roles = rolesFor(`${method === 'HEAD' ? 'GET' : method} ${url}`)
  if (roles === null) return undefined
  if (recognised === undefined) {
    void reply.header('www-authenticate', 'Bearer')
    return UNAUTHENTICATED
  }
  return roles.includes(recognised.role) ? undefined : UNAUTHORIZED_ACTION
}
