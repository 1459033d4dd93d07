import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { rememberCallers } from './platform/auth/callers.ts'
import { recogniseSessions, type SessionCaller } from './platform/auth/sessions.ts'
import { openSecret } from './platform/auth/secret.ts'
import { openSignIn } from './platform/auth/sign-in.ts'
import { recogniseTokens, type TokenCaller } from './platform/auth/tokens.ts'
import type { Caller, Role } from './platform/auth/caller.ts'
import type { Clock } from './platform/clock.ts'
import type { Database, Sql } from './platform/db/db.ts'
import { Tail } from './platform/events/tail.ts'
import { guardRoutes } from './platform/http/guard.ts'
import { CONSOLE, consoleRoutes } from './platform/http/console.ts'
import { recogniseBy } from './platform/http/recognise.ts'
import { answerOnce } from './platform/http/once.ts'
import { documentRoutes, operationRoutes } from './platform/http/operations.ts'
import type { Carrier } from './platform/gateways/carrier.ts'
import { openCarrier } from './platform/gateways/carriers.ts'
import { createServer, listRoutes, refuseOtherMethods } from './platform/http/server.ts'
import { openMetrics, type Metrics } from './platform/observe.ts'
import { rolesFor } from './support/access.ts'
import type { DemoOperator } from './demo/operators.ts'
import { maskPeople } from './support/administration/masking.ts'
import type { Place } from './support/administration/me.ts'
import { operatorRoutes } from './support/administration/operator-routes.ts'
import { revealRoutes } from './support/administration/reveal-routes.ts'
import { sessionRoutes } from './support/administration/session-routes.ts'
import {
  meRoutes,
  switchRoutes,
  testClockRoutes,
  tokenRoutes,
} from './support/administration/routes.ts'
import { deadLetterRoutes, inboundRoutes } from './support/inbound/routes.ts'
import { messageTemplateRoutes } from './support/message-template/routes.ts'
import { outboundPlanRoutes } from './support/outbound-plan/routes.ts'
import { housekeeping } from './support/policies/housekeeping.ts'
import { timeline } from './support/policies/timeline.ts'
import type { Support } from './support/support.ts'
import { userCycleRoutes } from './support/user-cycle/routes.ts'
import {
  claimRoutes,
  scheduleRoutes,
  userOutboundPlanRoutes,
  worklistRoutes,
} from './support/user-outbound-plan/routes.ts'
import { contactAttemptRoutes } from './support/contact-attempt/routes.ts'
import { cycleIssueRoutes, userSupportIssueRoutes } from './support/user-support-issue/routes.ts'
import { userSupportMemoRoutes } from './support/user-support-memo/routes.ts'
import { userExportRoutes } from './support/user-export/routes.ts'
import { userSupportRoutes } from './support/user-support/routes.ts'
import {
  deliveryReportRoutes,
  messageRoutes,
  sendingRoutes,
} from './support/user-support-message/routes.ts'
import { Sender } from './support/user-support-message/sender.ts'
import { userSupportLogRoutes } from './support/user-support-log/routes.ts'
import { changesAfter } from './support/views/changes.ts'
import { eventRoutes } from './support/views/routes.ts'
import { statsRoutes } from './support/views/stats-routes.ts'
import { unattendedRoutes, userRoutes } from './support/views/user-routes.ts'
import { SYSTEM } from './kernel/values.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What commands and views are given: the database or this request's transaction, bound to the caller. */
    support: Support
  }
}

const SLICES = [
  revealRoutes,
  inboundRoutes,
  deadLetterRoutes,
  outboundPlanRoutes,
  worklistRoutes,
  userOutboundPlanRoutes,
  scheduleRoutes,
  claimRoutes,
  userCycleRoutes,
  userSupportLogRoutes,
  userSupportMemoRoutes,
  cycleIssueRoutes,
  userSupportIssueRoutes,
  contactAttemptRoutes,
  userSupportRoutes,
  userRoutes,
  unattendedRoutes,
  statsRoutes,
  userExportRoutes,
  messageTemplateRoutes,
  messageRoutes,
  switchRoutes,
]

const HOUSEKEEPING_INTERVAL = 60_000

export type Parts = Readonly<{
  config: Config
  database: Database
  clock: Clock
  log: Logger
  /** As whom anybody at this machine may sign in; there are some only in a database that was made as a demo. */
  demoOperators?: readonly DemoOperator[]
}>

/** What the software itself may do: everything, in its own name. */
export function systemSupport({ config, database, clock }: Omit<Parts, 'log'>): Support {
  const { calendar, settings } = config
  return {
    sql: database.sql,
    sites: null,
    by: SYSTEM,
    name: SYSTEM,
    timeline,
    now: clock.now,
    calendar,
    settings,
  }
}

/** Everything the service is made of, wired by hand. The database is open and migrated. */
export async function buildApp(parts: Parts): Promise<{ app: FastifyInstance }> {
  const { config, database, clock, log } = parts
  const system = systemSupport(parts)
  const metrics = openMetrics(database.sql)
  const failed = (what: string) => metrics.failures.inc({ what })
  const tail = new Tail(database.sql, changesAfter, (error) => {
    failed('event log')
    log.error({ err: error }, 'the event log could not be followed')
  })

  const app = createServer({ logger: log, trustProxy: config.trustProxy, failed })
  const routes = listRoutes(app)
  bindSupport(app, database.sql, system)
  const callers = await rememberCallers<TokenCaller>(database)
  const operators = await rememberCallers<SessionCaller>(database)
  const forget = () => {
    callers.forget()
    operators.forget()
  }
  const secret = await openSecret(database.sql, config.signIn.secret)
  const signIn = openSignIn(database.sql, {
    ...config.signIn,
    secret,
    publicUrl: config.signIn.publicUrl ?? new URL(`http://${config.host}:${config.port}`),
    failed(message) {
      failed('sign-in')
      log.error({ sign: message }, 'signing in went wrong')
    },
  })
  await guardRoutes(app, {
    recognise: recogniseBy({
      tokens: recogniseTokens(database.sql, {
        present: callers.present,
        bootstrapToken: config.bootstrapToken,
        failed(error) {
          failed('last use')
          log.error({ err: error }, 'the last use of a token could not be kept')
        },
      }),
      sessions: recogniseSessions(database.sql, signIn, operators),
      publicUrl: config.signIn.publicUrl,
    }),
    rolesFor,
    limit: config.rateLimit,
  })
  answerOnce(app, clock.now)
  maskAnswers(app, config.signIn.masked)
  await documentRoutes(app)
  const carrier = openCarrier(config.carrier, { sql: database.sql, now: clock.now })
  const sender = openSender(parts, { carrier, metrics })
  operationRoutes(app, database.sql, { metrics, isDegraded: () => sender.isDegraded })
  for (const slice of SLICES) await app.register(slice)
  const place: Place = {
    zone: config.calendar.zone,
    now: clock.now,
    testClock: config.testClock,
    masked: config.signIn.masked,
    demo: parts.demoOperators ?? [],
  }
  await app.register(meRoutes(place))
  await app.register(
    sessionRoutes({
      signIn,
      secret,
      oidc: config.signIn.oidc,
      limit: config.signIn.limit,
      place,
      forget,
      tried: (way, outcome) => metrics.signIns.inc({ way, outcome }),
    }),
  )
  await app.register(operatorRoutes({ secret, forget }))
  await app.register(tokenRoutes(forget))
  await app.register(eventRoutes(tail))
  await app.register(sendingRoutes((rule) => metrics.refusals.inc({ rule })))
  await app.register(deliveryReportRoutes(carrier, system))
  const keepHouse = () => housekeeping(system)
  const settle = () => keepHouse().then(() => sender.drain())
  if (config.testClock) await app.register(testClockRoutes(clock, settle))
  refuseOtherMethods(app, routes)
  await app.register(consoleRoutes, { folder: CONSOLE })

  const untidy = (error: unknown) => {
    failed('housekeeping')
    log.error({ err: error }, 'housekeeping failed')
  }
  const timer = setInterval(() => void keepHouse().catch(untidy), HOUSEKEEPING_INTERVAL)
  app.addHook('onReady', async () => {
    await tail.open()
    sender.open()
  })
  app.addHook('preClose', async () => {
    clearInterval(timer)
    await Promise.all([tail.close(), sender.close()])
  })
  return { app }
}

type Sending = Readonly<{ carrier: Carrier; metrics: Metrics }>

/** What sends messages, seen by the log and the metrics. */
function openSender(parts: Parts, { carrier, metrics }: Sending): Sender {
  return new Sender(systemSupport(parts), carrier, {
    tried: (name, outcome, seconds) => metrics.tries.observe({ carrier: name, outcome }, seconds),
    ended: (status, reason) => metrics.ended.inc({ status, reason }),
    failed(error) {
      metrics.failures.inc({ what: 'messages' })
      parts.log.error({ err: error }, 'messages could not be worked on')
    },
  })
}

/** Masks people in every answer to callers of those roles; what is revealed or exported has its reason on record. */
function maskAnswers(app: FastifyInstance, masked: readonly Role[]) {
  app.addHook('preSerialization', async ({ caller, routeOptions }, _reply, answer: unknown) =>
    (caller as Caller | undefined) !== undefined &&
    masked.includes(caller.role) &&
    routeOptions.config.reveals !== true
      ? maskPeople(answer)
      : answer,
  )
}

/** Gives each request the database, or its own transaction, in the caller's name and within their sites. */
function bindSupport(app: FastifyInstance, sql: Sql, system: Support) {
  app.decorateRequest('caller')
  app.decorateRequest('session', null)
  app.decorateRequest('deadLetters', null)
  app.decorateRequest('sql')
  app.addHook('onRequest', async (request) => {
    request.sql = sql
  })
  app.decorateRequest('support', {
    getter(this: FastifyRequest) {
      const { by, name, sites } = this.caller
      return { ...system, sql: this.sql, by, name, sites }
    },
  })
}
