import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { callsOf, publishedAbout, serviceOn, startCycle } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { openWebhookStandIn, WEBHOOK_SECRET } from '../../testing/stand-ins/webhook.ts'

type Message = {
  id: number
  status: string
  reason: string | null
  nextAttemptAt: string | null
  deliveredAt: string | null
  undeliveredReason: string | null
  attempts: { number: number; outcome: string; reason: string | null }[]
}

const NOON = '2026-01-05T03:00:00.000Z'

await onEachDatabase(async (open) => {
  const standIn = await openWebhookStandIn()
  after(() => standIn.close())
  const service = await serviceOn(await open(), {
    ANBU_CARRIER: 'webhook',
    ANBU_WEBHOOK_CARRIER_URL: standIn.url,
    ANBU_WEBHOOK_CARRIER_SECRET: WEBHOOK_SECRET,
    ANBU_CARRIER_TIMEOUT: '1',
    ANBU_MESSAGES_PER_HOUR: '1000000',
  })
  const { admin } = service
  const address = await service.app.listen({ host: '127.0.0.1', port: 0 })

  const moveTo = (now: string) => admin('PUT', '/v1/test-clock', { now })
  const pass = (advance: string) => admin('PUT', '/v1/test-clock', { advance })
  const found = async (id: number) => (await admin<Message>('GET', `/v1/messages/${id}`)).body
  const takenOf = (content: string) =>
    standIn.messages().filter(({ text }) => text === content).length

  let texts = 0
  /** A text of its own, clicked at noon while the carrier does as it is told; everything due at noon is done. */
  async function click(faults: Parameters<typeof standIn.control>[0]['faults'] = []) {
    await standIn.control({ faults })
    await moveTo(NOON)
    const { userCycleId } = await startCycle(service)
    const [call] = await callsOf(service, userCycleId)
    texts += 1
    const content = `글 ${texts}`
    const url = `/v1/outbounds/${call?.id}/missed-call-messages`
    const { status, body } = await admin<{ id: number }>('POST', url, { content })
    assert.equal(status, 202)
    await moveTo(NOON)
    return { id: body.id, content, userCycleId }
  }

  describe('a message', () => {
    test('that the carrier takes is sent, once', async () => {
      const { id, content } = await click()

      assert.equal((await found(id)).status, 'SUCCESS')
      assert.equal(takenOf(content), 1)
    })

    test('that the carrier could not take is tried again later, and then sent once', async () => {
      const { id, content } = await click([
        { do: 'ANSWER', status: 503 },
        { do: 'ANSWER', status: 429 },
      ])
      assert.equal((await found(id)).status, 'RETRY_PENDING')

      await pass('PT40S')
      await pass('PT3M')

      const sent = await found(id)
      assert.equal(sent.status, 'SUCCESS')
      assert.deepEqual(
        sent.attempts.map(({ outcome }) => outcome),
        ['UNREACHABLE', 'UNREACHABLE', 'ACCEPTED'],
      )
      assert.equal(takenOf(content), 1)
    })

    test('that the carrier refuses fails at once, and its failure is published', async () => {
      const { id, userCycleId } = await click([
        { do: 'ANSWER', status: 400, body: { reason: 'BLOCKED' } },
      ])

      const failed = await found(id)
      assert.equal(failed.status, 'FAILED')
      assert.match(failed.reason ?? '', /BLOCKED/)
      const published = await publishedAbout(service, userCycleId)
      assert.equal(published.filter(({ type }) => type === 'MissedCallMessageFailed').length, 1)
    })

    test('whose answer never came is asked about, and found to be sent', async () => {
      const { id, content } = await click([{ do: 'DROP_AFTER' }])
      const doubted = await found(id)
      assert.equal(doubted.status, 'RETRY_PENDING')
      assert.equal(doubted.attempts[0]?.outcome, 'UNCERTAIN')

      await pass('PT1M')

      assert.equal((await found(id)).status, 'SUCCESS')
      assert.equal(takenOf(content), 1)
    })

    for (const fault of ['SLOW', 'CUT', 'GARBAGE', 'REPEAT'] as const) {
      test(`reaches its user once when the carrier's answer is ${fault}`, async () => {
        const { id, content } = await click([
          fault === 'SLOW' ? { do: 'SLOW', seconds: 2 } : { do: fault },
        ])
        await pass('PT1M')
        await pass('PT10M')

        assert.equal((await found(id)).status, 'SUCCESS')
        assert.equal(takenOf(content), 1)
      })
    }

    test('that nobody can tell about is never sent again by itself, and a person decides', async () => {
      const { id, content } = await click([{ do: 'HANG' }])

      for (let asked = 0; asked < 8; asked += 1) await pass('PT20M')

      const unknown = await found(id)
      assert.equal(unknown.status, 'FAILED')
      assert.equal(unknown.reason, 'OUTCOME_UNKNOWN')
      assert.equal(takenOf(content), 0)
      const clicks = await Promise.all(
        [1, 2].map(() => admin('POST', `/v1/messages/${id}/retry`, { force: true })),
      )
      assert.deepEqual(
        clicks.map(({ status }) => status),
        [202, 202],
      )
      await pass('PT0S')
      const sent = await found(id)
      assert.equal(sent.status, 'SUCCESS')
      assert.deepEqual(
        sent.attempts.map(({ outcome }) => outcome),
        ['UNKNOWN', 'ACCEPTED'],
      )
      assert.equal(takenOf(content), 1)
    })

    test('that could not leave within two hours is stale', async () => {
      const { id, content } = await click([{ do: 'ANSWER', status: 503 }])

      await pass('PT2H1M')

      const stale = await found(id)
      assert.equal(stale.status, 'FAILED')
      assert.equal(stale.reason, 'STALE')
      assert.equal(takenOf(content), 0)
    })

    test('of a user who meanwhile wants none is not sent', async () => {
      const { id, content, userCycleId } = await click([{ do: 'ANSWER', status: 503 }])
      const { userId } = (await admin<{ userId: string }>('GET', `/v1/user-cycles/${userCycleId}`))
        .body
      const wants = { calls: true, messages: false, reason: '싫어함' }
      await admin('PUT', `/v1/users/${userId}/contact-preference`, wants)

      await pass('PT1M')

      assert.equal((await found(id)).reason, 'PREFERENCE')
      assert.equal(takenOf(content), 0)
    })
  })

  describe('a delivery report', () => {
    const keyOf = (content: string) =>
      standIn.messages().find(({ text }) => text === content)?.key ?? ''
    const report = async (content: string, undeliveredReason: string | null, times = 1) => {
      const reports = { key: keyOf(content), at: NOON, undeliveredReason }
      const url = `${address}/v1/delivery-reports/webhook`
      await standIn.control({ report: { url, reports, times } })
    }

    test('that the carrier signs says what became of the message, however often it comes', async () => {
      const { id, content } = await click()

      await report(content, null, 3)

      assert.equal((await found(id)).deliveredAt, NOON)
    })

    test('of a failure is not hidden by a later one of delivery', async () => {
      const { id, content } = await click()

      await report(content, '전원 꺼짐')
      await report(content, null)

      const undelivered = await found(id)
      assert.equal(undelivered.undeliveredReason, '전원 꺼짐')
      assert.equal(undelivered.deliveredAt, null)
    })

    test('that somebody else signed changes nothing', async () => {
      const { id, content } = await click()
      const secret = `whsec_${Buffer.from('another secret than the one we share').toString('base64')}`
      const url = `${address}/v1/delivery-reports/webhook`
      const reports = { key: keyOf(content), at: NOON, undeliveredReason: 'forged' }

      await standIn.control({ report: { url, reports, secret } })

      assert.equal(standIn.answers().at(-1), 401)
      assert.equal((await found(id)).undeliveredReason, null)
    })
  })

  test('a broken carrier shows as degraded, not as down', async () => {
    const ready = () => admin<{ status: string; carrier: string }>('GET', '/readyz')
    for (let failures = 0; failures < 5; failures += 1) {
      await click([{ do: 'ANSWER', status: 500 }])
    }
    assert.equal((await ready()).status, 200)
    assert.equal((await ready()).body.carrier, 'degraded')

    await click()

    assert.equal((await ready()).body.carrier, 'up')
  })
})
