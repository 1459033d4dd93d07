import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { publishedAbout } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { openWebhookStandIn } from '../../testing/stand-ins/webhook.ts'
import { NOON, textingOn } from '../../testing/texting.ts'
import { until } from '../../testing/until.ts'

/** Texts that are reported on at the very moment at which their answer comes. */
const RACES = 12

await onEachDatabase(async (open) => {
  const standIn = await openWebhookStandIn()
  after(() => standIn.close())
  const texting = await textingOn(await open(), standIn, 30)
  const { service, click, clickOnly, pass, found, takenOf, keyOf } = texting
  const address = await service.app.listen({ host: '127.0.0.1', port: 0 })
  const url = `${address}/v1/delivery-reports/webhook`
  const report = (content: string, undeliveredReason: string | null, times = 1) =>
    standIn.control({
      report: { url, reports: { key: keyOf(content), at: NOON, undeliveredReason }, times },
    })
  const sentOf = async (userCycleId: string) =>
    (await publishedAbout(service, userCycleId)).filter(({ type }) => /MessageSent/.test(type))
      .length

  describe('a delivery report', () => {
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
      const reports = { key: keyOf(content), at: NOON, undeliveredReason: 'forged' }

      await standIn.control({ report: { url, reports, secret } })

      assert.equal(standIn.answers().at(-1), 401)
      assert.equal((await found(id)).undeliveredReason, null)
    })

    test('that comes before the answer settles the message, and the answer changes nothing', async () => {
      const { id, content, userCycleId } = await clickOnly([{ do: 'SLOW', seconds: 3 }])
      await until(() => takenOf(content) === 1, 'the carrier has it')

      await report(content, null)

      const settled = await found(id)
      assert.deepEqual([settled.status, settled.deliveredAt], ['SUCCESS', NOON])
      await pass('PT0S')
      const still = await found(id)
      assert.deepEqual([still.status, still.deliveredAt], ['SUCCESS', NOON])
      assert.deepEqual([takenOf(content), await sentOf(userCycleId)], [1, 1])
    })

    for (const undeliveredReason of [null, '전원 꺼짐']) {
      const what = undeliveredReason === null ? 'of delivery' : 'of a failure'
      const deliveredAt = undeliveredReason === null ? NOON : null

      test(`${what} settles a message in doubt, which is not asked about any more`, async () => {
        const { id, content, userCycleId } = await click([{ do: 'DROP_AFTER' }])
        assert.equal((await found(id)).status, 'RETRY_PENDING')

        await report(content, undeliveredReason)
        await pass('PT2H30M')

        const settled = await found(id)
        assert.partialDeepStrictEqual(settled, {
          status: 'SUCCESS',
          reason: null,
          nextAttemptAt: null,
          deliveredAt,
          undeliveredReason,
        })
        assert.deepEqual(
          settled.attempts.map(({ outcome }) => outcome),
          ['ACCEPTED'],
        )
        assert.deepEqual([takenOf(content), await sentOf(userCycleId)], [1, 1])
      })

      test(`${what} settles a message that was given up as unknown`, async () => {
        const { id, content } = await click([{ do: 'DROP_AFTER' }])
        await standIn.control({ became: { [keyOf(content)]: 'UNKNOWN' } })
        for (let asked = 0; asked < 8; asked += 1) await pass('PT20M')
        assert.equal((await found(id)).reason, 'OUTCOME_UNKNOWN')

        await report(content, undeliveredReason)

        assert.partialDeepStrictEqual(await found(id), {
          status: 'SUCCESS',
          reason: null,
          deliveredAt,
          undeliveredReason,
        })
        assert.equal(takenOf(content), 1)
      })
    }

    test('that meets the answer loses nothing, and neither does the answer', async () => {
      for (let race = 0; race < RACES; race += 1) {
        const seconds = race / 200
        const { id, content, userCycleId } = await clickOnly([{ do: 'SLOW', seconds }])
        await until(() => takenOf(content) === 1, 'the carrier has it')

        await report(content, null, 2)

        await pass('PT0S')
        const settled = await found(id)
        assert.deepEqual([settled.status, settled.deliveredAt], ['SUCCESS', NOON])
        assert.deepEqual([takenOf(content), await sentOf(userCycleId)], [1, 1])
      }
    })
  })
})
