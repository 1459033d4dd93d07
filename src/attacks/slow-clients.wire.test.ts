import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createServer, LIMITS, type Limits } from '../platform/http/server.ts'
import { openLog } from '../platform/observe.ts'
import { until } from '../testing/until.ts'

/** Everything that a server in these tests waits for is over after that many milliseconds. */
const BOUND = 15_000
const SHORT: Limits = { ...LIMITS, headers: 300, request: 600, check: 50, keepAlive: 300 }

async function listening(limits: Limits) {
  const app = createServer({
    logger: openLog('silent'),
    trustProxy: false,
    failed: () => {},
    limits,
  })
  app.post('/', ({ body }) => ({ body }))
  app.get('/', () => ({}))
  await app.listen({ host: '127.0.0.1', port: 0 })
  after(() => app.close())
  const { port } = app.server.address() as AddressInfo
  return {
    /** A connection that we never end ourselves, and what is said on it. */
    open() {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      socket.on('error', () => 'cut off')
      return { socket, heard: heardOn(socket) }
    },
  }
}

function heardOn(socket: Socket) {
  let text = ''
  socket.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  return () => text
}

/** Whether the server ends the connection, in time. */
async function isLeft({ socket }: Opened) {
  if (socket.closed) return true
  const left = new Promise((resolve) => socket.once('end', resolve).once('close', resolve))
  await Promise.race([left, pause(BOUND, undefined, { ref: false })])
  const wasLeft = socket.readableEnded || socket.closed
  socket.destroy()
  return wasLeft
}

type Opened = ReturnType<Awaited<ReturnType<typeof listening>>['open']>

/** Sends the text byte by byte, for as long as the other side lets it, and answers what was said and after how long. */
async function drip({ socket, heard }: Opened, text: string, every = 20) {
  const began = performance.now()
  for (let at = 0; !socket.closed && performance.now() - began < 2 * BOUND; at += 1) {
    socket.write(text[at % text.length] ?? '')
    await pause(every)
  }
  const isOver = socket.closed
  socket.destroy()
  return { heard: heard(), took: performance.now() - began, isOver }
}

describe('a client that takes its time', async () => {
  const server = await listening(SHORT)

  test('is cut off while it sends its headers byte by byte', async () => {
    const client = server.open()
    client.socket.write('GET / HTTP/1.1\r\nhost: anbu\r\nx-slow: ')
    const { heard, took, isOver } = await drip(client, 'a')

    assert.ok(isOver && took < BOUND, `it took ${took} ms`)
    assert.match(heard, /^HTTP\/1\.1 408 Request Timeout\r\n/)
    assert.match(heard, /"code":4305/)
  })

  test('is cut off while it sends its body byte by byte', async () => {
    const client = server.open()
    client.socket.write(
      'POST / HTTP/1.1\r\nhost: anbu\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{"a":"',
    )
    const { heard, took, isOver } = await drip(client, 'a')

    assert.ok(isOver && took < BOUND, `it took ${took} ms`)
    assert.match(heard, /^HTTP\/1\.1 408 /)
  })

  test('is cut off while it sends its body in chunks of one byte', async () => {
    const client = server.open()
    client.socket.write(
      'POST / HTTP/1.1\r\nhost: anbu\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    )
    const { took, isOver } = await drip(client, '1\r\n \r\n')

    assert.ok(isOver && took < BOUND, `it took ${took} ms`)
  })

  test('is cut off when it says nothing at all after a beginning', async () => {
    const client = server.open()
    client.socket.write('GET / HT')

    assert.ok(await isLeft(client))
    assert.match(client.heard(), /^HTTP\/1\.1 408 /)
  })

  test('keeps no connection on which it asks nothing more', async () => {
    const client = server.open()
    client.socket.write('GET / HTTP/1.1\r\nhost: anbu\r\n\r\n')

    assert.ok(await isLeft(client))
    assert.match(client.heard(), /^HTTP\/1\.1 200 OK/)
  })

  test('does not keep the others waiting', async () => {
    const patient = await listening({ ...LIMITS, headers: 60_000, request: 60_000 })
    const slow = Array.from({ length: 100 }, () => patient.open())
    await Promise.all(slow.map(({ socket }) => once(socket, 'connect')))
    for (const { socket } of slow) socket.write('GET / HTTP/1.1\r\nhost: anbu\r\nx-slow: ')
    const quick = patient.open()
    quick.socket.write('GET / HTTP/1.1\r\nhost: anbu\r\nconnection: close\r\n\r\n')
    await once(quick.socket, 'end')

    assert.match(quick.heard(), /^HTTP\/1\.1 200 OK/)
    assert.ok(slow.every(({ socket, heard }) => !socket.closed && heard() === ''))
    for (const { socket } of [...slow, quick]) socket.destroy()
  })
})

describe('a client that sends too much', async () => {
  const server = await listening(LIMITS)

  const answerTo = async (request: string) => {
    const client = server.open()
    client.socket.write(request)
    assert.ok(await isLeft(client))
    return client.heard()
  }

  test('of headers is told so, and hung up on', async () => {
    const one = `GET / HTTP/1.1\r\nhost: anbu\r\nx-much: ${'a'.repeat(20_000)}\r\n\r\n`
    const many = `GET / HTTP/1.1\r\nhost: anbu\r\n${'x-much: aaaa\r\n'.repeat(2_000)}\r\n`
    const address = `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: anbu\r\n\r\n`
    for (const request of [one, many, address]) {
      const heard = await answerTo(request)
      assert.match(heard, /^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/)
      assert.match(heard, /"code":4306/)
    }
  })

  test('of a body is told so before it is read', async () => {
    const heard = await answerTo(
      'POST / HTTP/1.1\r\nhost: anbu\r\ncontent-type: application/json\r\ncontent-length: 999999999\r\n\r\n',
    )
    assert.match(heard, /^HTTP\/1\.1 413 /)
  })

  test('of connections loses the last ones', async () => {
    const few = await listening({ ...LIMITS, connections: 2 })
    const isAnswered = ({ heard }: Opened) => heard().startsWith('HTTP/1.1 200 OK')
    const ask = ({ socket }: Opened) => socket.write('GET / HTTP/1.1\r\nhost: anbu\r\n\r\n')
    const first = [few.open(), few.open()]
    first.forEach(ask)
    await until(() => first.every(isAnswered))
    const last = [few.open(), few.open()]
    last.forEach(ask)
    const left = await Promise.all(last.map(isLeft))

    assert.deepEqual(left, [true, true])
    assert.deepEqual(last.map(isAnswered), [false, false])
    assert.ok(first.every(({ socket }) => !socket.closed))
    for (const { socket } of first) socket.destroy()
  })
})

describe('one request inside another', async () => {
  const server = await listening(SHORT)
  const smuggled = 'GET /healthz HTTP/1.1\r\nhost: anbu\r\n\r\n'

  for (const [name, headers, body] of [
    [
      'two lengths that differ',
      ['content-length: 4', `content-length: ${smuggled.length}`],
      smuggled,
    ],
    [
      'a length and chunks',
      ['content-length: 5', 'transfer-encoding: chunked'],
      `0\r\n\r\n${smuggled}`,
    ],
    ['an odd coding', ['transfer-encoding: chunked, identity'], `0\r\n\r\n${smuggled}`],
    ['a coding behind a blank', ['transfer-encoding : chunked'], `0\r\n\r\n${smuggled}`],
    ['a header that goes on', ['x-a: b', ' content-length: 0'], smuggled],
    ['a bare line feed', ['x-a: b\ncontent-length: 0'], smuggled],
    ['a length with a sign', ['content-length: +5'], smuggled],
  ] as const) {
    test(`is refused, with the connection: ${name}`, async () => {
      const client = server.open()
      const type = 'content-type: application/json'
      client.socket.write(
        `POST / HTTP/1.1\r\nhost: anbu\r\n${type}\r\n${headers.join('\r\n')}\r\n\r\n${body}`,
      )

      assert.ok(await isLeft(client))
      assert.match(client.heard(), /^HTTP\/1\.1 40[08] /)
      assert.equal(client.heard().split('HTTP/1.1').length, 2)
    })
  }
})
