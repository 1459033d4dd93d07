import type { Problem } from './types.ts'
import { isOver, keyOf } from './unanswered.ts'

/** The server said no, and why. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
  get code(): number {
    return this.problem.code
  }
}

/** The server could not be asked, or did not answer: whether anything was done is not known. */
export class Unreachable extends Error {}

export function isRefused(error: unknown, code: number): error is Refused {
  return error instanceof Refused && error.code === code
}

type Asking = Readonly<{ signal?: AbortSignal | undefined }>

/** Reads. */
export async function get<Answer>(path: string, { signal }: Asking = {}): Promise<Answer> {
  return await ask<Answer>('GET', path, { signal })
}

/** Reads by a body, since what a person typed never stands in an address. */
export async function search<Answer>(
  path: string,
  body: object,
  { signal }: Asking = {},
): Promise<Answer> {
  return await ask<Answer>('POST', path, { body, signal })
}

/** Takes what is answered as a file of the server's name for it, or the usual one; never half of one. */
export async function download(path: string, body: object, usualName: string): Promise<void> {
  const headers = { ...headersOf({ body }), accept: 'text/csv' }
  const response = await reach(path, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw refusedBy(await response.text().catch(cannotReach), response)
  const file = URL.createObjectURL(await response.blob().catch(cannotReach))
  const link = document.createElement('a')
  link.href = file
  const said = response.headers.get('content-disposition') ?? ''
  link.download = /filename="([^"/\\]+)"/.exec(said)?.[1] ?? usualName
  link.click()
  setTimeout(() => URL.revokeObjectURL(file), KEPT_FOR)
}

/** How long a file stays at hand for the browser to save it, in milliseconds. */
const KEPT_FOR = 60_000

type Write = Readonly<{ ifMatch?: number | undefined }>

/**
 * Changes something, once: the same act said again, because its first answer never came or by a double click, carries
 * the same Idempotency-Key, so that the server does it once and answers the same.
 */
export async function send<Answer>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body: object = {},
  { ifMatch }: Write = {},
): Promise<Answer> {
  const act = { method, path, body }
  const key = keyOf(act)
  try {
    const answer = await ask<Answer>(method, path, { body, key, ifMatch })
    isOver(act)
    return answer
  } catch (error) {
    if (error instanceof Refused && error.problem.status < 500) isOver(act)
    throw error
  }
}

type Sent = Asking & Write & Readonly<{ body?: object; key?: string }>

async function ask<Answer>(method: string, path: string, sent: Sent): Promise<Answer> {
  const response = await reach(path, {
    method,
    headers: headersOf(sent),
    ...(sent.body !== undefined && { body: JSON.stringify(sent.body) }),
    ...(sent.signal !== undefined && { signal: sent.signal }),
  })
  const text = await response.text().catch(cannotReach)
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as Answer
  throw refusedBy(text, response)
}

function refusedBy(text: string, response: Response): Refused {
  const problem = problemIn(text, response)
  if (problem.code === 4010 && problem['reason'] !== 'WRONG_SIGN_IN') {
    for (const listener of signedOut) listener()
  }
  return new Refused(problem)
}

async function reach(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...request, credentials: 'same-origin', cache: 'no-store' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    return cannotReach()
  }
}

function cannotReach(): never {
  throw new Unreachable()
}

function headersOf({ body, key, ifMatch }: Sent): Record<string, string> {
  return {
    accept: 'application/json',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(key !== undefined && { 'idempotency-key': key }),
    ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
    ...(!someoneIsThere() && { 'x-anbu-background': '1' }),
  }
}

/** A proxy's page instead of an answer of ours counts as no answer. */
function problemIn(text: string, { status }: Response): Problem {
  try {
    const problem = JSON.parse(text) as Partial<Problem>
    if (typeof problem.code === 'number') return problem as Problem
  } catch {
    // Not ours.
  }
  if (status >= 500) cannotReach()
  return { type: '', title: '', detail: '', instance: '', name: '', code: 0, status }
}

const signedOut = new Set<() => void>()

/** Calls back whenever the server does not know us any more. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener)
  return () => signedOut.delete(listener)
}

/** How long after the last key or click a request still counts as a person's. */
const ATTENTION = 10_000
let lastInput = -ATTENTION
for (const event of ['keydown', 'pointerdown', 'wheel']) {
  addEventListener(event, () => (lastInput = performance.now()), { capture: true, passive: true })
}

/** Requests that no person caused say so, lest they keep a session from running idle. */
function someoneIsThere(): boolean {
  return performance.now() - lastInput < ATTENTION
}
