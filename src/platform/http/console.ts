import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { refuse, ROUTE_NOT_FOUND } from './problem.ts'

/** Where `npm start` builds the console to. */
export const CONSOLE = path.join(import.meta.dirname, '../../../dist/console')

/** What the build puts wherever a nonce belongs. */
const NONCE = /__NONCE__/g
const HIDDEN: object = { hide: true }
/** Addresses below these are never a page, whoever asks. */
const NOT_PAGES = /^\/(v1|docs|assets)(\/|$)/

/**
 * The web console: one page for all its addresses, and the files that it loads, whose names change with their content.
 * It is read once, at the start; without a build there is a page that says so. Registered after the methods of all
 * addresses are settled, so that an unknown address stays a 404 for whoever writes to it.
 */
export async function consoleRoutes(app: FastifyInstance, { folder }: { folder: string }) {
  const page = readPage(folder)
  await app.register(fastifyStatic, {
    root: path.join(folder, 'assets'),
    serve: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
  })

  app.get<{ Params: { '*': string } }>('/assets/*', { schema: HIDDEN }, ({ params }, reply) => {
    if (page === undefined) return refuse(reply, ROUTE_NOT_FOUND)
    void reply.header('content-security-policy', NOTHING)
    return reply.sendFile(params['*'])
  })

  app.get('/*', { schema: HIDDEN }, (request, reply) =>
    isForPeople(request) ? answerWith(page, reply) : refuse(reply, ROUTE_NOT_FOUND),
  )
}

/** A program that asks for an address that is not there is told so; a person gets the console, which says it in words. */
function isForPeople({ url, headers }: FastifyRequest): boolean {
  const [address = ''] = url.split('?')
  if (address === '/') return true
  return !NOT_PAGES.test(address) && headers.accept?.includes('text/html') === true
}

function readPage(folder: string): string | undefined {
  try {
    return readFileSync(path.join(folder, 'index.html'), 'utf8')
  } catch {
    return undefined
  }
}

function answerWith(page: string | undefined, reply: FastifyReply) {
  void reply.header('cache-control', 'no-store')
  if (page === undefined) {
    return reply
      .code(503)
      .header('content-security-policy', NOTHING)
      .type('text/plain; charset=utf-8')
      .send(NOT_BUILT)
  }
  const nonce = randomBytes(16).toString('base64')
  return reply
    .header('content-security-policy', policyWith(nonce))
    .type('text/html; charset=utf-8')
    .send(page.replaceAll(NONCE, nonce))
}

const NOT_BUILT = 'The console is not built. `npm start` builds it.\n'
const NOTHING = "default-src 'none'; frame-ancestors 'none'"

/** Our own files only, no inline script, and inline styles only of the page that carries the nonce. */
function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
