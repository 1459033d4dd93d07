import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callsOf, serviceOn, startCycle } from '../../testing/api.ts'
import { operatorOf, refusalIn, wrongFieldsIn } from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Plan = {
  id: number
  sequence: number
  dayIndex: number
  isActive: boolean
  version: number
  createdAt: string
}

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const manager = await operatorOf(service, 'MANAGER')

  async function plans() {
    const { body } = await manager.call<{ items: Plan[]; nextCursor: null }>(
      'GET',
      '/v1/outbound-plans',
    )
    assert.equal(body.nextCursor, null)
    return body.items
  }

  const content = async () =>
    (await plans()).map(({ sequence, dayIndex, isActive }) => [sequence, dayIndex, isActive])

  const make = (plan: object) => manager.call<Plan>('POST', '/v1/outbound-plans', plan)

  const daysOf = async (userCycleId: string) =>
    (await callsOf(service, userCycleId)).map(({ sequence, dayIndex }) => [sequence, dayIndex])

  describe('the plan template', () => {
    test('has four calls to begin with, on day 1, 7, 21 and 42', async () => {
      assert.deepEqual(await content(), [
        [1, 1, true],
        [2, 7, true],
        [3, 21, true],
        [4, 42, true],
      ])
    })

    test('takes another call, for later cycles only', async () => {
      const before = await startCycle(service)

      const reply = await make({ sequence: 5, dayIndex: 30 })

      assert.equal(reply.status, 201)
      assert.equal(reply.headers['etag'], '"1"')
      assert.deepEqual(reply.body, {
        id: reply.body.id,
        sequence: 5,
        dayIndex: 30,
        isActive: true,
        createdAt: '2026-01-05T01:00:00.000Z',
        updatedAt: '2026-01-05T01:00:00.000Z',
        version: 1,
      })
      const after = await startCycle(service)
      assert.equal((await daysOf(before.userCycleId)).length, 4)
      assert.deepEqual((await daysOf(after.userCycleId)).at(-1), [5, 30])
    })

    test('changes a call for later cycles; running cycles keep theirs', async () => {
      const before = await startCycle(service)
      const { id } = (await plans()).find(({ sequence }) => sequence === 5) ?? { id: 0 }
      const url = `/v1/outbound-plans/${id}`
      service.at('2026-01-05T11:00')

      const moved = await manager.call<Plan>('PATCH', url, { dayIndex: 35 }, { 'if-match': '"1"' })
      const middle = await startCycle(service)
      const off = await manager.call<Plan>('PATCH', url, { isActive: false, sequence: 9 })

      assert.deepEqual(moved.body, {
        id,
        sequence: 5,
        dayIndex: 35,
        isActive: true,
        createdAt: '2026-01-05T01:00:00.000Z',
        updatedAt: '2026-01-05T02:00:00.000Z',
        version: 2,
      })
      assert.partialDeepStrictEqual(off.body, { sequence: 9, isActive: false, version: 3 })
      const after = await startCycle(service)
      assert.deepEqual((await daysOf(before.userCycleId)).at(-1), [5, 30])
      assert.deepEqual((await daysOf(middle.userCycleId)).at(-1), [5, 35])
      assert.equal((await daysOf(after.userCycleId)).length, 4)
    })

    test('has each place in the order once', async () => {
      const taken = await make({ sequence: 1, dayIndex: 3 })
      assert.equal(refusalIn(taken), '409 4208 PLAN_SEQUENCE_TAKEN')
      const [first] = await plans()
      const moved = await manager.call('PATCH', `/v1/outbound-plans/${first?.id}`, { sequence: 2 })
      assert.equal(refusalIn(moved), '409 4208 PLAN_SEQUENCE_TAKEN')
      assert.deepEqual((await content())[0], [1, 1, true])
    })

    test('gives a place to one of those who ask for it at the same moment', async () => {
      const made = await Promise.all(
        Array.from({ length: 5 }, () => make({ sequence: 20, dayIndex: 40, isActive: false })),
      )
      const fresh = made.find(({ status }) => status === 201)
      const [first] = await plans()
      const moved = await Promise.all(
        [first?.id, fresh?.body.id].map((id) =>
          manager.call('PATCH', `/v1/outbound-plans/${id}`, { sequence: 21 }),
        ),
      )

      assert.equal(made.filter((reply) => reply.status === 201).length, 1)
      const refused = made.filter((reply) => reply.status !== 201)
      assert.deepEqual(refused.map(refusalIn), Array(4).fill('409 4208 PLAN_SEQUENCE_TAKEN'))
      assert.equal(moved.filter(({ status }) => status === 200).length, 1)
      const sequences = (await plans()).map(({ sequence }) => sequence)
      assert.deepEqual(sequences, [...new Set(sequences)])
      await manager.call('PATCH', `/v1/outbound-plans/${first?.id}`, { sequence: 1 })
    })

    test('that is so already does not change', async () => {
      const [first] = await plans()
      const reply = await manager.call<Plan>('PATCH', `/v1/outbound-plans/${first?.id}`, {
        dayIndex: 1,
      })
      assert.deepEqual([reply.status, reply.body], [200, first])
    })

    test('is changed in the version that was seen, where it is, with what it has', async () => {
      const [first] = await plans()
      const url = `/v1/outbound-plans/${first?.id}`
      const stale = await manager.call('PATCH', url, { dayIndex: 2 }, { 'if-match': '"7"' })
      assert.equal(refusalIn(stale), '412 4201 VERSION_CONFLICT')
      const nowhere = await manager.call('PATCH', '/v1/outbound-plans/999999999', { dayIndex: 2 })
      assert.equal(refusalIn(nowhere), '404 4108 PLAN_NOT_FOUND')
      assert.deepEqual(wrongFieldsIn(await make({ sequence: 0 })).toSorted(), [
        'dayIndex',
        'sequence',
      ])
      assert.deepEqual(wrongFieldsIn(await make({ sequence: 8, dayIndex: 8, note: 'x' })), ['note'])
      assert.deepEqual((await plans())[0], first)
    })

    test('is read by operators and changed by managers', async () => {
      const operator = await operatorOf(service)
      assert.equal((await operator.call('GET', '/v1/outbound-plans')).status, 200)
      const reply = await operator.call('POST', '/v1/outbound-plans', { sequence: 8, dayIndex: 8 })
      assert.equal(refusalIn(reply), '403 4004 UNAUTHORIZED_ACTION')
    })
  })
})
