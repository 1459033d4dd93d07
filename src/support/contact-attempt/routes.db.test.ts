import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callOn, serviceOn } from '../../testing/api.ts'
import {
  operatorOf,
  payloadsOf,
  recordedAbout,
  refusalIn,
  saidOf,
  wrongFieldsIn,
} from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Attempt = { id: number; result: string; note: string | null }

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const hana = await operatorOf(service)

  async function callToday() {
    service.at('2026-01-05T10:00')
    return await callOn(service, '2026-01-05')
  }

  const attempt = (id: number, body: object) =>
    hana.call<Attempt>('POST', `/v1/outbounds/${id}/attempts`, body)

  describe('a call that was made', () => {
    test('is recorded under its outbound, with the result and the note', async () => {
      const { id, userId, userCycleId } = await callToday()

      const reply = await attempt(id, { result: 'NO_ANSWER', note: ' 세 번 울림 ' })

      assert.equal(reply.status, 201)
      assert.deepEqual(reply.body, {
        id: reply.body.id,
        userId,
        userCycleId,
        userOutboundId: id,
        result: 'NO_ANSWER',
        note: '세 번 울림',
        createdBy: hana.by,
        createdAt: '2026-01-05T01:00:00.000Z',
      })
    })

    test('is one log and one event, without the note', async () => {
      const whose = await callToday()
      const { id, userId, userCycleId } = whose
      const { body } = await attempt(id, { result: 'REACHED', note: '잘 지낸다' })

      assert.deepEqual((await saidOf(service, whose, 'LOG')).at(-1), {
        meta: {
          kind: 'ContactAttemptRecorded',
          userOutboundId: id,
          result: 'REACHED',
          note: '잘 지낸다',
        },
        relationId: body.id,
        dayIndex: 1,
        actor: hana.by,
      })
      assert.deepEqual(await payloadsOf(service, whose, 'ContactAttemptRecorded'), [
        { userId, userCycleId, userOutboundId: id, attemptId: body.id, result: 'REACHED' },
      ])
    })

    test('leaves the outbound as it is, any number of times, open or resolved', async () => {
      const { id } = await callToday()
      const before = await hana.call('GET', `/v1/outbounds/${id}`)
      for (const result of ['NO_ANSWER', 'BUSY', 'REFUSED', 'WRONG_NUMBER', 'REACHED']) {
        const reply = await attempt(id, { result })
        assert.deepEqual([reply.status, reply.body.note], [201, null])
      }
      assert.deepEqual((await hana.call('GET', `/v1/outbounds/${id}`)).body, before.body)

      await hana.call('POST', `/v1/outbounds/${id}/complete`)
      assert.equal((await attempt(id, { result: 'REACHED', note: ' ' })).body.note, null)
    })

    test('has a result that the domain knows', async () => {
      const call = await callToday()
      const before = await recordedAbout(service, call)
      assert.deepEqual(wrongFieldsIn(await attempt(call.id, {})), ['result'])
      assert.deepEqual(wrongFieldsIn(await attempt(call.id, { result: 'MAYBE' })), ['result'])
      const long = await attempt(call.id, { result: 'BUSY', note: '가'.repeat(2_001) })
      assert.deepEqual(wrongFieldsIn(long), ['note'])
      assert.deepEqual(await recordedAbout(service, call), before)
    })

    test('belongs to an outbound that the caller knows', async () => {
      const { id } = await callToday()
      const busan = await operatorOf(service, 'OPERATOR', ['busan'])
      const refusals = [
        await attempt(999_999_999, { result: 'BUSY' }),
        await busan.call('POST', `/v1/outbounds/${id}/attempts`, { result: 'BUSY' }),
      ]
      assert.deepEqual(new Set(refusals.map(refusalIn)), new Set(['404 4103 OUTBOUND_NOT_FOUND']))
    })
  })
})
