import assert from 'node:assert/strict'
import { read } from '../http.ts'
import { order, tell, type Call, type Deed, type Ledger } from './programme.ts'
import type { Published } from './reader.ts'

type Outbound = { id: number; status: string; contactAt: string | null; version: number }
type Log = { id: number; type: string; relationId: number | null; meta: { kind?: string } }
type Cycle = Readonly<{ calls: Map<number, Outbound>; logs: readonly Log[] }>

/** What was found of a round's deeds that nobody was told about. */
export type Found = { acknowledged: number; there: number; absent: number; repeated: number }

/**
 * Looks for everything of a round after the restart: what was acknowledged is there once, in state, timeline and
 * events; what was not is there as a whole, or not at all. Then asks again for what can be asked again without harm.
 */
export async function inspect(
  url: string,
  { calls, news }: Ledger,
  events: readonly Published[],
): Promise<Found> {
  const found = { acknowledged: 0, there: 0, absent: 0, repeated: 0 }
  const published = Map.groupBy(events, ({ subject }) => subject)
  for (const one of news) {
    found.acknowledged += one.acknowledged ? 1 : 0
    if (!one.acknowledged) await sendAgain(url, one, found)
  }
  const cycles = new Map<string, Cycle>()
  for (const { data } of news) cycles.set(data.userCycleId, await lookAt(url, data.userCycleId))
  for (const call of calls) {
    const cycle = cycles.get(call.userCycleId)
    assert.ok(cycle)
    const done = asDone(call, cycle, published.get(call.userCycleId) ?? [])
    found.acknowledged += call.deeds.filter(({ acknowledged }) => acknowledged).length
    const lost = call.deeds.find(({ acknowledged }) => !acknowledged)
    if (lost === undefined) continue
    found[done.includes(lost) ? 'there' : 'absent'] += 1
    if (lost.key !== undefined)
      await askAgain(url, { call, lost, wasDone: done.includes(lost) }, found)
  }
  return found
}

/** Everything that the service answers of one cycle, which has all of its calls and began once. */
async function lookAt(url: string, userCycleId: string): Promise<Cycle> {
  const cycle = `/v1/user-cycles/${userCycleId}`
  const { items } = await read<{ items: Outbound[] }>(url, `${cycle}/outbounds`)
  const { items: logs } = await read<{ items: Log[] }>(url, `${cycle}/logs?limit=200`)
  assert.equal(items.length, 4)
  assert.equal(logs.filter(({ meta }) => meta.kind === 'UserCycleStarted').length, 1)
  return { calls: new Map(items.map((call) => [call.id, call])), logs: logs.toReversed() }
}

/** The deeds that were done to the call, by its events, having compared these with its state and timeline. */
function asDone(call: Call, { calls, logs }: Cycle, events: readonly Published[]): Deed[] {
  const own = events.filter(({ data }) => data['userOutboundId'] === call.id)
  const done = call.deeds.slice(0, own.length)
  assert.deepEqual(
    own.map(({ type }) => type),
    done.map(({ event }) => `anbu.support.${event}.v1`),
    'exactly one event for each deed, in order',
  )
  const forgotten = call.deeds.slice(own.length).filter(({ acknowledged }) => acknowledged)
  assert.deepEqual(forgotten, [], 'what was acknowledged is there')

  const entries = logs.filter(({ type, relationId }) => relationId === call.id && type !== 'LOG')
  assert.deepEqual(
    entries.map(({ type }) => type),
    done.map(({ kind }) =>
      kind === 'schedule' ? 'CONTACT_SCHEDULE_CHANGE' : 'OUTBOUND_STATUS_CHANGE',
    ),
    'exactly one timeline row for each deed, in order',
  )
  const told = events.filter(({ type }) => type.includes('SupportLogHistoryRecorded'))
  assert.deepEqual(
    told.filter(({ data }) => data['relationId'] === call.id).map(({ data }) => data['logId']),
    entries.map(({ id }) => id),
    'exactly one SupportLogHistoryRecorded for each timeline row',
  )
  const state = calls.get(call.id)
  assert.deepEqual(
    { version: state?.version, status: state?.status, isAgreed: state?.contactAt !== null },
    { version: 1 + done.length, ...stateAfter(done, state) },
  )
  return done
}

function stateAfter(done: readonly Deed[], state: Outbound | undefined) {
  const last = done.findLast(({ kind }) => kind !== 'schedule')?.kind
  // An open call is PENDING or ACTIVE, as its day has come or not.
  const open = state?.status === 'PENDING' ? 'PENDING' : 'ACTIVE'
  const status = last === 'complete' ? 'COMPLETED' : last === 'skip' ? 'SKIPPED' : open
  return { status, isAgreed: done.some(({ kind }) => kind === 'schedule') }
}

type Lost = { call: Call; lost: Deed; wasDone: boolean }

/** The same request under the same key: it is answered now, and was done once. */
async function askAgain(url: string, { call, lost, wasDone }: Lost, found: Found) {
  const reply = await order(url, lost)
  assert.equal(reply?.replayed, wasDone)
  const { version } = await read<Outbound>(url, `/v1/outbounds/${call.id}`)
  assert.equal(version, 1 + call.deeds.length)
  found.repeated += 1
}

/** The same event from the same sender: it is new, or a duplicate. */
async function sendAgain(url: string, news: Ledger['news'][number], found: Found) {
  const received = await tell(url, news)
  assert.equal((received?.accepted ?? 0) + (received?.duplicates ?? 0), 1)
  found[received?.accepted === 1 ? 'absent' : 'there'] += 1
  found.repeated += 1
}
