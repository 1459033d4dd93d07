import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Clock } from './platform/clock.ts'
import type { Database, Sql } from './platform/db/db.ts'
import { Tail } from './platform/events/tail.ts'
import { guardRoutes } from './platform/http/guard.ts'
import { CONSOLE, consoleRoutes } from './platform/http/console.ts'
import { answerOnce } from './platform/http/once.ts'
import { documentRoutes, operationRoutes } from './platform/http/operations.ts'
import type { Carrier } from './platform/gateways/carrier.ts'
import { openCarrier } from './platform/gateways/carriers.ts'
import { createServer, listRoutes, refuseOtherMethods } from './platform/http/server.ts'
import { openMetrics, type Metrics } from './platform/observe.ts'
import { doInRounds } from './platform/rounds.ts'
import { rolesFor } from './support/access.ts'
import type { DemoOperator } from './demo/operators.ts'
import { openDoor } from './door.ts'
import { maskingFor } from './support/administration/masking.ts'
import { revealRoutes } from './support/administration/reveal-routes.ts'
import { switchRoutes, testClockRoutes } from './support/administration/routes.ts'
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
  const door = await openDoor(parts, metrics)
  await guardRoutes(app, { recognise: door.recognise, rolesFor, limit: config.rateLimit })
  answerOnce(app, clock.now)
  app.addHook('preSerialization', maskingFor(config.signIn.masked))
  await documentRoutes(app)
  const carrier = openCarrier(config.carrier, { sql: database.sql, now: clock.now })
  const sender = openSender(parts, { carrier, metrics })
  operationRoutes(app, database.sql, { metrics, isDegraded: () => sender.isDegraded })
  for (const slice of [...SLICES, ...door.routes]) await app.register(slice)
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
  const rounds = doInRounds(() => keepHouse().catch(untidy), HOUSEKEEPING_INTERVAL)
  app.addHook('onReady', async () => {
    await tail.open()
    sender.open()
  })
  app.addHook('preClose', async () => {
    await Promise.all([rounds.stop(), tail.close(), sender.close()])
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
