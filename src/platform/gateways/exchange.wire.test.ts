import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { NOBODY } from '../../testing/stand-ins/given.ts'
import { until } from '../../testing/until.ts'
import { exchange } from './exchange.ts'

let server: Server
let base: URL
let asked = 0

before(async () => {
  server = createServer((request, response) => {
    asked += 1
    if (request.url === '/endless') response.end('x'.repeat(2_000_000))
    else if (request.url === '/stalling')
      response.writeHead(200, { 'content-length': 9 }).write('half')
    else response.end('한글')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  base = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
})
after(() => {
  server.closeAllConnections()
  server.close()
})

function ask(path: string, deadline = AbortSignal.timeout(30_000), to = base) {
  return exchange({ method: 'GET', url: new URL(path, to), headers: {}, deadline })
}

describe('an exchange', () => {
  test('tells the status and the whole body', async () => {
    assert.deepEqual(await ask('/'), { said: 'ANSWER', status: 200, body: '한글', whole: true })
  })

  test('asks once on a connection of its own', async () => {
    const earlier = asked
    await Promise.all([ask('/'), ask('/'), ask('/')])
    assert.equal(asked, earlier + 3)
    const open = () =>
      new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)))
    await until(async () => (await open()) === 0, 'each connection is closed')
  })

  test('whose time was over before a connection was made has surely sent nothing', async () => {
    assert.deepEqual(await ask('/', AbortSignal.abort()), {
      said: 'NOTHING',
      sent: false,
      reason: 'TIMEOUT',
    })
    assert.deepEqual(await ask('/', undefined, NOBODY), {
      said: 'NOTHING',
      sent: false,
      reason: 'ECONNREFUSED',
    })
  })

  test('whose answer stops half-way tells what it heard, and that it is not whole', async () => {
    const reply = await ask('/stalling', AbortSignal.timeout(2_000))
    assert.deepEqual(reply, { said: 'ANSWER', status: 200, body: 'half', whole: false })
  })

  test('does not listen to an endless answer', async () => {
    const reply = await ask('/endless')
    assert.ok(reply.said === 'ANSWER' && !reply.whole && reply.body.length < 1_500_000)
  })
})
