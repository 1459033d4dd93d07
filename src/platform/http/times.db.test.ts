import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { firstCallOf, serviceOn } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Problem = { code: number; errors: { in: string; field: string }[] }

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin } = service

  const firstCall = () => firstCallOf(service)

  describe('a time', () => {
    test('may be written with any offset and is answered in UTC', async () => {
      const written = [
        ['2026-01-05T12:00:00+09:00', '2026-01-05T03:00:00.000Z'],
        ['2026-01-05T03:00:00Z', '2026-01-05T03:00:00.000Z'],
        ['2026-01-04T23:00:00.5-05:00', '2026-01-05T04:00:00.500Z'],
        ['2026-01-05t05:30:00.123456z', '2026-01-05T05:30:00.123Z'],
        ['2026-01-05T05:45:00+00:00', '2026-01-05T05:45:00.000Z'],
      ]
      const { path } = await firstCall()
      for (const [scheduleAt, contactAt] of written) {
        const reply = await admin<{ contactAt: string }>('PUT', `${path}/schedule`, { scheduleAt })
        assert.equal(reply.body.contactAt, contactAt)
      }
    })

    for (const scheduleAt of [
      '2026-01-05T12:00:00',
      '2026-01-05',
      '2026-02-30T12:00:00Z',
      '2026-01-05T24:00:00Z',
      '2026-01-05T12:60:00Z',
      '2026-01-05T12:00:00+24:00',
      '2026-01-05T12:00:00+0900',
      '20260105T120000Z',
      'tomorrow',
      '+012026-01-05T12:00:00Z',
      '',
      1_767_600_000,
      null,
    ]) {
      test(`is not ${JSON.stringify(scheduleAt)}`, async () => {
        const { path } = await firstCall()

        const reply = await admin<Problem>('PUT', `${path}/schedule`, { scheduleAt })

        assert.deepEqual([reply.status, reply.body.code], [400, 4301])
        assert.deepEqual(
          reply.body.errors.map((error) => [error.in, error.field]),
          [['body', 'scheduleAt']],
        )
      })
    }
  })
})
