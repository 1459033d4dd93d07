import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  callsOf,
  logsOf,
  publishedAbout,
  serviceOn,
  startCycle,
  type Service,
} from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Message = {
  id: number
  status: string
  content: string
  reason: string | null
  code?: number
  deliveredAt: string | null
  attempts: { number: number; outcome: string }[]
}

const NOON = '2026-01-05T03:00:00.000Z'

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open(), { ANBU_MESSAGES_PER_HOUR: '1000000' })
  const { admin } = service

  async function someone(given: Record<string, unknown> = {}) {
    await moveTo(NOON)
    const { userId, userCycleId } = await startCycle(service, given)
    const [call] = await callsOf(service, userCycleId)
    assert.ok(call)
    return { userId, userCycleId, call: call.id }
  }
  const moveTo = (now: string) => admin('PUT', '/v1/test-clock', { now })
  const missedCall = (call: number, body: object = { content: '전화드렸습니다' }) =>
    admin<Message>('POST', `/v1/outbounds/${call}/missed-call-messages`, body)
  const text = (
    cycle: string,
    body: object = { messageType: 'FREE_TEXT', content: '안녕하세요' },
  ) => admin<Message>('POST', `/v1/user-cycles/${cycle}/messages`, body)
  const found = async (id: number) => {
    // Setting the clock answers when everything that is due has been done.
    await moveTo(service.clock.now())
    return (await admin<Message>('GET', `/v1/messages/${id}`)).body
  }

  describe('a missed-call message', () => {
    test('is accepted, sent once, and told on the timeline and to other systems', async () => {
      const { call, userId, userCycleId } = await someone()

      const accepted = await missedCall(call)

      assert.equal(accepted.status, 202)
      assert.equal(accepted.body.status, 'QUEUED')
      const sent = await found(accepted.body.id)
      assert.equal(sent.status, 'SUCCESS')
      assert.equal(sent.deliveredAt, NOON)
      assert.deepEqual(
        sent.attempts.map(({ number, outcome }) => ({ number, outcome })),
        [{ number: 1, outcome: 'ACCEPTED' }],
      )
      const logs = (await logsOf(service, userId)).filter(({ type }) => type === 'MESSAGE_SENT')
      assert.deepEqual(
        logs.map(({ relationId, meta }) => ({ relationId, meta })),
        [
          {
            relationId: sent.id,
            meta: {
              messageType: 'MISSED_CALL',
              status: 'SUCCESS',
              templateId: null,
              reason: null,
              sender: 'token:bootstrap',
            },
          },
        ],
      )
      const events = await publishedAbout(service, userCycleId)
      assert.deepEqual(
        events
          .filter(({ type }) => type.includes('Message'))
          .map(({ type, data }) => ({ type, data })),
        [
          {
            type: 'MissedCallMessageSent',
            data: {
              userId,
              userCycleId,
              userOutboundId: call,
              messageId: sent.id,
              templateId: null,
              dayIndex: 1,
            },
          },
        ],
      )
    })

    test('of which ten are clicked at once is sent once; nine are too soon', async () => {
      const { call } = await someone()

      const replies = await Promise.all(Array.from({ length: 10 }, () => missedCall(call)))

      assert.equal(replies.filter(({ status }) => status === 202).length, 1)
      const refused = replies.filter(({ status }) => status === 409)
      assert.deepEqual(
        refused.map(({ body }) => body.code),
        Array.from({ length: 9 }, () => 4203),
      )
    })

    test('comes again after half an hour, or by force', async () => {
      const { call } = await someone()
      await missedCall(call)

      assert.equal((await missedCall(call)).body.code, 4203)
      assert.equal((await missedCall(call, { content: '다시', force: true })).status, 202)
      await moveTo('2026-01-05T03:30:00.000Z')
      assert.equal((await missedCall(call)).status, 202)
    })

    test('names its user in the list of all messages', async () => {
      const { call, userId } = await someone()
      const { id } = (await missedCall(call)).body

      const { body } = await admin<{ items: (Message & { user: object })[] }>('GET', '/v1/messages')

      const listed = body.items.find((message) => message.id === id)
      assert.deepEqual(listed?.user, { userId, name: '김하나' })
    })

    test('stands in its row of the worklist', async () => {
      const { call, userId } = await someone()
      const { body } = await missedCall(call)
      await found(body.id)

      const rows = await admin<{ items: { id: number; userId: string; lastMessage: object }[] }>(
        'GET',
        '/v1/outbounds?limit=200',
      )
      const row = rows.body.items.find(({ id }) => id === call)
      assert.equal(row?.userId, userId)
      const { id, createdAt } = { id: body.id, createdAt: NOON }
      assert.deepEqual(row.lastMessage, {
        id,
        messageType: 'MISSED_CALL',
        status: 'SUCCESS',
        createdAt,
      })
    })
  })

  describe('a text is refused, and nothing is kept of it,', () => {
    const cases: [string, () => Promise<string>, number, string | undefined][] = [
      ['in the quiet hours', quietly, 4205, undefined],
      ['when the user has no number', () => cycleOf({ user: { name: '무' } }), 4206, 'NO_NUMBER'],
      [
        'when the number is not a mobile one',
        () => cycleOf({ user: { name: '집', phone: '02-312-3456' } }),
        4206,
        'NOT_MOBILE',
      ],
      ['when the cycle has ended', ended, 4206, 'CYCLE_ENDED'],
      ['when the user wants no messages', unwanted, 4206, 'PREFERENCE'],
      ['after five on one day', full, 4206, 'DAILY_LIMIT'],
    ]
    for (const [when, given, code, reason] of cases) {
      test(when, async () => {
        const cycle = await given()
        const before = await texts(cycle)

        const { body } = await text(cycle)

        assert.equal(body.code, code)
        if (reason !== undefined) assert.equal(body.reason, reason)
        assert.equal(await texts(cycle), before)
        await moveTo(NOON)
      })
    }

    test('while texts are switched off; what waits goes on when they are on again', async () => {
      const { userCycleId } = await someone()
      const switchTo = (messages: boolean) => admin('PUT', '/v1/switches', { messages })
      await switchTo(false)

      const { body } = await text(userCycleId)

      assert.equal(body.reason, 'SWITCHED_OFF')
      await switchTo(true)
      assert.equal((await text(userCycleId)).status, 202)
    })

    test('when it is too long or has a character that no phone shows', async () => {
      const { userCycleId } = await someone()
      for (const content of ['가'.repeat(1001), '안녕 😀', '   ']) {
        const { status, body } = await text(userCycleId, { messageType: 'FREE_TEXT', content })
        assert.equal(status, 400)
        assert.equal(body.code, 4301)
      }
      const exactly = { messageType: 'FREE_TEXT', content: '가'.repeat(1000) }
      assert.equal((await text(userCycleId, exactly)).status, 202)
    })

    async function cycleOf(given: Record<string, unknown>) {
      return (await someone(given)).userCycleId
    }
    async function texts(cycle: string) {
      const { body } = await admin<{ items: unknown[] }>('GET', `/v1/user-cycles/${cycle}/messages`)
      return body.items.length
    }
    async function quietly() {
      const cycle = await cycleOf({})
      await moveTo('2026-01-05T12:00:00.000Z')
      return cycle
    }
    async function ended() {
      const { userId, userCycleId } = await someone()
      await service.tell('UserCycleEnded', { userId, userCycleId, reason: '완료' })
      return userCycleId
    }
    async function unwanted() {
      const { userId, userCycleId } = await someone()
      const wants = { calls: true, messages: false, reason: '싫어함' }
      await admin('PUT', `/v1/users/${userId}/contact-preference`, wants)
      return userCycleId
    }
    async function full() {
      const cycle = await cycleOf({})
      for (let sent = 0; sent < 5; sent += 1) assert.equal((await text(cycle)).status, 202)
      return cycle
    }
  })

  describe('a template', () => {
    test('is filled for the user, previewed with its size, and sent so', async () => {
      const { userId, userCycleId } = await someone({ startDate: '2026-01-01' })
      const id = await template(service, '{{userName}}님 {{dayIndex}}일차, {{siteName}}')

      const preview = await admin('POST', '/v1/messages/preview', { userCycleId, templateId: id })
      const sent = await text(userCycleId, { messageType: 'TEMPLATE', templateId: id })

      assert.deepEqual(preview.body, {
        userId,
        content: '김하나님 5일차, 서울병원',
        bytes: 24,
        kind: 'SMS',
      })
      assert.equal(sent.status, 202)
      assert.equal(sent.body.content, '김하나님 5일차, 서울병원')
    })

    test('of a missed call is previewed as it is sent, with the time agreed for that call', async () => {
      const { userCycleId, call } = await someone()
      const [, second] = await callsOf(service, userCycleId)
      const agree = (id: number | undefined, scheduleAt: string) =>
        admin('PUT', `/v1/outbounds/${id}/schedule`, { scheduleAt })
      await agree(call, '2026-01-06T05:30:00.000Z')
      await agree(second?.id, '2026-01-05T06:00:00.000Z')
      const templateId = await template(service, '{{contactAt}}')

      const about = { userCycleId, userOutboundId: call, templateId }
      const preview = await admin<Message>('POST', '/v1/messages/preview', about)

      assert.match(preview.body.content, /1월 6일/)
      const sent = await missedCall(call, { templateId })
      assert.equal(sent.body.content, preview.body.content)
    })

    test('is not previewed for a call of another cycle, or one that is not there', async () => {
      const { userCycleId } = await someone()
      const other = await someone()
      for (const userOutboundId of [other.call, 999_999_999]) {
        const about = { userCycleId, userOutboundId, content: '안녕' }
        const { status, body } = await admin<Message>('POST', '/v1/messages/preview', about)
        assert.deepEqual([status, body.code], [404, 4103])
      }
    })

    test('with a gap for which there is nothing is refused when it is sent', async () => {
      const { userCycleId } = await someone({ site: null })
      const id = await template(service, '{{siteName}} {{contactAt}}')

      const { status, body } = await admin<{ code: number; variables: string[] }>(
        'POST',
        `/v1/user-cycles/${userCycleId}/messages`,
        { messageType: 'TEMPLATE', templateId: id },
      )

      assert.equal(status, 422)
      assert.deepEqual([body.code, body.variables], [4204, ['siteName', 'contactAt']])
    })

    test('with an unknown variable is refused when it is saved', async () => {
      const { status, body } = await admin<{ errors: { field: string }[] }>(
        'POST',
        '/v1/message-templates',
        { name: 'x', purpose: 'GENERAL', body: '{{phone}}' },
      )

      assert.equal(status, 400)
      assert.equal(body.errors[0]?.field, 'body')
    })

    test('that is not there or not active is not sent', async () => {
      const { userCycleId } = await someone()
      const id = await template(service, '안녕')
      await admin('PATCH', `/v1/message-templates/${id}`, { isActive: false })

      for (const templateId of [id, 999_999]) {
        const { status, body } = await text(userCycleId, { messageType: 'TEMPLATE', templateId })
        assert.equal(status, 404)
        assert.equal(body.code, 4109)
      }
    })
  })
})

async function template({ admin }: Service, body: string) {
  const made = await admin<{ id: number }>('POST', '/v1/message-templates', {
    name: '안내',
    purpose: 'GENERAL',
    body,
  })
  assert.equal(made.status, 201)
  return made.body.id
}
