import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import {
  callOn,
  callsOf,
  command,
  listed,
  newSite,
  serviceOn,
  startCycle,
} from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'

const LEE = { mdId: 'md-lee', name: '이의사' }
const PARK = { mdId: 'md-park', name: '박의사' }

type Fact = {
  planned: string
  due: string
  status: 'PENDING' | 'ACTIVE' | 'COMPLETED' | 'SKIPPED'
  agreed?: string
  claimed?: 'me' | 'another'
  sequence?: number
  md?: { mdId: string } | null
}

/** A site's calls at 10:00 in Seoul on 5 January 2026. */
const CALLS: Record<string, Fact> = {
  'first of two': { planned: '2025-12-30', due: '2025-12-30', status: 'COMPLETED', md: LEE },
  'second of two': {
    planned: '2026-01-05',
    due: '2026-01-05',
    status: 'ACTIVE',
    sequence: 2,
    md: LEE,
  },
  overdue: { planned: '2026-01-02', due: '2026-01-02', status: 'ACTIVE', md: LEE },
  skipped: { planned: '2026-01-03', due: '2026-01-03', status: 'SKIPPED', md: PARK },
  'of yesterday, agreed for today': {
    planned: '2026-01-04',
    due: '2026-01-05',
    status: 'ACTIVE',
    agreed: '2026-01-05T15:00',
    md: LEE,
  },
  'of tomorrow, agreed for today': {
    planned: '2026-01-06',
    due: '2026-01-05',
    status: 'PENDING',
    agreed: '2026-01-05T11:00',
    md: PARK,
  },
  'of today, agreed for later': {
    planned: '2026-01-05',
    due: '2026-01-07',
    status: 'ACTIVE',
    agreed: '2026-01-07T10:00',
    md: null,
  },
  today: { planned: '2026-01-05', due: '2026-01-05', status: 'ACTIVE', md: LEE },
  'completed today': { planned: '2026-01-05', due: '2026-01-05', status: 'COMPLETED', md: PARK },
  mine: { planned: '2026-01-05', due: '2026-01-05', status: 'ACTIVE', claimed: 'me', md: PARK },
  'a colleague’s': {
    planned: '2026-01-05',
    due: '2026-01-05',
    status: 'ACTIVE',
    claimed: 'another',
    md: null,
  },
  tomorrow: { planned: '2026-01-06', due: '2026-01-06', status: 'PENDING', md: LEE },
}

type Filters = Record<string, unknown>

/** What the contract says of each filter, and values to try it with. */
const FILTERS: Record<
  string,
  { holds: (fact: Fact, asked: unknown) => boolean; tried: readonly unknown[] }
> = {
  status: {
    holds: ({ status }, asked) => (asked as string[]).includes(status),
    tried: [
      ['PENDING'],
      ['ACTIVE'],
      ['COMPLETED'],
      ['SKIPPED'],
      ['ACTIVE', 'SKIPPED'],
      ['PENDING', 'ACTIVE', 'COMPLETED', 'SKIPPED'],
    ],
  },
  dueOn: { holds: ({ due }, asked) => due === asked, tried: ['2026-01-05', '2026-01-06'] },
  dueBefore: {
    holds: ({ due }, asked) => due < (asked as string),
    tried: ['2026-01-05', '2026-01-06'],
  },
  scheduled: {
    holds: ({ agreed }, asked) => (agreed !== undefined) === asked,
    tried: [true, false],
  },
  claimed: { holds: ({ claimed = 'none' }, asked) => claimed === asked, tried: ['me', 'none'] },
  sequence: { holds: ({ sequence = 1 }, asked) => sequence === asked, tried: [1, 2, 3] },
  mdId: {
    holds: ({ md }, asked) => md?.mdId === asked,
    tried: ['md-lee', 'md-park', 'md-nobody'],
  },
}

const place = ({ due, agreed = 'without a time' }: Fact) => due + agreed

/** The names of the calls that the filters leave, in the order of the worklist. */
function expected(filters: Filters, ids: ReadonlyMap<string, number>) {
  const asked = Object.entries({ status: ['PENDING', 'ACTIVE'], ...filters })
  return Object.entries(CALLS)
    .filter(([, fact]) => asked.every(([name, value]) => FILTERS[name]?.holds(fact, value)))
    .toSorted(
      ([one, mine], [other, theirs]) =>
        place(mine).localeCompare(place(theirs)) || (ids.get(one) ?? 0) - (ids.get(other) ?? 0),
    )
    .map(([name]) => name)
}

/** Every filter with each of its values, alone and with each other filter. */
function* combinations(): Generator<Filters> {
  const single = Object.entries(FILTERS).flatMap(([name, { tried }]) =>
    tried.map((value) => ({ name, value })),
  )
  yield {}
  for (const [index, one] of single.entries()) {
    yield { [one.name]: one.value }
    for (const other of single.slice(index + 1)) {
      if (other.name !== one.name) yield { [one.name]: one.value, [other.name]: other.value }
    }
  }
}

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { admin } = service
  const operator = await service.as('OPERATOR')
  const colleague = await service.as('OPERATOR')
  afterEach(() => service.at('2026-01-05T10:00'))

  describe('the worklist of a site', async () => {
    const site = newSite()
    const ids = new Map<string, number>()
    await startCycle(service, { site: newSite() })
    for (const [name, fact] of Object.entries(CALLS)) ids.set(name, await makeCall(fact))

    async function makeCall({ planned, agreed, claimed, status, sequence, md }: Fact) {
      const call =
        sequence === 2
          ? { id: await makeSecond() }
          : await callOn(service, planned, { site, md, lengthDays: planned < '2026' ? 7 : 1 })
      if (agreed) await command(admin, call, 'schedule', { scheduleAt: `${agreed}:00+09:00` })
      if (claimed) await command(claimed === 'me' ? operator : colleague, call, 'claim')
      if (status === 'COMPLETED') await command(operator, call, 'complete')
      if (status === 'SKIPPED') await command(operator, call, 'skip', { reason: 'REFUSED' })
      return call.id
    }

    /** The second call of the cycle that began before all others. */
    async function makeSecond() {
      const [first] = await listed(admin, { siteId: site.siteId, status: ['COMPLETED'] })
      const [, second] = await callsOf(service, first?.userCycleId ?? '')
      assert.ok(second)
      return second.id
    }

    const namesOf = (rows: { id: number }[]) => {
      const names = new Map([...ids].map(([name, id]) => [id, name]))
      return rows.map(({ id }) => names.get(id))
    }

    test('is its open calls by day, agreed times first and by time', async () => {
      const rows = await listed(operator, { siteId: site.siteId })

      assert.deepEqual(namesOf(rows), expected({}, ids))
      assert.deepEqual(namesOf(rows).slice(0, 3), [
        'overdue',
        'of tomorrow, agreed for today',
        'of yesterday, agreed for today',
      ])
    })

    test('is narrowed by every filter, alone and with each other, in that order', async () => {
      for (const filters of combinations()) {
        const rows = await listed(operator, { siteId: site.siteId, ...filters })

        assert.deepEqual(namesOf(rows), expected(filters, ids), JSON.stringify(filters))
      }
    })

    test('is narrowed by one status as by a list of one', async () => {
      for (const status of ['PENDING', 'ACTIVE', 'COMPLETED', 'SKIPPED']) {
        const rows = await listed(operator, { siteId: site.siteId, status })

        assert.deepEqual(namesOf(rows), expected({ status: [status] }, ids), status)
      }
    })

    test('is narrowed by several filters at once', async () => {
      const filters = {
        status: ['ACTIVE', 'COMPLETED'],
        dueOn: '2026-01-05',
        dueBefore: '2026-01-06',
        scheduled: false,
        claimed: 'none',
        sequence: 1,
        mdId: 'md-lee',
      }

      const rows = await listed(operator, { siteId: site.siteId, ...filters })

      assert.deepEqual(namesOf(rows), ['today'])
    })

    test('is the same by its address as by a search', async () => {
      for (const query of [
        'dueOn=2026-01-05&claimed=me',
        'status=PENDING&status=ACTIVE&scheduled=true',
        'status=COMPLETED&dueBefore=2026-01-05',
        'sequence=2&mdId=md-lee&scheduled=false',
      ]) {
        const asked = new URLSearchParams(query)
        const { body } = await operator<{ items: { id: number }[] }>(
          'GET',
          `/v1/outbounds?siteId=${site.siteId}&limit=200&${query}`,
        )
        const filters: Filters = {}
        for (const name of asked.keys()) filters[name] = parsed(asked, name)
        assert.deepEqual(namesOf(body.items), expected(filters, ids), query)
        assert.ok(body.items.length > 0)
      }
    })

    test('shows with each call what an operator needs to decide', async () => {
      const rows = await listed(operator, { siteId: site.siteId, claimed: 'me' })

      const [row, ...others] = rows
      assert.deepEqual(others, [])
      assert.partialDeepStrictEqual(row, {
        status: 'ACTIVE',
        dueReason: 'PLAN',
        user: { userId: row?.userId, name: '김하나', phone: '+821012345678' },
        site,
        md: PARK,
        cycle: { startDate: '2026-01-05', lengthDays: 1, state: 'STARTED', day: 1 },
        lastMemo: null,
        openIssues: 0,
        attempts: 0,
        lastAttemptAt: null,
        lastMessage: null,
        claimedUntil: '2026-01-05T01:15:00.000Z',
      })
      assert.match(String(row?.claimedBy), /^token:\d+$/)
    })
  })

  describe('today', () => {
    for (const time of ['00:00', '08:59', '23:59']) {
      test(`at ${time} in Seoul is the day in Seoul`, async () => {
        const site = newSite()
        const yesterday = await callOn(service, '2026-01-05', { site })
        const today = await callOn(service, '2026-01-06', { site })
        const tomorrow = await callOn(service, '2026-01-07', { site })
        service.at(`2026-01-06T${time}`)

        const list = async (filters: object) =>
          (await listed(operator, { siteId: site.siteId, ...filters })).map(({ id }) => id)

        assert.deepEqual(await list({ status: ['ACTIVE'] }), [yesterday.id, today.id])
        assert.deepEqual(await list({ status: ['PENDING'] }), [tomorrow.id])
        const rows = await listed(operator, { siteId: site.siteId })
        assert.deepEqual(
          rows.map(({ status, cycle }) => [status, cycle.day]),
          [
            ['ACTIVE', 2],
            ['ACTIVE', 1],
            ['PENDING', 0],
          ],
        )
      })

      test(`at ${time} has the calls that are agreed for it`, async () => {
        const site = newSite()
        const call = await callOn(service, '2026-01-20', { site })
        await command(admin, call, 'schedule', { scheduleAt: `2026-01-06T${time}:00+09:00` })

        const rows = await listed(operator, { siteId: site.siteId, dueOn: '2026-01-06' })

        assert.deepEqual(
          rows.map(({ id, status, dueReason }) => [id, status, dueReason]),
          [[call.id, 'PENDING', 'AGREED']],
        )
      })
    }
  })
})

/** A filter as the body of a search gives it. */
function parsed(asked: URLSearchParams, name: string): unknown {
  if (name === 'status') return asked.getAll(name)
  const text = asked.get(name) ?? ''
  return name === 'scheduled' || name === 'sequence' ? (JSON.parse(text) as unknown) : text
}
