import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { allRules } from '../../kernel/decision.ts'
import { run, type Sql } from '../db/db.ts'
import type { Metrics } from '../observe.ts'
import { describe, SHARED } from './document.ts'
import { refuse, statusOf, UNAVAILABLE } from './problem.ts'
import Type from 'typebox'
import { answers } from './schema.ts'

/** A carrier that fails makes messages wait, and everything else goes on: degraded, not down. */
type Observed = Readonly<{ metrics: Metrics; isDegraded: () => boolean }>

/** For those who run it: is it alive, can it work, what does it do. */
export function operationRoutes(
  app: FastifyInstance,
  sql: Sql,
  { metrics: { registry, answers: seen }, isDegraded }: Observed,
) {
  app.addHook('onResponse', ({ method, routeOptions }, reply, done) => {
    const route = routeOptions.url ?? 'none'
    seen.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1_000)
    done()
  })

  app.get('/healthz', { schema: answers(200, Health, 'The process lives') }, () => ({
    status: 'ok',
  }))

  app.get('/readyz', { schema: answers(200, Readiness, 'It can work') }, async (request, reply) => {
    try {
      await run(sql, 'select 1', [])
      return { status: 'ready', database: 'up', carrier: isDegraded() ? 'degraded' : 'up' }
    } catch (error) {
      request.log.error({ err: error }, 'not ready')
      return refuse(reply, UNAVAILABLE)
    }
  })

  app.get(
    '/metrics',
    { schema: { produces: ['text/plain'], ...answers(200, Type.String(), 'Prometheus metrics') } },
    async (_, reply) => {
      void reply.type(registry.contentType)
      return await registry.metrics()
    },
  )
}

const Health = Type.Object({ status: Type.Literal('ok') })
const Readiness = Type.Object({
  status: Type.Literal('ready'),
  database: Type.Literal('up'),
  carrier: Type.Enum(['up', 'degraded']),
})

/** The contract, made from the schemas that validate the requests, and its page, which loads nothing from elsewhere. */
export async function documentRoutes(app: FastifyInstance) {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: {
        title: 'Anbu Support',
        version: '1',
        description: 'Proactive support for the users of a digital therapeutic.',
      },
      components: SHARED as object,
      security: [{ token: [] }],
    },
    transformObject: describe,
  })
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: OWN_FILES_ONLY })
  app.get('/openapi.json', { schema: HIDDEN }, () => app.swagger())
  app.get('/docs/problems', { schema: HIDDEN }, (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
      .send(problemsPage()),
  )
}

/** Where the `type` of every problem leads: all rules that may say no, each at its number. */
function problemsPage(): string {
  const entries = allRules().map(
    ({ code, name, message }) =>
      `<dt id="${code}">${code} ${name} (${statusOf(code)})</dt><dd>${message}</dd>`,
  )
  const head =
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Anbu: problems</title></head>'
  return `${head}<body><h1>Problems</h1><dl>${entries.join('')}</dl></body></html>`
}

/** The page's one inline style is its own, too. */
const OWN_FILES_ONLY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const HIDDEN: object = { hide: true }
