import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callOn, serviceOn } from '../../testing/api.ts'
import { operatorOf } from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Message = { id: number; messageType: string; content: string | null }
type Page = { items: Message[]; nextCursor: string | null }

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const hana = await operatorOf(service)

  describe('a message', () => {
    test('is found by its id, by its cycle, and by its call when it has one', async () => {
      const { id: call, userId, userCycleId } = await callOn(service, '2026-01-05')
      const free = { messageType: 'FREE_TEXT', content: '내일 다시 전화드릴게요' }
      const ofCycle = `/v1/user-cycles/${userCycleId}/messages`
      const ofCall = `/v1/outbounds/${call}`
      const text = await hana.call<Message>('POST', ofCycle, free)
      const missed = await hana.call<Message>('POST', `${ofCall}/missed-call-messages`, {
        content: '전화를 받지 않으셔서 남깁니다',
      })
      assert.deepEqual([text.status, missed.status], [202, 202])

      const one = await hana.call<Message>('GET', `/v1/messages/${missed.body.id}`)
      assert.partialDeepStrictEqual(one.body, {
        id: missed.body.id,
        userId,
        userCycleId,
        userOutboundId: call,
        messageType: 'MISSED_CALL',
        templateId: null,
        content: '전화를 받지 않으셔서 남깁니다',
        dayIndex: 1,
        createdBy: hana.by,
        createdAt: '2026-01-05T01:00:00.000Z',
        updatedAt: '2026-01-05T01:00:00.000Z',
      })
      const whole = await hana.call<Page>('GET', ofCycle)
      assert.deepEqual(
        whole.body.items.map(({ id, messageType }) => [id, messageType]),
        [
          [missed.body.id, 'MISSED_CALL'],
          [text.body.id, 'FREE_TEXT'],
        ],
      )
      const under = await hana.call<Page>('GET', `${ofCall}/messages`)
      assert.deepEqual(
        under.body.items.map(({ id, content }) => [id, content]),
        [[missed.body.id, '전화를 받지 않으셔서 남깁니다']],
      )
    })
  })
})
