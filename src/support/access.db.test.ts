import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Role } from '../platform/auth/caller.ts'
import { guardRoutes } from '../platform/http/guard.ts'
import { createServer } from '../platform/http/server.ts'
import { openLog } from '../platform/observe.ts'
import { serviceOn, type Service } from '../testing/api.ts'
import { onEachDatabase } from '../testing/databases.ts'
import { routesOf, type Route } from '../testing/routes.ts'
import { rolesFor } from './access.ts'

type Group = Readonly<{ roles: readonly Role[]; routes: readonly string[] }>

/** The table of API.md, written out once more: what a role may do is not read from the code that decides it. */
const TABLE: readonly Group[] = [
  {
    roles: ['OPERATOR', 'MANAGER', 'ADMIN', 'SERVICE'],
    routes: [
      'GET /v1/users',
      'POST /v1/users/search',
      'GET /v1/users/:userId',
      'GET /v1/places',
      'GET /v1/users/:userId/logs',
      'POST /v1/users/:userId/reveal',
      'PUT /v1/users/:userId/contact-preference',
      'PUT /v1/users/:userId/site',
      'PUT /v1/users/:userId/md',
      'DELETE /v1/users/:userId/md',
      'GET /v1/user-cycles/:userCycleId',
      'GET /v1/user-cycles/:userCycleId/outbounds',
      'GET /v1/user-cycles/:userCycleId/logs',
      'GET /v1/user-cycles/:userCycleId/memos',
      'GET /v1/user-cycles/:userCycleId/issues',
      'GET /v1/user-cycles/:userCycleId/messages',
      'GET /v1/outbounds',
      'POST /v1/outbounds/search',
      'POST /v1/outbounds/next',
      'GET /v1/outbounds/counts',
      'GET /v1/outbounds/:id',
      'POST /v1/outbounds/:id/complete',
      'POST /v1/outbounds/:id/skip',
      'POST /v1/outbounds/:id/attempts',
      'POST /v1/outbounds/:id/withdraw',
      'PUT /v1/outbounds/:id/claim',
      'DELETE /v1/outbounds/:id/claim',
      'PUT /v1/outbounds/:id/schedule',
      'DELETE /v1/outbounds/:id/schedule',
      'POST /v1/outbounds/:id/missed-call-messages',
      'GET /v1/outbounds/:id/messages',
      'POST /v1/user-cycles/:userCycleId/memos',
      'GET /v1/memos/:id',
      'PATCH /v1/memos/:id',
      'POST /v1/user-cycles/:userCycleId/issues',
      'GET /v1/attempts',
      'GET /v1/message-sending',
      'GET /v1/issues',
      'GET /v1/issues/counts',
      'GET /v1/issues/:id',
      'PATCH /v1/issues/:id',
      'POST /v1/issues/:id/status',
      'POST /v1/user-cycles/:userCycleId/messages',
      'POST /v1/messages/preview',
      'GET /v1/messages',
      'GET /v1/messages/:id',
      'POST /v1/messages/:id/retry',
      'GET /v1/logs/:id',
      'GET /v1/stream',
      'GET /v1/outbound-plans',
      'GET /v1/message-templates',
    ],
  },
  {
    roles: ['OPERATOR', 'MANAGER', 'ADMIN', 'AUDITOR', 'SERVICE'],
    routes: [
      'GET /v1/me',
      'PUT /v1/me/password',
      'GET /v1/operators',
      'GET /v1/sessions',
      'DELETE /v1/sessions/:id',
      'DELETE /v1/session',
    ],
  },
  {
    roles: ['MANAGER', 'ADMIN'],
    routes: [
      'POST /v1/outbound-plans',
      'PATCH /v1/outbound-plans/:id',
      'POST /v1/message-templates',
      'PATCH /v1/message-templates/:id',
      'POST /v1/exports/users',
      'GET /v1/forgotten-cycles',
      'GET /v1/pending-changes',
      'GET /v1/stats/outbounds',
      'GET /v1/stats/reached',
      'GET /v1/stats/issues',
      'GET /v1/stats/messages',
      'GET /v1/stats/sites',
      'GET /v1/stats/operators',
    ],
  },
  { roles: ['ADMIN', 'SERVICE'], routes: ['POST /v1/events', 'GET /v1/events'] },
  {
    roles: ['ADMIN'],
    routes: [
      'POST /v1/operators',
      'PATCH /v1/operators/:id',
      'DELETE /v1/operators/:id',
      'POST /v1/operators/:id/invitation',
      'DELETE /v1/operators/:id/sessions',
      'GET /v1/tokens',
      'POST /v1/tokens',
      'DELETE /v1/tokens/:id',
      'GET /v1/dead-letters',
      'POST /v1/dead-letters/:id/replay',
      'GET /v1/switches',
      'PUT /v1/switches',
      'GET /v1/test-clock',
      'PUT /v1/test-clock',
    ],
  },
]
const ROLES: readonly Role[] = ['OPERATOR', 'MANAGER', 'ADMIN', 'AUDITOR', 'SERVICE']

/** What needs no token: who runs it, the contract with its page, and carriers, whose signature is their right. */
const OPEN = new Set([
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /openapi.json',
  'POST /v1/delivery-reports/:carrier',
  'GET /v1/sign-in',
  'POST /v1/session',
  'POST /v1/session/demo',
  'POST /v1/session/oidc',
  'GET /v1/auth/callback/:provider',
  'POST /v1/invitations/read',
  'POST /v1/invitations/accept',
])
const isOpen = (name: string) => OPEN.has(name) || /^GET \/docs(\/|$)/.test(name)

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const routes = await routesOf(service.app)
  const guarded = routes.filter((route) => !isOpen(nameOf(route)))

  test('every route stands in the table of the contract', () => {
    const known = new Set(TABLE.flatMap((group) => group.routes))
    assert.deepEqual(
      guarded.map(nameOf).filter((name) => !known.has(name)),
      [],
    )
    assert.ok(guarded.length > 30)
  })

  test('without a token only what is open answers', async () => {
    for (const route of routes) {
      const { status, code } = await ask(service, route, undefined)
      const name = nameOf(route)
      if (!isOpen(name)) assert.deepEqual([status, code], [401, 4010], name)
      else if (route.method === 'GET') assert.ok(status < 400, name)
    }
  })

  for (const role of ROLES) {
    describe(`a token with the role ${role}`, async () => {
      const { body } = await service.admin<{ token: string }>('POST', '/v1/tokens', {
        name: `the ${role}`,
        role,
      })

      for (const route of guarded) {
        const name = nameOf(route)
        const may = TABLE.some((group) => group.roles.includes(role) && group.routes.includes(name))
        test(`${may ? 'may' : 'may not'} ${name}`, async () => {
          const { status, code } = await ask(service, route, body.token)
          if (may) assert.ok(status !== 401 && code !== 4004, `${name} is answered with ${status}`)
          else assert.deepEqual([status, code], [403, 4004])
        })
      }

      test('may ask HEAD of exactly what it may GET', async () => {
        for (const { method, url } of guarded) {
          if (method !== 'GET' || url === '/v1/stream') continue
          const authorization = `Bearer ${body.token}`
          const got = await service.app.inject({ method, url, headers: { authorization } })
          const head = await service.app.inject({ method: 'HEAD', url, headers: { authorization } })
          assert.equal(head.statusCode, got.statusCode, url)
        }
      })
    })
  }

  for (const role of ROLES) {
    const may = role === 'MANAGER' || role === 'ADMIN'
    test(`forgotten cycles are ${may ? 'shown to' : 'kept from'} the role ${role}`, async () => {
      const call = await service.as(role)
      const statuses = [
        (await call('GET', '/v1/outbounds?forgotten=true')).status,
        (await call('POST', '/v1/outbounds/search', { forgotten: true })).status,
        (await call('POST', '/v1/outbounds/next', { forgotten: true })).status,
      ]
      assert.deepEqual(statuses, may ? [200, 200, 204] : [403, 403, 403])
    })
  }
})

test('a route that the table does not know makes the start fail', async () => {
  const app = createServer({ logger: openLog('silent'), trustProxy: false, failed: () => {} })
  await guardRoutes(app, { recognise: async () => undefined, rolesFor, limit: 0 })

  app.get('/v1/me', () => ({}))
  const forgotten = () => app.get('/v1/secrets', () => ({}))

  assert.throws(forgotten, /The route GET \/v1\/secrets has no entry in the table of rights/)
})

/** Asks with a thing that is not there and a body that says nothing: the role is looked at before both. */
async function ask({ app }: Service, { method, url }: Route, token: string | undefined) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await app.inject({
    method,
    url: url.replace(':id', '999999').replaceAll(/:\w+/g, 'nobody'),
    headers,
    payloadAsStream: true,
  })
  const isStream = response.headers['content-type'] === 'text/event-stream'
  const text = isStream ? '' : (await Array.fromAsync(response.stream())).join('')
  response.stream().destroy()
  const isProblem = String(response.headers['content-type']).startsWith('application/problem+json')
  const { code } = isProblem ? (JSON.parse(text) as { code: number }) : { code: undefined }
  return { status: response.statusCode, code }
}

function nameOf({ method, url }: Route): string {
  return `${method} ${url}`
}
