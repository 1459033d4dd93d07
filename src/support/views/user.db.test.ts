import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { callsOf, serviceOn, startCycle } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import type { ForgottenCycle, UnansweredChange, UserView } from './contract.ts'

type List<Item> = { items: Item[]; nextCursor: string | null }
type Problem = { code: number }

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin } = service

  async function userView(userId: string) {
    const reply = await admin<UserView>('GET', `/v1/users/${userId}`)
    assert.equal(reply.status, 200)
    return reply
  }

  describe('a user', () => {
    test('who has just begun is shown with the cycle, its calls and nothing else yet', async () => {
      const { userId, userCycleId } = await startCycle(service, {
        user: { name: ' 홍길동 ', phone: '010-1234-5678' },
        startDate: '2026-01-04',
      })
      const { body, headers } = await userView(userId)
      const calls = await callsOf(service, userCycleId)
      const cycle = {
        userCycleId,
        startDate: '2026-01-04',
        lengthDays: 42,
        state: 'STARTED',
        day: 2,
      }
      assert.deepEqual(body, {
        userId,
        name: '홍길동',
        phone: '+821012345678',
        site: { siteId: 'seoul', name: '서울병원' },
        md: { mdId: 'md-lee', name: '이의사' },
        cycle,
        outbounds: calls,
        upcomingOutbound: calls[0],
        openIssues: 0,
        lastMemo: null,
        lastContactAt: null,
        cycles: [cycle],
        pendingChanges: [],
        contactPreference: { calls: true, messages: true },
        version: 1,
      })
      assert.equal(headers['etag'], '"1"')
    })

    test('with several cycles is shown with the one that runs, and with all of them, the latest first', async () => {
      const { userId, userCycleId } = await startCycle(service, { startDate: '2025-10-01' })
      const again = { userId, userCycleId: `second-${userId}`, startDate: '2025-12-20' }
      await service.tell('UserCycleEnded', { userId, userCycleId, reason: '완료' })
      assert.equal((await userView(userId)).body.cycle?.userCycleId, userCycleId)
      await service.tell('UserCycleStarted', { ...again, user: { name: '김하나', phone: null } })
      const { body } = await userView(userId)
      assert.equal(body.cycle?.userCycleId, again.userCycleId)
      assert.deepEqual(
        body.cycles.map((cycle) => [cycle.userCycleId, cycle.state, cycle.day]),
        [
          [again.userCycleId, 'STARTED', 17],
          [userCycleId, 'ENDED', 97],
        ],
      )
      assert.deepEqual(body.outbounds, await callsOf(service, again.userCycleId))
    })

    test('has as upcoming the open call that is due first, an agreed time before others of its day', async () => {
      const { userId, userCycleId } = await startCycle(service, { startDate: '2026-01-05' })
      const [first, second] = await callsOf(service, userCycleId)
      assert.ok(first && second)
      const agreed = { scheduleAt: '2026-01-05T06:00:00Z' }
      await admin('PUT', `/v1/outbounds/${second.id}/schedule`, agreed)
      assert.equal((await userView(userId)).body.upcomingOutbound?.id, second.id)
      await admin('POST', `/v1/outbounds/${second.id}/complete`)
      assert.equal((await userView(userId)).body.upcomingOutbound?.id, first.id)
      await service.tell('UserCycleEnded', { userId, userCycleId, reason: '중단' })
      const { body } = await userView(userId)
      assert.equal(body.upcomingOutbound, null)
      assert.deepEqual(
        body.outbounds.map(({ status }) => status),
        ['SKIPPED', 'COMPLETED', 'SKIPPED', 'SKIPPED'],
      )
    })

    test('was last contacted when a person completed a call or reached them, in whichever cycle', async () => {
      const { userId, userCycleId } = await startCycle(service, { startDate: '2026-01-01' })
      const [first, second] = await callsOf(service, userCycleId)
      const lastContactAt = async () => (await userView(userId)).body.lastContactAt
      await admin('POST', `/v1/outbounds/${first?.id}/attempts`, { result: 'BUSY' })
      assert.equal(await lastContactAt(), null)
      await admin('POST', `/v1/outbounds/${first?.id}/attempts`, { result: 'REACHED' })
      assert.equal(await lastContactAt(), '2026-01-05T01:00:00.000Z')
      service.at('2026-01-05T11:00')
      await admin('POST', `/v1/outbounds/${second?.id}/complete`)
      service.at('2026-01-05T10:00')
      assert.equal(await lastContactAt(), '2026-01-05T02:00:00.000Z')
      await service.tell('LastSurveyCompleted', { userId, userCycleId })
      await service.tell('UserCycleEnded', { userId, userCycleId, reason: '완료' })
      const next = { userId, userCycleId: `next-${userId}`, startDate: '2026-01-05' }
      await service.tell('UserCycleStarted', { ...next, user: { name: '김하나', phone: null } })
      assert.equal(await lastContactAt(), '2026-01-05T02:00:00.000Z')
      await admin('POST', `/v1/outbounds/${second?.id}/withdraw`)
    })

    test('shows what was asked for until it is answered, and what they want', async () => {
      const { userId } = await startCycle(service)
      const site = await admin<{ requestId: string }>('PUT', `/v1/users/${userId}/site`, {
        siteId: 'busan',
        siteName: '부산병원',
      })
      const md = await admin<{ requestId: string }>('DELETE', `/v1/users/${userId}/md`)
      const no = { calls: false, messages: true, reason: '바쁨' }
      await admin('PUT', `/v1/users/${userId}/contact-preference`, no)
      const asked = { requestedBy: 'token:bootstrap', requestedAt: '2026-01-05T01:00:00.000Z' }
      const { body, headers } = await userView(userId)
      assert.deepEqual(body.pendingChanges, [
        { requestId: site.body.requestId, kind: 'SITE', to: 'busan', ...asked },
        { requestId: md.body.requestId, kind: 'MD_DELETE', to: null, ...asked },
      ])
      assert.deepEqual(body.contactPreference, { calls: false, messages: true })
      assert.deepEqual([body.version, headers['etag']], [4, '"4"'])
      await service.tell('UserSiteUpdated', { userId, siteId: 'busan', name: '부산대병원' })
      const { body: moved } = await userView(userId)
      assert.deepEqual(moved.site, { siteId: 'busan', name: '부산대병원' })
      assert.deepEqual(
        moved.pendingChanges.map(({ kind }) => kind),
        ['MD_DELETE'],
      )
    })

    test('that nobody knows, or of another site, is not found', async () => {
      const { userId } = await startCycle(service)
      const elsewhere = await service.as('OPERATOR', ['elsewhere'])
      for (const reply of [
        await admin<Problem>('GET', '/v1/users/nobody'),
        await elsewhere<Problem>('GET', `/v1/users/${userId}`),
      ]) {
        assert.deepEqual([reply.status, reply.body.code], [404, 4101])
      }
      const there = await service.as('OPERATOR', ['elsewhere', 'seoul'])
      assert.equal((await there('GET', `/v1/users/${userId}`)).status, 200)
    })

    test('turns a day older at midnight in Seoul', async () => {
      const { userId } = await startCycle(service, { startDate: '2026-01-05' })
      const days = []
      for (const time of ['2026-01-05T23:59', '2026-01-06T00:00', '2026-01-06T08:59']) {
        service.at(time)
        days.push((await userView(userId)).body.cycle?.day)
      }
      service.at('2026-01-05T10:00')
      assert.deepEqual(days, [1, 2, 2])
    })
  })

  describe('a cycle that nobody ended', () => {
    const siteId = `site-${randomUUID().slice(0, 8)}`
    const begin = (name: string, startDate: string) =>
      startCycle(service, {
        user: { name, phone: null },
        site: { siteId, name: null },
        md: null,
        startDate,
        lengthDays: 10,
      })

    test('stands on the managers’ list after its days of grace, the oldest first', async () => {
      await begin('아직', '2025-12-13')
      const [late, later] = [await begin('늦음', '2025-12-12'), await begin('더늦음', '2025-11-01')]
      const over = await begin('끝남', '2025-11-01')
      await service.tell('UserCycleEnded', { ...over, reason: '완료' })
      const manager = await service.as('MANAGER', [siteId])
      const { body } = await manager<List<ForgottenCycle>>('GET', '/v1/forgotten-cycles?limit=1')
      const state = { lengthDays: 10, state: 'STARTED' }
      const site = { siteId, name: null }
      assert.deepEqual(body.items, [
        {
          userCycleId: later.userCycleId,
          startDate: '2025-11-01',
          ...state,
          day: 66,
          lastDay: '2025-11-10',
          user: { userId: later.userId, name: '더늦음', phone: null },
          site,
          md: null,
        },
      ])
      const next = await manager<List<ForgottenCycle>>(
        'GET',
        `/v1/forgotten-cycles?limit=1&cursor=${body.nextCursor}`,
      )
      assert.deepEqual(
        next.body.items.map(({ userCycleId, lastDay }) => [userCycleId, lastDay]),
        [[late.userCycleId, '2025-12-21']],
      )
      assert.equal(next.body.nextCursor, null)
    })

    test('is no operator’s to see', async () => {
      for (const role of ['OPERATOR', 'SERVICE', 'AUDITOR'] as const) {
        const call = await service.as(role)
        for (const path of ['/v1/forgotten-cycles', '/v1/pending-changes']) {
          const { status, body } = await call<Problem>('GET', path)
          assert.deepEqual([status, body.code], [403, 4004], `${role} ${path}`)
        }
      }
    })
  })

  describe('a request for another site or doctor', () => {
    test('stands on the managers’ list when nobody answered for a day, the oldest first', async () => {
      const siteId = `site-${randomUUID().slice(0, 8)}`
      const { userId } = await startCycle(service, { site: { siteId, name: '나래의원' } })
      const manager = await service.as('MANAGER', [siteId])
      const requests = async (query = '') => {
        const { body } = await manager<List<UnansweredChange>>('GET', `/v1/pending-changes${query}`)
        return body
      }
      const kinds = async () => (await requests()).items.map(({ kind }) => kind)
      service.at('2026-01-05T10:00')
      await manager('PUT', `/v1/users/${userId}/md`, { mdId: 'md-choi' })
      service.at('2026-01-05T18:00')
      const asked = await manager<{ requestId: string }>('PUT', `/v1/users/${userId}/site`, {
        siteId: 'busan',
      })
      service.at('2026-01-06T09:59')
      assert.deepEqual(await kinds(), [])
      service.at('2026-01-06T10:00')
      assert.deepEqual(await kinds(), ['MD'])
      service.at('2026-01-06T18:00')
      assert.deepEqual(await kinds(), ['MD', 'SITE'])
      const first = await requests('?limit=1')
      const second = await requests(`?limit=1&cursor=${first.nextCursor}`)
      const { requestedBy, ...request } = second.items[0] ?? {}
      assert.match(String(requestedBy), /^token:/)
      assert.deepEqual(request, {
        requestId: asked.body.requestId,
        kind: 'SITE',
        to: 'busan',
        requestedAt: '2026-01-05T09:00:00.000Z',
        user: { userId, name: '김하나', phone: '+821012345678' },
        site: { siteId, name: '나래의원' },
        md: { mdId: 'md-lee', name: '이의사' },
      })
      assert.equal(second.nextCursor, null)
      await service.tell('UserMdUpdated', { userId, mdId: 'md-choi', name: '최의사' })
      assert.deepEqual(await kinds(), ['SITE'])
      const elsewhere = await service.as('MANAGER', ['elsewhere'])
      const { body } = await elsewhere<List<object>>('GET', '/v1/pending-changes')
      assert.deepEqual(body.items, [])
      service.at('2026-01-05T10:00')
    })
  })
})
