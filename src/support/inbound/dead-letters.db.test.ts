import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { callsOf, listed, logsOf, serviceOn, startCycle } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import {
  ACCEPTED,
  DUPLICATE,
  fieldsOf,
  inHeaders,
  lettersOf,
  NOTHING,
  send,
  starting,
} from '../../testing/events.ts'

const BATCH = { 'content-type': 'application/cloudevents-batch+json' }

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin, tell } = service
  afterEach(() => service.at('2026-01-05T10:00'))

  const isKnown = async (userCycleId: string) => {
    const { status } = await admin('GET', `/v1/user-cycles/${userCycleId}`)
    return status === 200
  }
  const replay = (letter: { id: number } | undefined) =>
    admin<typeof NOTHING>('POST', `/v1/dead-letters/${letter?.id}/replay`)
  const clockTo = (now: string) => admin('PUT', '/v1/test-clock', { now: `${now}+09:00` })

  describe('a malformed event', () => {
    test('is refused with every wrong field named, changes nothing, and is kept', async () => {
      const { userId, userCycleId } = await startCycle(service)
      const before = await logsOf(service, userId)
      const event = starting({
        type: 'UserCycleRescheduled',
        data: { userId: 7, startDate: '2026-02-30' },
      })

      const reply = await send(service, event)

      assert.deepEqual([reply.status, reply.body.code], [400, 4301])
      assert.match(String(reply.headers['content-type']), /^application\/problem\+json/)
      assert.deepEqual(fieldsOf(reply.body), ['data.startDate', 'data.userCycleId', 'data.userId'])
      const [letter, ...others] = await lettersOf(service, event.id)
      assert.deepEqual(others, [])
      assert.partialDeepStrictEqual(letter, {
        source: event.source,
        eventId: event.id,
        type: 'UserCycleRescheduled',
        reason: 'MALFORMED',
        errors: reply.body.errors,
        event,
        receivedAt: '2026-01-05T01:00:00.000Z',
        replayedAt: null,
      })
      assert.deepEqual(await logsOf(service, userId), before)
      assert.equal((await callsOf(service, userCycleId)).length, 4)
    })

    test('names what is missing in its envelope', async () => {
      const reply = await send(service, { hello: 'world' })

      assert.equal(reply.status, 400)
      assert.deepEqual(fieldsOf(reply.body), ['id', 'source', 'specversion', 'type'])
    })

    test('is each of these, by the field named', async () => {
      const { data } = starting()
      const cases: [string, object][] = [
        ['specversion', { specversion: '0.3' }],
        ['id', { id: '' }],
        ['time', { time: 'yesterday' }],
        ['time', { time: '2026-01-04T10:00:00+23:00' }],
        ['data', { data: null }],
        ['data', { data: 'text' }],
        ['data.userId', { data: { ...data, userId: 'x'.repeat(65) } }],
        ['data.userId', { data: { ...data, userId: '' } }],
        ['data.startDate', { data: { ...data, startDate: '2026-1-5' } }],
        ['data.lengthDays', { data: { ...data, lengthDays: 0 } }],
        ['data.lengthDays', { data: { ...data, lengthDays: '42' } }],
        ['data.planFrom', { data: { ...data, planFrom: 'soon' } }],
        ['data.user', { data: { ...data, user: undefined } }],
        ['data.user.name', { data: { ...data, user: { name: ' ' } } }],
        ['data.user.name', { data: { ...data, user: { name: 'nul\0' } } }],
        ['data.user.name', { data: { ...data, user: { name: 'half \uD83D' } } }],
        ['data.user.phone', { data: { ...data, user: { name: '김', phone: 'call me' } } }],
        ['data.site.siteId', { data: { ...data, site: { name: '병원' } } }],
      ]
      for (const [field, wrong] of cases) {
        const event = starting({ data, ...wrong })

        const reply = await send(service, event)

        assert.deepEqual([reply.status, reply.body.code], [400, 4301], field)
        assert.ok(
          fieldsOf(reply.body)?.includes(field),
          `${field}: ${reply.body.errors?.[0]?.field}`,
        )
        assert.equal((await lettersOf(service, event.id)).length, 1, field)
      }
      assert.equal(await isKnown(data.userCycleId), false)
    })

    test('is told everything that is wrong with it at once', async () => {
      const user = { name: ' ', phone: 'call me' }
      const event = starting({ data: { userCycleId: 'c', userId: '', startDate: 'soon', user } })

      const reply = await send(service, event)

      assert.deepEqual(
        new Set(fieldsOf(reply.body)),
        new Set(['data.userId', 'data.startDate', 'data.user.name', 'data.user.phone']),
      )
    })

    test('whose very field names are no text is kept as well', async () => {
      const event = starting({ data: { 'user\0Id': 'nul\0', user: { '\uD83D': '\0' } } })

      const reply = await send(service, event)

      assert.deepEqual([reply.status, reply.body.code], [400, 4301])
      assert.equal((await lettersOf(service, event.id)).length, 1)
    })

    test('in headers is kept as the event that it would have been', async () => {
      const { data: _, ...envelope } = starting()

      const reply = await send(service, { userId: 7 }, inHeaders(envelope))

      assert.equal(reply.status, 400)
      const [letter] = await lettersOf(service, envelope.id)
      assert.partialDeepStrictEqual(letter, { event: { ...envelope, data: { userId: 7 } } })
    })

    test('that comes again is kept once, and mended under the same id it is taken in', async () => {
      const event = starting()
      const broken = { ...event, data: { ...event.data, startDate: 'tomorrow' } }

      await send(service, broken)
      await send(service, broken)
      const mended = await send(service, event)

      assert.equal((await lettersOf(service, event.id)).length, 1)
      assert.deepEqual(mended.body, ACCEPTED)
      assert.ok(await isKnown(event.data.userCycleId))
    })
  })

  describe('a contradictory event', () => {
    test('that had waited for its cycle is kept once, also when it comes again', async () => {
      const cycle = starting()
      const other = { ...cycle.data, userId: 'somebody-else' }
      const { id: _, ...ending } = starting({ type: 'LastSurveyCompleted', data: other })
      const event = { ...ending, id: `waits-${cycle.id}` }

      const waits = await send(service, event)
      await send(service, cycle)
      const again = await send(service, event)

      assert.deepEqual(waits.body, ACCEPTED)
      assert.equal(again.body.rejected.length, 1)
      assert.equal((await lettersOf(service, event.id)).length, 1)
    })

    test('is answered as rejected, changes nothing, and is kept', async () => {
      const cycle = await startCycle(service)
      const start = { ...starting().data, ...cycle }
      const other = { ...cycle, userId: 'somebody-else' }
      const cases: [string, string, object][] = [
        ['UserCycleStarted', 'data.userCycleId', { ...start, startDate: '2026-01-06' }],
        ['UserCycleStarted', 'data.userCycleId', { ...start, ...other }],
        ['UserCycleRescheduled', 'data.userId', { ...other, startDate: '2026-01-12' }],
        ['UserCycleEnded', 'data.userId', { ...other, reason: 'over' }],
        ['LastSurveyCompleted', 'data.userId', other],
      ]
      const before = [
        await callsOf(service, cycle.userCycleId),
        await logsOf(service, cycle.userId),
      ]
      for (const [type, field, data] of cases) {
        const event = starting({ type, data })

        const reply = await send(service, event)

        assert.equal(reply.status, 202, type)
        const [rejected] = reply.body.rejected
        assert.deepEqual(reply.body, { ...NOTHING, rejected: [rejected] })
        assert.partialDeepStrictEqual(rejected, { index: 0, id: event.id })
        assert.deepEqual(fieldsOf(rejected), [field])
        const [letter] = await lettersOf(service, event.id)
        assert.partialDeepStrictEqual(letter, { reason: 'CONTRADICTORY', event })
      }
      assert.deepEqual(
        [await callsOf(service, cycle.userCycleId), await logsOf(service, cycle.userId)],
        before,
      )
      assert.equal((await admin('GET', '/v1/users/somebody-else/logs')).status, 404)
    })
  })

  describe('an event whose cycle never starts', () => {
    test('waits for seven days and is then a dead letter', async () => {
      const event = starting({
        type: 'LastSurveyCompleted',
        data: { userId: 'never', userCycleId: 'never' },
      })
      const reply = await send(service, event)

      await clockTo('2026-01-12T09:59:59')
      const waiting = await lettersOf(service, event.id)
      await clockTo('2026-01-12T10:00:00')
      const [letter, ...others] = await lettersOf(service, event.id)

      assert.deepEqual(reply.body, ACCEPTED)
      assert.deepEqual([waiting, others], [[], []])
      assert.partialDeepStrictEqual(letter, {
        source: '/cycles',
        eventId: event.id,
        type: 'LastSurveyCompleted',
        reason: 'NEVER_STARTED',
        event,
        receivedAt: '2026-01-05T01:00:00.000Z',
      })
    })

    test('has no effect when it starts after that, until it is replayed', async () => {
      const start = starting()
      const { user: _, startDate: _start, ...cycle } = start.data
      const event = starting({ type: 'LastSurveyCompleted', data: cycle })
      await send(service, event)
      await clockTo('2026-01-13T10:00:00')

      await send(service, start)
      const before = (await callsOf(service, cycle.userCycleId)).at(-1)
      const [letter] = await lettersOf(service, event.id)
      const replayed = await replay(letter)
      const after = (await callsOf(service, cycle.userCycleId)).at(-1)

      assert.deepEqual([before?.status, after?.status], ['PENDING', 'COMPLETED'])
      assert.deepEqual([replayed.status, replayed.body], [200, ACCEPTED])
      const [marked] = await lettersOf(service, event.id)
      assert.equal(marked?.replayedAt, '2026-01-13T01:00:00.000Z')
    })
  })

  describe('a dead letter', () => {
    test('that is still wrong says so when it is replayed, and is not kept twice', async () => {
      const event = starting({ data: { userId: 'x' } })
      const refused = await send(service, event)
      const [letter] = await lettersOf(service, event.id)

      const replayed = await replay(letter)

      assert.equal(replayed.status, 200)
      assert.deepEqual(replayed.body, {
        ...NOTHING,
        rejected: [{ index: 0, id: event.id, errors: refused.body.errors }],
      })
      assert.deepEqual(await lettersOf(service, event.id), [letter])
    })

    test('that was taken in is a duplicate when it is replayed again', async () => {
      const { userId, userCycleId } = await startCycle(service)
      const event = starting({
        type: 'UserCycleEnded',
        data: { userId: 'not-yet', userCycleId: 'not-yet', reason: 'over' },
      })
      await send(service, event)
      await clockTo('2026-01-12T10:00:00')
      const [letter] = await lettersOf(service, event.id)
      await tell('UserCycleStarted', {
        ...starting().data,
        userId: 'not-yet',
        userCycleId: 'not-yet',
      })

      const replies = [await replay(letter), await replay(letter)]

      assert.deepEqual(
        replies.map(({ body }) => body),
        [ACCEPTED, DUPLICATE],
      )
      assert.equal((await logsOf(service, userId)).length, 1)
      assert.equal((await callsOf(service, userCycleId)).length, 4)
    })

    test('that is not there is 4112', async () => {
      const { status, body } = await admin<{ code: number }>(
        'POST',
        '/v1/dead-letters/999999/replay',
      )

      assert.deepEqual([status, body.code], [404, 4112])
    })

    test('is listed newest first, page by page', async () => {
      const sent = [starting({ data: {} }), starting({ data: {} }), starting({ data: {} })]
      for (const event of sent) await send(service, event)

      const first = await admin<Page>('GET', '/v1/dead-letters?limit=2')
      const second = await admin<Page>(
        'GET',
        `/v1/dead-letters?limit=2&cursor=${first.body.nextCursor}`,
      )

      assert.deepEqual(
        [...first.body.items, ...second.body.items].slice(0, 3).map(({ eventId }) => eventId),
        sent.map(({ id }) => id).toReversed(),
      )
    })
  })

  describe('a request with an Idempotency-Key', () => {
    test('keeps the dead letter of its malformed event', async () => {
      const event = starting({ data: {} })
      const key = { 'idempotency-key': event.id }

      const replies = [await send(service, event, key), await send(service, event, key)]

      assert.deepEqual(
        replies.map(({ status }) => status),
        [400, 400],
      )
      assert.equal((await lettersOf(service, event.id)).length, 1)
    })

    test('keeps the dead letters of its batch, and what it took in, once', async () => {
      const cycle = await startCycle(service)
      const good = starting()
      const contradictory = starting({ data: { ...starting().data, ...cycle, userId: 'x' } })
      const headers = { ...BATCH, 'idempotency-key': good.id }

      const first = await send(service, [good, contradictory], headers)
      const again = await send(service, [good, contradictory], headers)

      assert.equal(first.status, 202)
      assert.equal(first.body.accepted, 1)
      assert.deepEqual(again.body, first.body)
      assert.equal((await lettersOf(service, contradictory.id)).length, 1)
      const rows = await listed(admin, { sequence: 1 })
      assert.equal(rows.filter(({ userId }) => userId === good.data.userId).length, 1)
    })
  })
})

type Page = { items: { eventId: string }[]; nextCursor: string }
