import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import {
  callOn,
  callsOf,
  command,
  listed,
  logsOf,
  publishedAbout,
  serviceOn,
  type Call,
} from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Claim = { claimedBy: string | null; claimedUntil: string | null; code?: number }
type One = { id: number }

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin } = service
  const hana = await service.as('OPERATOR')
  const minjun = await service.as('OPERATOR')
  const [nameOfHana, nameOfMinjun] = [await nameOf(hana), await nameOf(minjun)]
  afterEach(() => service.at('2026-01-05T10:00'))

  const aCall = () => callOn(service, '2026-01-05')
  const claimOf = async ({ id, userCycleId }: One & { userCycleId: string }) => {
    const rows = await listed(admin, { status: ['PENDING', 'ACTIVE', 'COMPLETED', 'SKIPPED'] })
    const row = rows.find((one) => one.id === id && one.userCycleId === userCycleId)
    return { claimedBy: row?.claimedBy, claimedUntil: row?.claimedUntil }
  }

  describe('a claim', () => {
    test('says who is on the call, for fifteen minutes by the clock', async () => {
      const call = await aCall()

      const reply = await claim(hana, call)

      assert.deepEqual([reply.status, reply.body], [200, untilQuarterPast(nameOfHana)])
      service.at('2026-01-05T10:14:59.999')
      assert.deepEqual(await claimOf(call), untilQuarterPast(nameOfHana))
      service.at('2026-01-05T10:15')
      assert.deepEqual(await claimOf(call), NOBODY)
      assert.equal((await claim(minjun, call)).status, 200)
    })

    test('is held against a colleague, who hears who and until when', async () => {
      const call = await aCall()
      await claim(hana, call)

      const reply = await claim(minjun, call)

      assert.equal(reply.status, 409)
      assert.partialDeepStrictEqual(reply.body, { code: 4207, ...untilQuarterPast(nameOfHana) })
      assert.deepEqual(await claimOf(call), untilQuarterPast(nameOfHana))
    })

    test('is renewed by whoever has it, and taken over by force', async () => {
      const call = await aCall()
      await claim(hana, call)
      service.at('2026-01-05T10:10')

      const renewed = await claim(hana, call)
      const forced = await claim(minjun, call, { force: true })

      const until = { claimedUntil: '2026-01-05T01:25:00.000Z' }
      assert.deepEqual([renewed.status, renewed.body], [200, { claimedBy: nameOfHana, ...until }])
      assert.deepEqual([forced.status, forced.body], [200, { claimedBy: nameOfMinjun, ...until }])
      assert.equal((await claim(hana, call)).body.code, 4207)
    })

    test('never changes the call: neither version nor status, nor when it was changed', async () => {
      const call = await aCall()
      service.at('2026-01-05T10:05')
      await claim(hana, call)
      await claim(minjun, call, { force: true })
      await release(minjun, call)

      assert.deepEqual(await callsOf(service, call.userCycleId), [call])
    })

    test('is neither on the timeline nor published', async () => {
      const call = await aCall()
      const before = [
        await logsOf(service, call.userId),
        await publishedAbout(service, call.userCycleId),
      ]

      await claim(hana, call)
      await release(hana, call)

      assert.deepEqual(
        [await logsOf(service, call.userId), await publishedAbout(service, call.userCycleId)],
        before,
      )
    })

    test('keeps nobody from working the call', async () => {
      const call = await aCall()
      await claim(hana, call)

      const reply = await command(minjun, call, 'complete')

      assert.equal(reply.status, 200)
    })

    test('ends when the call is completed or skipped', async () => {
      for (const [name, body] of [
        ['complete', {}],
        ['skip', { reason: 'UNREACHABLE' }],
      ] as const) {
        const call = await aCall()
        await claim(hana, call)

        await command(hana, call, name, body)
        const resolved = await claimOf(call)
        await command(hana, call, 'withdraw')

        assert.deepEqual([resolved, await claimOf(call)], [NOBODY, NOBODY])
      }
    })

    test('is refused on a call that is resolved', async () => {
      const [completed, skipped] = [await aCall(), await aCall()]
      await command(hana, completed, 'complete')
      await command(hana, skipped, 'skip', { reason: 'OTHER' })

      const replies = [await claim(hana, completed), await claim(hana, skipped, { force: true })]

      assert.deepEqual(
        replies.map(({ status, body }) => [status, body.code]),
        [
          [409, 4002],
          [409, 4001],
        ],
      )
    })

    test('of twenty who claim at once is one’s', async () => {
      const call = await aCall()
      const operators = await Promise.all(Array.from({ length: 20 }, () => service.as('OPERATOR')))

      const replies = await Promise.all(operators.map((operator) => claim(operator, call)))

      const [won, ...others] = replies.filter(({ status }) => status === 200)
      assert.deepEqual(others, [])
      const lost = replies.filter(({ status }) => status === 409)
      assert.equal(lost.length, 19)
      for (const { body } of lost) {
        assert.partialDeepStrictEqual(body, { ...won?.body, code: 4207 })
      }
    })
  })

  describe('letting a claim go', () => {
    test('lets a colleague take the call', async () => {
      const call = await aCall()
      await claim(hana, call)

      const reply = await release(hana, call)

      assert.deepEqual([reply.status, reply.body], [200, NOBODY])
      assert.equal((await claim(minjun, call)).status, 200)
    })

    test('without one does nothing', async () => {
      const call = await aCall()

      const reply = await release(hana, call)

      assert.deepEqual([reply.status, reply.body], [200, NOBODY])
      await claim(hana, call)
      service.at('2026-01-05T10:15')
      assert.deepEqual((await release(minjun, call)).body, NOBODY)
    })

    test('that is a colleague’s needs force', async () => {
      const call = await aCall()
      await claim(hana, call)

      const refused = await release(minjun, call)
      const kept = await claimOf(call)
      const forced = await release(minjun, call, { force: true })

      assert.equal(refused.status, 409)
      assert.partialDeepStrictEqual(refused.body, { code: 4207, ...untilQuarterPast(nameOfHana) })
      assert.deepEqual(kept, untilQuarterPast(nameOfHana))
      assert.deepEqual([forced.status, forced.body], [200, NOBODY])
    })
  })

  test('a call that is not there can be neither claimed nor let go', async () => {
    const nowhere = { id: 999_999_999 }

    for (const { status, body } of [await claim(hana, nowhere), await release(hana, nowhere)]) {
      assert.deepEqual([status, body.code], [404, 4103])
    }
  })
})

const NOBODY = { claimedBy: null, claimedUntil: null }

function untilQuarterPast(claimedBy: string) {
  return { claimedBy, claimedUntil: '2026-01-05T01:15:00.000Z' }
}

function claim(caller: Call, call: One, body?: object) {
  return command<Claim>(caller, call, 'claim', body)
}

function release(caller: Call, { id }: One, body?: object) {
  return caller<Claim>('DELETE', `/v1/outbounds/${id}/claim`, body)
}

async function nameOf(caller: Call) {
  return (await caller<{ operator: string }>('GET', '/v1/me')).body.operator
}
