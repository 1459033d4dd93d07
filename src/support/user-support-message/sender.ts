import { setTimeout as pause } from 'node:timers/promises'
import { plusMinutes } from '../../kernel/calendar.ts'
import { isRefusal } from '../../kernel/decision.ts'
import type { MessageId } from '../../kernel/values.ts'
import { change } from '../../platform/change.ts'
import { run } from '../../platform/db/db.ts'
import type { Carrier } from '../../platform/gateways/carrier.ts'
import { actOf, type Support } from '../support.ts'
import { standingOf } from './circumstances.ts'
import { takeReport } from './commands.ts'
import { forbidsTry } from './guards.ts'
import { userSupportMessages } from './repository.ts'
import {
  afterQuiet,
  conclude,
  giveUp,
  isStale,
  leaseUntil,
  nextStep,
  type Said,
} from './sending.ts'
import * as userSupportMessage from './user-support-message.ts'
import type { UserSupportMessage, UserSupportMessageEvent } from './user-support-message.ts'

const AT_ONCE = 8
const BATCH = 200
const BUSY_WAIT = 20
const IDLE_WAIT = 500
/** Failures of the carrier in a row after which it counts as broken. */
const BROKEN_AFTER = 5
/** Minutes between two questions whether a message was delivered, and days after which nobody asks any more. */
const REPORT_EVERY = 1
const REPORT_DAYS = 3

/** What is told to whoever watches. */
export type Watch = Readonly<{
  tried: (carrier: string, outcome: Said['outcome'], seconds: number) => void
  ended: (status: 'SUCCESS' | 'FAILED', reason: string) => void
  failed: (error: unknown) => void
}>

/** Whether it is not known yet what became of the last try. */
function isOpen({ attempt }: UserSupportMessage): boolean {
  return attempt?.outcome === 'IN_FLIGHT' || attempt?.outcome === 'UNCERTAIN'
}

type Decide = (message: UserSupportMessage) => UserSupportMessageEvent | undefined

/**
 * Sends what is due, and finds out what became of it. A try is committed before the carrier is called and concluded
 * after it answered; between the two the message is in doubt, and what is in doubt is asked about, never sent again. So
 * a process may die at any moment, and any number of them may work on the same messages.
 */
export class Sender {
  readonly #support: Support
  readonly #carrier: Carrier
  readonly #watch: Watch
  readonly #closing = new AbortController()
  readonly #underWay = new Set<Promise<unknown>>()
  #running: Promise<void> | undefined
  #troubles = 0

  constructor(support: Support, carrier: Carrier, watch: Watch) {
    this.#support = support
    this.#carrier = carrier
    this.#watch = watch
  }

  open(): void {
    this.#running = this.#work()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
    await this.#carrier.close()
  }

  /** Whether the carrier has been failing: messages wait, everything else works. */
  get isDegraded(): boolean {
    return this.#troubles >= BROKEN_AFTER
  }

  /** Does everything that is due by the clock, and answers when nothing more is. */
  async drain(): Promise<void> {
    let found = 0
    do {
      await Promise.allSettled(this.#underWay)
      found = await this.#batch()
      // What the other loop took meanwhile is not due any more, and not done yet.
    } while (!this.#closing.signal.aborted && (found > 0 || this.#underWay.size > 0))
    await this.#collectReports()
  }

  async #work(): Promise<void> {
    let wait = BUSY_WAIT
    while (!this.#closing.signal.aborted) {
      try {
        const worked = (await this.#batch()) > 0
        if (!worked) await this.#collectReports()
        wait = worked ? BUSY_WAIT : Math.min(wait * 2, IDLE_WAIT)
      } catch (error) {
        this.#watch.failed(error)
        wait = IDLE_WAIT
      }
      await pause(wait, undefined, { signal: this.#closing.signal }).catch(() => 'closing')
    }
  }

  async #batch(): Promise<number> {
    const due = await run<{ id: MessageId }>(
      this.#support.sql,
      `select id from support.user_support_message where next_attempt_at <= $1
        order by next_attempt_at limit ${BATCH}`,
      [this.#support.now()],
    )
    const ids = due.map(({ id }) => id)
    const worker = async () => {
      for (let id = ids.shift(); id !== undefined; id = ids.shift()) await this.#handle(id)
    }
    const work = Promise.all(Array.from({ length: AT_ONCE }, worker))
    this.#underWay.add(work)
    await work.finally(() => this.#underWay.delete(work))
    return due.length
  }

  async #handle(id: MessageId): Promise<void> {
    if (this.#closing.signal.aborted) return
    const { sql } = this.#support
    const present = await userSupportMessages.load(sql, id, null)
    // Between the list and now another process may have begun a try, which must be left alone.
    if (present === undefined || !this.#isDue(present)) return
    switch (nextStep(present, this.#rules(), actOf(this.#support))) {
      case 'GIVE_UP':
        await this.#decide(present, (message) => giveUp(message, actOf(this.#support)))
        return
      case 'ASK':
        await this.#conclude(present, await this.#ask(present))
        return
      case 'TRY':
        await this.#try(present)
    }
  }

  async #try(present: UserSupportMessage): Promise<void> {
    const { phone, ...now } = await standingOf(this.#support, present)
    const postponed = this.#postponed(present, forbidsTry(now))
    if (postponed !== undefined || phone === null) {
      await this.#decide(present, () => postponed)
      return
    }
    const started = await this.#decide(present, (message) => {
      const act = actOf(this.#support)
      const lease = { carrier: this.#carrier.name, leaseUntil: leaseUntil(this.#rules(), act) }
      return userSupportMessage.startAttempt(message, lease, act)
    })
    if (started !== undefined) await this.#conclude(started, await this.#send(started, phone))
  }

  /** What happens instead of a try when one may not be made now. */
  #postponed(
    message: UserSupportMessage,
    forbidden: ReturnType<typeof forbidsTry>,
  ): UserSupportMessageEvent | undefined {
    const act = actOf(this.#support)
    if (forbidden !== undefined && forbidden !== 'SWITCHED_OFF') {
      return userSupportMessage.fail(message, { reason: forbidden, answered: null }, act)
    }
    const free = message.forced ? act.at : afterQuiet(this.#support.calendar, act.at)
    const nextAttemptAt = forbidden === undefined ? free : plusMinutes(act.at, 1)
    if (nextAttemptAt === act.at) return undefined
    const reason = forbidden ?? 'QUIET_HOURS'
    return isStale(message, this.#rules().rules, nextAttemptAt)
      ? giveUp(message, act)
      : userSupportMessage.planRetry(message, { reason, nextAttemptAt, answered: null }, act)
  }

  async #send({ key, content, kind, templateCode }: UserSupportMessage, to: string): Promise<Said> {
    if (content === null) return { outcome: 'REFUSED', reason: 'ERASED' }
    const code = templateCode === null ? {} : { templateCode }
    return await this.#timed(() => this.#carrier.send({ key, to, text: content, kind, ...code }))
  }

  async #ask(present: UserSupportMessage): Promise<Said> {
    const { phone } = await standingOf(this.#support, present)
    const key = present.attempt?.key ?? ''
    return await this.#timed(() => this.#carrier.find(key, { to: phone ?? undefined }))
  }

  async #timed(ask: () => Promise<Said>): Promise<Said> {
    const begun = performance.now()
    const said = await ask()
    if (said.outcome === 'UNREACHABLE' || said.outcome === 'UNCERTAIN') this.#troubles += 1
    else if (said.outcome !== 'UNKNOWN') this.#troubles = 0
    this.#watch.tried(this.#carrier.name, said.outcome, (performance.now() - begun) / 1_000)
    return said
  }

  /** Keeps what the carrier said of that very attempt; when another process was faster, its word stands. */
  async #conclude(present: UserSupportMessage, said: Said): Promise<void> {
    await this.#change(present, (message) => {
      if (!isOpen(message) || message.attempt?.number !== present.attempt?.number) return undefined
      return conclude(message, said, this.#rules(), actOf(this.#support))
    })
  }

  /** Decides of a message that is still due; undefined when somebody else took it, or nothing happened. */
  #decide(present: UserSupportMessage, decide: Decide): Promise<UserSupportMessage | undefined> {
    return this.#change(present, (message) => (this.#isDue(message) ? decide(message) : undefined))
  }

  #isDue({ nextAttemptAt }: UserSupportMessage): boolean {
    return nextAttemptAt !== null && nextAttemptAt <= this.#support.now()
  }

  async #change(
    present: UserSupportMessage,
    decide: Decide,
  ): Promise<UserSupportMessage | undefined> {
    let decided: UserSupportMessageEvent | undefined
    const message = await change(this.#support, userSupportMessages, {
      id: present.id,
      present,
      decide: (before) => {
        decided = decide(before)
        return decided
      },
    })
    if (decided === undefined || isRefusal(message)) return undefined
    if (message.status === 'SUCCESS' || message.status === 'FAILED') {
      this.#watch.ended(message.status, message.reason ?? '')
    }
    return message
  }

  /** Asks a carrier that does not report by itself what was delivered. */
  async #collectReports(): Promise<void> {
    const { report } = this.#carrier
    if (report === undefined) return
    const { sql, now } = this.#support
    const at = now()
    const asked = await run<{ key: string; id: string | null }>(
      sql,
      `update support.user_support_message set report_asked_at = $1
        where id in (select id from support.user_support_message
                      where status = 'SUCCESS' and delivered_at is null and undelivered_reason is null
                        and (report_asked_at is null or report_asked_at <= $2) and created_at > $3
                      order by report_asked_at nulls first, id limit ${BATCH})
       returning key, (select max(carrier_message_id) from support.message_attempt a
                        where a.key = user_support_message.key) as id`,
      [at, plusMinutes(at, -REPORT_EVERY), plusMinutes(at, -REPORT_DAYS * 24 * 60)],
    )
    for (const { key, id } of asked) {
      const found = await report(key, { id })
      if (found !== undefined) await takeReport(this.#support, found)
    }
  }

  #rules() {
    const { calendar, settings } = this.#support
    return { rules: settings.sending, calendar, chance: Math.random() }
  }
}
