import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, describe, test } from 'node:test'
import { openProgramme } from './testing/faults/programme.ts'
import { read } from './testing/http.ts'
import { placesToTest } from './testing/places.ts'
import { BOOTSTRAP, startServer, type Server } from './testing/server.ts'
import { until } from './testing/until.ts'

/** In milliseconds: after that a request that never ends is ended anyway. */
const TIME_OF_A_REQUEST = 30_000

for (const { name, fresh } of await placesToTest()) {
  describe(`a server on ${name} that is told to stop`, { concurrency: 2 }, () => {
    test('answers the request under way, ends its streams and is gone', async () => {
      const place = await fresh()
      after(() => place.remove())
      const server = await startServer(place.env)
      const { calls } = await openProgramme(server.url, 1)
      const path = `/v1/outbounds/${calls[0]?.id}/complete`
      const stream = await listenTo(server)
      const request = await halfOf(server, path)

      const stopped = server.stop()
      // It has heard that it is to stop, and the request is not over.
      const said = await stream.ended
      const answer = await request.finish()
      const { code, err } = await stopped

      assert.match(answer, /^HTTP\/1\.1 200 /)
      assert.match(answer, /"status":"COMPLETED"/)
      assert.match(said, /^: connected\n/)
      assert.equal(code, 0)
      assert.doesNotMatch(err, /^ +at /m)
      await assert.rejects(fetch(`${server.url}/healthz`))

      const again = await startServer(place.env)
      const { status } = await read<{ status: string }>(again.url, path.replace('/complete', ''))
      assert.equal(status, 'COMPLETED')
      await again.stop()
    })

    test('does not wait for a request that never ends', async () => {
      const place = await fresh()
      after(() => place.remove())
      const server = await startServer(place.env)
      await halfOf(server, '/v1/events')
      const began = performance.now()
      const { code } = await server.stop()
      assert.equal(code, 1)
      assert.ok(performance.now() - began < TIME_OF_A_REQUEST)
    })
  })
}

/** Listens to the stream, and gives what it said when it has ended by itself. */
async function listenTo({ url }: Server) {
  const response = await fetch(`${url}/v1/stream`, {
    headers: { authorization: `Bearer ${BOOTSTRAP}` },
  })
  assert.equal(response.status, 200)
  return { ended: response.text() }
}

/** A request whose body is half there, and how to send the other half. */
async function halfOf({ url }: Server, path: string) {
  const { hostname, port } = new URL(url)
  const body = '{"memo": "slept well"}'
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.setEncoding('utf8').on('data', (piece: string) => {
    answer += piece
  })
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      resolve()
    })
  })
  socket.on('error', () => 'gone')
  const headers = [
    `POST ${path} HTTP/1.1`,
    `host: ${hostname}`,
    `authorization: Bearer ${BOOTSTRAP}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    // It says when it has the headers, and waits for the rest.
    'expect: 100-continue',
  ]
  socket.write(`${headers.join('\r\n')}\r\n\r\n${body.slice(0, 9)}`)
  await until(() => answer === 'HTTP/1.1 100 Continue\r\n\r\n')
  answer = ''
  return {
    async finish(): Promise<string> {
      socket.write(body.slice(9))
      await closed
      return answer
    },
  }
}
