import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callOn, command, newSite, serviceOn, type RowInTests } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Page = { items: RowInTests[]; nextCursor: string | null }
type Site = ReturnType<typeof newSite>

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin, tell } = service

  const callAt = async (site: Site, day: string, agreed?: string) => {
    const call = await callOn(service, day, { site })
    if (agreed) await command(admin, call, 'schedule', { scheduleAt: `${agreed}:00+09:00` })
    return call.id
  }

  /** Reads a site's worklist by pages; `between` happens after each page but the last. */
  async function readAll(
    { siteId }: Site,
    limit: number,
    between: (page: number) => Promise<unknown> = async () => {},
  ) {
    const ids: number[] = []
    let cursor = ''
    for (let page = 1; ; page += 1) {
      const { status, body } = await admin<Page>(
        'GET',
        `/v1/outbounds?siteId=${siteId}&limit=${limit}${cursor}`,
      )
      assert.equal(status, 200)
      assert.ok(body.items.length <= limit)
      assert.ok(page < 100, 'a list that never ends')
      ids.push(...body.items.map(({ id }) => id))
      if (body.nextCursor === null) return ids
      cursor = `&cursor=${body.nextCursor}`
      await between(page)
    }
  }

  describe('a worklist that is read page by page', () => {
    test('has every call once and in order, whatever the size of a page', async () => {
      const site = newSite()
      const inOrder = [
        await callAt(site, '2026-01-02'),
        await callAt(site, '2026-01-09', '2026-01-05T11:00'),
        await callAt(site, '2026-01-03', '2026-01-05T11:00'),
        await callAt(site, '2026-01-03', '2026-01-05T11:30'),
        await callAt(site, '2026-01-05'),
        await callAt(site, '2026-01-05'),
        await callAt(site, '2026-01-06'),
      ]

      for (const limit of [1, 2, 3, 6, 7, 8]) {
        assert.deepEqual(await readAll(site, limit), inOrder, `pages of ${limit}`)
      }
    })

    test('ends with its last full page', async () => {
      const site = newSite()
      for (let n = 0; n < 4; n += 1) await callAt(site, '2026-01-05')

      const { body } = await admin<Page>('GET', `/v1/outbounds?siteId=${site.siteId}&limit=4`)

      assert.equal(body.items.length, 4)
      assert.equal(body.nextCursor, null)
    })

    test('neither repeats nor loses a call while others are resolved', async () => {
      const site = newSite()
      const ids: number[] = []
      for (let n = 0; n < 8; n += 1) ids.push(await callAt(site, '2026-01-05'))

      // After each page the first call of that page and the last of all are resolved.
      const read = await readAll(site, 2, async (page) => {
        const [seen, unseen] = [ids[2 * page - 2] ?? 0, ids[8 - page] ?? 0]
        await command(admin, { id: seen }, 'complete')
        await command(admin, { id: unseen }, 'skip', { reason: 'OTHER' })
      })

      assert.deepEqual(read, ids.slice(0, 6))
    })

    test('neither repeats nor loses a call while others are added before and after', async () => {
      const site = newSite()
      const ids: number[] = []
      for (let n = 0; n < 6; n += 1) ids.push(await callAt(site, '2026-01-05'))
      const added: number[] = []

      const read = await readAll(site, 2, async () => {
        await callAt(site, '2026-01-04')
        await callAt(site, '2026-01-06', '2026-01-05T11:00')
        if (added.length < 2) added.push(await callAt(site, '2026-01-07'))
      })

      assert.deepEqual(read, [...ids, ...added])
    })

    test('neither repeats nor loses a call that stayed while others move', async () => {
      const site = newSite()
      const stay: number[] = []
      const move: number[] = []
      for (let n = 0; n < 4; n += 1) {
        stay.push(await callAt(site, '2026-01-05'))
        move.push(await callAt(site, '2026-01-05'))
      }

      // One that was read moves to the end, and one that was not moves to the front.
      const read = await readAll(site, 2, async (page) => {
        const [seen, unseen] = [move[page - 1] ?? 0, move[4 - page] ?? 0]
        await command(admin, { id: seen }, 'schedule', { scheduleAt: '2026-01-08T01:00:00Z' })
        await command(admin, { id: unseen }, 'schedule', { scheduleAt: '2026-01-05T02:00:00Z' })
      })

      assert.deepEqual(
        read.filter((id) => stay.includes(id)),
        stay,
      )
    })

    test('goes on after a call that has left it since', async () => {
      const site = newSite()
      const [first, second] = [await callAt(site, '2026-01-04'), await callAt(site, '2026-01-05')]
      const rows = await admin<Page>('GET', `/v1/outbounds?siteId=${site.siteId}&limit=1`)
      const [row] = rows.body.items
      await tell('UserCycleEnded', {
        userId: row?.userId,
        userCycleId: row?.userCycleId,
        reason: 'over',
      })

      const next = await admin<Page>(
        'GET',
        `/v1/outbounds?siteId=${site.siteId}&limit=1&cursor=${rows.body.nextCursor}`,
      )

      assert.equal(row?.id, first)
      assert.deepEqual(
        next.body.items.map(({ id }) => id),
        [second],
      )
    })

    test('across sites has every call once', async () => {
      const [one, two] = [newSite(), newSite()]
      const inOrder: number[] = []
      for (const day of ['2026-01-02', '2026-01-03', '2026-01-04']) {
        inOrder.push(await callAt(one, day), await callAt(two, day))
      }
      const operator = await service.as('OPERATOR', [two.siteId, one.siteId])
      const read: number[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const { body }: { body: Page } = await operator<Page>('POST', '/v1/outbounds/search', {
          limit: 2,
          ...(cursor !== '' && { cursor }),
        })
        read.push(...body.items.map(({ id }) => id))
        cursor = body.nextCursor
      }

      assert.deepEqual(read, inOrder)
    })

    test('by a cursor that no list gave out is refused', async () => {
      for (const cursor of [
        'x',
        Buffer.from('["2026-01-05"]').toString('base64url'),
        Buffer.from('["2026-02-30","infinity",1]').toString('base64url'),
        Buffer.from('["2026-01-05","2026-01-05T00:00:00+23:00",1]').toString('base64url'),
        Buffer.from('["2026-01-05","infinity","1; drop"]').toString('base64url'),
      ]) {
        const { status, body } = await admin<{ code: number; errors: { field: string }[] }>(
          'GET',
          `/v1/outbounds?cursor=${encodeURIComponent(cursor)}`,
        )
        assert.deepEqual([status, body.code, body.errors[0]?.field], [400, 4301, 'cursor'], cursor)
      }
    })
  })
})
