import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { serviceOn } from '../../testing/api.ts'
import { payloadsOf, recordedAbout, saidOf, wrongFieldsIn } from '../../testing/asking.ts'
import { conversationOn } from '../../testing/conversation.ts'
import { onEachDatabase } from '../../testing/databases.ts'

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { hana, somebody, asked, askedForNoMd, answered, profileOf, pending, stepsOf } =
    await conversationOn(service)

  async function onTheList({ userCycleId }: { userCycleId: string }) {
    const list = await hana.call<{ items: { userCycleId: string }[] }>(
      'GET',
      '/v1/outbounds?limit=200',
    )
    return list.body.items.filter((row) => row.userCycleId === userCycleId).length
  }

  describe('another doctor who is asked for', () => {
    test('is requested, confirmed and on the timeline as a change of the account', async () => {
      const whose = await somebody()
      const requestId = await asked(whose, 'md', { mdId: 'md-park', mdName: ' 박의사 ' })
      assert.deepEqual(await profileOf(whose), {
        site: 'seoul',
        md: 'md-lee',
        pending: [pending(requestId, 'MD', 'md-park')],
      })
      assert.deepEqual(await payloadsOf(service, whose, 'UserMdUpdateRequested'), [
        {
          ...whose,
          requestId,
          mdId: 'md-park',
          mdName: '박의사',
          previous: 'md-lee',
          requestedBy: hana.by,
        },
      ])

      const { userId } = whose
      await answered('UserMdUpdated', { userId, mdId: 'md-park', name: '박의사', requestId })

      assert.deepEqual(await profileOf(whose), { site: 'seoul', md: 'md-park', pending: [] })
      const moved = { from: 'md-lee', to: 'md-park', requestId, reason: null }
      assert.deepEqual(await stepsOf(whose, 'ACCOUNT_UPDATED'), [
        { phase: 'REQUESTED', ...moved },
        { phase: 'CONFIRMED', ...moved },
      ])
    })

    test('is rejected with the other system’s reason', async () => {
      const whose = await somebody()
      const requestId = await asked(whose, 'md', { mdId: 'md-park' })
      const { userId } = whose
      await answered('UserMdUpdateRejected', { userId, requestId, reason: '휴직' })
      assert.deepEqual(await profileOf(whose), { site: 'seoul', md: 'md-lee', pending: [] })
      assert.deepEqual((await stepsOf(whose, 'ACCOUNT_UPDATED')).at(-1), {
        phase: 'REJECTED',
        from: 'md-lee',
        to: 'md-park',
        requestId,
        reason: '휴직',
      })
    })

    test('leaves what was asked of the site pending', async () => {
      const whose = await somebody()
      const first = await asked(whose, 'site', { siteId: 'busan' })
      const second = await asked(whose, 'md', { mdId: 'md-park' })
      const { pending: both } = await profileOf(whose)
      assert.deepEqual(both, [pending(first, 'SITE', 'busan'), pending(second, 'MD', 'md-park')])
    })
  })

  describe('to have no doctor', () => {
    test('is requested without a target, confirmed and on the timeline as a removal', async () => {
      const whose = await somebody()
      const requestId = await askedForNoMd(whose)
      assert.deepEqual(await profileOf(whose), {
        site: 'seoul',
        md: 'md-lee',
        pending: [pending(requestId, 'MD_DELETE', null)],
      })
      assert.deepEqual(await payloadsOf(service, whose, 'UserMdDeleteRequested'), [
        { ...whose, requestId, previous: 'md-lee', requestedBy: hana.by },
      ])

      await answered('UserMdDeleted', { userId: whose.userId })

      assert.deepEqual(await profileOf(whose), { site: 'seoul', md: null, pending: [] })
      assert.deepEqual(await stepsOf(whose, 'ACCOUNT_DELETED'), [
        { phase: 'REQUESTED', from: 'md-lee', requestId, reason: null },
        { phase: 'CONFIRMED', from: 'md-lee', requestId: null, reason: null },
      ])
    })

    test('may be rejected', async () => {
      const whose = await somebody()
      const requestId = await askedForNoMd(whose)
      const { userId } = whose
      await answered('UserMdDeleteRejected', { userId, requestId, reason: '진료 중' })
      assert.deepEqual(await profileOf(whose), { site: 'seoul', md: 'md-lee', pending: [] })
      const phases = (await stepsOf(whose, 'ACCOUNT_DELETED')).map(({ phase }) => phase)
      assert.deepEqual(phases, ['REQUESTED', 'REJECTED'])
    })

    test('replaces another doctor who was asked for', async () => {
      const whose = await somebody({ md: null })
      const first = await asked(whose, 'md', { mdId: 'md-park' })
      const second = await askedForNoMd(whose)
      const { userId } = whose
      await answered('UserMdUpdateRejected', { userId, requestId: first, reason: '휴직' })
      assert.deepEqual((await profileOf(whose)).pending, [pending(second, 'MD_DELETE', null)])
      assert.partialDeepStrictEqual(await payloadsOf(service, whose, 'UserMdDeleteRequested'), [
        { previous: null },
      ])
    })
  })

  describe('the contact preference', () => {
    type Wants = { calls: boolean; messages: boolean; reason: string }
    const noCalls = { calls: false, messages: true, reason: ' 전화를 원하지 않음 ' }
    const wanted = { calls: true, messages: true, reason: '다시 원함' }

    const prefer = ({ userId }: { userId: string }, wants: Wants) =>
      hana.call('PUT', `/v1/users/${userId}/contact-preference`, wants)

    test('against calls takes the user off the day’s list, and is on the timeline', async () => {
      const whose = await somebody()
      assert.equal(await onTheList(whose), 4)

      const reply = await prefer(whose, noCalls)

      assert.deepEqual([reply.status, reply.body], [200, { calls: false, messages: true }])
      assert.equal(await onTheList(whose), 0)
      assert.deepEqual((await saidOf(service, whose, 'LOG')).at(-1), {
        meta: {
          kind: 'ContactPreferenceChanged',
          from: { calls: true, messages: true },
          to: { calls: false, messages: true },
          reason: '전화를 원하지 않음',
        },
        relationId: null,
        dayIndex: 2,
        actor: hana.by,
      })
    })

    test('for calls brings the user back to the list', async () => {
      const whose = await somebody()
      await prefer(whose, noCalls)
      await prefer(whose, wanted)
      assert.equal(await onTheList(whose), 4)
    })

    test('is what another system says of it too, by its own order', async () => {
      const whose = await somebody()
      const { userId } = whose
      const type = 'UserContactPreferenceUpdated'
      await answered(type, { userId, ...noCalls }, { time: '2026-01-06T00:00:01Z' })
      await answered(type, { userId, ...noCalls }, { time: '2026-01-06T00:00:03Z' })
      await answered(type, { userId, ...wanted }, { time: '2026-01-06T00:00:02Z' })
      assert.equal(await onTheList(whose), 0)
      const log = (await saidOf(service, whose, 'LOG')).at(-1)
      assert.partialDeepStrictEqual(log, {
        actor: 'SYSTEM',
        meta: { reason: '전화를 원하지 않음' },
      })
    })

    test('that holds already is no change', async () => {
      const whose = await somebody()
      await prefer(whose, noCalls)
      const before = await recordedAbout(service, whose)
      const again = await prefer(whose, noCalls)
      assert.deepEqual([again.status, again.body], [200, { calls: false, messages: true }])
      assert.deepEqual(await recordedAbout(service, whose), before)
    })

    test('says both, and why', async () => {
      const { userId } = await somebody()
      const url = `/v1/users/${userId}/contact-preference`
      const wrong = await hana.call('PUT', url, { calls: 'no', reason: ' ', since: 'today' })
      assert.deepEqual(wrongFieldsIn(wrong).toSorted(), ['calls', 'messages', 'reason', 'since'])
    })
  })
})
