import Fastify, {
  errorCodes,
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyRequest,
  type HTTPMethods,
  type onRequestHookHandler,
  type onResponseHookHandler,
  type preParsingHookHandler,
} from 'fastify'
import { isUtf8 } from 'node:buffer'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Refusal } from '../../kernel/decision.ts'
import { isOutage } from '../db/errors.ts'
import {
  BODY_TOO_LARGE,
  HEADERS_TOO_LARGE,
  INTERNAL,
  invalid,
  MEDIA_TYPE,
  METHOD_NOT_ALLOWED,
  problemOf,
  refuse,
  REQUEST_TIMEOUT,
  ROUTE_NOT_FOUND,
  UNAVAILABLE,
} from './problem.ts'
import { validateRequests, wrongFields } from './validation.ts'

const BODY_LIMIT = 256 * 1024

/** What one client may take, so that the slow and the greedy do not keep others out. Times in milliseconds. */
export type Limits = Readonly<{
  /** From the first byte of a request to the last of its headers. */
  headers: number
  /** From the first byte of a request to the last of its body. */
  request: number
  /** How often it is looked whether one of these has passed. */
  check: number
  /** How long a connection without a request is kept. */
  keepAlive: number
  /** All headers of a request together, in bytes. */
  headerBytes: number
  /** Connections at once; one more is closed. */
  connections: number
}>

export const LIMITS: Limits = {
  headers: 10_000,
  request: 30_000,
  check: 2_000,
  // Longer than the minute for which a proxy usually keeps its connections to us.
  keepAlive: 72_000,
  headerBytes: 16 * 1024,
  connections: 10_000,
}

type Options = {
  logger: FastifyBaseLogger
  /** Proxies in front of us, as Fastify's `trustProxy` takes them. */
  trustProxy: boolean | string
  failed: (what: string) => void
  limits?: Limits
}

/** An HTTP server with the manners of API.md and no routes yet. */
export function createServer({ logger, trustProxy, failed, limits = LIMITS }: Options) {
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy,
    bodyLimit: BODY_LIMIT,
    requestTimeout: limits.request,
    keepAliveTimeout: limits.keepAlive,
    http: {
      headersTimeout: limits.headers,
      connectionsCheckingInterval: limits.check,
      maxHeaderSize: limits.headerBytes,
    },
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 2_000 },
    frameworkErrors: (_error, _request, reply) => {
      void refuse(reply, NOT_AN_ADDRESS)
    },
    clientErrorHandler: hangUp,
  })
  app.server.maxConnections = limits.connections
  app.setSerializerCompiler(() => JSON.stringify)
  validateRequests(app)
  readJson(app)
  app.addHook('onRequest', secure)
  app.setErrorHandler((error: FastifyError, request, reply) =>
    refuse(reply, whatWentWrong(error, request, failed)),
  )
  app.setNotFoundHandler((_request, reply) => refuse(reply, ROUTE_NOT_FOUND))
  app.addHook('preParsing', refuseTooLarge)
  app.addHook('onResponse', logAnswer)
  closeAfterLastAnswer(app)
  return app
}

/**
 * What helmet says, but for the policy of a page's content, which pages have of their own. It is the same for all
 * answers: asking helmet before each would cost more than everything else that is done for a request before its route.
 */
const SECURITY_HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}

const secure: onRequestHookHandler = (_request, reply, done) => {
  void reply.headers(SECURITY_HEADERS)
  done()
}

/**
 * Before anything is said of the body's type, and without reading it: the connection ends. One of unknown length is
 * measured while it is read.
 */
const refuseTooLarge: preParsingHookHandler = ({ headers }, reply, _payload, done) => {
  const isTooLarge = Number(headers['content-length']) > BODY_LIMIT
  if (isTooLarge) void reply.header('connection', 'close')
  done(isTooLarge ? new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE() : null)
}

/** A stop waits for requests under way, and not for clients that would keep their connection for another one. */
function closeAfterLastAnswer(app: FastifyInstance) {
  app.addHook('preClose', async () => {
    const sweep = setInterval(() => app.server.closeIdleConnections(), 50).unref()
    app.server.once('close', () => clearInterval(sweep))
  })
}

const NOT_AN_ADDRESS = invalid({ in: 'path', field: '', message: 'is not well-formed' })
const NOT_HTTP = invalid({ in: 'header', field: '', message: 'is not HTTP' })

/** Says what was wrong, and does not wait for the client to hang up, too. */
function hangUp({ code }: NodeJS.ErrnoException, socket: Socket) {
  if (!socket.writable) return void socket.destroy()
  const { status, ...problem } = problemOf(REFUSED_BY_PARSER[code ?? ''] ?? NOT_HTTP, 'about:blank')
  const body = JSON.stringify({ status, ...problem })
  socket.write(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/problem+json\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  socket.destroySoon()
}

/** What is wrong with a request that never became one, by the parser's name for it. */
const REFUSED_BY_PARSER: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: REQUEST_TIMEOUT,
  HPE_HEADER_OVERFLOW: HEADERS_TOO_LARGE,
}

/**
 * Reads JSON; no body at all is as good as an empty object, whatever its type is said to be. Bytes that are no text are
 * refused: a decoder would put something else in their place.
 */
function readJson(app: FastifyInstance) {
  app.removeContentTypeParser('text/plain')
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(
    ['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'],
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      if (body.length === 0) done(null, undefined)
      else if (!isUtf8(body)) done(new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY())
      else void parse(request, body.toString(), done)
    },
  )
}

const HIDDEN: object = { hide: true }

/** Adds to every address, known by now, the methods that it does not take; the gate refuses them (405). */
export function refuseOtherMethods(app: FastifyInstance, routes: ReadonlyMap<string, Set<string>>) {
  for (const [url, taken] of routes) {
    const others = app.supportedMethods as HTTPMethods[]
    const allow = [...taken].join(', ')
    app.route({
      method: others.filter((method) => !app.hasRoute({ method, url })),
      url,
      exposeHeadRoute: false,
      config: { allow },
      schema: HIDDEN,
      handler: (_request, reply) => refuse(reply.header('allow', allow), METHOD_NOT_ALLOWED),
    })
  }
}

/** The addresses with their methods, as they are being added. */
export function listRoutes(app: FastifyInstance): ReadonlyMap<string, Set<string>> {
  const routes = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.allow !== undefined) return
    const taken = routes.get(url) ?? new Set()
    for (const one of [method].flat()) taken.add(one)
    routes.set(url, taken)
  })
  return routes
}

function whatWentWrong(
  error: FastifyError,
  request: FastifyRequest,
  failed: (what: string) => void,
) {
  if (error.validation !== undefined) {
    const { validation, validationContext } = error
    return invalid(...wrongFields(request, { validation, validationContext }))
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return BODY_TOO_LARGE
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return MEDIA_TYPE
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return invalid({ in: 'body', field: '', message: 'is not well-formed JSON' })
  }
  const outage = isOutage(error)
  failed(outage ? 'database' : 'request')
  request.log.error({ err: error, route: request.routeOptions.url }, 'request failed')
  return outage ? UNAVAILABLE : INTERNAL
}

const logAnswer: onResponseHookHandler = (request, reply, done) => {
  const { method, routeOptions, caller } = request
  request.log.info(
    {
      method,
      route: routeOptions.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      by: (caller as typeof caller | undefined)?.by,
    },
    'answered',
  )
  done()
}
