import assert from 'node:assert/strict'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { describe, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { changesAfter } from '../../support/views/changes.ts'
import { firstCallOf, serviceOn, type Service } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { hire } from '../../testing/hired.ts'
import { openStream } from '../../testing/stream.ts'
import { until } from '../../testing/until.ts'
import { run, type Database } from '../db/db.ts'
import { Tail } from '../events/tail.ts'
import { eventStream } from './event-stream.ts'

/** A comment for whoever reads the lines, an event for the page of a browser. */
const HEARTBEAT = ': still here\nevent: heartbeat\ndata: {}\n\n'
const BOOTSTRAP = 'a-bootstrap-token-that-is-long-enough'
/** In milliseconds: sooner than a heartbeat would be heard. */
const AT_ONCE = 10_000
type Made = { id: number; token: string }

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database)
  const another = await serviceOn(database)
  const base = await listen(service)
  const { admin } = service

  const read = (lastEventId?: number) => openStream(base, { token: BOOTSTRAP, lastEventId })

  const firstCall = (given: object = {}) => firstCallOf(service, { ...given })

  /** The position that the log has come to, all that happened before being numbered. */
  async function endOfLog() {
    await admin('GET', '/v1/events?limit=1')
    const [end] = await run<{ top: number }>(
      database.sql,
      'select coalesce(max(position), 0) as top from support.event_position',
      [],
    )
    return end?.top ?? 0
  }

  describe('the stream', () => {
    test('answers with its headers and a comment at once, though nothing happens', async () => {
      const began = performance.now()
      const reader = await read()
      const frame = await reader.next()
      reader.close()

      assert.ok(performance.now() - began < AT_ONCE)
      assert.deepEqual(frame, { comment: 'connected' })
      assert.equal(reader.response.statusCode, 200)
      assert.match(String(reader.response.headers['content-type']), /^text\/event-stream/)
      assert.equal(reader.response.headers['cache-control'], 'no-store')
    })

    test('tells what changed, from now on, without names or texts', async () => {
      const { id, path, userId, userCycleId } = await firstCall({ user: { name: '남궁민수' } })
      const earlier = await read(await endOfLog())
      await admin('POST', `${path}/skip`, { reason: 'OTHER', note: 'is in hospital' })
      await earlier.changes(2)
      earlier.close()
      const reader = await read()
      await reader.next()

      await admin('POST', `${path}/withdraw`, { reason: 'the wrong one' })
      const [withdrawn, logged] = await reader.changes(2)
      reader.close()

      assert.ok(withdrawn && logged)
      assert.deepEqual(withdrawn.data, {
        entity: 'UserOutboundPlan',
        id,
        userId,
        userCycleId,
        version: 3,
        type: 'OutboundWithdrawn',
      })
      assert.equal(logged.data.type, 'SupportLogHistoryRecorded')
      assert.ok(logged.id > withdrawn.id)
      assert.doesNotMatch(JSON.stringify([withdrawn, logged]), /남궁|wrong|hospital/)
    })

    test('tells claims, which change no version', async () => {
      const { id, path } = await firstCall()
      const reader = await read(await endOfLog())

      await admin('PUT', `${path}/claim`)
      await admin('DELETE', `${path}/claim`)
      const changes = await reader.changes(2)
      reader.close()

      assert.deepEqual(
        changes.map(({ data }) => [data.type, data.id, data.version]),
        [
          ['OutboundClaimed', id, 1],
          ['OutboundClaimReleased', id, 1],
        ],
      )
    })

    test('tells what another process has done', async () => {
      const { id, path } = await firstCall()
      const reader = await read(await endOfLog())

      await another.admin('POST', `${path}/complete`)
      const [change] = await reader.changes(1)
      reader.close()

      assert.deepEqual([change?.data.type, change?.data.id], ['OutboundCompleted', id])
    })

    test('goes on after Last-Event-ID, with nothing left out and nothing twice', async () => {
      const from = await endOfLog()
      const steady = await read(from)
      const seen: number[] = []
      let last = from
      for (let round = 0; round < 4; round += 1) {
        const { path } = await firstCall()
        await admin('POST', `${path}/complete`)
        const reader = await read(last)
        for (const { id } of await reader.changes(round + 2)) seen.push((last = id))
        reader.close()
      }
      const rest = await read(last)
      const all = await steady.changes((await endOfLog()) - from)
      const remaining = await rest.changes(all.length - seen.length)
      steady.close()
      rest.close()

      assert.deepEqual(
        [...seen, ...remaining.map(({ id }) => id)],
        all.map(({ id }) => id),
      )
      assert.ok(all.length > seen.length)
    })

    test('leaves out what is another site’s', async () => {
      const { body } = await admin<Made>('POST', '/v1/tokens', {
        name: 'busan',
        role: 'OPERATOR',
        sites: ['busan'],
      })
      const from = await endOfLog()
      const reader = await openStream(base, { token: body.token, lastEventId: from })

      await firstCall({ site: { siteId: 'seoul', name: '서울병원' } })
      await firstCall({ site: null })
      const own = await firstCall({ site: { siteId: 'busan', name: '부산병원' } })
      const changes = await reader.changes(6)
      reader.close()

      assert.deepEqual(new Set(changes.map(({ data }) => data.userId)), new Set([own.userId]))
    })

    test('ends with the token that opened it', async () => {
      const { body } = await admin<Made>('POST', '/v1/tokens', { name: 'short', role: 'OPERATOR' })
      const reader = await openStream(base, { token: body.token, lastEventId: await endOfLog() })
      await reader.next()

      await admin('DELETE', `/v1/tokens/${body.id}`)
      await firstCall()

      assert.deepEqual(await reader.rest(), [])
    })

    for (const [name, change] of [
      ['may do something else from now on', { role: 'MANAGER' }],
      ['sees other hospitals from now on', { sites: ['seoul'] }],
    ] as const) {
      test(`ends for who ${name}: it would go by what they saw before`, async () => {
        const { browser, id } = await hire(service, { sites: ['seoul', 'busan'] })
        const reader = await openStream(base, { cookie: browser.cookie() })
        await reader.next()
        await firstCall({ site: { siteId: 'busan', name: '부산병원' } })
        await reader.changes(1)

        assert.equal((await admin('PATCH', `/v1/operators/${id}`, change)).status, 200)
        const later = await firstCall({ site: { siteId: 'busan', name: '부산병원' } })

        const told = (await reader.rest()).map((frame) => 'data' in frame && frame.data.userId)
        assert.equal(told.includes(later.userId), false)
        const again = await openStream(base, { cookie: browser.cookie() })
        assert.deepEqual(await again.next(), { comment: 'connected' })
        again.close()
      })
    }

    test('goes on for who is called something else', async () => {
      const { browser, id } = await hire(service, { sites: ['seoul', 'busan'] })
      const reader = await openStream(base, { cookie: browser.cookie() })
      await reader.next()
      await admin('PATCH', `/v1/operators/${id}`, { name: '새 이름', sites: ['busan', 'seoul'] })
      const { userId } = await firstCall({ site: { siteId: 'busan', name: '부산병원' } })
      const [change] = await reader.changes(1)
      reader.close()
      assert.equal(change?.data.userId, userId)
    })

    test('ends when the service is closed', async () => {
      const closing = await serviceOn(database)
      const reader = await openStream(await listen(closing), { token: BOOTSTRAP })
      await reader.next()

      const began = performance.now()
      await closing.app.close()

      assert.equal(await reader.next(), undefined)
      assert.ok(performance.now() - began < AT_ONCE)
    })
  })

  test('in silence, and while only others’ changes pass, heartbeats are heard', async () => {
    const tail = new Tail(database.sql, changesAfter, assert.ifError)
    await tail.open()
    const gone = new AbortController()
    const reader = { from: await endOfLog(), isKnown: async () => true, gone: gone.signal }
    const quiet = eventStream(tail, { ...reader, sees: () => true, heartbeat: 30 })
    let passed = 0
    const sees = () => {
      passed += 1
      return false
    }
    const blind = eventStream(tail, { ...reader, sees, heartbeat: 30 })

    const heard = [await quiet.next(), await quiet.next(), await quiet.next()]
    await firstCall()
    const meanwhile = [await blind.next(), await blind.next()]
    await until(async () => {
      meanwhile.push(await blind.next())
      return passed > 0
    })
    meanwhile.push(await blind.next())
    gone.abort()
    await tail.close()

    assert.deepEqual(
      heard.map(({ value }) => value),
      [': connected\n\n', HEARTBEAT, HEARTBEAT],
    )
    const [first, ...others] = meanwhile.map(({ value }) => value)
    assert.equal(first, ': connected\n\n')
    assert.deepEqual(new Set(others), new Set([HEARTBEAT]))
    assert.equal((await quiet.next()).done, true)
  })

  test('readers who are far behind get everything; slow ones do not make it grow', async () => {
    const from = await endOfLog()
    await makeChanges(database, 12_000)
    const end = await endOfLog()
    const before = usedMemory()

    const slow = await Promise.all(Array.from({ length: 20 }, () => openSlowly(base, from)))
    const reader = await read(from)
    const ids = (await reader.changes(end - from)).map(({ id }) => id)
    reader.close()
    const isSmall = () => usedMemory() - before < 120_000_000
    // Kept for each of the twenty it would be 240 MB; what the other reader was sent is not all collected at once.
    await until(isSmall)
    assert.ok(slow.every(({ closed }) => !closed))
    for (const socket of slow) socket.destroy()

    assert.ok(ids.length >= 12_000)
    const steps = ids.map((id, at) => id - (ids[at - 1] ?? from))
    assert.deepEqual(new Set(steps), new Set([1]))
  })
})

async function listen({ app }: Service): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

/** A reader who asks and then does not read. */
async function openSlowly(base: string, lastEventId: number): Promise<Socket> {
  const { hostname, port } = new URL(base)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => 'closed')
  socket.write(
    `GET /v1/stream HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${BOOTSTRAP}\r\n` +
      `last-event-id: ${lastEventId}\r\n\r\n`,
  )
  await new Promise((resolve) => socket.once('readable', resolve))
  return socket.pause()
}

/** Puts changes into the log as the journal does, many at once and of a kilobyte each. */
async function makeChanges({ sql }: Database, count: number) {
  await run(
    sql,
    `with recorded as (
       insert into support.domain_event
         (event_id, type, entity, entity_id, version, user_id, user_cycle_id, actor, occurred_at, data)
       select gen_random_uuid(), 'UserProfileUpdated', 'UserSupport', repeat('x', 1000), n, null, null, 'SYSTEM', now(), '{}'
         from generate_series(1, $1::int) n order by n
       returning id
     )
     insert into support.unnumbered_event (event_id) select id from recorded order by id`,
    [count],
  )
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function usedMemory(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
