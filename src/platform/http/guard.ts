import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { Caller, Role } from '../auth/caller.ts'
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
    /** Whether the caller would still be let in, for answers that go on and on. */
    isKnown: () => Promise<boolean>
  }
}

type Guard = Readonly<{
  /** Without a reply nobody is there: an answer that goes on asks whether it may. */
  recognise: (
    request: FastifyRequest,
    reply?: FastifyReply,
  ) => Promise<Caller | Refusal | undefined>
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
    return caller !== undefined && !isRefusal(caller)
  })

  await app.register(rateLimit, { global: false })
  const check = app.createRateLimit({
    max: limit,
    timeWindow: '1 minute',
    keyGenerator: ({ caller, ip }: Partial<FastifyRequest>) => caller?.by ?? ip ?? '',
  })

  app.addHook('onRequest', async (request, reply) => {
    const recognised = await recognise(request, reply)
    const caller = isRefusal(recognised) ? undefined : recognised
    if (caller !== undefined) request.caller = caller
    if (limit > 0) {
      const rate = await check(request)
      if (!rate.isAllowed && rate.isExceeded) {
        void reply.header('retry-after', String(rate.ttlInSeconds))
        return refuse(reply, RATE_LIMITED)
      }
    }
    const { url, config } = request.routeOptions
    if (url === undefined) return refuse(reply, ROUTE_NOT_FOUND)
    if (config.allow !== undefined) {
      return refuse(reply.header('allow', config.allow), METHOD_NOT_ALLOWED)
    }
    if (isRefusal(recognised)) return refuse(reply, recognised)
    const roles = rolesFor(`${request.method === 'HEAD' ? 'GET' : request.method} ${url}`)
    if (roles === null) return undefined
    if (caller === undefined) {
      void reply.header('www-authenticate', 'Bearer')
      return refuse(reply, UNAUTHENTICATED)
    }
    return roles.includes(caller.role) ? undefined : refuse(reply, UNAUTHORIZED_ACTION)
  })
}
