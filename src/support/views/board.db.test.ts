import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { serviceOn, startCycle, type Call } from '../../testing/api.ts'
import { operatorOf, refusalIn, wrongFieldsIn } from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Issue = { id: number; issue: string | null; status: string; createdAt: string }
type Page = { items: Issue[]; nextCursor: string | null }

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const everywhere = await operatorOf(service)
  const inBusan = await operatorOf(service, 'OPERATOR', ['busan'])
  const nowhere = await operatorOf(service, 'OPERATOR', [])

  async function raise(name: string, at: string, siteId = 'seoul') {
    service.at(at)
    const { userCycleId } = await startCycle(service, { site: { siteId, name: siteId } })
    const url = `/v1/user-cycles/${userCycleId}/issues`
    const { body, status } = await everywhere.call<Issue>('POST', url, { issue: name })
    assert.equal(status, 201)
    return body
  }

  async function move({ id }: Issue, ...statuses: string[]) {
    for (const status of statuses) {
      const reply = await everywhere.call('POST', `/v1/issues/${id}/status`, { status })
      assert.equal(reply.status, 200)
    }
  }

  const page = (query: string, call: Call = everywhere.call) =>
    call<Page>('GET', `/v1/issues${query}`)

  async function named(query = '', call: Call = everywhere.call) {
    const { body, status } = await page(query, call)
    assert.equal(status, 200)
    return body.items.map(({ issue }) => issue)
  }

  const before = (at: string) => named(`?siteId=busan&createdBefore=${encodeURIComponent(at)}`)

  // Four days in January; two of them at the same moment, so that ids decide.
  await raise('A', '2026-01-05T10:00')
  const b = await raise('B', '2026-01-06T10:00', 'busan')
  const c = await raise('C', '2026-01-07T10:00')
  const d = await raise('D', '2026-01-07T10:00', 'busan')
  const e = await raise('E', '2026-01-08T10:00')
  service.at('2026-01-09T10:00')
  await move(b, 'IN_PROGRESS')
  await move(c, 'RESOLVED')
  await move(d, 'CANCELLED')
  await move(e, 'RESOLVED', 'IN_PROGRESS')

  describe('the board', () => {
    test('shows every issue, the oldest first', async () => {
      assert.deepEqual(await named(), ['A', 'B', 'C', 'D', 'E'])
    })

    test('says how many it has of each status', async () => {
      const countsOf = async (query: string, call: Call = everywhere.call) =>
        (await call<Record<string, number>>('GET', `/v1/issues/counts${query}`)).body
      assert.deepEqual(await countsOf(''), {
        REGISTERED: 1,
        IN_PROGRESS: 2,
        RESOLVED: 1,
        CANCELLED: 1,
      })
      for (const query of [
        '?siteId=busan',
        '?createdFrom=2026-01-07',
        '?createdBefore=2026-01-07',
      ]) {
        for (const [status, issues] of Object.entries(await countsOf(query))) {
          assert.equal((await named(`${query}&status=${status}`)).length, issues)
        }
      }
      const none = { REGISTERED: 0, IN_PROGRESS: 0, RESOLVED: 0, CANCELLED: 0 }
      assert.deepEqual(await countsOf('', nowhere.call), none)
    })

    test('answers each issue as it is answered alone, and whom it is about', async () => {
      const { body } = await page('?status=CANCELLED')
      const alone = await everywhere.call<Issue & { userId: string }>('GET', `/v1/issues/${d.id}`)
      const { userId } = alone.body
      const known = await everywhere.call<{ name: string }>('GET', `/v1/users/${userId}`)
      const user = { userId, name: known.body.name }
      const site = { siteId: 'busan', name: 'busan' }
      assert.deepEqual(body, { items: [{ ...alone.body, user, site }], nextCursor: null })
    })

    test('shows the present text after both text and status were changed', async () => {
      const f = await raise('F', '2026-01-04T10:00')
      await move(f, 'RESOLVED', 'IN_PROGRESS')
      await everywhere.call('PATCH', `/v1/issues/${f.id}`, { issue: 'F2' })
      await move(f, 'CANCELLED')
      assert.deepEqual(await named('?createdBefore=2026-01-05T00:00:00Z'), ['F2'])
    })

    test('shows one status, or several, each issue once', async () => {
      assert.deepEqual(await named('?status=REGISTERED'), ['A'])
      assert.deepEqual(await named('?status=IN_PROGRESS'), ['B', 'E'])
      const twice = '?status=IN_PROGRESS&status=REGISTERED&status=IN_PROGRESS'
      assert.deepEqual(await named(twice), ['A', 'B', 'E'])
      assert.deepEqual(wrongFieldsIn(await page('?status=OPEN')), ['status.0'])
    })

    test('shows one site', async () => {
      assert.deepEqual(await named('?siteId=busan'), ['B', 'D'])
      assert.deepEqual(await named('?siteId=busan&status=IN_PROGRESS'), ['B'])
      assert.deepEqual(await named('?siteId=unheard-of'), [])
    })

    test('shows what was raised before an instant, that instant not included', async () => {
      assert.deepEqual(await before('2026-01-07T01:00:00Z'), ['B'])
      assert.deepEqual(await before('2026-01-07T01:00:00.001Z'), ['B', 'D'])
      assert.deepEqual(await before('2026-01-07T10:00:00.001+09:00'), ['B', 'D'])
      assert.deepEqual(await before('2026-01-07'), ['B'], 'a day stands for its beginning')
      assert.deepEqual(await before('2026-01-08'), ['B', 'D'])
      const wrong = wrongFieldsIn(await page('?createdBefore=yesterday'))
      assert.deepEqual([...new Set(wrong)], ['createdBefore'])
    })

    test('is walked page by page, neither repeating nor losing what stays', async () => {
      const seen: (string | null)[] = []
      let query = '?limit=2'
      for (;;) {
        const { body } = await page(query)
        seen.push(...body.items.map(({ issue }) => issue))
        if (body.nextCursor === null) break
        query = `?limit=2&cursor=${body.nextCursor}`
        // Meanwhile an issue that was seen moves to another column of the board.
        await everywhere.call('POST', `/v1/issues/${b.id}/status`, { status: 'RESOLVED' })
      }
      await move(b, 'IN_PROGRESS')
      assert.deepEqual(seen, ['F2', 'A', 'B', 'C', 'D', 'E'])
      assert.deepEqual(wrongFieldsIn(await page('?cursor=nonsense')), ['cursor'])
    })

    test('shows a caller the issues of their own sites', async () => {
      assert.deepEqual(await named('', inBusan.call), ['B', 'D'])
      assert.deepEqual(await named('?siteId=seoul', inBusan.call), [])
      assert.deepEqual(await named('', nowhere.call), [])
    })

    test('follows the user to another site', async () => {
      const { body } = await everywhere.call<{ userId: string }>('GET', `/v1/issues/${d.id}`)
      await service.tell('UserSiteUpdated', {
        userId: body.userId,
        siteId: 'daegu',
        name: '대구병원',
      })
      assert.deepEqual(await named('', inBusan.call), ['B'])
      assert.deepEqual(await named('?siteId=daegu'), ['D'])
    })

    test('shows one user, whichever the cycle and the status', async () => {
      service.at('2026-01-10T10:00')
      const userId = 'came-back'
      const site = { siteId: 'daejeon', name: 'daejeon' }
      for (const [userCycleId, issue] of [
        ['first', 'G'],
        ['second', 'H'],
      ]) {
        await startCycle(service, { userId, userCycleId: `${userId}-${userCycleId}`, site })
        const url = `/v1/user-cycles/${userId}-${userCycleId}/issues`
        const { body } = await everywhere.call<Issue>('POST', url, { issue })
        if (issue === 'G') await move(body, 'RESOLVED')
      }
      assert.deepEqual(await named(`?userId=${userId}`), ['G', 'H'])
      assert.deepEqual(await named(`?userId=${userId}&status=RESOLVED`), ['G'])
      assert.deepEqual(await named(`?userId=${userId}`, inBusan.call), [])
      assert.deepEqual(await named('?userId=unheard-of'), [])
    })

    test('is not for auditors', async () => {
      const auditor = await operatorOf(service, 'AUDITOR')
      assert.equal(refusalIn(await page('', auditor.call)), '403 4004 UNAUTHORIZED_ACTION')
    })
  })
})
