import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { callsOf, command, listed, serviceOn, type Call } from '../../testing/api.ts'
import { wrongFieldsIn } from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { hospitalsOf } from '../../testing/hospitals.ts'
import type {
  IssueStats,
  MessageStats,
  OperatorStats,
  OutboundStats,
  ReachedStats,
  SiteStats,
} from './stats-contract.ts'

const ALL = ['PENDING', 'ACTIVE', 'COMPLETED', 'SKIPPED']
const OPEN = ['PENDING', 'ACTIVE']
/** The programme calls on days 1, 7, 21 and 42; today is Friday 30 January 2026. */
const TODAY = '2026-01-30'

const after = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const hospital = hospitalsOf(service)
  const here = hospital()
  const elsewhere = hospital()
  let manager: Call
  let hana: Call

  const stats = async <Item>(name: string, query = '', call = manager) => {
    const { status, body } = await call<{ items: Item[] }>('GET', `/v1/stats/${name}${query}`)
    assert.equal(status, 200)
    return body.items
  }
  const lengthOf = async (filters: Record<string, unknown>) =>
    (await listed(manager, filters)).length
  const listLength = async (url: string) => {
    const { status, body } = await manager<{ items: object[] }>('GET', `${url}&limit=200`)
    assert.equal(status, 200)
    return body.items.length
  }
  const does = async (call: Call, on: { id: number } | undefined, name: string, body = {}) => {
    assert.ok(on)
    const { status } = await command(call, on, name, body)
    assert.ok(status < 300, `${name}: ${status}`)
  }
  const numbers = ({ due, done, skipped, overdue, onTime }: SiteStats | OutboundStats) => ({
    due,
    done,
    skipped,
    overdue,
    onTime,
  })

  /** Four users of one hospital since 5 January: done in time and late, skipped, left over; and who is on no list. */
  before(async () => {
    const { siteId } = here
    manager = await service.as('MANAGER', [siteId])
    hana = await service.as('OPERATOR', [siteId, elsewhere.siteId])
    const minjun = await service.as('OPERATOR', [siteId])
    service.at('2026-01-05T10:00')
    const one = await here.somebody('김하나')
    const two = await here.somebody('이두리')
    const three = await here.somebody('박세나')
    const silent = await here.somebody('최고요')
    const stranger = await elsewhere.somebody('정타지')
    await does(hana, one.calls[0], 'complete')
    await does(hana, stranger.calls[0], 'complete')
    await does(hana, three.calls[0], 'attempts', { result: 'NO_ANSWER' })
    await does(hana, stranger.calls[0], 'attempts', { result: 'BUSY' })
    await hana('POST', `/v1/user-cycles/${one.userCycleId}/issues`, { issue: '오래된 문의' })
    service.at('2026-01-07T23:30')
    await does(minjun, two.calls[0], 'complete')
    await does(minjun, three.calls[0], 'attempts', { result: 'REACHED' })
    service.at('2026-01-11T23:59')
    await does(hana, one.calls[1], 'complete')
    service.at('2026-01-12T00:00')
    await does(hana, two.calls[1], 'complete')
    await does(minjun, three.calls[1], 'skip', { reason: 'OTHER' })
    const wants = { calls: false, messages: false, reason: '전화가 싫다고 함' }
    await hana('PUT', `/v1/users/${silent.userId}/contact-preference`, wants)
    for (const [day, person] of [
      ['2026-01-16', one],
      ['2026-01-22', two],
      ['2026-01-27', three],
      [TODAY, stranger],
      [TODAY, two],
    ] as const) {
      service.at(`${day}T10:00`)
      const issue = { issue: `${day}의 문의` }
      await hana('POST', `/v1/user-cycles/${person.userCycleId}/issues`, issue)
    }
    const { body } = await hana<{ items: { id: number }[] }>(
      'GET',
      `/v1/user-cycles/${three.userCycleId}/issues`,
    )
    await hana('POST', `/v1/issues/${body.items[0]?.id}/status`, { status: 'IN_PROGRESS' })
    const text = { messageType: 'FREE_TEXT', content: '안녕하세요' }
    for (const { userCycleId } of [one, two, stranger]) {
      assert.equal(
        (await hana('POST', `/v1/user-cycles/${userCycleId}/messages`, text)).status,
        202,
      )
    }
    await hana('PUT', `/v1/users/${two.userId}/contact-preference`, { ...wants, calls: true })
    await service.admin('PUT', '/v1/test-clock', { now: service.clock.now() })
    assert.equal((await callsOf(service, one.userCycleId)).length, 4)
  })

  describe('the statistics of calls', () => {
    test('say for every number and week what became of the calls', async () => {
      const rows = await stats<OutboundStats>('outbounds')
      assert.deepEqual(
        rows.map(({ sequence, week, ...counted }) => [week, sequence, Object.values(counted)]),
        [
          ['2026-01-05', 1, [3, 2, 0, 1, 1]],
          ['2026-01-05', 2, [3, 2, 1, 0, 1]],
          ['2026-01-19', 3, [3, 0, 0, 3, 0]],
          ['2026-02-09', 4, [3, 0, 0, 0, 0]],
        ],
      )
      assert.deepEqual(Object.keys(rows[0] ?? {}).slice(2), [
        'due',
        'done',
        'skipped',
        'overdue',
        'onTime',
      ])
    })

    test('are each the length of the list that they lead to', async () => {
      const rows = await stats<OutboundStats>('outbounds')
      for (const { week, sequence, ...row } of rows) {
        const within = { sequence, dueFrom: week, dueBefore: after(week, 7) }
        const late = { sequence, dueFrom: week, dueBefore: TODAY }
        assert.deepEqual(row, {
          due: await lengthOf({ ...within, status: ALL }),
          done: await lengthOf({ ...within, status: ['COMPLETED'] }),
          skipped: await lengthOf({ ...within, status: ['SKIPPED'] }),
          overdue: week > TODAY ? 0 : await lengthOf({ ...late, status: OPEN }),
          onTime: await lengthOf({ ...within, status: ['COMPLETED'], onTime: true }),
        })
        assert.equal(
          row.done - row.onTime,
          await lengthOf({ ...within, status: ['COMPLETED'], onTime: false }),
        )
      }
    })

    test('count from and to the days asked for, both included', async () => {
      const rows = await stats<OutboundStats>('outbounds', '?from=2026-01-11&to=2026-01-25')
      assert.deepEqual(
        rows.map(({ sequence, due }) => [sequence, due]),
        [
          [2, 3],
          [3, 3],
        ],
      )
      assert.deepEqual(await stats('outbounds', '?from=2026-01-12&to=2026-01-24'), [])
    })

    test('are of one’s own hospitals only, and of one of them when it is asked for', async () => {
      assert.deepEqual(await stats('outbounds', `?siteId=${elsewhere.siteId}`), [])
      const all = await stats<OutboundStats>(
        'outbounds',
        `?siteId=${elsewhere.siteId}`,
        service.admin,
      )
      assert.deepEqual(
        all.map(({ due, done }) => [due, done]),
        [
          [1, 1],
          [1, 0],
          [1, 0],
          [1, 0],
        ],
      )
    })

    test('say of every hospital the same', async () => {
      const [row, ...others] = await stats<SiteStats>('sites')
      assert.ok(row)
      assert.deepEqual(others, [])
      assert.deepEqual([row.siteId, row.name], [here.siteId, '서울병원'])
      const sums = { due: 12, done: 4, skipped: 1, overdue: 4, onTime: 2 }
      assert.deepEqual(numbers(row), sums)
      assert.deepEqual(sums, {
        due: await lengthOf({ siteId: here.siteId, status: ALL }),
        done: await lengthOf({ siteId: here.siteId, status: ['COMPLETED'] }),
        skipped: await lengthOf({ siteId: here.siteId, status: ['SKIPPED'] }),
        overdue: await lengthOf({ siteId: here.siteId, dueBefore: TODAY }),
        onTime: await lengthOf({ siteId: here.siteId, status: ['COMPLETED'], onTime: true }),
      })
      assert.equal((await stats('sites', '?from=2026-02-01&to=2026-02-01')).length, 0)
    })

    test('say of every operator what they did', async () => {
      const rows = await stats<OperatorStats>('operators')
      const work = new Map(rows.map(({ operator, ...did }) => [String(operator), did]))
      const nameOf = async (call: Call) => (await call<{ operator: string }>('GET', '/v1/me')).body
      const { operator } = await nameOf(hana)
      assert.deepEqual(work.get(operator), { done: 3, attempts: 1 })
      assert.deepEqual(
        [...work.values()],
        [
          { done: 3, attempts: 1 },
          { done: 1, attempts: 1 },
        ],
      )
      for (const [resolvedBy, { done }] of work) {
        assert.equal(await lengthOf({ status: ['COMPLETED'], resolvedBy }), done)
      }
      const later = await stats<OperatorStats>('operators', '?from=2026-01-06&to=2026-01-11')
      assert.deepEqual(
        later.map(({ done, attempts }) => [done, attempts]),
        [
          [2, 0],
          [0, 1],
        ],
      )
    })

    test('say whom the attempts reached, those of the business dates asked for', async () => {
      const none = { NO_ANSWER: 0, REACHED: 0, BUSY: 0, REFUSED: 0, WRONG_NUMBER: 0 }
      const reached = async (query = '') =>
        Object.fromEntries(
          (await stats<ReachedStats>('reached', query)).map(({ result, attempts }) => [
            result,
            attempts,
          ]),
        )
      assert.deepEqual(await reached(), { ...none, NO_ANSWER: 1, REACHED: 1 })
      assert.deepEqual(await reached('?to=2026-01-05'), { ...none, NO_ANSWER: 1 })
      assert.deepEqual(await reached('?from=2026-01-07&to=2026-01-07'), { ...none, REACHED: 1 })
      assert.deepEqual(await reached('?from=2026-01-08'), none)
    })
  })

  describe('the statistics of issues', () => {
    test('say how many are open, and for how long, as the board lists them', async () => {
      const rows = await stats<IssueStats>('issues')
      assert.deepEqual(
        rows.map(({ status, fromDays, toDays, issues }) => [status, fromDays, toDays, issues]),
        [
          ['REGISTERED', 15, null, 1],
          ['REGISTERED', 8, 14, 2],
          ['REGISTERED', 4, 7, 0],
          ['REGISTERED', 1, 3, 0],
          ['REGISTERED', 0, 0, 1],
          ['IN_PROGRESS', 15, null, 0],
          ['IN_PROGRESS', 8, 14, 0],
          ['IN_PROGRESS', 4, 7, 0],
          ['IN_PROGRESS', 1, 3, 1],
          ['IN_PROGRESS', 0, 0, 0],
        ].map((row) => (row[0] === 'REGISTERED' && row[1] === 8 ? ['REGISTERED', 8, 14, 2] : row)),
      )
      for (const { status, createdFrom, createdBefore, issues } of rows) {
        const from = createdFrom === null ? '' : `&createdFrom=${createdFrom}`
        const to = createdBefore === null ? '' : `&createdBefore=${createdBefore}`
        assert.equal(await listLength(`/v1/issues?status=${status}${from}${to}`), issues)
      }
    })

    test('take a hospital, and no days', async () => {
      const rows = await stats<IssueStats>('issues', `?siteId=${elsewhere.siteId}`, service.admin)
      assert.equal(
        rows.reduce((sum, { issues }) => sum + issues, 0),
        1,
      )
      assert.deepEqual(wrongFieldsIn(await manager('GET', `/v1/stats/issues?from=${TODAY}`)), [
        'from',
      ])
    })
  })

  describe('the statistics of messages', () => {
    test('say what became of them, as their list does', async () => {
      const rows = await stats<MessageStats>('messages')
      const sent = rows.reduce((sum, { messages }) => sum + messages, 0)
      assert.equal(sent, 2)
      for (const { status, reason, messages } of rows) {
        const because = reason === null ? '&hasReason=false' : `&hasReason=true&reason=${reason}`
        assert.equal(await listLength(`/v1/messages?status=${status}${because}`), messages)
      }
    })

    test('count the business dates and the hospital asked for, as their list does', async () => {
      for (const query of [`from=${TODAY}&to=${TODAY}`, `siteId=${here.siteId}`]) {
        const rows = await stats<MessageStats>('messages', `?${query}`)
        assert.equal(
          rows.reduce((sum, { messages }) => sum + messages, 0),
          2,
        )
        assert.equal(await listLength(`/v1/messages?${query}`), 2)
      }
      for (const query of [`to=2026-01-29`, `from=2026-01-31`, `siteId=${elsewhere.siteId}`]) {
        assert.deepEqual(await stats('messages', `?${query}`), [])
        assert.equal(await listLength(`/v1/messages?${query}`), 0)
      }
    })
  })
})
