import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { publishedAbout } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { openWebhookStandIn } from '../../testing/stand-ins/webhook.ts'
import { textingOn } from '../../testing/texting.ts'

/** Seconds within which the carrier surely answers, and those after which one that does not is given up. */
const PATIENT = 30
const HASTY = 3

await onEachDatabase(async (open) => {
  const standIn = await openWebhookStandIn()
  after(() => standIn.close())
  const patient = await textingOn(await open(), standIn, PATIENT)
  const hasty = await textingOn(await open(), standIn, HASTY)
  const { service, click, pass, found, takenOf } = patient
  const { admin } = service

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
        const texting = fault === 'SLOW' ? hasty : patient
        const { id, content } = await texting.click([
          fault === 'SLOW' ? { do: 'SLOW', seconds: 2 * HASTY } : { do: fault },
        ])
        await texting.pass('PT1M')
        await texting.pass('PT10M')

        assert.equal((await texting.found(id)).status, 'SUCCESS')
        assert.equal(texting.takenOf(content), 1)
      })
    }

    test('that nobody can tell about is never sent again by itself, and a person decides', async () => {
      const { id, content } = await hasty.click([{ do: 'HANG' }])

      for (let asked = 0; asked < 8; asked += 1) await hasty.pass('PT20M')

      const unknown = await hasty.found(id)
      assert.equal(unknown.status, 'FAILED')
      assert.equal(unknown.reason, 'OUTCOME_UNKNOWN')
      assert.equal(hasty.takenOf(content), 0)
      const clicks = await Promise.all(
        [1, 2].map(() => hasty.service.admin('POST', `/v1/messages/${id}/retry`, { force: true })),
      )
      assert.deepEqual(
        clicks.map(({ status }) => status),
        [202, 202],
      )
      await hasty.pass('PT0S')
      const sent = await hasty.found(id)
      assert.equal(sent.status, 'SUCCESS')
      assert.deepEqual(
        sent.attempts.map(({ outcome }) => outcome),
        ['UNKNOWN', 'ACCEPTED'],
      )
      assert.equal(hasty.takenOf(content), 1)
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
