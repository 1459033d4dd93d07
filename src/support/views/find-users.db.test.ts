import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callsOf, serviceOn } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { hospitalsOf, type UserPage } from '../../testing/hospitals.ts'

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin } = service
  const hospital = hospitalsOf(service)

  describe('users are found', () => {
    test('within the sites of who asks: of none by who has none, without a site only by who has all', async () => {
      const here = hospital()
      await here.somebody('김하나')
      const { userId } = await here.somebody('소속없음', { site: null })
      const mine = await service.as('OPERATOR', [here.siteId])
      const other = await service.as('MANAGER', ['elsewhere'])
      const none = await service.as('OPERATOR', [])
      assert.deepEqual(await here.find({ siteId: undefined }, mine), ['김하나'])
      assert.deepEqual(await here.find({}, other), [])
      for (const q of ['', '김하나', '김', '1111', userId]) {
        assert.deepEqual(await here.find({ siteId: undefined, q }, none), [], q)
      }
      assert.deepEqual(await here.find({ siteId: undefined, q: userId }, mine), [])
      assert.deepEqual(await here.find({ siteId: undefined, q: userId }), ['소속없음'])
    })

    test('by doctor', async () => {
      const here = hospital()
      const mdId = `md-${here.siteId}`
      await here.somebody('김하나', { md: { mdId, name: '최의사' } })
      await here.somebody('이두리', { md: null })
      assert.deepEqual(await here.find({ mdId }), ['김하나'])
      assert.deepEqual(await here.find({ mdId, sort: 'day' }), ['김하나'])
    })

    test('by the state and the day of the current cycle', async () => {
      const here = hospital()
      await here.somebody('첫째날', { startDate: '2026-01-05' })
      await here.somebody('열째날', { startDate: '2025-12-27' })
      const { userId, userCycleId } = await here.somebody('끝난이', { startDate: '2025-12-01' })
      await service.tell('UserCycleEnded', { userId, userCycleId, reason: '완료' })
      assert.deepEqual(await here.find({ cycleState: 'ENDED' }), ['끝난이'])
      assert.deepEqual(await here.find({ cycleState: 'STARTED' }), ['열째날', '첫째날'])
      assert.deepEqual(await here.find({ dayFrom: 1, dayTo: 1 }), ['첫째날'])
      assert.deepEqual(await here.find({ dayFrom: 2 }), ['끝난이', '열째날'])
      assert.deepEqual(await here.find({ dayTo: 10 }), ['열째날', '첫째날'])
      assert.deepEqual(await here.find({ dayFrom: 11, cycleState: 'STARTED' }), [])
    })

    test('by the cycle that runs, though another began later and ended', async () => {
      const here = hospital()
      const { userId } = await here.somebody('두번째', { startDate: '2025-12-20' })
      const later = { userId, userCycleId: `later-${userId}` }
      const user = { name: '두번째', phone: null }
      await service.tell('UserCycleStarted', { ...later, startDate: '2026-01-01', user })
      assert.deepEqual(await here.find({ dayFrom: 5, dayTo: 5 }), ['두번째'])
      await service.tell('UserCycleEnded', { ...later, reason: '중단' })
      assert.deepEqual(await here.find({ dayFrom: 17, dayTo: 17 }), ['두번째'])
      assert.deepEqual(await here.find({ cycleState: 'ENDED' }), [])
    })

    test('by the status of a call, of any or of the one of that number', async () => {
      const here = hospital()
      const hana = await here.somebody('하나', { startDate: '2026-01-05' })
      await here.somebody('두리', { startDate: '2025-12-30' })
      await here.somebody('짧은', { startDate: '2026-01-06', lengthDays: 6 })
      await admin('POST', `/v1/outbounds/${hana.calls[0]?.id}/complete`)
      await admin('POST', `/v1/outbounds/${hana.calls[1]?.id}/skip`, { reason: 'OTHER' })
      assert.deepEqual(await here.find({ outboundStatus: 'COMPLETED' }), ['하나'])
      assert.deepEqual(await here.find({ outboundStatus: 'SKIPPED' }), ['하나'])
      assert.deepEqual(await here.find({ outboundStatus: 'ACTIVE' }), ['두리'])
      assert.deepEqual(await here.find({ outboundStatus: 'PENDING' }), ['두리', '짧은', '하나'])
      assert.deepEqual(await here.find({ outboundStatus: 'ACTIVE', sequence: 2 }), ['두리'])
      assert.deepEqual(await here.find({ outboundStatus: 'SKIPPED', sequence: 1 }), [])
      assert.deepEqual(await here.find({ sequence: 4 }), ['두리', '하나'])
    })

    test('by whether an issue is open', async () => {
      const here = hospital()
      const { userCycleId } = await here.somebody('문제있음')
      await here.somebody('문제없음')
      const issue = { issue: '앱이 열리지 않음' }
      const { body } = await admin<{ id: number }>(
        'POST',
        `/v1/user-cycles/${userCycleId}/issues`,
        issue,
      )
      for (const sort of ['name', 'day']) {
        assert.deepEqual(await here.find({ hasOpenIssue: true, sort }), ['문제있음'])
        assert.deepEqual(await here.find({ hasOpenIssue: false, sort }), ['문제없음'])
      }
      await admin('POST', `/v1/issues/${body.id}/status`, { status: 'RESOLVED' })
      assert.deepEqual(await here.find({ hasOpenIssue: true }), [])
    })

    test('by when they were last spoken to: an instant, or the beginning of a day; never counts as before', async () => {
      const here = hospital()
      const early = await here.somebody('어제통화')
      const late = await here.somebody('오늘통화')
      await here.somebody('통화없음')
      const missed = await here.somebody('부재중')
      const automatic = await here.somebody('자동완료')
      service.at('2026-01-05T09:00')
      await admin('POST', `/v1/outbounds/${early.calls[0]?.id}/complete`)
      await admin('POST', `/v1/outbounds/${missed.calls[0]?.id}/attempts`, { result: 'NO_ANSWER' })
      await service.tell('LastSurveyCompleted', {
        userId: automatic.userId,
        userCycleId: automatic.userCycleId,
      })
      service.at('2026-01-06T09:00')
      await admin('POST', `/v1/outbounds/${late.calls[0]?.id}/attempts`, { result: 'REACHED' })
      service.at('2026-01-05T10:00')
      const never = ['부재중', '자동완료', '통화없음']
      const find = (lastContactBefore: string) => here.find({ lastContactBefore })
      assert.deepEqual(await find('2026-01-05T00:00:00Z'), never)
      assert.deepEqual(await find('2026-01-05T09:00:00.001+09:00'), [
        '부재중',
        '어제통화',
        '자동완료',
        '통화없음',
      ])
      assert.deepEqual(await find('2026-01-06'), ['부재중', '어제통화', '자동완료', '통화없음'])
      assert.deepEqual((await find('2026-01-07')).length, 5)
      const at = (await here.find({ sort: '-lastContact' })).slice(0, 2)
      assert.deepEqual(at, ['오늘통화', '어제통화'])
    })

    test('by several of these at once', async () => {
      const here = hospital()
      const md = { mdId: `md-${here.siteId}`, name: '최의사' }
      await here.somebody('김하나', { md, startDate: '2026-01-05' })
      await here.somebody('김두리', { md, startDate: '2025-12-05' })
      await here.somebody('박하나', { startDate: '2026-01-05' })
      const all = { q: '김', mdId: md.mdId, dayTo: 7, cycleState: 'STARTED', hasOpenIssue: false }
      const more = { outboundStatus: 'ACTIVE', sequence: 1, lastContactBefore: '2026-02-01' }
      assert.deepEqual(await here.find({ ...all, ...more }), ['김하나'])
      assert.deepEqual(await here.find({ ...all, ...more, sort: '-nextDue' }), ['김하나'])
    })

    test('with filters that are none refused', async () => {
      for (const wrong of [
        'dayFrom=soon',
        'cycleState=OPEN',
        'outboundStatus=DONE',
        'sort=phone',
        'lastContactBefore=2026-13-01',
        'sequence=0',
        'hasOpenIssue=perhaps',
        'limit=0',
        'limit=201',
        'cursor=nonsense',
        'colour=red',
      ]) {
        const reply = await admin<{ code: number }>('GET', `/v1/users?${wrong}`)
        assert.deepEqual([reply.status, reply.body.code], [400, 4301], wrong)
      }
    })

    test('by address as by body', async () => {
      const here = hospital()
      await here.somebody('김하나', { startDate: '2026-01-01' })
      await here.somebody('이두리', { startDate: '2025-12-01' })
      const { body } = await admin<UserPage>(
        'GET',
        `/v1/users?siteId=${here.siteId}&dayFrom=5&dayTo=5&cycleState=STARTED&hasOpenIssue=false&sort=-name`,
      )
      assert.deepEqual(
        body.items.map(({ name }) => name),
        ['김하나'],
      )
    })
  })

  describe('a row', () => {
    test('carries what an operator needs to decide', async () => {
      const here = hospital()
      const md = { mdId: 'md-choi', name: '최의사' }
      const { userId, userCycleId, calls } = await here.somebody('홍길동', {
        md,
        phone: '01012345678',
      })
      const [first, second] = calls
      await admin('POST', `/v1/outbounds/${first?.id}/complete`, { memo: '첫 통화' })
      const memo = { memo: '두 번째 메모' }
      const written = await admin<{ id: number }>(
        'POST',
        `/v1/user-cycles/${userCycleId}/memos`,
        memo,
      )
      await admin('POST', `/v1/user-cycles/${userCycleId}/issues`, { issue: '어지러움' })
      const { body } = await admin<UserPage>('POST', '/v1/users/search', { q: userId })
      const [row] = body.items
      assert.ok(row)
      const { outbounds, upcomingOutbound, ...own } = row
      assert.deepEqual(own, {
        userId,
        name: '홍길동',
        phone: '+821012345678',
        site: { siteId: here.siteId, name: '서울병원' },
        md,
        cycle: { userCycleId, startDate: '2026-01-05', lengthDays: 42, state: 'STARTED', day: 1 },
        openIssues: 1,
        lastMemo: {
          id: written.body.id,
          memo: '두 번째 메모',
          createdBy: 'token:bootstrap',
          createdAt: '2026-01-05T01:00:00.000Z',
        },
        lastContactAt: '2026-01-05T01:00:00.000Z',
      })
      assert.deepEqual(outbounds, await callsOf(service, userCycleId))
      assert.equal(upcomingOutbound?.id, second?.id)
    })

    test('says of a user without anything that there is nothing', async () => {
      const here = hospital()
      const { userId } = await here.somebody('김없음', { md: null, phone: null, lengthDays: 1 })
      const { body } = await admin<UserPage>('POST', '/v1/users/search', { q: userId })
      assert.deepEqual(
        body.items.map(({ phone, md, lastMemo, lastContactAt, openIssues }) => ({
          phone,
          md,
          lastMemo,
          lastContactAt,
          openIssues,
        })),
        [{ phone: null, md: null, lastMemo: null, lastContactAt: null, openIssues: 0 }],
      )
    })
  })
})
