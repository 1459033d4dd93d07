import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Parts } from './app.ts'
import { forgetTogether, rememberCallers } from './platform/auth/callers.ts'
import { openSecret } from './platform/auth/secret.ts'
import { recogniseSessions, type SessionCaller } from './platform/auth/sessions.ts'
import { openSignIn } from './platform/auth/sign-in.ts'
import { recogniseTokens, type TokenCaller } from './platform/auth/tokens.ts'
import { RATE_LIMITED, refuse } from './platform/http/problem.ts'
import { recogniseBy } from './platform/http/recognise.ts'
import type { Metrics } from './platform/observe.ts'
import type { Door } from './support/administration/entrance.ts'
import { invitationRoutes } from './support/administration/invitation-routes.ts'
import type { Place } from './support/administration/me.ts'
import { operatorRoutes } from './support/administration/operator-routes.ts'
import { sessionRoutes } from './support/administration/session-routes.ts'
import { signInRoutes } from './support/administration/sign-in-routes.ts'
import { meRoutes, tokenRoutes } from './support/administration/routes.ts'

/** How people and programs come in: what recognises them at every request, and the routes by which they begin and end. */
export async function openDoor(parts: Parts, metrics: Metrics) {
  const { config, database, log } = parts
  const { sql } = database
  const tokens = rememberCallers<TokenCaller>()
  const sessions = rememberCallers<SessionCaller>()
  const forget = await forgetTogether(database, tokens, sessions)
  const secret = await openSecret(sql, config.signIn.secret)
  const signIn = openSignIn(sql, {
    ...config.signIn,
    secret,
    publicUrl: config.signIn.publicUrl ?? new URL(`http://${config.host}:${config.port}`),
    failed(message) {
      metrics.failures.inc({ what: 'sign-in' })
      log.error({ said: message }, 'signing in went wrong')
    },
  })
  const known = {
    present: tokens.present,
    bootstrapToken: config.bootstrapToken,
    failed(error: unknown) {
      metrics.failures.inc({ what: 'last use' })
      log.error({ err: error }, 'the last use of a token could not be kept')
    },
  }
  const recognise = recogniseBy({
    tokens: recogniseTokens(sql, known),
    sessions: recogniseSessions(sql, signIn, sessions),
    publicUrl: config.signIn.publicUrl,
  })
  const place = placeOf(parts)
  const { oidc, limit } = config.signIn
  const tried = (way: string, outcome: string) => metrics.signIns.inc({ way, outcome })
  const routes = [
    meRoutes(place),
    doorRoutes({ signIn, secret, oidc, limit, place, forget, tried }),
    operatorRoutes({ secret, forget }),
    tokenRoutes(forget),
  ]
  return { recognise, routes }
}

function placeOf({ config, clock, demoOperators }: Parts): Place {
  const { calendar, testClock, settings, signIn } = config
  return {
    zone: calendar.zone,
    now: clock.now,
    testClock,
    memoMax: settings.memoMax,
    masked: signIn.masked,
    demo: demoOperators ?? [],
  }
}

type Given = Omit<Door, 'once' | 'ending'> &
  Readonly<{
    /** Sign-ins a minute from one address; 0 is no limit. */
    limit: number
    /** Called when a session has ended, before that is said. */
    forget: () => void
  }>

/**
 * Coming in and going out. No attempt to come in takes an Idempotency-Key: what they answer is a secret, and a second
 * sign-in is another session.
 */
function doorRoutes({ limit, forget, ...given }: Given): FastifyPluginAsyncTypebox {
  return async (app) => {
    const rate = app.createRateLimit({
      max: limit,
      timeWindow: '1 minute',
      keyGenerator: ({ ip }: Partial<FastifyRequest>) => `sign-in ${ip}`,
    })
    const limited = async (request: FastifyRequest, reply: FastifyReply) => {
      if (limit === 0) return undefined
      const { isAllowed, ...seen } = await rate(request)
      if (isAllowed || !('isExceeded' in seen) || !seen.isExceeded) return undefined
      return refuse(reply.header('retry-after', String(seen.ttlInSeconds)), RATE_LIMITED)
    }
    const once = { config: { unkept: true }, preHandler: limited }
    const door = { ...given, once, ending: { onSend: async () => forget() } }
    for (const routes of [signInRoutes, sessionRoutes, invitationRoutes]) {
      await app.register(routes(door))
    }
  }
}
