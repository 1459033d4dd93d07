import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { listed, serviceOn, type Call } from '../../testing/api.ts'
import { refusalIn, wrongFieldsIn } from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { hospitalsOf } from '../../testing/hospitals.ts'

type Row = { user: { name: string }; dueDate: string }

/** What is searched for, and who is found; 길은정 and 김길자 are overdue, 홍길동 and 홍길순 due today. */
const SEARCHES = [
  ['one character', '길', ['길은정']],
  ['part of a name', '길동', ['홍길동']],
  ['the whole of a name', '홍길순', ['홍길순']],
  ['initial consonants', 'ㅎㄱㄷ', ['홍길동']],
  ['initial consonants within a name', 'ㄱㅅ', ['홍길순']],
  ['digits of a phone', '5678', ['홍길동']],
  ['a phone with hyphens', '010-9876-5432', ['김길자']],
  ['a phone as it is written abroad', '+82 10 9876 5432', ['김길자']],
  ['two words', '홍 1111', ['홍길순']],
  ['words of two people', '홍길동 9876', []],
  ['nobody’s name', '이몽룡', []],
] as const

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const hospital = hospitalsOf(service)

  async function aHospital() {
    const here = hospital()
    const operator = await service.as('OPERATOR', [here.siteId])
    const late = await here.somebody('길은정', { phone: null, startDate: '2026-01-02' })
    await here.somebody('김길자', { phone: '010-9876-5432', startDate: '2026-01-03' })
    await here.somebody('홍길동', { phone: '010-1234-5678' })
    await here.somebody('홍길순', { phone: '010-1111-2222' })
    return { operator, late }
  }

  async function next(call: Call, filters: object) {
    const { status, body } = await call<Row>('POST', '/v1/outbounds/next', filters)
    assert.ok(status === 200 || status === 204)
    return status === 204 ? undefined : body.user.name
  }

  describe('a search of the worklist', () => {
    let here: Awaited<ReturnType<typeof aHospital>>
    before(async () => {
      here = await aHospital()
    })
    const names = async (filters: object) => {
      const rows = await listed(here.operator, { dueBefore: '2026-01-06', ...filters })
      return rows.map(({ user }) => user.name)
    }

    for (const [by, q, found] of SEARCHES) {
      test(`by ${by} (${q}) finds ${found.join() || 'nobody'}`, async () => {
        assert.deepEqual(await names({ q }), found)
      })
    }

    test('by nothing but blanks finds everybody, in the order of the day', async () => {
      assert.deepEqual(await names({ q: ' ' }), ['길은정', '김길자', '홍길동', '홍길순'])
    })

    test('finds a user by their id', async () => {
      assert.deepEqual(await names({ q: here.late.userId }), ['길은정'])
    })

    test('goes together with the filters, page after page', async () => {
      assert.deepEqual(await names({ q: '홍', limit: 1 }), ['홍길동', '홍길순'])
      assert.deepEqual(await names({ q: '길동', dueBefore: '2026-01-05' }), [])
      assert.deepEqual(await names({ q: '홍길', status: ['COMPLETED'] }), [])
    })

    test('finds nobody of another hospital', async () => {
      const { operator } = await aHospital()
      assert.equal((await listed(operator, { q: here.late.userId })).length, 0)
    })

    test('is no part of an address', async () => {
      assert.deepEqual(wrongFieldsIn(await here.operator('GET', '/v1/outbounds?q=hong')), ['q'])
    })

    test('takes up to a hundred characters', async () => {
      const long = await here.operator('POST', '/v1/outbounds/search', { q: 'ㅎ'.repeat(101) })
      assert.equal(refusalIn(long), '400 4301 VALIDATION_FAILED')
    })
  })

  describe('the queue', () => {
    for (const [by, q, name] of [
      ['part of a name', '길순', '홍길순'],
      ['initial consonants', 'ㅎㄱㄷ', '홍길동'],
      ['digits of a phone', '98765432', '김길자'],
    ] as const) {
      test(`hands out only whom a search by ${by} finds, and them once`, async () => {
        const { operator } = await aHospital()
        assert.equal(await next(operator, { q }), name)
        assert.equal(await next(operator, { q }), undefined)
        assert.equal(await next(operator, {}), '길은정')
      })
    }

    test('hands out those found in its own order', async () => {
      const { operator } = await aHospital()
      const handedOut = [await next(operator, { q: 'ㄱ' }), await next(operator, { q: 'ㄱ' })]
      assert.deepEqual(handedOut, ['길은정', '김길자'])
    })
  })
})
