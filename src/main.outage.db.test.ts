import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { onServer, postgresAnswers } from './testing/databases.ts'
import { openProgramme, type Call } from './testing/faults/programme.ts'
import { Reader } from './testing/faults/reader.ts'
import { ask } from './testing/http.ts'
import { wireTo } from './testing/net.ts'
import { emptyDatabase } from './testing/places.ts'
import { BOOTSTRAP, startServer, type Server } from './testing/server.ts'
import { until } from './testing/until.ts'

if (await postgresAnswers()) {
  describe('a PostgreSQL that goes away while it is used', () => {
    let place: Awaited<ReturnType<typeof emptyDatabase>>
    let wire: Awaited<ReturnType<typeof wireTo>>
    let server: Server
    let another: Server

    before(async () => {
      place = await emptyDatabase()
      const url = new URL(place.url)
      wire = await wireTo(url.hostname, Number(url.port || '5432'))
      url.port = String(wire.port)
      server = await startServer({ DATABASE_URL: url.href, ANBU_LOG: 'silent' })
      another = await startServer(place.env)
    })
    after(async () => {
      const stopped = await Promise.all([server.stop(), another.stop()])
      wire.close()
      await place.remove()
      assert.deepEqual(
        stopped.map(({ code }) => code),
        [0, 0],
      )
    })

    test('costs 503 at worst: who asks again has it done, once', async () => {
      const { calls } = await openProgramme(server.url, 16)
      const refusals: Refusal[] = []
      let isOver = false
      const working = Promise.all(
        sharesOf(calls).map((share) =>
          completeAll(server, share, { refusals, isOver: () => isOver }),
        ),
      )
      const reader = new Reader()
      let ends = 0
      await until(async () => {
        await pause(120)
        await endConnections(place.name)
        ends += 1
        await readToTheEnd(server, reader)
        return ends >= 5 && refusals.length > 0
      })
      isOver = true
      await working
      assert.ok(refusals.every(({ status, code }) => status === 503 && code === 5030))
      await readToTheEnd(server, reader)

      for (const { id, userCycleId } of calls) {
        const done = reader.events.filter(({ data }) => data['userOutboundId'] === id)
        assert.deepEqual(
          done.map(({ type }) => type),
          ['anbu.support.OutboundCompleted.v1'],
        )
        const resolved = await timelineOf(server, userCycleId)
        assert.equal(resolved.filter(({ relationId }) => relationId === id).length, 1)
      }
    })

    test('is known to those who ask whether we can work, and comes back by itself', async () => {
      const [call] = (await openProgramme(server.url, 1)).calls
      const stream = await follow(server)
      wire.cut()
      const readiness = await ask(server.url, { method: 'GET', path: '/readyz' })
      const health = await ask(server.url, { method: 'GET', path: '/healthz' })
      const refusal = await ask<{ code: number }>(server.url, {
        method: 'GET',
        path: `/v1/outbounds/${call?.id}`,
      })
      assert.deepEqual([readiness?.status, health?.status], [503, 200])
      assert.partialDeepStrictEqual(refusal, { status: 503, body: { code: 5030 } })

      wire.mend()
      await until(async () => {
        const reply = await ask(server.url, { method: 'GET', path: '/readyz' })
        return reply?.status === 200
      })
      const done = await ask(another.url, {
        method: 'POST',
        path: `/v1/outbounds/${call?.id}/complete`,
        body: {},
      })
      assert.equal(done?.status, 200)
      await until(() => stream.said().includes(`"type":"OutboundCompleted"`))
      stream.leave()
    })

    test('takes no word with it: a token that is revoked elsewhere is refused here', async () => {
      const token = await makeToken(server)
      assert.equal(await statusFor(server, token.value), 200)
      wire.cut()
      wire.mend()
      await until(async () => (await statusFor(server, token.value)) === 200)
      await ask(another.url, { method: 'DELETE', path: `/v1/tokens/${token.id}` })
      await until(async () => (await statusFor(server, token.value)) === 401)
    })
  })
}

function sharesOf(calls: readonly Call[]): Call[][] {
  return [0, 1, 2, 3, 4, 5].map((operator) => calls.filter((_, nth) => nth % 6 === operator))
}

type Refusal = { status: number | undefined; code: number | undefined }

type Work = Readonly<{ refusals: Refusal[]; isOver: () => boolean }>

/** Completes calls, asking again under the same key until it is done, and once more all of them until it is over. */
async function completeAll({ url }: Server, calls: readonly Call[], { refusals, isOver }: Work) {
  const completions = calls.map(({ id }) => ({
    path: `/v1/outbounds/${id}/complete`,
    key: randomUUID(),
  }))
  do {
    for (const completion of completions) {
      await until(async () => {
        const reply = await ask<{ code: number }>(url, { method: 'POST', body: {}, ...completion })
        if (reply?.status === 200) return true
        refusals.push({ status: reply?.status, code: reply?.body.code })
        return false
      })
    }
  } while (!isOver())
}

/** Reads all that was published, asking again as often as it is refused. */
async function readToTheEnd({ url }: Server, reader: Reader): Promise<void> {
  await until(async () => {
    const known = reader.events.length
    return (await reader.readOn(url)) === 200 && reader.events.length === known
  })
}

/** What became of a cycle's calls, asking again as often as it is refused. */
async function timelineOf({ url }: Server, userCycleId: string) {
  const path = `/v1/user-cycles/${userCycleId}/logs?type=OUTBOUND_STATUS_CHANGE`
  let logs: { relationId: number }[] = []
  await until(async () => {
    const reply = await ask<{ items: typeof logs }>(url, { method: 'GET', path })
    if (reply?.status !== 200) return false
    logs = reply.body.items
    return true
  })
  return logs
}

/** Ends every connection that we have to that database, as a restart of it does. */
function endConnections(name: string): Promise<void> {
  return onServer(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = '${name}' and application_name = 'anbu'`,
  )
}

/** The stream of changes as a screen follows it. */
async function follow({ url }: Server) {
  const gone = new AbortController()
  const { body } = await fetch(`${url}/v1/stream`, {
    headers: { authorization: `Bearer ${BOOTSTRAP}` },
    signal: gone.signal,
  })
  assert.ok(body)
  let said = ''
  const collect = async (pieces: AsyncIterable<Uint8Array>) => {
    for await (const piece of pieces) said += Buffer.from(piece).toString()
  }
  const left = collect(body).catch(() => 'left')
  return {
    said: () => said,
    leave() {
      gone.abort()
      void left
    },
  }
}

async function makeToken({ url }: Server) {
  const reply = await ask<{ id: number; token: string }>(url, {
    method: 'POST',
    path: '/v1/tokens',
    body: { name: 'of a colleague', role: 'OPERATOR' },
  })
  assert.equal(reply?.status, 201)
  return { id: reply.body.id, value: reply.body.token }
}

async function statusFor({ url }: Server, token: string) {
  return (await ask(url, { method: 'GET', path: '/v1/me', token }))?.status
}
