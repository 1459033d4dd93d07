import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callOn, callsOf, serviceOn, startCycle, type OutboundInTests } from '../../testing/api.ts'
import { operatorOf } from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Row = {
  id: number
  lastMemo: object | null
  openIssues: number
  attempts: number
  lastAttemptAt: string | null
}
type Made = { id: number; version: number }

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const hana = await operatorOf(service)

  async function callOfSomebody() {
    service.at('2026-01-05T10:00')
    return await callOn(service, '2026-01-05')
  }

  async function rowOf({ id }: { id: number }, filters: object = {}) {
    const body = { limit: 200, ...filters }
    const list = await hana.call<{ items: Row[] }>('POST', '/v1/outbounds/search', body)
    assert.equal(list.status, 200)
    return list.body.items.find((row) => row.id === id)
  }

  async function made({ userCycleId }: OutboundInTests, kind: 'memo' | 'issue', text: string) {
    const url = `/v1/user-cycles/${userCycleId}/${kind}s`
    const { body } = await hana.call<Made>('POST', url, { [kind]: text })
    return body
  }

  async function move({ id }: Made, status: string) {
    const reply = await hana.call('POST', `/v1/issues/${id}/status`, { status })
    assert.equal(reply.status, 200)
  }

  describe('a row of the worklist', () => {
    test('of somebody new has no memo, no issue and no attempt', async () => {
      const call = await callOfSomebody()
      assert.partialDeepStrictEqual(await rowOf(call), {
        lastMemo: null,
        openIssues: 0,
        attempts: 0,
        lastAttemptAt: null,
      })
    })

    test('shows the user’s last memo as it reads now', async () => {
      const call = await callOfSomebody()
      await made(call, 'memo', '첫 메모')
      const { id } = await made(call, 'memo', '둘째 메모')
      await hana.call('PATCH', `/v1/memos/${id}`, { memo: '둘째 메모, 고침' })
      const lastMemo = {
        id,
        memo: '둘째 메모, 고침',
        createdBy: hana.by,
        createdAt: '2026-01-05T01:00:00.000Z',
      }
      assert.deepEqual((await rowOf(call))?.lastMemo, lastMemo)
    })

    test('shows the last memo of the user’s earlier cycle too', async () => {
      const first = await callOfSomebody()
      const { id } = await made(first, 'memo', '지난 주기의 메모')
      const again = { userId: first.userId, userCycleId: `again-${first.userCycleId}` }
      await startCycle(service, again)
      const [call] = await callsOf(service, again.userCycleId)
      assert.ok(call)
      assert.partialDeepStrictEqual(await rowOf(call), { lastMemo: { id } })
    })

    test('counts the user’s issues while they are open', async () => {
      const call = await callOfSomebody()
      const one = await made(call, 'issue', '하나')
      const two = await made(call, 'issue', '둘')
      const counted = async () => (await rowOf(call))?.openIssues
      assert.equal(await counted(), 2)
      await move(one, 'IN_PROGRESS')
      assert.equal(await counted(), 2)
      await move(one, 'RESOLVED')
      await move(two, 'CANCELLED')
      assert.equal(await counted(), 0)
      await move(two, 'IN_PROGRESS')
      assert.equal(await counted(), 1)
    })

    test('counts the attempts under its own call, and says when the last was', async () => {
      service.at('2026-01-05T10:00')
      const { userCycleId } = await startCycle(service)
      const [first, second] = await callsOf(service, userCycleId)
      assert.ok(first && second)
      for (const at of ['2026-01-05T10:30', '2026-01-05T11:00']) {
        service.at(at)
        await hana.call('POST', `/v1/outbounds/${first.id}/attempts`, { result: 'NO_ANSWER' })
      }
      const tried = { attempts: 2, lastAttemptAt: '2026-01-05T02:00:00.000Z' }
      assert.partialDeepStrictEqual(await rowOf(first), tried)
      assert.partialDeepStrictEqual(await rowOf(second), { attempts: 0, lastAttemptAt: null })
    })

    test('is found by whether its user has an open issue', async () => {
      const troubled = await callOfSomebody()
      const content = await callOfSomebody()
      const settled = await callOfSomebody()
      const other = await callOn(service, '2026-01-05', { site: { siteId: 'busan', name: '부산' } })
      await made(troubled, 'issue', '앱')
      await made(other, 'issue', '앱')
      await move(await made(settled, 'issue', '앱'), 'RESOLVED')
      const among = async (filters: object) => {
        const calls = [troubled, content, settled, other]
        const found = await Promise.all(calls.map((call) => rowOf(call, filters)))
        return found.map((row) => row !== undefined)
      }
      assert.deepEqual(await among({ hasOpenIssue: true }), [true, false, false, true])
      assert.deepEqual(await among({ hasOpenIssue: false }), [false, true, true, false])
      assert.deepEqual(await among({ hasOpenIssue: true, siteId: 'busan' }), [
        false,
        false,
        false,
        true,
      ])
      const list = await hana.call<{ items: Row[] }>('GET', '/v1/outbounds?hasOpenIssue=true')
      assert.ok(list.body.items.every(({ openIssues }) => openIssues > 0))
    })

    test('is handed out by the queue with all of it', async () => {
      const call = await callOn(service, '2026-01-05', { site: { siteId: 'queue', name: '병원' } })
      const { id } = await made(call, 'memo', '오후에 전화')
      await made(call, 'issue', '앱')
      await hana.call('POST', `/v1/outbounds/${call.id}/attempts`, { result: 'BUSY' })
      const filters = { siteId: 'queue', hasOpenIssue: true }
      const next = await hana.call<Row>('POST', '/v1/outbounds/next', filters)
      assert.partialDeepStrictEqual(next.body, {
        id: call.id,
        lastMemo: { id, memo: '오후에 전화' },
        openIssues: 1,
        attempts: 1,
      })
      const none = await hana.call('POST', '/v1/outbounds/next', filters)
      assert.equal(none.status, 204)
    })
  })
})
