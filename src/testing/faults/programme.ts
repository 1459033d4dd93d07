import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import { ask, read, type Reply } from '../http.ts'

/** Something that was asked of one call, and whether we were told that it was done. */
export type Deed = Readonly<{
  kind: 'complete' | 'skip' | 'schedule' | 'withdraw'
  event: string
  method: 'POST' | 'PUT'
  path: string
  body: object
  key: string | undefined
}> & { acknowledged: boolean }

/** One call as the operator who works it knows it. */
export type Call = { readonly id: number; readonly userCycleId: string; readonly deeds: Deed[] }

/** An event from another system, and whether its sender was told that it arrived. */
export type News = Readonly<{
  id: string
  type: string
  data: { userCycleId: string } & object
}> & {
  acknowledged: boolean
}

/** What one round leaves to be looked for after the restart. */
export type Ledger = { readonly calls: Call[]; readonly news: News[] }

/** A programme of some cycles, all taken in by the time it answers. */
export async function openProgramme(url: string, cycles: number): Promise<Ledger> {
  const news = Array.from({ length: cycles }, newCycle)
  await Promise.all(news.map((one) => tell(url, one)))
  assert.ok(news.every(({ acknowledged }) => acknowledged))
  const calls = await Promise.all(
    news.map(({ data: { userCycleId } }) => callsOf(url, userCycleId)),
  )
  return { calls: calls.flat(), news }
}

async function callsOf(url: string, userCycleId: string): Promise<Call[]> {
  const path = `/v1/user-cycles/${userCycleId}/outbounds`
  const { items } = await read<{ items: { id: number }[] }>(url, path)
  return items.map(({ id }) => ({ id, userCycleId, deeds: [] }))
}

function newCycle(): News {
  const name = randomUUID().slice(0, 13)
  const data = {
    userId: `user-${name}`,
    userCycleId: `cycle-${name}`,
    startDate: new Date().toISOString().slice(0, 10),
    user: { name: '김하나', phone: '010-1234-5678' },
  }
  return { id: randomUUID(), type: 'UserCycleStarted', data, acknowledged: false }
}

/** Works calls one after another until the server is gone. */
export async function workCalls(url: string, calls: readonly Call[]): Promise<void> {
  for (const call of calls) {
    for (const deed of plannedFor(call)) {
      call.deeds.push(deed)
      await order(url, deed)
      if (!deed.acknowledged) return
    }
  }
}

/** Tells of new cycles one after another until the server is gone. */
export async function tellNews(url: string, ledger: Ledger): Promise<void> {
  for (;;) {
    const news = newCycle()
    ledger.news.push(news)
    await tell(url, news)
    if (!news.acknowledged) return
  }
}

/** Asks for the deed; an answer that it was not done is a failure, no answer is none. */
export async function order(url: string, deed: Deed): Promise<Reply<object>> {
  const reply = await ask<object>(url, deed)
  if (reply === undefined) return undefined
  assert.equal(reply.status, 200, `${deed.kind}: ${JSON.stringify(reply.body)}`)
  deed.acknowledged = true
  return reply
}

type Received = { accepted: number; duplicates: number; rejected: unknown[] }

export async function tell(url: string, news: News): Promise<Received | undefined> {
  const { id, type, data } = news
  const body = { specversion: '1.0', source: '/faults', id, type, data }
  const reply = await ask<Received>(url, { method: 'POST', path: '/v1/events', body })
  if (reply === undefined) return undefined
  assert.equal(reply.status, 202, JSON.stringify(reply.body))
  news.acknowledged = true
  return reply.body
}

/** What an operator does with a call: sometimes it is agreed for later first, sometimes taken back and made again. */
function plannedFor({ id }: Call): Deed[] {
  const first = randomInt(2) === 0 ? [schedule(id)] : []
  const done = randomInt(2) === 0 ? complete(id) : skip(id)
  const again = randomInt(3) === 0 ? [withdraw(id), complete(id)] : []
  return [...first, done, ...again]
}

const complete = (id: number) => toDo({ id, kind: 'complete', event: 'OutboundCompleted' }, {})
const skip = (id: number) =>
  toDo({ id, kind: 'skip', event: 'OutboundSkipped' }, { reason: 'UNREACHABLE', note: 'twice' })
const withdraw = (id: number) =>
  toDo({ id, kind: 'withdraw', event: 'OutboundWithdrawn' }, { reason: 'the wrong user' })
const schedule = (id: number) => {
  const scheduleAt = new Date(Date.now() + 86_400_000).toISOString()
  return toDo({ id, kind: 'schedule', event: 'OutboundScheduleRecorded' }, { scheduleAt })
}

function toDo(
  { id, kind, event }: Pick<Deed, 'kind' | 'event'> & { id: number },
  body: object,
): Deed {
  const key = randomInt(3) === 0 ? randomUUID() : undefined
  const method = kind === 'schedule' ? 'PUT' : 'POST'
  const path = `/v1/outbounds/${id}/${kind}`
  return { kind, event, method, path, body, key, acknowledged: false }
}
