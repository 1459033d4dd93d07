import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import {
  callOn,
  callsOf,
  command,
  newSite,
  serviceOn,
  startCycle,
  type Call,
  type OutboundInTests,
  type RowInTests,
} from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin } = service
  afterEach(() => service.at('2026-01-05T10:00'))

  /** A hospital with calls of its own, and an operator who works through them. */
  async function aHospital() {
    const site = newSite()
    const operator = await service.as('OPERATOR', [site.siteId])
    const call = async (day: string, agreed?: string, md?: { mdId: string; name: string }) => {
      const made = await callOn(service, day, { site, md })
      if (agreed) await agree(made, agreed)
      return made.id
    }
    return { site, operator, call, next: (filters?: object) => handedTo(operator, filters) }
  }

  const agree = (call: OutboundInTests, time: string) =>
    command(admin, call, 'schedule', { scheduleAt: `${time}:00+09:00` })

  describe('the queue', () => {
    test('hands out overdue calls, then agreed times that have come, then today’s', async () => {
      const { call, next } = await aHospital()
      service.at('2026-01-05T09:00')
      const inOrder = {
        today: await call('2026-01-05'),
        second: await call('2026-01-05'),
        agreed: await call('2026-01-05', '2026-01-05T10:00'),
        agreedEarlier: await call('2026-01-09', '2026-01-05T09:30'),
        overdue: await call('2026-01-03'),
        longOverdue: await call('2026-01-02'),
      }
      service.at('2026-01-05T10:00')

      const handedOut = [
        await next(),
        await next(),
        await next(),
        await next(),
        await next(),
        await next(),
        await next(),
      ]

      const { longOverdue, overdue, agreedEarlier, agreed, today, second } = inOrder
      assert.deepEqual(handedOut, [
        longOverdue,
        overdue,
        agreedEarlier,
        agreed,
        today,
        second,
        undefined,
      ])
    })

    test('leaves out an agreed time until five minutes before it', async () => {
      const { call, next } = await aHospital()
      const agreed = await call('2026-01-05', '2026-01-05T11:00')

      service.at('2026-01-05T10:54:59.999')
      assert.equal(await next(), undefined)
      service.at('2026-01-05T10:55')
      assert.equal(await next(), agreed)
    })

    test('leaves out what is due after today, also when its agreed time is near', async () => {
      const { call, next } = await aHospital()
      await call('2026-01-06')
      await call('2026-01-04', '2026-01-06T00:02')
      service.at('2026-01-05T23:59')

      assert.equal(await next(), undefined)
    })

    test('leaves out what is resolved', async () => {
      const { operator, call, next } = await aHospital()
      await command(operator, { id: await call('2026-01-05') }, 'complete')
      await command(operator, { id: await call('2026-01-05') }, 'skip', { reason: 'OTHER' })

      assert.equal(await next(), undefined)
    })

    for (const time of ['00:00', '08:59', '23:59']) {
      test(`at ${time} in Seoul hands out the calls of the day in Seoul`, async () => {
        const { call, next } = await aHospital()
        const [yesterday, today] = [await call('2026-01-05'), await call('2026-01-06')]
        await call('2026-01-07')
        service.at(`2026-01-06T${time}`)

        assert.deepEqual([await next(), await next(), await next()], [yesterday, today, undefined])
      })
    }

    test('answers the call as a row of the worklist, claimed for a quarter of an hour', async () => {
      const { site, operator, call } = await aHospital()
      const id = await call('2026-01-05')
      const me = await operator<{ operator: string }>('GET', '/v1/me')

      const reply = await operator<RowInTests>('POST', '/v1/outbounds/next', {})

      assert.equal(reply.status, 200)
      assert.partialDeepStrictEqual(reply.body, {
        id,
        status: 'ACTIVE',
        version: 1,
        site,
        user: { name: '김하나', phone: '+821012345678' },
        claimedBy: me.body.operator,
        claimedUntil: '2026-01-05T01:15:00.000Z',
      })
      assert.equal(reply.headers['etag'], '"1"')
    })

    test('skips what somebody is on, oneself included, until the claim runs out', async () => {
      const { operator, call, next } = await aHospital()
      const [first, second] = [await call('2026-01-04'), await call('2026-01-05')]
      await command(operator, { id: first }, 'claim')

      const handedOut = [await next(), await next()]
      service.at('2026-01-05T10:14:59')
      const stillNone = await next()
      service.at('2026-01-05T10:15')
      const again = [await next(), await next()]

      assert.deepEqual(handedOut, [second, undefined])
      assert.equal(stillNone, undefined)
      assert.deepEqual(again, [first, second])
    })

    test('keeps to the filters that it is asked with', async () => {
      const { site, call, next } = await aHospital()
      const lee = { mdId: 'md-of-the-queue', name: '이의사' }
      const overdue = await call('2026-01-04')
      const hers = await call('2026-01-05', undefined, lee)
      const planned = await call('2026-01-05')
      const agreed = await call('2026-01-05', '2026-01-05T10:04')
      const pending = await call('2026-01-06', '2026-01-05T10:05')
      const { userCycleId } = await startCycle(service, {
        startDate: '2025-12-30',
        lengthDays: 7,
        site,
      })
      const [, secondOfTwo] = await callsOf(service, userCycleId)

      assert.equal(await next({ status: ['COMPLETED'] }), undefined)
      assert.equal(await next({ claimed: 'me' }), undefined)
      assert.equal(await next({ siteId: newSite().siteId }), undefined)
      assert.equal(await next({ mdId: lee.mdId }), hers)
      assert.equal(await next({ status: ['PENDING'] }), pending)
      assert.equal(await next({ sequence: 2 }), secondOfTwo?.id)
      assert.equal(await next({ scheduled: true }), agreed)
      assert.equal(await next({ dueOn: '2026-01-05' }), planned)
      assert.equal(
        await next({ dueBefore: '2026-01-05', sequence: 1, claimed: 'none' }),
        (await callsOf(service, userCycleId))[0]?.id,
      )
      assert.equal(await next({ siteId: site.siteId, scheduled: false }), overdue)
    })

    test('hands out twenty different calls to twenty operators who ask at once', async () => {
      const { site, call } = await aHospital()
      const ids: number[] = []
      for (let n = 0; n < 22; n += 1) ids.push(await call('2026-01-05'))
      const operators = await Promise.all(
        Array.from({ length: 20 }, () => service.as('OPERATOR', [site.siteId])),
      )

      const handedOut = await Promise.all(operators.map((operator) => handedTo(operator)))

      assert.deepEqual(
        handedOut.toSorted((one, other) => Number(one) - Number(other)),
        ids.slice(0, 20),
      )
    })

    test('hands out the last call once to twenty who ask at once', async () => {
      const { operator, call } = await aHospital()
      const id = await call('2026-01-05')

      const handedOut = await Promise.all(Array.from({ length: 20 }, () => handedTo(operator)))

      assert.deepEqual(
        handedOut.filter((one) => one !== undefined),
        [id],
      )
    })
  })
})

async function handedTo(operator: Call, filters: object = {}) {
  const { status, body } = await operator<{ id: number }>('POST', '/v1/outbounds/next', filters)
  assert.ok(status === 200 || status === 204)
  return status === 204 ? undefined : body.id
}
