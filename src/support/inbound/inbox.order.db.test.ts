import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { callsOf, listed, logsOf, serviceOn, startCycle } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import {
  ACCEPTED,
  DUPLICATE,
  fieldsOf,
  lettersOf,
  type NOTHING,
  send,
  starting,
} from '../../testing/events.ts'

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin, tell } = service
  afterEach(() => service.at('2026-01-05T10:00'))

  const told = async (type: string, data: object, time?: string) => {
    const { body } = await tell(type, data, { time })
    assert.deepEqual(body, ACCEPTED)
  }
  const kindsOf = async (userId: string) => {
    const logs = await logsOf(service, userId)
    return logs.map(({ type, meta }) => meta['kind'] ?? type)
  }

  /** What the worklist shows of a user. */
  async function profileOf(userId: string) {
    const row = (await listed(admin)).find((one) => one.userId === userId)
    return row && { ...row.user, site: row.site, md: row.md }
  }

  describe('events that come before the start of their cycle', () => {
    test('wait, and are applied in the order of their time when it starts', async () => {
      const start = starting()
      const { user: _, startDate: _start, ...cycle } = start.data
      const moveTo = (startDate: string) => ({ ...cycle, startDate })

      await told('UserCycleEnded', { ...cycle, reason: 'over' }, '2026-01-04T12:00:00Z')
      await told('UserCycleRescheduled', moveTo('2026-01-08'), '2026-01-04T10:00:00Z')
      await told('LastSurveyCompleted', cycle, '2026-01-05t01:00:00+14:00')
      await told('UserCycleRescheduled', moveTo('2026-01-12'), '2026-01-04T18:30:00+09:00')
      const unknown = await admin('GET', `/v1/user-cycles/${cycle.userCycleId}`)
      const reply = await send(service, start)

      assert.equal(unknown.status, 404)
      assert.deepEqual(reply.body, ACCEPTED)
      assert.deepEqual(await kindsOf(cycle.userId), [
        'UserCycleStarted',
        'UserCycleRescheduled',
        'UserCycleRescheduled',
        'OUTBOUND_STATUS_CHANGE',
        'UserCycleEnded',
        'OUTBOUND_STATUS_CHANGE',
        'OUTBOUND_STATUS_CHANGE',
        'OUTBOUND_STATUS_CHANGE',
      ])
      const calls = await callsOf(service, cycle.userCycleId)
      assert.deepEqual(
        calls.map(({ status, planDate }) => [status, planDate]),
        [
          ['SKIPPED', '2026-01-08'],
          ['SKIPPED', '2026-01-14'],
          ['SKIPPED', '2026-01-28'],
          ['COMPLETED', '2026-02-18'],
        ],
      )
    })

    test('about their user wait as well, by the hour at which they happened', async () => {
      const start = starting({ time: '2026-01-04T00:00:00Z' })
      const { userId } = start.data

      await told('UserProfileUpdated', { userId, name: '새이름' }, '2026-01-04T03:00:00Z')
      await told('UserProfileUpdated', { userId, name: '옛이름' }, '2026-01-04T02:00:00Z')
      await told('UserSiteUpdated', { userId, siteId: 's-2', name: '둘째' }, '2026-01-04T03:00:00Z')
      await told('UserMdUpdated', { userId, mdId: 'm-2', name: '둘째' }, '2026-01-04T03:00:00Z')
      await send(service, start)

      assert.deepEqual(await profileOf(userId), {
        userId,
        name: '새이름',
        phone: '+821012345678',
        site: { siteId: 's-2', name: '둘째' },
        md: { mdId: 'm-2', name: '둘째' },
      })
    })

    test('and come twice are duplicates while they wait and when they are applied', async () => {
      const start = starting()
      const { user: _, startDate: _start, ...cycle } = start.data
      const event = starting({ type: 'UserCycleEnded', data: { ...cycle, reason: 'over' } })

      const before = [await send(service, event), await send(service, event)]
      await send(service, start)
      const after = await send(service, event)

      assert.deepEqual(
        [...before, after].map(({ body }) => body),
        [ACCEPTED, DUPLICATE, DUPLICATE],
      )
      assert.equal((await kindsOf(cycle.userId)).length, 6)
    })

    test('wait for their own cycle, not for another of the same user', async () => {
      const { userId, userCycleId } = await startCycle(service)
      const next = { userId, userCycleId: `${userCycleId}-next` }

      await told('LastSurveyCompleted', next)
      const still = await callsOf(service, userCycleId)
      await tell('UserCycleStarted', { ...starting().data, ...next, startDate: '2026-03-02' })

      assert.deepEqual(
        still.map(({ status }) => status),
        ['ACTIVE', 'PENDING', 'PENDING', 'PENDING'],
      )
      const calls = await callsOf(service, next.userCycleId)
      assert.equal(calls.at(-1)?.status, 'COMPLETED')
    })

    test('and contradict it are dead letters, which can be replayed', async () => {
      const start = starting()
      const { user: _, startDate: _start, ...cycle } = start.data
      const event = starting({
        type: 'LastSurveyCompleted',
        data: { ...cycle, userId: 'somebody-else' },
      })
      await send(service, event)

      await send(service, start)
      const [letter, ...others] = await lettersOf(service, event.id)
      const replayed = await admin<typeof NOTHING & { rejected: { errors: [] }[] }>(
        'POST',
        `/v1/dead-letters/${letter?.id}/replay`,
      )

      assert.deepEqual(others, [])
      assert.partialDeepStrictEqual(letter, { reason: 'CONTRADICTORY', event, replayedAt: null })
      assert.deepEqual(fieldsOf(letter), ['data.userId'])
      assert.equal(replayed.body.rejected.length, 1)
      const [kept] = await lettersOf(service, event.id)
      assert.equal(kept?.replayedAt, null)
      const calls = await callsOf(service, cycle.userCycleId)
      assert.equal(calls.at(-1)?.status, 'PENDING')
    })

    test('at the same moment as it starts are applied, whichever is first', async () => {
      for (let round = 0; round < 5; round += 1) {
        const start = starting()
        const { user: _, startDate: _start, ...cycle } = start.data

        await Promise.all([
          told('UserCycleEnded', { ...cycle, reason: 'over' }),
          send(service, start),
          told('LastSurveyCompleted', cycle),
        ])

        const { body } = await admin('GET', `/v1/user-cycles/${cycle.userCycleId}`)
        assert.partialDeepStrictEqual(body, { state: 'ENDED' })
        const calls = await callsOf(service, cycle.userCycleId)
        assert.deepEqual(
          calls.slice(0, 3).map(({ status }) => status),
          ['SKIPPED', 'SKIPPED', 'SKIPPED'],
        )
      }
    })
  })

  describe('an event about the user that is older than the last one applied', () => {
    const earlier = '2026-01-04T01:00:00Z'
    const later = '2026-01-04T02:00:00Z'
    const latest = '2026-01-04T03:00:00Z'

    test('does not change the name or the phone', async () => {
      const { userId } = await startCycle(service, { lengthDays: 1 })
      await told('UserProfileUpdated', { userId, name: '김하늘', phone: '010-2222-2222' }, later)

      await told('UserProfileUpdated', { userId, name: '옛이름', phone: null }, earlier)

      assert.partialDeepStrictEqual(await profileOf(userId), {
        name: '김하늘',
        phone: '+821022222222',
      })
    })

    test('changes neither the site nor what that site is called', async () => {
      const { userId } = await startCycle(service, { lengthDays: 1 })
      await told('UserSiteUpdated', { userId, siteId: 'site-a', name: '새이름병원' }, later)
      const before = await logsOf(service, userId)

      await told('UserSiteUpdated', { userId, siteId: 'site-b', name: '다른병원' }, earlier)
      await told('UserSiteUpdated', { userId, siteId: 'site-a', name: '옛이름병원' }, earlier)

      assert.partialDeepStrictEqual(await profileOf(userId), {
        site: { siteId: 'site-a', name: '새이름병원' },
      })
      assert.deepEqual(await logsOf(service, userId), before)
    })

    test('changes neither the doctor nor what that doctor is called, and deletes none', async () => {
      const { userId } = await startCycle(service, { lengthDays: 1 })
      await told('UserMdUpdated', { userId, mdId: 'md-a', name: '새의사' }, later)

      await told('UserMdUpdated', { userId, mdId: 'md-b', name: '다른의사' }, earlier)
      await told('UserMdUpdated', { userId, mdId: 'md-a', name: '옛의사' }, earlier)
      await told('UserMdDeleted', { userId }, earlier)

      assert.partialDeepStrictEqual(await profileOf(userId), {
        md: { mdId: 'md-a', name: '새의사' },
      })
    })

    test('does not bring a doctor back who was deleted since', async () => {
      const { userId } = await startCycle(service, { lengthDays: 1 })
      await told('UserMdDeleted', { userId }, latest)

      await told('UserMdUpdated', { userId, mdId: 'md-b', name: '다른의사' }, later)

      assert.equal((await profileOf(userId))?.md, null)
    })

    test('is late for what it changes only: profile, site and doctor have times of their own', async () => {
      const { userId } = await startCycle(service, { lengthDays: 1 })
      await told('UserProfileUpdated', { userId, name: '김하늘' }, latest)

      await told('UserSiteUpdated', { userId, siteId: 'site-c', name: '셋째' }, earlier)
      await told('UserMdUpdated', { userId, mdId: 'md-c', name: '셋째' }, later)

      assert.partialDeepStrictEqual(await profileOf(userId), {
        name: '김하늘',
        site: { siteId: 'site-c' },
        md: { mdId: 'md-c' },
      })
    })

    test('is compared with other events, never with the clock', async () => {
      const { userId } = await startCycle(service, { lengthDays: 1 })

      await told('UserProfileUpdated', { userId, name: '미래' }, '2030-01-01T00:00:00Z')
      await told('UserProfileUpdated', { userId, name: '지금' }, '2026-01-05T01:00:00Z')
      const future = await profileOf(userId)
      await told('UserProfileUpdated', { userId, name: '더미래' }, '2030-01-02T00:00:00Z')

      assert.equal(future?.name, '미래')
      assert.equal((await profileOf(userId))?.name, '더미래')
    })
  })

  describe('a user who moves to another site or doctor', () => {
    test('is told on the timeline, and their calls move with them', async () => {
      const { userId } = await startCycle(service, { lengthDays: 1 })

      await told('UserSiteUpdated', { userId, siteId: 'jeju', name: '제주병원' })
      await told('UserMdUpdated', { userId, mdId: 'md-kim', name: '김의사' })
      await told('UserMdDeleted', { userId })

      const logs = await logsOf(service, userId)
      assert.deepEqual(
        logs.slice(1).map(({ type, meta }) => [type, meta['phase'], meta['from'], meta['to']]),
        [
          ['SITE_UPDATE', 'CONFIRMED', 'seoul', 'jeju'],
          ['ACCOUNT_UPDATED', 'CONFIRMED', 'md-lee', 'md-kim'],
          ['ACCOUNT_DELETED', 'CONFIRMED', 'md-kim', undefined],
        ],
      )
      const mine = (rows: { userId: string }[]) => rows.some((row) => row.userId === userId)
      assert.equal(mine(await listed(admin, { siteId: 'jeju' })), true)
      assert.equal(mine(await listed(admin, { siteId: 'seoul' })), false)
      assert.equal(mine(await listed(admin, { mdId: 'md-kim' })), false)
    })
  })
})
