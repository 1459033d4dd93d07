import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { Reply } from '../api.ts'
import { audit, type Recorded } from './audit.ts'
import { COMMANDS } from './commands.ts'
import { tidings } from './inbound.ts'
import { settle } from './messages.ts'
import { nth, who } from './one.ts'
import type { Real } from './step.ts'
import {
  dayIn,
  plusDays,
  type Call,
  type Cycle,
  type Issue,
  type Memo,
  type Message,
  type User,
  type World,
} from './world.ts'

/** A command on something; doubled when a nervous finger sends it twice at once under one key. */
const command = fc.oneof(
  ...Object.entries(COMMANDS).map(([name, { orders }]) =>
    fc.record({ name: fc.constant(name), who, nth, order: orders, doubled: fc.boolean() }),
  ),
)
const moment = fc.record({
  commands: fc.array(command, { minLength: 6, maxLength: 24, size: 'max' }),
  events: fc.array(tidings, { maxLength: 8, size: 'max' }),
})

/** What operators and other systems do, several at the same moment, a few moments long. */
export const moments = fc.array(moment, { minLength: 2, maxLength: 6, size: 'max' })

type Moment = typeof moment extends fc.Arbitrary<infer Drawn> ? Drawn : never

/**
 * Lets moments happen, all deeds of each at once. Nobody can foretell who wins; but every change that was answered is
 * in the log once, under whoever was told so, and nobody else's is.
 */
export async function endure(real: Real, world: World, happening: readonly Moment[]) {
  const told: string[] = []
  await begin(real, world)
  for (const { commands, events } of happening) {
    await lookAround(real, world)
    const given = commands.filter(({ name }) => !world.quiet.has(name))
    const heard = events.filter(({ type }) => !world.quiet.has(type))
    const deeds = [
      ...given.map((one) => give(real, world, one)),
      ...heard.map((tell) => send(real, tell(world))),
    ]
    told.push(...(await Promise.all(deeds)).filter((change) => change !== undefined))
  }
  await settle(real, world)
  const users = [0, 1, 2].map((user) => `${world.run}-user-${user}`)
  const recorded = await audit(real.service, users)
  assert.deepEqual(told.toSorted(), recorded.filter(byOperators(world)).map(briefly).toSorted())
}

/** Two people are in treatment, so that nothing waits for a cycle to begin. */
async function begin(real: Real, { run, now }: World) {
  for (const user of [0, 1]) {
    const about = { userId: `${run}-user-${user}`, userCycleId: `${run}-cycle-${user}-0` }
    const person = { user: { name: '김하나' }, site: { siteId: `${run}-a` } }
    const data = { ...about, startDate: plusDays(dayIn(now), -7), ...person }
    await send(real, { type: 'UserCycleStarted', data })
  }
}

type Answered = Readonly<{ id?: number; version?: number; requestId?: string }>

/** Gives the command, and answers the change that it was told to have made. */
async function give({ as }: Real, world: World, one: Moment['commands'][number]) {
  const { order, doubled } = one
  const question = order.question(world, one.nth)
  if (question === undefined) return undefined
  const key = { 'idempotency-key': randomUUID() }
  const ask = (headers: Record<string, string>) =>
    as[one.who]<Answered>(question.method, question.url, question.body, headers)
  const replies = await Promise.all(doubled ? [ask(key), ask(key)] : [ask({})])
  for (const reply of replies) expectAnswer(reply)
  const [done, same] = replies.filter(({ status }) => status < 300)
  if (done === undefined || order.event === undefined) return undefined
  if (same !== undefined) assert.deepEqual(same.body, done.body)
  const { id, version = 1, requestId = `${id} ${version}` } = done.body
  return `${order.event} ${requestId} by ${world.callers[one.who].by}`
}

async function send({ as: { admin } }: Real, event: object): Promise<undefined> {
  const envelope = { specversion: '1.0', source: '/turmoil', ...event, id: randomUUID() }
  expectAnswer(await admin('POST', '/v1/events', envelope))
}

/** Whatever happens, the answer is the deed done or a rule that says no. */
function expectAnswer({ status, body }: Reply<unknown>) {
  const expected = [200, 201, 202, 400, 403, 404, 409, 422]
  assert.ok(expected.includes(status), `${status} ${JSON.stringify(body)}`)
}

/** Finds out what there is to be commanded: no more of it than its address. */
async function lookAround({ as: { admin } }: Real, world: World) {
  const list = async <Thing>(url: string) => {
    const { status, body } = await admin<{ items: Thing[] }>('GET', url)
    return status === 200 ? body.items : []
  }
  const seen = {
    calls: [] as Call[],
    memos: [] as Memo[],
    issues: [] as Issue[],
    messages: [] as Message[],
  }
  for (const userCycleId of cyclesOf(world)) {
    const url = `/v1/user-cycles/${userCycleId}`
    const { status, body: cycle } = await admin<Cycle & User>('GET', url)
    if (status !== 200) continue
    world.cycles.set(userCycleId, cycle)
    world.users.set(cycle.userId, cycle)
    seen.calls.push(...(await list<Call>(`${url}/outbounds`)))
    seen.memos.push(...(await list<Memo>(`${url}/memos`)))
    seen.issues.push(...(await list<Issue>(`${url}/issues`)))
    seen.messages.push(...(await list<Message>(`${url}/messages`)))
  }
  Object.assign(world, seen)
}

function cyclesOf({ run }: World): string[] {
  return [0, 1, 2].flatMap((user) => [0, 1].map((cycle) => `${run}-cycle-${user}-${cycle}`))
}

const CERTAIN = new Set(
  Object.values(COMMANDS).flatMap(({ event }) => (event === undefined ? [] : [event])),
)

function byOperators({ callers }: World) {
  const people = new Set(Object.values(callers).map(({ by }) => by))
  return ({ type, actor }: Recorded) => people.has(actor) && CERTAIN.has(type)
}

function briefly({ type, entityId, version, actor, data }: Recorded): string {
  const { requestId = `${entityId} ${version}` } = data as Answered
  return `${type} ${requestId} by ${actor}`
}
