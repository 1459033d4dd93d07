import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'

const main = path.join(import.meta.dirname, '../main.ts')
/** Compiled code is kept between starts, which makes each a third of a second shorter. */
const compiled = path.join(import.meta.dirname, '../../.tmp/compiled')
const READY = /^Anbu is ready at (\S+)$/m
const PATIENCE = 60_000

export const BOOTSTRAP = 'a-bootstrap-token-that-is-long-enough'

/** What the process finds in its environment: nothing of ours but the way to programs, and what is given. */
export type Environment = Readonly<Record<string, string>>

/** How a process of ours ended, and everything that it said. */
export type Ended = Readonly<{
  code: number | null
  signal: NodeJS.Signals | null
  out: string
  err: string
}>

/** Runs `anbu` with those arguments until it ends by itself. */
export async function anbu(args: readonly string[], env: Environment = {}): Promise<Ended> {
  return await begin(args, env).ended
}

/** A process of the real server that is ready to answer, or an error with what it said instead. */
export async function startServer(env: Environment = {}) {
  const server = beginServer(env)
  const url = await server.ready
  return { ...server, url }
}

export type Server = Awaited<ReturnType<typeof startServer>>

/** A process of the real server that has just begun, on a free port and without demo data unless told otherwise. */
export function beginServer(env: Environment = {}) {
  const usual = { PORT: '0', ANBU_DEMO: '0', ANBU_RATE_LIMIT: '0', ANBU_LOG: 'warn' }
  const begun = begin(['serve'], { ...usual, ANBU_BOOTSTRAP_TOKEN: BOOTSTRAP, ...env })
  const ready = becomesReady(begun)
  // Whoever kills it before it is ready does not ask for this.
  ready.catch(() => 'not ready')
  return {
    ...begun,
    ready,
    /** Ends it as an orchestrator does, and answers how it went. */
    stop: async (): Promise<Ended> => {
      begun.child.kill('SIGTERM')
      return await begun.ended
    },
    /** Ends it as a power switch does. */
    kill: async (): Promise<Ended> => {
      begun.child.kill('SIGKILL')
      return await begun.ended
    },
  }
}

type Begun = Readonly<{
  child: ChildProcess
  ended: Promise<Ended>
  said: () => Readonly<{ out: string; err: string }>
}>

function begin(args: readonly string[], env: Environment): Begun {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'], NO_COLOR: '1', NODE_COMPILE_CACHE: compiled, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  const out = collected(child.stdout)
  const err = collected(child.stderr)
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      process.off('exit', endWithUs)
      resolve({ code, signal, out: out(), err: err() })
    })
  })
  return { child, ended, said: () => ({ out: out(), err: err() }) }
}

async function becomesReady({ child, ended, said }: Begun): Promise<string> {
  const giveUp = AbortSignal.timeout(PATIENCE)
  for (;;) {
    const url = READY.exec(said().out)?.[1]
    if (url !== undefined) return url
    if (child.exitCode !== null || child.signalCode !== null) {
      const { code, signal, err } = await ended
      throw new Error(`The server ended with ${code ?? signal} before it was ready: ${err}`)
    }
    if (giveUp.aborted) throw new Error(`The server was not ready in ${PATIENCE} ms: ${said().err}`)
    await pause(10)
  }
}

function collected(stream: Readable): () => string {
  let text = ''
  stream.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  return () => text
}

/** A folder of one's own under the system's temporary one. */
export function temporaryFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'anbu-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
