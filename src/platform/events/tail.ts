import { setTimeout as pause } from 'node:timers/promises'
import { run, type Sql } from '../db/db.ts'
import { numberEvents } from './sequencer.ts'

/** That something changed, without names or texts. */
export type Change = Readonly<{
  position: number
  entity: string
  id: string | number
  userId: string | null
  userCycleId: string | null
  version: number
  type: string
  /** The site of the user it concerns, by which a reader may or may not see it; `userId` null concerns everybody. */
  siteId: string | null
}>

/** Reads so many of the changes after a position, in order. */
export type ReadChanges = (sql: Sql, after: number, limit: number) => Promise<Change[]>

/** How long to wait for more, in milliseconds, and until when at most. */
type Patience = Readonly<{ for: number; until: AbortSignal }>

const BUSY_WAIT = 40
/** A look that takes long, since the database is busy, is followed by a longer wait: this many times as long. */
const RESTRAINT = 4
const IDLE_WAIT = 400
const REMEMBERED = 5_000
/** How many changes a reader is given in one go, so that a slow one holds no more than these. */
const AT_ONCE = 500
/** How many new ones are read in one go for all who wait. */
const NEW_AT_ONCE = 1_000

/**
 * The end of the event log, followed once a process however many are listening. It numbers what is committed, keeps
 * the latest changes while somebody waits for them, and wakes whoever does; readers who are further behind read the
 * database.
 */
export class Tail {
  readonly #sql: Sql
  readonly #read: ReadChanges
  readonly #failed: (error: unknown) => void
  readonly #closing = new AbortController()
  #recent: Change[] = []
  #end = 0
  readonly #waiting = new Set<() => void>()
  #running: Promise<void> | undefined

  constructor(sql: Sql, read: ReadChanges, failed: (error: unknown) => void) {
    this.#sql = sql
    this.#read = read
    this.#failed = failed
  }

  async open(): Promise<void> {
    this.#end = await this.#lastPosition()
    this.#running = this.#follow()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#wake()
    await this.#running
  }

  /** Where the log ends now: a reader who begins here sees what comes. */
  get end(): number {
    return this.#end
  }

  /** The next changes after a position, oldest first; empty when there are none yet. */
  async after(position: number): Promise<readonly Change[]> {
    if (position >= this.#end) return []
    const [oldest] = this.#recent
    if (oldest !== undefined && oldest.position <= position + 1) {
      const next = this.#recent.findLastIndex((one) => one.position <= position) + 1
      return this.#recent.slice(next, next + AT_ONCE)
    }
    return await this.#read(this.#sql, position, AT_ONCE)
  }

  /** Waits until there may be more than that position, until it closes, or until the reader's patience ends. */
  async moreThan(position: number, patience: Patience): Promise<void> {
    if (this.#end > position || this.closed || patience.until.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const wake = () => resolve()
    const timer = setTimeout(wake, patience.for).unref()
    patience.until.addEventListener('abort', wake)
    this.#waiting.add(wake)
    await promise
    this.#waiting.delete(wake)
    patience.until.removeEventListener('abort', wake)
    clearTimeout(timer)
  }

  get closed(): boolean {
    return this.#closing.signal.aborted
  }

  async #follow() {
    let wait = BUSY_WAIT
    while (!this.closed) {
      const began = performance.now()
      try {
        const found = await this.#advance()
        const took = performance.now() - began
        wait = found ? Math.max(BUSY_WAIT, took * RESTRAINT) : Math.min(wait * 2, IDLE_WAIT)
      } catch (error) {
        this.#failed(error)
        wait = IDLE_WAIT
      }
      await pause(wait, undefined, { signal: this.#closing.signal }).catch(() => 'closing')
    }
  }

  async #advance(): Promise<boolean> {
    await numberEvents(this.#sql)
    return this.#waiting.size > 0 ? await this.#tell() : await this.#pass()
  }

  /** Reads what is new for those who wait for it. */
  async #tell(): Promise<boolean> {
    const fresh = await this.#read(this.#sql, this.#end, NEW_AT_ONCE)
    const last = fresh.at(-1)
    if (last === undefined) return false
    this.#recent = [...this.#recent, ...fresh].slice(-REMEMBERED)
    this.#end = last.position
    this.#wake()
    return true
  }

  /** Goes on to the end unread: nobody waits, and whoever comes back meanwhile reads the database. */
  async #pass(): Promise<boolean> {
    const end = await this.#lastPosition()
    if (end === this.#end) return false
    this.#recent = []
    this.#end = end
    this.#wake()
    return true
  }

  async #lastPosition(): Promise<number> {
    const [top] = await run<{ end: number }>(
      this.#sql,
      'select coalesce(max(position), 0) as end from support.event_position',
      [],
    )
    return top?.end ?? 0
  }

  #wake() {
    for (const wake of this.#waiting) wake()
  }
}
