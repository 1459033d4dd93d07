import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { logsOf, publishedAbout, serviceOn } from '../../testing/api.ts'
import { operatorOf, payloadsOf, refusalIn, saidOf, wrongFieldsIn } from '../../testing/asking.ts'
import { conversationOn } from '../../testing/conversation.ts'
import { onEachDatabase } from '../../testing/databases.ts'

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { hana, somebody, asked, answered, profileOf, pending, stepsOf } =
    await conversationOn(service)

  describe('another site that is asked for', () => {
    test('is requested of the Site context, and is pending', async () => {
      const whose = await somebody()
      const url = `/v1/users/${whose.userId}/site`

      const reply = await hana.call<{ requestId: string }>('PUT', url, {
        siteId: 'busan',
        siteName: '부산병원',
      })

      assert.equal(reply.status, 202)
      const { requestId } = reply.body
      assert.deepEqual(reply.body, { requestId })
      assert.match(requestId, /^[0-9a-f-]{36}$/)
      assert.deepEqual(await profileOf(whose), {
        site: 'seoul',
        md: 'md-lee',
        pending: [pending(requestId, 'SITE', 'busan')],
      })
      assert.deepEqual(await payloadsOf(service, whose, 'UserSiteUpdateRequested'), [
        {
          ...whose,
          requestId,
          siteId: 'busan',
          siteName: '부산병원',
          previous: 'seoul',
          requestedBy: hana.by,
        },
      ])
      assert.deepEqual(await saidOf(service, whose, 'SITE_UPDATE'), [
        {
          meta: { phase: 'REQUESTED', from: 'seoul', to: 'busan', requestId, reason: null },
          relationId: null,
          dayIndex: 2,
          actor: hana.by,
        },
      ])
    })

    test('keeps the name that the other system gave it, and has none when nobody gave one', async () => {
      const whose = await somebody()
      await asked(whose, 'site', { siteId: 'seoul', siteName: '내가 부르는 이름' })
      await asked(whose, 'site', { siteId: 'no-name-yet' })
      const payloads = await payloadsOf(service, whose, 'UserSiteUpdateRequested')
      assert.equal(payloads.length, 2)
      assert.partialDeepStrictEqual(payloads, [{ siteName: '서울병원' }, { siteName: null }])
    })

    test('becomes the user’s site when the answer names the request', async () => {
      const whose = await somebody()
      const requestId = await asked(whose, 'site', { siteId: 'busan' })

      const { userId } = whose
      await answered('UserSiteUpdated', { userId, siteId: 'busan', name: '부산병원', requestId })

      assert.deepEqual(await profileOf(whose), { site: 'busan', md: 'md-lee', pending: [] })
      assert.deepEqual((await saidOf(service, whose, 'SITE_UPDATE')).at(-1), {
        meta: { phase: 'CONFIRMED', from: 'seoul', to: 'busan', requestId, reason: null },
        relationId: null,
        dayIndex: 2,
        actor: 'SYSTEM',
      })
      const names = (await publishedAbout(service, whose.userCycleId)).map(({ type }) => type)
      assert.deepEqual(names.slice(-3), [
        'UserSiteUpdateRequested',
        'SupportLogHistoryRecorded',
        'SupportLogHistoryRecorded',
      ])
    })

    test('is settled too when the answer names only the site', async () => {
      const whose = await somebody()
      await asked(whose, 'site', { siteId: 'busan' })
      await answered('UserSiteUpdated', { userId: whose.userId, siteId: 'busan', name: '부산' })
      assert.deepEqual(await profileOf(whose), { site: 'busan', md: 'md-lee', pending: [] })
    })

    test('stays pending when the site changes to a third one', async () => {
      const whose = await somebody()
      const requestId = await asked(whose, 'site', { siteId: 'busan' })
      await answered('UserSiteUpdated', { userId: whose.userId, siteId: 'daegu', name: '대구' })
      const expected = {
        site: 'daegu',
        md: 'md-lee',
        pending: [pending(requestId, 'SITE', 'busan')],
      }
      assert.deepEqual(await profileOf(whose), expected)
    })

    test('takes the user’s calls along', async () => {
      const whose = await somebody()
      const there = await operatorOf(service, 'OPERATOR', ['jeju'])
      const url = `/v1/user-cycles/${whose.userCycleId}/outbounds`
      assert.equal(refusalIn(await there.call('GET', url)), '404 4102 USER_CYCLE_NOT_FOUND')
      await answered('UserSiteUpdated', { userId: whose.userId, siteId: 'jeju', name: '제주병원' })
      const list = await there.call<{ items: { user: object; site: object }[] }>(
        'GET',
        '/v1/outbounds',
      )
      assert.deepEqual(
        list.body.items.map(({ site }) => site),
        Array.from({ length: 4 }, () => ({ siteId: 'jeju', name: '제주병원' })),
      )
    })

    test('is no longer pending once it is rejected, with the other system’s reason', async () => {
      const whose = await somebody()
      const requestId = await asked(whose, 'site', { siteId: 'busan' })

      const { userId } = whose
      await answered('UserSiteUpdateRejected', { userId, requestId, reason: ' 정원이 찼다 ' })

      assert.deepEqual(await profileOf(whose), { site: 'seoul', md: 'md-lee', pending: [] })
      const meta = { phase: 'REJECTED', from: 'seoul', to: 'busan', requestId }
      assert.deepEqual((await saidOf(service, whose, 'SITE_UPDATE')).at(-1)?.meta, {
        ...meta,
        reason: '정원이 찼다',
      })
    })

    test('replaces the one that was asked for before, whose rejection is ignored', async () => {
      const whose = await somebody()
      const first = await asked(whose, 'site', { siteId: 'busan' })
      const second = await asked(whose, 'site', { siteId: 'incheon' })

      const { userId } = whose
      await answered('UserSiteUpdateRejected', { userId, requestId: first, reason: '정원' })

      const expected = {
        site: 'seoul',
        md: 'md-lee',
        pending: [pending(second, 'SITE', 'incheon')],
      }
      assert.deepEqual(await profileOf(whose), expected)
      assert.equal((await stepsOf(whose, 'SITE_UPDATE')).length, 2)
    })

    test('though replaced sets the profile when it is granted, and the later one stays', async () => {
      const whose = await somebody()
      const first = await asked(whose, 'site', { siteId: 'busan' })
      const second = await asked(whose, 'site', { siteId: 'incheon' })

      const { userId } = whose
      const granted = { userId, siteId: 'busan', name: '부산', requestId: first }
      await answered('UserSiteUpdated', granted)

      const expected = {
        site: 'busan',
        md: 'md-lee',
        pending: [pending(second, 'SITE', 'incheon')],
      }
      assert.deepEqual(await profileOf(whose), expected)
    })

    test('and granted changes nothing when the answer comes after newer news', async () => {
      const whose = await somebody()
      const requestId = await asked(whose, 'site', { siteId: 'busan' })
      const { userId } = whose
      const newer = { userId, siteId: 'daegu', name: '대구' }
      await answered('UserSiteUpdated', newer, { time: '2026-01-06T00:00:02Z' })
      const late = { userId, siteId: 'busan', name: '부산', requestId }
      await answered('UserSiteUpdated', late, { time: '2026-01-06T00:00:01Z' })
      const stillPending = [pending(requestId, 'SITE', 'busan')]
      const expected = { site: 'daegu', md: 'md-lee', pending: stillPending }
      assert.deepEqual(await profileOf(whose), expected)
      assert.equal((await stepsOf(whose, 'SITE_UPDATE')).length, 2)
    })
  })

  describe('a change of site or doctor', () => {
    test('is asked for in the version that was seen, or refused', async () => {
      const { userId } = await somebody()
      const stale = { 'if-match': '"7"' }
      const preference = { calls: false, messages: true, reason: '원하지 않음' }
      const refusals = [
        await hana.call('PUT', `/v1/users/${userId}/site`, { siteId: 'busan' }, stale),
        await hana.call('PUT', `/v1/users/${userId}/md`, { mdId: 'md-park' }, stale),
        await hana.call('DELETE', `/v1/users/${userId}/md`, undefined, stale),
        await hana.call('PUT', `/v1/users/${userId}/contact-preference`, preference, stale),
      ]
      assert.deepEqual(new Set(refusals.map(refusalIn)), new Set(['412 4201 VERSION_CONFLICT']))
      assert.deepEqual(
        (await logsOf(service, userId)).map(({ meta }) => meta['kind']),
        ['UserCycleStarted'],
      )
    })

    test('of another site’s user, or of nobody, is not to be asked for', async () => {
      const { userId } = await somebody()
      const busan = await operatorOf(service, 'OPERATOR', ['busan'])
      for (const one of [userId, 'nobody']) {
        const preference = { calls: false, messages: true, reason: '원하지 않음' }
        const refusals = [
          await busan.call('PUT', `/v1/users/${one}/site`, { siteId: 'busan' }),
          await busan.call('PUT', `/v1/users/${one}/md`, { mdId: 'md-park' }),
          await busan.call('DELETE', `/v1/users/${one}/md`),
          await busan.call('PUT', `/v1/users/${one}/contact-preference`, preference),
        ]
        assert.deepEqual(new Set(refusals.map(refusalIn)), new Set(['404 4101 USER_NOT_FOUND']))
      }
    })

    test('names what is asked for, and nothing else', async () => {
      const { userId } = await somebody()
      const site = (body: object) => hana.call('PUT', `/v1/users/${userId}/site`, body)
      const md = (body: object) => hana.call('PUT', `/v1/users/${userId}/md`, body)
      assert.deepEqual(wrongFieldsIn(await site({})), ['siteId'])
      assert.deepEqual(wrongFieldsIn(await site({ siteId: '' })), ['siteId'])
      assert.deepEqual(wrongFieldsIn(await site({ siteId: 'x'.repeat(65) })), ['siteId'])
      assert.deepEqual(wrongFieldsIn(await site({ siteId: 'x', siteName: ' ' })), ['siteName'])
      assert.deepEqual(wrongFieldsIn(await site({ siteId: 'x', name: '병원' })), ['name'])
      assert.deepEqual(wrongFieldsIn(await md({ mdId: 7, mdName: '' })), ['mdId', 'mdName'])
      const removal = await hana.call('DELETE', `/v1/users/${userId}/md`, { mdId: 'md-lee' })
      assert.deepEqual(wrongFieldsIn(removal), ['mdId'])
    })
  })
})
