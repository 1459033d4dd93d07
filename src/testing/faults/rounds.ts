import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Place } from '../places.ts'
import { beginServer, startServer } from '../server.ts'
import { inspect, type Found } from './inspection.ts'
import { openProgramme, tellNews, workCalls, type Ledger } from './programme.ts'
import { Reader } from './reader.ts'

const OPERATORS = 6
const CYCLES = 8
/** Milliseconds of load, at most, before the server is killed. */
const LOAD = 400
/** One in so many servers is killed while it is starting. */
const STILLBORN = 8

export type Round = Found & { readonly after: number }

/**
 * Kills a real server under load, as often as asked for, and looks after each restart whether anything that it
 * acknowledged is lost, doubled or torn.
 */
export async function surviveKills(
  place: Place,
  rounds: number,
  say: (round: Round) => void = () => {},
): Promise<Round[]> {
  const reader = new Reader()
  const done: Round[] = []
  let server = await startServer(place.env)
  for (let round = 0; round < rounds; round += 1) {
    const ledger = await openProgramme(server.url, CYCLES)
    const after = await killUnderLoad(server, ledger, reader)
    if (randomInt(STILLBORN) === 0) await killWhileStarting(place)
    server = await startServer(place.env)
    await reader.catchUp(server.url)
    const found = await inspect(server.url, ledger, reader.events)
    done.push({ ...found, after })
    say({ ...found, after })
  }
  await sameForEverybody(server.url, reader)
  const { code } = await server.stop()
  assert.equal(code, 0)
  return done
}

type Running = Awaited<ReturnType<typeof startServer>>

async function killUnderLoad({ url, kill }: Running, ledger: Ledger, reader: Reader) {
  const shares = Array.from({ length: OPERATORS }, (_, operator) =>
    ledger.calls.filter((_call, nth) => nth % OPERATORS === operator),
  )
  const after = randomInt(LOAD)
  const load = Promise.all([
    ...shares.map((calls) => workCalls(url, calls)),
    tellNews(url, ledger),
    reader.follow(url),
  ])
  await pause(after)
  await kill()
  await load
  return after
}

async function killWhileStarting({ env }: Place) {
  const { kill } = beginServer(env)
  await pause(randomInt(1_500))
  await kill()
}

/** Whoever reads from the beginning gets what the reader got that went on over every restart: each once, in one order. */
async function sameForEverybody(url: string, reader: Reader) {
  await reader.catchUp(url)
  const another = new Reader()
  await another.catchUp(url)
  const ids = reader.events.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual(
    another.events.map(({ id }) => id),
    ids,
  )
}
