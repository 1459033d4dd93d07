import helmet from '@fastify/helmet'
import Fastify from 'fastify'
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import { serviceOn } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'

await onEachDatabase(async (open) => {
  const { app } = await serviceOn(await open())
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const authorization = 'Bearer a-bootstrap-token-that-is-long-enough'

  test('every answer, good or bad, says what helmet would', async () => {
    const helmeted = Fastify()
    await helmeted.register(helmet, { contentSecurityPolicy: false })
    helmeted.get('/', () => 'well')
    const bare = Fastify()
    bare.get('/', () => 'well')
    const [{ headers: said }, { headers: usual }] = [
      await helmeted.inject('/'),
      await bare.inject('/'),
    ]
    const wanted = Object.entries(said).filter(([name]) => !(name in usual))
    assert.ok(wanted.length >= 11)

    for (const url of ['/healthz', '/v1/outbounds', '/v1/nothing', '/metrics', '/docs/']) {
      const { headers } = await app.inject({ url, headers: { authorization } })
      for (const [name, value] of wanted) {
        assert.deepEqual([url, name, headers[name]], [url, name, value])
      }
    }
    const { headers } = await app.inject('/v1/outbounds')
    for (const [name, value] of wanted) assert.deepEqual([name, headers[name]], [name, value])
  })

  describe('on the wire', () => {
    test('what is not HTTP is told so', async () => {
      const socket = connect(port, '127.0.0.1')
      socket.end('SUPPORT /v1/outbounds\r\n\r\n')
      const chunks = await Array.fromAsync(socket.setEncoding('utf8'))
      const answered = chunks.join('')

      assert.match(answered, /^HTTP\/1\.1 400 Bad Request\r\n/)
      assert.match(answered, /application\/problem\+json/)
      assert.match(answered, /"code":4301/)
    })

    test('a body of unknown length is refused as soon as it is too large', async () => {
      const sent = request({
        port,
        method: 'POST',
        path: '/v1/outbounds/search',
        headers: { 'content-type': 'application/json', authorization },
      })
      sent.on('error', () => 'the server has hung up, as it may')
      sent.write(' '.repeat(300 * 1024))
      const [response] = (await once(sent, 'response')) as [{ statusCode: number }]
      sent.destroy()

      assert.equal(response.statusCode, 413)
    })
  })
})
