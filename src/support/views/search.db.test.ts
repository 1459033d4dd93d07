import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { serviceOn } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { hospitalsOf } from '../../testing/hospitals.ts'

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin } = service
  const hospital = hospitalsOf(service)

  describe('a search', () => {
    const here = hospital()
    const people = async () => {
      await here.somebody('홍길동', { phone: '010-1234-5678' })
      await here.somebody('김길동', { phone: '010-9876-5432' })
      await here.somebody('강다희', { phone: null })
      await here.somebody('Anna-Maria', { phone: '+1 415 555 2671' })
    }
    let known: Promise<void> | undefined
    const find = async (q: string) => {
      await (known ??= people())
      return await here.find({ q })
    }

    test('finds 홍길동 by ㅎㄱㄷ, and everybody whose initials hold ㄱㄷ', async () => {
      assert.deepEqual(await find('ㅎㄱㄷ'), ['홍길동'])
      assert.deepEqual(await find('ㄱㄷ'), ['강다희', '김길동', '홍길동'])
      assert.deepEqual(await find('ㄱㄷㅎ'), ['강다희'])
    })

    test('finds any part of a name', async () => {
      assert.deepEqual(await find('길동'), ['김길동', '홍길동'])
      assert.deepEqual(await find('홍길'), ['홍길동'])
      assert.deepEqual(await find('MARIA'), ['Anna-Maria'])
      assert.deepEqual(await find('annamaria'), ['Anna-Maria'])
    })

    test('finds a name that is written with spaces, as it is written and without', async () => {
      const there = hospital()
      for (const name of ['김 민 수', '남궁 민수', '황보 리', '홍길동 B'])
        await there.somebody(name)
      for (const [q, name] of [
        ['김 민 수', '김 민 수'],
        ['김민수', '김 민 수'],
        ['남궁 민', '남궁 민수'],
        ['궁 민수', '남궁 민수'],
        ['ㄴㄱ 민수', '남궁 민수'],
        ['황보 리', '황보 리'],
        ['길동 b', '홍길동 B'],
        ['홍길동 B', '홍길동 B'],
      ] as const) {
        assert.deepEqual(await there.find({ q }), [name], q)
        assert.deepEqual(await there.find({ q, sort: 'day' }), [name], q)
      }
      assert.deepEqual(await there.find({ q: '민수 남' }), ['남궁 민수'])
      assert.deepEqual(await there.find({ q: '황 리' }), [])
    })

    test('finds a phone in any form, and by any of its digits', async () => {
      for (const q of ['010-1234-5678', '+82 10 1234 5678', '01012345678', '1234-5678', '5678']) {
        assert.deepEqual(await find(q), ['홍길동'], q)
      }
      assert.deepEqual(await find('415 555'), ['Anna-Maria'])
      assert.deepEqual(await find('010'), ['김길동', '홍길동'])
    })

    test('finds by one character only names that begin with it, or whose initials do', async () => {
      assert.deepEqual(await find('길'), [])
      assert.deepEqual(await find('김'), ['김길동'])
      assert.deepEqual(await find('ㄱ'), ['강다희', '김길동'])
      assert.deepEqual(await find('a'), ['Anna-Maria'])
      assert.deepEqual(await find('0'), [])
    })

    test('finds only whom every word is true of', async () => {
      assert.deepEqual(await find('길동 5678'), ['홍길동'])
      assert.deepEqual(await find('5432 ㄱㄷ'), ['김길동'])
      assert.deepEqual(await find('홍길동 5432'), [])
      assert.deepEqual(await find('길동 김'), ['김길동'])
    })

    test('finds one user by the whole id, and nobody by a part of it', async () => {
      const { userId } = await here.somebody('박아이디')
      assert.deepEqual(await find(userId), ['박아이디'])
      assert.deepEqual(await find(` ${userId} `), ['박아이디'])
      assert.deepEqual(await find(userId.slice(0, -1)), [])
      assert.deepEqual(await find(userId.toUpperCase()), [])
    })

    test('gives no character a meaning', async () => {
      for (const q of ['%', '_', '홍%', '%길동', "'", '\\', '홍_동']) {
        assert.deepEqual(await find(q), [], q)
      }
    })

    test('of blanks finds everybody, and of a hyphen nobody', async () => {
      assert.equal((await find('  ')).length, (await here.find({})).length)
      assert.deepEqual(await find('-'), [])
    })

    test('finds the same, page after page, in every order', async () => {
      for (const sort of ['name', '-name', 'day', '-nextDue', 'lastContact']) {
        for (const q of ['ㄱ', 'ㄱㄷ', '길동', '010', '5678', 'ㄱㄷㅎ']) {
          const once = await here.find({ q, sort })
          assert.deepEqual(await here.find({ q, sort, limit: 1 }), once, `${q} ${sort}`)
          assert.deepEqual(once.toSorted(), (await find(q)).toSorted(), `${q} ${sort}`)
        }
      }
    })

    test('that is too long, or in an address, is refused', async () => {
      const long = await admin<{ code: number }>('POST', '/v1/users/search', {
        q: 'ㅎ'.repeat(101),
      })
      assert.deepEqual([long.status, long.body.code], [400, 4301])
      const address = await admin<{ code: number }>('GET', '/v1/users?q=1')
      assert.deepEqual([address.status, address.body.code], [400, 4301])
    })
  })

  describe('a user whose profile changes', () => {
    test('is found by what is true now, and no more by what was', async () => {
      const here = hospital()
      const { userId } = await here.somebody('홍길동', { phone: '010-1234-5678' })
      await service.tell('UserProfileUpdated', { userId, name: '성춘향', phone: '010-7777-8888' })
      for (const q of ['홍길동', 'ㅎㄱ', '5678']) assert.deepEqual(await here.find({ q }), [], q)
      for (const q of ['춘향', 'ㅅㅊㅎ', '7777']) {
        assert.deepEqual(await here.find({ q }), ['성춘향'], q)
      }
      await service.tell('UserProfileUpdated', { userId, phone: null })
      assert.deepEqual(await here.find({ q: '7777' }), [])
    })

    test('is found by operators of the hospital that they are at now', async () => {
      const [before, now] = [hospital(), hospital()]
      const [there, here] = [
        await service.as('OPERATOR', [before.siteId]),
        await service.as('OPERATOR', [now.siteId]),
      ]
      const { userId } = await before.somebody('이몽룡', { phone: '010-3333-4444' })
      assert.deepEqual(await before.find({ q: '몽룡' }, there), ['이몽룡'])
      assert.deepEqual(await now.find({ q: '몽룡' }, here), [])
      await service.tell('UserSiteUpdated', { userId, siteId: now.siteId, name: '새병원' })
      for (const q of ['몽룡', 'ㅇㅁㄹ', '3333', '이', userId]) {
        assert.deepEqual(await before.find({ q, siteId: undefined }, there), [], q)
        assert.deepEqual(await now.find({ q }, here), ['이몽룡'], q)
      }
    })
  })
})
