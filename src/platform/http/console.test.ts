import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { temporaryFolder } from '../../testing/server.ts'
import type { FastifyInstance } from 'fastify'
import { openLog } from '../observe.ts'
import { consoleRoutes } from './console.ts'
import { createServer } from './server.ts'

const { folder, remove } = temporaryFolder()
after(remove)
const built = path.join(folder, 'console')
mkdirSync(path.join(built, 'assets'), { recursive: true })
writeFileSync(path.join(folder, 'secret.txt'), 'a secret')
writeFileSync(path.join(built, 'secret.txt'), 'a secret')
writeFileSync(path.join(built, 'assets', 'app-1a2b.js'), 'console.log(1)')
writeFileSync(path.join(built, 'assets', 'app-1a2b.js.br'), brotliCompressSync('console.log(1)'))
writeFileSync(
  path.join(built, 'index.html'),
  '<!doctype html><meta property="csp-nonce" nonce="__NONCE__"><script src="/assets/app-1a2b.js" nonce="__NONCE__"></script>',
)
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

async function serving(from: string): Promise<FastifyInstance> {
  const app = createServer({ logger: openLog('silent'), trustProxy: false, failed: () => {} })
  await consoleRoutes(app, { folder: from })
  after(() => app.close())
  return await app
}

describe('the console', async () => {
  const app = await serving(built)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const get = (url: string, headers: Record<string, string> = {}) =>
    app.inject({ method: 'GET', url, headers })

  test('is one page for all its addresses, never kept by the browser', async () => {
    for (const url of ['/', '/?failed=oidc', '/today/user-7', '/users', '/nowhere']) {
      const page = await get(url, browser)

      assert.equal(page.statusCode, 200, url)
      assert.match(String(page.headers['content-type']), /^text\/html/)
      assert.equal(page.headers['cache-control'], 'no-store')
      assert.match(page.payload, /^<!doctype html>/)
    }
  })

  test('allows only its own files, and inline styles by a nonce that no two answers share', async () => {
    const [one, other] = [await get('/', browser), await get('/', browser)]

    const policy = String(one.headers['content-security-policy'])
    const nonce = /style-src 'self' 'nonce-([\w+/=]{24})'/.exec(policy)?.[1]
    assert.ok(nonce)
    assert.match(policy, /^default-src 'none'; script-src 'self';/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.doesNotMatch(policy, /unsafe|https?:|\*/)
    assert.equal(one.payload.split(`nonce="${nonce}"`).length, 3)
    assert.doesNotMatch(one.payload, /__NONCE__/)
    assert.notEqual(policy, other.headers['content-security-policy'])
  })

  test('loads files that never change under their name', async () => {
    const file = await get('/assets/app-1a2b.js')

    assert.equal(file.statusCode, 200)
    assert.equal(file.payload, 'console.log(1)')
    assert.equal(file.headers['cache-control'], 'public, max-age=31536000, immutable')
    assert.match(String(file.headers['content-type']), /javascript/)
    assert.equal(file.headers['x-content-type-options'], 'nosniff')
    assert.match(String(file.headers['content-security-policy']), /^default-src 'none'/)
  })

  test('sends the small form of a file to browsers that take it', async () => {
    const small = await app.inject({
      method: 'GET',
      url: '/assets/app-1a2b.js',
      headers: { 'accept-encoding': 'gzip, deflate, br' },
    })

    assert.equal(small.headers['content-encoding'], 'br')
    assert.equal(brotliDecompressSync(small.rawPayload).toString(), 'console.log(1)')
  })

  for (const url of [
    '/assets/../secret.txt',
    '/assets/..%2fsecret.txt',
    '/assets/%2e%2e/secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/assets/..%5csecret.txt',
    '/assets//etc/passwd',
    '/assets/%00',
    '/assets/gone.js',
    '/assets/',
    '/assets',
  ]) {
    test(`gives no other file: ${url}`, async () => {
      const answer = await askAsWritten(port, url)

      assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`)
      assert.doesNotMatch(answer.body, /a secret|root:|<!doctype/)
    })
  }

  test('leaves unknown addresses of the interface what they are: problems', async () => {
    for (const url of ['/v1', '/v1/nothing', '/v1/outbounds/1/2?x=1', '/docs/nothing']) {
      const answer = await get(url, browser)

      assert.equal(answer.statusCode, 404, url)
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
    }
    assert.equal((await get('/nothing')).statusCode, 404)
    assert.equal((await app.inject({ method: 'POST', url: '/today' })).statusCode, 404)
  })
})

test('a console that is not built says so, and the interface goes on', async () => {
  const app = await serving(path.join(folder, 'not-built'))

  const page = await app.inject({ method: 'GET', url: '/', headers: browser })

  assert.equal(page.statusCode, 503)
  assert.match(page.payload, /^The console is not built/)
  assert.match(String(page.headers['content-security-policy']), /^default-src 'none'/)
  assert.equal((await app.inject({ method: 'GET', url: '/assets/app-1a2b.js' })).statusCode, 404)
})

/** Asks for an address as it is written: clients with better manners resolve its dots first. */
async function askAsWritten(port: number, url: string) {
  const asked = request({ host: '127.0.0.1', port, path: url, headers: browser })
  const [response] = (await once(asked.end(), 'response')) as [IncomingMessage]
  const body = (await Array.fromAsync(response)).join('')
  return { status: response.statusCode ?? 0, body }
}
