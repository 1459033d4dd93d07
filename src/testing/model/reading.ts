import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Reply } from '../api.ts'
import { claim } from './call-rules.ts'
import { who } from './one.ts'
import { action, asks, type Real } from './step.ts'
import {
  dayIn,
  dueOf,
  later,
  plusDays,
  rowOf,
  sees,
  SYSTEM,
  today,
  worklistOf,
  type Filters,
  type Who,
  type World,
} from './world.ts'

/** How long before an agreed time the queue hands a call out. */
const EARLY = 5 * 60_000

/** Filters of the worklist and the queue, in the words of a world. */
export const filters: fc.Arbitrary<(world: World) => Filters> = fc
  .record(
    {
      days: fc.constantFrom(-1, 0, 1),
      dueOn: fc.constantFrom(true, false),
      scheduled: fc.boolean(),
      sequence: fc.constantFrom(1, 2, 4),
      site: fc.constantFrom('a', 'b', 'c'),
      md: fc.constantFrom('x', 'y'),
      hasOpenIssue: fc.boolean(),
    },
    { requiredKeys: ['dueOn'] },
  )
  .map(({ days, dueOn, site, md, ...own }) => {
    const drawn = (world: World): Filters => ({
      ...own,
      ...(days !== undefined && { [dueOn ? 'dueOn' : 'dueBefore']: plusDays(today(world), days) }),
      ...(site !== undefined && { siteId: `${world.run}-${site}` }),
      ...(md !== undefined && { mdId: `${world.run}-${md}` }),
    })
    return Object.assign(drawn, { toJSON: () => ({ days, dueOn, site, md, ...own }) })
  })

const listFilters = fc.record(
  {
    status: fc.subarray(['PENDING', 'ACTIVE', 'COMPLETED', 'SKIPPED'], { minLength: 1 }),
    claimed: fc.constantFrom('me' as const, 'none' as const),
    forgotten: fc.boolean(),
  },
  { requiredKeys: [] },
)

/** Somebody looks at the worklist, page by page. */
export const worklist = action({
  weight: 4,
  args: fc.record({
    who,
    some: fc.option(filters, { freq: 2 }),
    listFilters,
    limit: fc.constantFrom(1, 3, 200),
  }),
  play(world, { who: reader, some, listFilters: own, limit }) {
    const asked: Filters = { ...some?.(world), ...own }
    if (own.forgotten === true && !world.callers[reader].mayManage) {
      return async ({ as }) => {
        const { status } = await as[reader]('GET', `/v1/outbounds?${queryOf(asked)}`)
        assert.equal(status, 403)
      }
    }
    const expected = worklistOf(world, reader, asked).map((call) => rowOf(world, call))
    return (real) => agreeOnList(real, { reader, filters: asked, limit }, expected)
  },
})

/** The queue hands out the first call that can be worked now, to one person. */
export const next = action({
  weight: 3,
  args: fc.record({ who, some: fc.option(filters, { freq: 2 }), twice: fc.boolean() }),
  play(world, { who: caller, some, twice }) {
    const body = some?.(world) ?? {}
    const soon = later(world.now, EARLY)
    const call = worklistOf(world, caller, { ...body, claimed: 'none' }).find(
      (one) => dueOf(one).dueDate <= today(world) && (one.contactAt ?? '') <= soon,
    )
    if (call !== undefined) claim(world, call, world.callers[caller].by)
    const foretold = call ? { status: 200, body: rowOf(world, call) } : { status: 204 }
    const question = { who: caller, method: 'POST', url: '/v1/outbounds/next', body } as const
    return (real) => asks(real, question, { ...foretold, twice })
  },
})

/** Somebody looks at the badges: each is the length of a list. */
export const counts = action({
  weight: 2,
  args: fc.record({ who, days: fc.option(fc.constantFrom(-1, 1)) }),
  play(world, { who: reader, days }) {
    const day = plusDays(today(world), days ?? 0)
    const url = days === null ? '/v1/outbounds/counts' : `/v1/outbounds/counts?dueOn=${day}`
    const expected = countsOf(world, reader, day)
    return async ({ as }) => {
      const { body } = await as[reader]('GET', url)
      assert.deepEqual(body, expected)
    }
  },
})

/** Compares every reader's day, and what a manager sees beside it. */
export async function agreeOnLists(real: Real, world: World): Promise<void> {
  const all = ['PENDING', 'ACTIVE', 'COMPLETED', 'SKIPPED']
  for (const reader of ['hana', 'minjun', 'boss'] as const) {
    for (const asked of [
      {},
      { status: all },
      ...(reader === 'boss' ? [{ forgotten: true }] : []),
    ]) {
      const expected = worklistOf(world, reader, asked).map((call) => rowOf(world, call))
      await agreeOnList(real, { reader, filters: asked, limit: 200 }, expected)
    }
    const { body } = await real.as[reader]('GET', '/v1/outbounds/counts')
    assert.deepEqual(body, countsOf(world, reader, today(world)))
  }
}

async function agreeOnList(real: Real, asked: Asked, expected: readonly Row[]) {
  const rows = await pagesOf(real, asked)
  assert.deepEqual(
    rows.map(({ id }) => id),
    expected.map(({ id }) => id),
  )
  assert.partialDeepStrictEqual(rows, expected)
}

function countsOf(world: World, reader: Who, day: string) {
  const lengthOf = (asked: Filters) => worklistOf(world, reader, asked).length
  return {
    overdue: lengthOf({ dueBefore: day }),
    today: lengthOf({ dueOn: day }),
    scheduled: lengthOf({ dueOn: day, scheduled: true }),
    completedToday: world.calls.filter(
      (call) =>
        sees(world, reader, call) &&
        call.status === 'COMPLETED' &&
        call.resolvedBy !== SYSTEM &&
        call.resolvedAt !== null &&
        dayIn(call.resolvedAt) === day,
    ).length,
  }
}

type Row = { id: number }
type Page = { items: Row[]; nextCursor: string | null }
type Asked = { reader: Who; filters: Filters; limit: number }

/** Every row of a list, read by pages of that size, half of the time by POST. */
async function pagesOf({ as }: Real, { reader, filters: asked, limit }: Asked): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Record<string, unknown> = { ...asked, limit, ...(cursor !== '' && { cursor }) }
    const reply: Reply<Page> =
      limit === 3
        ? await as[reader]('POST', '/v1/outbounds/search', page)
        : await as[reader]('GET', `/v1/outbounds?${queryOf(page)}`)
    assert.equal(reply.status, 200)
    rows.push(...reply.body.items)
    cursor = reply.body.nextCursor
  }
  return rows
}

function queryOf(asked: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)]),
    ),
  )
  return query.toString()
}
