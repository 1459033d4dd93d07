import assert from 'node:assert/strict'
import { after, afterEach, describe, test } from 'node:test'
import { onEachDatabase } from '../../testing/databases.ts'
import { openWebhookStandIn } from '../../testing/stand-ins/webhook.ts'
import { textingOn } from '../../testing/texting.ts'
import { run } from '../../platform/db/db.ts'

await onEachDatabase(async (open) => {
  const standIn = await openWebhookStandIn()
  after(() => standIn.close())
  const { service, click, pass, found, takenOf } = await textingOn(await open(), standIn, 30)
  const switchTo = (messages: boolean) => service.admin('PUT', '/v1/switches', { messages })
  const eventsOf = (id: number) =>
    run(
      service.database.sql,
      `select from support.domain_event where entity = 'UserSupportMessage' and entity_id = $1`,
      [String(id)],
    )

  describe('while texts are switched off, a message', () => {
    afterEach(() => switchTo(true))

    test('waits without a word, and leaves once they are on again', async () => {
      const { id, content } = await click([{ do: 'ANSWER', status: 503 }])
      await switchTo(false)
      const before = (await eventsOf(id)).length

      for (let minute = 0; minute < 10; minute += 1) await pass('PT1M')

      assert.equal((await found(id)).status, 'RETRY_PENDING')
      assert.equal((await eventsOf(id)).length, before)
      await switchTo(true)
      await pass('PT0S')
      assert.equal((await found(id)).status, 'SUCCESS')
      assert.equal(takenOf(content), 1)
    })

    test('is stale when it waited too long, and does not leave afterwards', async () => {
      const { id, content } = await click([{ do: 'ANSWER', status: 503 }])
      await switchTo(false)

      await pass('PT2H')
      assert.equal((await found(id)).status, 'RETRY_PENDING')
      await pass('PT1S')

      const stale = await found(id)
      assert.deepEqual([stale.status, stale.reason], ['FAILED', 'STALE'])
      await switchTo(true)
      await pass('PT0S')
      assert.equal(takenOf(content), 0)
    })

    test('in doubt is asked about all the same', async () => {
      const { id, content } = await click([{ do: 'DROP_AFTER' }])
      await switchTo(false)

      await pass('PT1M')

      assert.equal((await found(id)).status, 'SUCCESS')
      assert.equal(takenOf(content), 1)
    })
  })
})
