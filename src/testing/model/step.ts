import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type fc from 'fast-check'
import type { Call as Ask, Reply, Service } from '../api.ts'
import { callsOf, type Who, type World } from './world.ts'

/** The service that the model is compared with, and who speaks to it. */
export type Real = Readonly<{
  service: Service
  as: Readonly<Record<Who | 'admin', Ask>>
  /** Another system that reads the published events, from where it stopped. */
  reader: Reader
}>
export type Reader = { cursor: string | null }

/** Asks the service, and fails when it does not answer as foretold. */
export type Deed = (real: Real) => Promise<unknown>

/**
 * Something that may happen in a run. `play` is the model's side: it changes the world at once, and answers the deed
 * that makes the service do the same.
 */
export type Action<Args> = Readonly<{
  args: fc.Arbitrary<Args>
  play: (world: World, args: Args) => Deed
  /** Whether there is anything to do it to. */
  when?: (world: World, args: Args) => boolean
  /** How often it is drawn; 1 unless said otherwise. */
  weight?: number
}>

export type Steps = Readonly<{ weight: number; arbitrary: fc.Arbitrary<Step> }>
export type Step = fc.AsyncCommand<World, Real>

/** Makes steps of an action, named for the counterexample. */
export function action<Args>({ args, play, when, weight = 1 }: Action<Args>) {
  return (name: string): Steps => ({
    weight,
    arbitrary: args.map((drawn) => ({
      check: (world) => !world.quiet.has(name) && (when?.(world, drawn) ?? true),
      run: async (world, real) => {
        await play(world, drawn)(real)
      },
      toString: () => `${name} ${inShort(drawn)}`,
    })),
  })
}

/** What was drawn, for whoever reads the counterexample: long texts by their beginning. */
export function inShort(drawn: unknown): string {
  return JSON.stringify(drawn, (_, value: unknown) =>
    typeof value === 'string' && value.length > 40 ? `${value.slice(0, 20)}…` : value,
  )
}

export type Question = Readonly<{
  who: Who | 'admin'
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  body?: object | undefined
  headers?: Readonly<Record<string, string>>
}>

/** What the model says that the answer is: all of a problem that matters, or what the body holds at least. */
export type Foretold = Readonly<{ status: number; code?: number; body?: object }>

/** Asks, compares, and gives the answer; with `twice` once more under the same key, which must change nothing. */
export async function asks(
  { as }: Real,
  { who, method, url, body, headers = {} }: Question,
  foretold: Foretold & { twice?: boolean },
): Promise<Readonly<Record<string, unknown>>> {
  const key = foretold.twice === true ? { 'idempotency-key': randomUUID() } : {}
  const ask = () =>
    as[who]<Readonly<Record<string, unknown>>>(method, url, body, { ...headers, ...key })
  const first = await ask()
  compare(first, foretold)
  if (foretold.twice !== true) return first.body
  const again = await ask()
  compare(again, foretold)
  if (first.status < 300) {
    assert.deepEqual(again.body, first.body)
    assert.equal(again.headers['idempotent-replay'], 'true')
  }
  return first.body
}

function compare({ status, body }: Reply<object>, foretold: Foretold) {
  const { code } = foretold
  const said = code === undefined ? { status } : { status, code: 'code' in body ? body.code : null }
  const expected =
    code === undefined ? { status: foretold.status } : { status: foretold.status, code }
  assert.deepEqual(said, expected, JSON.stringify(body))
  if (foretold.body !== undefined) assert.partialDeepStrictEqual(body, foretold.body)
}

/** Learns the ids of a cycle's new calls. */
export async function learnIds(
  { as }: Real,
  world: World,
  cycle: { userCycleId: string },
): Promise<void> {
  const { body } = await as.admin<{ items: { id: number; sequence: number }[] }>(
    'GET',
    `/v1/user-cycles/${cycle.userCycleId}/outbounds`,
  )
  const calls = callsOf(world, cycle)
  assert.deepEqual(
    body.items.map(({ sequence }) => sequence),
    calls.map(({ sequence }) => sequence),
  )
  for (const [index, { id }] of body.items.entries()) {
    const call = calls[index]
    if (call !== undefined) call.id = id
  }
}
