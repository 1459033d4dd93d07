import type { Parts } from './app.ts'
import { rememberCallers } from './platform/auth/callers.ts'
import { openSecret } from './platform/auth/secret.ts'
import { recogniseSessions, type SessionCaller } from './platform/auth/sessions.ts'
import { openSignIn } from './platform/auth/sign-in.ts'
import { recogniseTokens, type TokenCaller } from './platform/auth/tokens.ts'
import { recogniseBy } from './platform/http/recognise.ts'
import type { Metrics } from './platform/observe.ts'
import type { Place } from './support/administration/me.ts'
import { operatorRoutes } from './support/administration/operator-routes.ts'
import { meRoutes, tokenRoutes } from './support/administration/routes.ts'
import { sessionRoutes } from './support/administration/session-routes.ts'

/** How people and programs come in: what recognises them at every request, and the routes by which they begin and end. */
export async function openDoor(parts: Parts, metrics: Metrics) {
  const { config, database, log } = parts
  const { sql } = database
  const tokens = await rememberCallers<TokenCaller>(database)
  const sessions = await rememberCallers<SessionCaller>(database)
  const forget = () => {
    tokens.forget()
    sessions.forget()
  }
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
    sessionRoutes({ signIn, secret, oidc, limit, place, forget, tried }),
    operatorRoutes({ secret, forget }),
    tokenRoutes(forget),
  ]
  return { recognise, routes }
}

function placeOf({ config, clock, demoOperators }: Parts): Place {
  const { calendar, testClock, signIn } = config
  return {
    zone: calendar.zone,
    now: clock.now,
    testClock,
    masked: signIn.masked,
    demo: demoOperators ?? [],
  }
}
