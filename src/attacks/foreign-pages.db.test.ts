import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildApp } from '../app.ts'
import type { OperatorId } from '../kernel/values.ts'
import { run } from '../platform/db/db.ts'
import { openLog } from '../platform/observe.ts'
import { serviceOn, startCycle } from '../testing/api.ts'
import { onEachDatabase } from '../testing/databases.ts'
import { hire, PASSWORD } from '../testing/hired.ts'
import { routesOf } from '../testing/routes.ts'

type Problem = { code: number; reason?: string }

/** How a browser says that the page of another site asks, or does not say whose. */
const FOREIGN: readonly Record<string, string>[] = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: '' },
  { origin: 'file://' },
  { origin: 'http://localhost.evil.example' },
  { origin: 'http://evil.example/localhost' },
  { origin: 'http://localhost@evil.example' },
  { origin: 'http://localhost:8080' },
  { origin: 'http://127.0.0.1' },
  { origin: 'chrome-extension://abcdef' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
  {},
]

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database, { ANBU_SIGN_IN_LIMIT: '0' })
  const { app } = service
  const { browser, email } = await hire(service, { role: 'ADMIN' })
  const cookie = browser.cookie()
  const ask = async (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS',
    url: string,
    headers: Record<string, string>,
    payload?: object | string,
  ) => {
    const asked = { method, url, headers, ...(payload !== undefined && { payload }) }
    const { statusCode, headers: answered, payload: text } = await app.inject(asked)
    const body = statusCode >= 400 ? (JSON.parse(text) as Problem) : undefined
    return { status: statusCode, headers: answered, body }
  }

  test('every change that another page asks for by our cookie is refused, before anything is looked at', async () => {
    const changes = (await routesOf(app)).filter(({ method }) => method !== 'GET')
    assert.ok(changes.length > 40)
    for (const { method, url } of changes) {
      const address = url.replace(':id', '1').replaceAll(/:\w+/g, 'somebody')
      for (const said of FOREIGN) {
        const { status, body } = await ask(method, address, { cookie, ...said }, {})
        const shown = `${method} ${url} ${JSON.stringify(said)}`
        assert.deepEqual([status, body?.code, body?.reason], [403, 4004, 'FOREIGN_ORIGIN'], shown)
      }
    }
    assert.equal((await browser.call('GET', '/v1/me')).status, 200)
  })

  test('our own page is let in', async () => {
    const { userCycleId } = await startCycle(service)
    const url = `/v1/user-cycles/${userCycleId}/memos`
    for (const said of [
      { origin: 'http://localhost:80' },
      { origin: 'http://localhost' },
      { 'sec-fetch-site': 'same-origin' },
    ]) {
      const { status } = await ask(
        'POST',
        url,
        { cookie, ...(said as Record<string, string>) },
        { memo: '잘 지냄' },
      )
      assert.equal(status, 201, JSON.stringify(said))
    }
  })

  test('nor does another page sign anybody in or out, or take what an invitation gives', async () => {
    const before = await sessions()
    for (const said of FOREIGN.filter((one) => Object.keys(one).length > 0)) {
      for (const [method, url, body] of [
        ['POST', '/v1/session', { email, password: PASSWORD }],
        ['POST', '/v1/session/demo', { role: 'ADMIN' }],
        ['POST', '/v1/session/oidc', {}],
        ['POST', '/v1/invitations/accept', { invitation: 'x', password: PASSWORD }],
        ['DELETE', '/v1/session', undefined],
      ] as const) {
        // Without our cookie, too: to be signed in as somebody else is an attack of its own.
        for (const headers of [said, { ...said, cookie }]) {
          const { status, headers: answered } = await ask(method, url, headers, body)
          assert.equal(status, 403, `${url} ${JSON.stringify(said)}`)
          assert.equal(answered['set-cookie'], undefined)
        }
      }
    }
    assert.deepEqual(await sessions(), before)
  })

  test('a form, which needs no leave to be sent anywhere, is no request of ours', async () => {
    const own = { cookie, origin: 'http://localhost' }
    for (const type of [
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
    ]) {
      const text = '{"name":"x","role":"ADMIN","ignored":"="}'
      const { status, body } = await ask(
        'POST',
        '/v1/tokens',
        { ...own, 'content-type': type },
        text,
      )
      assert.deepEqual([status, body?.code], [415, 4304], type)
    }
    const renamed = { ...own, 'x-http-method-override': 'DELETE' }
    assert.equal((await ask('GET', '/v1/tokens?_method=DELETE', renamed)).status, 400)
    assert.equal((await ask('GET', '/v1/tokens', renamed)).status, 200)
  })

  test('no other page is ever told that it may read an answer', async () => {
    const preflight = {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, content-type',
    }
    for (const url of ['/v1/me', '/v1/session', '/v1/tokens', '/v1/stream', '/openapi.json', '/']) {
      for (const method of ['OPTIONS', 'POST'] as const) {
        const { status, headers } = await ask(method, url, { cookie, ...preflight })
        assert.ok(status >= 400, `${method} ${url}: ${status}`)
        const allowed = Object.keys(headers).filter((name) => name.startsWith('access-control'))
        assert.deepEqual(allowed, [])
      }
    }
    const { headers } = await ask('GET', '/v1/me', { cookie, origin: 'https://evil.example' })
    assert.equal(headers['access-control-allow-origin'], undefined)
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
  })

  test('behind TLS a page that came without it is another page', async () => {
    const secure = await serviceOn(database, {
      ANBU_SIGN_IN_LIMIT: '0',
      ANBU_PUBLIC_URL: 'https://anbu.example',
    })
    const host = 'anbu.example'
    const credentials = { email, password: PASSWORD }
    const statusFor = async (origin: string) => {
      const headers = { origin, host }
      return (await secure.anybody('POST', '/v1/session', credentials, headers)).status
    }
    assert.equal(await statusFor('https://anbu.example'), 201)
    assert.equal(await statusFor('http://anbu.example'), 403)
    assert.equal(await statusFor('https://anbu.example:8443'), 403)
    assert.equal(await statusFor('https://anbu.example.evil.example'), 403)
  })

  describe('a name of another site that is made to point at this machine (rebinding)', async () => {
    const { id } = await hire(service, { role: 'MANAGER' })
    const { config, clock } = service
    const demoOperators = [{ id: id as OperatorId, name: '정유진', role: 'MANAGER' as const }]
    const demo = await buildApp({ config, clock, database, log: openLog('silent'), demoOperators })
    const status = async (host: string) => {
      const { statusCode } = await demo.app.inject({
        method: 'POST',
        url: '/v1/session/demo',
        headers: { host, origin: `http://${host}` },
        payload: { role: 'MANAGER' },
      })
      return statusCode
    }

    test('signs nobody in to a demo', async () => {
      for (const host of [
        'evil.example',
        'evil.example:3000',
        '127.0.0.1.evil.example',
        'localhost.evil.example',
        '0.0.0.0:3000',
      ]) {
        assert.equal(await status(host), 401, host)
      }
      for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000']) {
        assert.equal(await status(host), 201, host)
      }
      await demo.app.close()
    })
  })

  const sessions = () =>
    run(database.sql, 'select id, updated_at::text as at from private.session order by id', [])
})
