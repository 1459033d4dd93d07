import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callOn, listed, newSite, serviceOn, startCycle } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Places = {
  sites: { siteId: string; name: string | null }[]
  mds: { mdId: string; name: string | null }[]
}

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin } = service
  const [site, other] = [newSite(), newSite()]
  await startCycle(service, { site, md: { mdId: 'md-kim', name: '김의사' } })
  await startCycle(service, { site: other, md: { mdId: 'md-lee', name: '이의사' } })

  describe('what one chooses a hospital and a doctor from', () => {
    test('is every one that is known, by name', async () => {
      const { body } = await admin<Places>('GET', '/v1/places')

      assert.deepEqual(
        new Set(body.sites.map(({ siteId }) => siteId)),
        new Set([site.siteId, other.siteId]),
      )
      assert.deepEqual(body.mds, [
        { mdId: 'md-kim', name: '김의사' },
        { mdId: 'md-lee', name: '이의사' },
      ])
    })

    test('is one’s own hospitals, with the doctors there', async () => {
      const operator = await service.as('OPERATOR', [other.siteId])

      const { body } = await operator<Places>('GET', '/v1/places')

      assert.deepEqual(body, { sites: [other], mds: [{ mdId: 'md-lee', name: '이의사' }] })
    })
  })

  test('the worklist says which of these calls are on it', async () => {
    const [here, done, elsewhere] = [
      await callOn(service, '2026-01-05', { site }),
      await callOn(service, '2026-01-05', { site }),
      await callOn(service, '2026-01-05', { site: other }),
    ]
    await admin('POST', `/v1/outbounds/${done.id}/complete`)
    const ids = [here.id, done.id, elsewhere.id, 999_999]

    const rows = await listed(admin, { ids, siteId: site.siteId })

    assert.deepEqual(
      rows.map(({ id }) => id),
      [here.id],
    )
    assert.deepEqual(await listed(admin, { ids: [] }), [])
  })
})
