import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { systemSupport } from '../../app.ts'
import type { SiteId } from '../../kernel/values.ts'
import { run } from '../../platform/db/db.ts'
import { serviceOn } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { hospitalsOf, type UserPage } from '../../testing/hospitals.ts'
import { everyUser } from './find-users.ts'

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database)
  const { admin } = service
  const hospital = hospitalsOf(service)

  describe('a list of users', () => {
    const here = hospital()
    const known = (async () => {
      const [, , ...later] = [
        await here.somebody('가나', { startDate: '2026-01-05' }),
        await here.somebody('다라', { startDate: '2025-12-25' }),
        await here.somebody('마바', { startDate: '2025-12-25' }),
        await here.somebody('사아', { startDate: '2025-11-01' }),
      ]
      const [third, fourth] = later
      for (const { id } of third.calls) await admin('POST', `/v1/outbounds/${id}/complete`)
      service.at('2026-01-05T11:00')
      await admin('POST', `/v1/outbounds/${fourth.calls[0]?.id}/complete`)
      service.at('2026-01-05T10:00')
      await run(
        database.sql,
        `insert into private.user_profile (user_id, name, site_id, created_at, updated_at)
         values ($1, '차카', $2, now(), now())`,
        [`without-a-cycle-${here.siteId}`, here.siteId],
      )
    })()

    const ORDERS: readonly (readonly [string, readonly string[]])[] = [
      ['name', ['가나', '다라', '마바', '사아', '차카']],
      ['-name', ['차카', '사아', '마바', '다라', '가나']],
      ['day', ['가나', '다라', '마바', '사아', '차카']],
      ['-day', ['사아', '다라', '마바', '가나', '차카']],
      ['nextDue', ['사아', '다라', '가나', '마바', '차카']],
      ['-nextDue', ['가나', '다라', '사아', '차카', '마바']],
      ['lastContact', ['마바', '사아', '가나', '다라', '차카']],
      ['-lastContact', ['사아', '마바', '차카', '가나', '다라']],
    ]

    for (const [sort, expected] of ORDERS) {
      test(`by ${sort} is in this order, whoever has none last, and the same on pages of any size`, async () => {
        await known
        const all = await here.find({ sort })
        assert.deepEqual([...all].toSorted(), [...expected].toSorted())
        // Who is equal is in an order of its own, the same on every page.
        assert.deepEqual(withoutTies(sort, all), withoutTies(sort, expected))
        for (const limit of [1, 2, 3]) assert.deepEqual(await here.find({ sort, limit }), all)
      })
    }

    test('goes on where it was, though somebody new came before and somebody was called', async () => {
      await known
      const first = await admin<UserPage>('POST', '/v1/users/search', {
        siteId: here.siteId,
        limit: 2,
      })
      await here.somebody('가가')
      await here.somebody('자차')
      const second = await admin<UserPage>('POST', '/v1/users/search', {
        siteId: here.siteId,
        limit: 2,
        cursor: first.body.nextCursor,
      })
      assert.deepEqual(
        second.body.items.map(({ name }) => name),
        ['마바', '사아'],
      )
    })

    test('read whole loses nobody, though the last of a page gets another name meanwhile', async () => {
      const there = hospital()
      for (const name of ['가나', '다라', '마바', '사아', '자차']) await there.somebody(name)
      const filters = { siteId: there.siteId as SiteId }
      const names: string[] = []

      for await (const { userId, name } of everyUser(systemSupport(service), filters, 2)) {
        names.push(name)
        if (name === '다라') await service.tell('UserProfileUpdated', { userId, name: '하하' })
      }

      assert.deepEqual(names, ['가나', '다라', '마바', '사아', '자차', '하하'])
    })

    test('has cursors that hold no name, and that belong to their order', async () => {
      await known
      const { body } = await admin<UserPage>('GET', `/v1/users?siteId=${here.siteId}&limit=1`)
      const cursor = String(body.nextCursor)
      assert.ok(!Buffer.from(cursor, 'base64url').toString().includes('가'))
      const other = await admin('GET', `/v1/users?sort=day&cursor=${cursor}`)
      assert.equal(other.status, 400)
    })
  })
})

/** Of two who are equal in that order, one is left out. */
function withoutTies(sort: string, names: readonly string[]) {
  const equal = sort.endsWith('day') ? '마바' : sort.endsWith('lastContact') ? '다라' : undefined
  return names.filter((name) => name !== equal)
}
