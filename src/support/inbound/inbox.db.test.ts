import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
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

const STRUCTURED = { 'content-type': 'application/cloudevents+json' }
const BATCH = { 'content-type': 'application/cloudevents-batch+json' }

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin, tell } = service

  const isKnown = async (userCycleId: string) => {
    const { status } = await admin('GET', `/v1/user-cycles/${userCycleId}`)
    return status === 200
  }
  const phoneOf = async (userId: string) => {
    const rows = await listed(admin)
    return rows.find((row) => row.userId === userId)?.user.phone
  }

  describe('one event', () => {
    test('is taken in as JSON of either media type', async () => {
      for (const headers of [STRUCTURED, { 'content-type': 'application/json' }]) {
        const event = starting()

        const reply = await send(service, event, headers)

        assert.deepEqual([reply.status, reply.body], [202, ACCEPTED])
        assert.ok(await isKnown(event.data.userCycleId))
      }
    })

    test('is taken in as data with its envelope in headers', async () => {
      const event = starting({ source: '/사이클/1' })

      const reply = await send(service, event.data, inHeaders(event))

      assert.deepEqual([reply.status, reply.body], [202, ACCEPTED])
      assert.ok(await isKnown(event.data.userCycleId))
      const again = await send(service, event, STRUCTURED)
      assert.deepEqual(again.body, DUPLICATE)
    })

    test('may carry extension attributes and data that nobody here knows', async () => {
      for (const mode of ['structured', 'binary']) {
        const event = starting({ traceparent: '00-0af7-b7ad-01', partitionkey: 'x' })
        const { user } = event.data
        const grown = { ...event.data, colour: 'blue', user: { ...user, nickname: '하나' } }

        const reply =
          mode === 'binary'
            ? await send(service, grown, inHeaders(event))
            : await send(service, { ...event, data: grown }, STRUCTURED)

        assert.deepEqual(reply.body, ACCEPTED)
        assert.ok(await isKnown(event.data.userCycleId))
      }
    })

    test('may say null of whatever it may leave out', async () => {
      const { data } = starting()
      const unsaid = { lengthDays: null, planFrom: null, site: null, md: null }
      const whole = { ...data, ...unsaid, user: { name: '김하나', phone: null } }
      const event = starting({ time: null, subject: null, datacontenttype: null, data: whole })

      const reply = await send(service, event)

      assert.deepEqual([reply.status, reply.body], [202, ACCEPTED])
      const cycle = await admin('GET', `/v1/user-cycles/${data.userCycleId}`)
      assert.partialDeepStrictEqual(cycle.body, { state: 'STARTED', lengthDays: 42 })
    })

    test('is known by its bare name, whatever stands before it and whatever version after', async () => {
      for (const type of [
        'UserCycleStarted',
        'anbu.cycles.UserCycleStarted',
        'com.example.treatment.UserCycleStarted.v1',
        'UserCycleStarted.v2',
        'UserCycleStarted.3',
        'kr.co.example.UserCycleStarted.v1.2',
      ]) {
        const event = starting({ type })

        const reply = await send(service, event)

        assert.deepEqual(reply.body, ACCEPTED)
        assert.ok(await isKnown(event.data.userCycleId), type)
      }
    })

    test('of a type that nobody here knows is accepted and ignored', async () => {
      const cycle = await startCycle(service)
      const before = await logsOf(service, cycle.userId)

      for (const type of ['UserCycleStartedAgain', 'usercycleended', 'v1', 'toString']) {
        const event = starting({ type, data: cycle })
        assert.deepEqual((await send(service, event)).body, ACCEPTED)
        assert.deepEqual((await send(service, event)).body, DUPLICATE)
        assert.deepEqual(await lettersOf(service, event.id), [])
      }

      assert.deepEqual(await logsOf(service, cycle.userId), before)
    })

    test('that comes again is a duplicate, even with other content', async () => {
      const event = starting()
      const { user: _, startDate: _start, ...cycle } = event.data
      await send(service, event)
      const before = await callsOf(service, cycle.userCycleId)

      const again = await send(service, event)
      const other = await send(service, {
        ...event,
        type: 'UserCycleEnded',
        data: { ...cycle, reason: 'over' },
      })

      assert.deepEqual([again.status, again.body], [202, DUPLICATE])
      assert.deepEqual(other.body, DUPLICATE)
      assert.deepEqual(await callsOf(service, cycle.userCycleId), before)
    })

    test('that ten deliver at once has its effect once', async () => {
      const cycle = await startCycle(service)
      const event = starting({ type: 'UserCycleEnded', data: { ...cycle, reason: 'over' } })

      const replies = await Promise.all(Array.from({ length: 10 }, () => send(service, event)))

      assert.equal(replies.filter(({ body }) => body.accepted === 1).length, 1)
      assert.equal(replies.filter(({ body }) => body.duplicates === 1).length, 9)
      const logs = await logsOf(service, cycle.userId)
      assert.equal(logs.filter(({ meta }) => meta['kind'] === 'UserCycleEnded').length, 1)
    })

    test('with the id of another source is another event', async () => {
      const event = starting()

      const one = await send(service, event)
      const other = await send(service, { ...event, source: '/elsewhere' })

      assert.deepEqual([one.body, other.body], [ACCEPTED, ACCEPTED])
    })
  })

  describe('a batch', () => {
    test('is taken in item by item: what is wrong with one is not the others’ fault', async () => {
      const [first, twin, last] = [starting(), starting(), starting()]
      const broken = starting({ data: {} })
      const nul = starting({ data: { ...starting().data, user: { name: 'nul\0' } } })

      const reply = await send(
        service,
        [first, twin, twin, 'not an event', broken, nul, last],
        BATCH,
      )

      assert.equal(reply.status, 202)
      assert.partialDeepStrictEqual(reply.body, { accepted: 3, duplicates: 1 })
      assert.deepEqual(
        reply.body.rejected.map(({ index, id }) => ({ index, id })),
        [
          { index: 3, id: null },
          { index: 4, id: broken.id },
          { index: 5, id: nul.id },
        ],
      )
      assert.deepEqual(fieldsOf(reply.body.rejected[1]), [
        'data.startDate',
        'data.user',
        'data.userCycleId',
        'data.userId',
      ])
      for (const { data } of [first, twin, last]) assert.ok(await isKnown(data.userCycleId))
      for (const { id } of [broken, nul]) assert.equal((await lettersOf(service, id)).length, 1)
    })

    test('of nothing is accepted', async () => {
      const reply = await send(service, [], BATCH)

      assert.deepEqual([reply.status, reply.body], [202, NOTHING])
    })

    test('is one however its media type is written', async () => {
      const event = starting()

      const reply = await send(service, [event], {
        'content-type': 'Application/CloudEvents-Batch+JSON; charset=UTF-8',
      })

      assert.deepEqual([reply.status, reply.body], [202, ACCEPTED])
      assert.ok(await isKnown(event.data.userCycleId))
    })

    test('that is no list is refused, and kept as a dead letter', async () => {
      const event = starting()
      const reply = await send(service, event, BATCH)

      assert.deepEqual([reply.status, reply.body.code], [400, 4301])
      const [letter] = await lettersOf(service, event.id)
      assert.partialDeepStrictEqual(letter, { reason: 'MALFORMED', event })
    })

    test('is applied in its order', async () => {
      const event = starting()
      const { user: _, startDate: _start, ...cycle } = event.data
      const moved = starting({
        type: 'UserCycleRescheduled',
        data: { ...cycle, startDate: '2026-01-08' },
      })
      const ended = starting({ type: 'UserCycleEnded', data: { ...cycle, reason: 'over' } })

      await send(service, [event, moved, ended], BATCH)

      const logs = await logsOf(service, cycle.userId)
      assert.deepEqual(
        logs.filter(({ type }) => type === 'LOG').map(({ meta }) => meta['kind']),
        ['UserCycleStarted', 'UserCycleRescheduled', 'UserCycleEnded'],
      )
    })
  })

  describe('a phone number', () => {
    test('comes in any usual form and is kept in E.164', async () => {
      for (const phone of [
        '01012345678',
        '010-1234-5678',
        '+82 10 1234 5678',
        '+82-10-1234-5678',
        '0082 10-1234-5678',
      ]) {
        const user = { name: '김하나', phone }

        const { userId } = await startCycle(service, { user, lengthDays: 1 })

        assert.equal(await phoneOf(userId), '+821012345678', phone)
      }
    })

    test('that is too short for one is refused', async () => {
      for (const phone of ['010-12', '119', '+82 010 12']) {
        const { data, ...envelope } = starting()
        const event = { ...envelope, data: { ...data, user: { name: '김하나', phone } } }

        const reply = await send(service, event)

        assert.deepEqual([reply.status, fieldsOf(reply.body)], [400, ['data.user.phone']], phone)
      }
    })

    test('may be absent, come later, and go again', async () => {
      const { userId } = await startCycle(service, { user: { name: '김하나' }, lengthDays: 1 })
      const absent = await phoneOf(userId)

      await tell('UserProfileUpdated', { userId, phone: '02-123-4567' })
      const come = await phoneOf(userId)
      await tell('UserProfileUpdated', { userId, phone: null })
      const gone = await phoneOf(userId)

      assert.deepEqual([absent, come, gone], [null, '+8221234567', null])
    })
  })
})
