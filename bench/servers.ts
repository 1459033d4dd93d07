import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export const root = path.join(import.meta.dirname, '..')

export type Server = Readonly<{
  url: string
  pid: number
  /** Milliseconds from the command to the line that says it is ready. */
  readyAfter: number
  stop: () => Promise<void>
}>

type Command = Readonly<{
  command: string
  args: readonly string[]
  env: Readonly<Record<string, string>>
  /** The process that serves, where the command is not it. */
  pidOf?: () => number
  /** What it says when it is ready, with its address. */
  ready?: RegExp
}>

const READY = /ready at (http\S+)/

/** Starts a server whose output goes to a file, as a real log would, and waits until it says that it is ready. */
export async function start({
  command,
  args,
  env,
  pidOf,
  ready = READY,
}: Command): Promise<Server> {
  const log = path.join(mkdtempSync(path.join(tmpdir(), 'anbu-bench-')), 'log')
  const file = openSync(log, 'a')
  const began = performance.now()
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', file, file],
  })
  const exited = once(child, 'exit')
  for (;;) {
    const url = ready.exec(readFileSync(log, 'utf8'))?.[1]
    if (url !== undefined) {
      const readyAfter = performance.now() - began
      const pid = pidOf?.() ?? child.pid ?? 0
      return { url, pid, readyAfter, stop: () => stop(pid, exited) }
    }
    if (child.exitCode !== null) throw new Error(`${command} ended: ${readFileSync(log, 'utf8')}`)
    await pause(10)
  }
}

async function stop(pid: number, exited: Promise<unknown>) {
  process.kill(pid, 'SIGTERM')
  await exited
}

/** The memory of a process that is in RAM, in MB. */
export function residentMemory(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
}
