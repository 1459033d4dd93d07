import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { toInstant } from '../../kernel/calendar.ts'
import type { Instant } from '../../kernel/values.ts'
import type { Answer } from './carrier.ts'
import type { Reply } from './exchange.ts'

type Said<What extends Reply['said']> = Extract<Reply, { said: What }>

const MOVED = new Set([301, 302, 307, 308])
const NOT_NOW = new Set([408, 425, 429])
const LONGEST_REASON = 200
const LONGEST_ID = 200
/** The years that every database here can hold: 1900 to 2999. */
const YEARS = /^(19|2\d)\d\d-/
/** Shorter ones stand in many words and tell nothing. */
const SHORTEST_SECRET = 4

/** What it means that no answer came: surely not taken where nothing was sent, else nobody knows. */
export function withoutAnswer({ sent, reason }: Said<'NOTHING'>): Answer {
  return sent
    ? { outcome: 'UNCERTAIN', reason: `no answer: ${reason}` }
    : { outcome: 'UNREACHABLE', reason: `no connection: ${reason}` }
}

/** Whether the status says "not now": nothing was taken, and later it may be. */
export function isNotNow(status: number): boolean {
  return status >= 500 || NOT_NOW.has(status)
}

/** What it means that an address sends us elsewhere, or answers what no carrier answers. */
export function astray(status: number): Answer {
  return MOVED.has(status)
    ? { outcome: 'REFUSED', reason: `HTTP ${status}: the address has moved` }
    : { outcome: 'UNCERTAIN', reason: `HTTP ${status}, which is no answer` }
}

/** The answer's JSON when it has that shape; undefined when it says something else, or half of it. */
export function jsonOf<Shape extends TSchema>(
  shape: Shape,
  { body }: Said<'ANSWER'>,
): Static<Shape> | undefined {
  try {
    const json: unknown = JSON.parse(body)
    return Value.Check(shape, json) ? json : undefined
  } catch {
    return undefined
  }
}

/** A carrier's sentence as it may be kept and shown: short, without telephone numbers and what is to be `hidden`. */
export function tidy(sentence: string, hidden: readonly string[]): string {
  const secrets = hidden.filter(({ length }) => length >= SHORTEST_SECRET)
  const shown = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), kept(sentence))
  const calm = shown
    .replaceAll(/\+?\d[\d\s-]{6,}\d/g, '…')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return Array.from(calm).slice(0, LONGEST_REASON).join('')
}

/** A carrier's own name for a message, as it may be kept. */
export function idOf(id: string | number | null | undefined): string | null {
  if (id === null || id === undefined) return null
  return Array.from(kept(String(id)))
    .slice(0, LONGEST_ID)
    .join('')
}

/** A time that a carrier tells; undefined where no database could hold it. */
export function timeOf(epochMilliseconds: number): Instant | undefined {
  const time = toInstant(epochMilliseconds)
  return YEARS.test(time) ? time : undefined
}

/** A text as every database can hold it. */
function kept(text: string): string {
  return text.toWellFormed().replaceAll('\0', ' ')
}
