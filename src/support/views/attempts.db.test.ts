import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { callsOf, command, listed, serviceOn, startCycle, type Call } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import type { AttemptRow } from '../contact-attempt/contract.ts'
import type { OperatorStats, ReachedStats, SiteStats } from './stats-contract.ts'

const ALL = ['PENDING', 'ACTIVE', 'COMPLETED', 'SKIPPED']
const PERIODS = ['', '&to=2026-01-05', '&from=2026-01-07&to=2026-01-07', '&siteId=busan']

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  let manager: Call

  const itemsOf = async <Item>(url: string, call = manager) => {
    const { status, body } = await call<{ items: Item[]; nextCursor: string | null }>('GET', url)
    assert.equal(status, 200)
    return body
  }
  const attemptsOf = async (query: string, call = manager) =>
    (await itemsOf<AttemptRow>(`/v1/attempts?limit=200${query}`, call)).items

  before(async () => {
    manager = await service.as('MANAGER')
    const hana = await service.as('OPERATOR', ['seoul', 'busan'])
    const site = { siteId: 'busan', name: '부산병원' }
    const [seoul, busan] = [await startCycle(service), await startCycle(service, { site })]
    for (const [at, { userCycleId }, result] of [
      ['2026-01-05T10:00', seoul, 'NO_ANSWER'],
      ['2026-01-05T23:59', busan, 'BUSY'],
      ['2026-01-07T00:00', seoul, 'REACHED'],
    ] as const) {
      service.at(at)
      const [call] = await callsOf(service, userCycleId)
      assert.ok(call)
      const made = { result, note: '자동 응답' }
      assert.equal((await command(hana, call, 'attempts', made)).status, 201)
    }
  })

  describe('the list of attempts', () => {
    test('is as long as each number that counts some of them', async () => {
      for (const period of PERIODS) {
        const reached = await itemsOf<ReachedStats>(`/v1/stats/reached?${period.slice(1)}`)
        for (const { result, attempts } of reached.items) {
          assert.equal((await attemptsOf(`${period}&result=${result}`)).length, attempts)
        }
        const operators = await itemsOf<OperatorStats>(`/v1/stats/operators?${period.slice(1)}`)
        for (const { operator, attempts } of operators.items) {
          const by = encodeURIComponent(operator)
          assert.equal((await attemptsOf(`${period}&createdBy=${by}`)).length, attempts)
        }
      }
    })

    test('says of whom each is, newest first, page after page', async () => {
      const [first] = await attemptsOf('')
      assert.deepEqual(
        [first?.result, first?.note, first?.sequence, first?.user.name, first?.site?.name],
        ['REACHED', '자동 응답', 1, '김하나', '서울병원'],
      )
      const { items, nextCursor } = await itemsOf<AttemptRow>('/v1/attempts?limit=2')
      const rest = await itemsOf<AttemptRow>(`/v1/attempts?limit=2&cursor=${nextCursor}`)
      const pages = [...items, ...rest.items].map(({ result }) => result)
      assert.deepEqual(pages, ['REACHED', 'BUSY', 'NO_ANSWER'])
      assert.equal(rest.nextCursor, null)
    })

    test('shows those of one’s own hospitals', async () => {
      const inBusan = await service.as('OPERATOR', ['busan'])
      const results = (await attemptsOf('', inBusan)).map(({ result }) => result)
      assert.deepEqual(results, ['BUSY'])
    })
  })

  test('the calls of nobody’s hospital are listed as they are counted', async () => {
    await startCycle(service, { startDate: '2026-01-06', site: null })
    const { items } = await itemsOf<SiteStats>('/v1/stats/sites')
    const nowhere = items.find(({ siteId }) => siteId === null)
    assert.ok(nowhere !== undefined && nowhere.due > 0)
    const lengthOf = async (hasSite: boolean, call = manager) =>
      (await listed(call, { status: ALL, hasSite })).length
    assert.equal(await lengthOf(false), nowhere.due)
    assert.equal(
      await lengthOf(true),
      items.reduce((sum, { due }) => sum + due, -nowhere.due),
    )
    assert.equal(await lengthOf(false, await service.as('MANAGER', ['seoul'])), 0)
  })

  test('what the software completed stands beside what the operators did', async () => {
    const { userCycleId, userId } = await startCycle(service, { startDate: '2026-01-07' })
    await service.tell('LastSurveyCompleted', { userId, userCycleId })
    const { items } = await itemsOf<OperatorStats>('/v1/stats/operators')
    const { items: sites } = await itemsOf<SiteStats>('/v1/stats/sites')
    const sum = (numbers: readonly { done: number }[]) =>
      numbers.reduce((all, { done }) => all + done, 0)
    assert.equal(sum(items), sum(sites))
    const software = items.find(({ operator }) => String(operator) === 'SYSTEM')
    assert.equal(software?.done, 1)
    for (const { operator: resolvedBy, done } of items) {
      assert.equal((await listed(manager, { status: ['COMPLETED'], resolvedBy })).length, done)
    }
  })
})
