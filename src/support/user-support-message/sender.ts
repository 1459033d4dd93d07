import { setTimeout as pause } from 'node:timers/promises'
import { isRefusal } from '../../kernel/decision.ts'
import type { MessageId } from '../../kernel/values.ts'
import { change } from '../../platform/change.ts'
import type { Carrier } from '../../platform/gateways/carrier.ts'
import { actOf, type Support } from '../support.ts'
import { standingOf } from './circumstances.ts'
import { collectReports } from './collecting.ts'
import { findDue } from './due.ts'
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
const BUSY_WAIT = 20
const IDLE_WAIT = 500
/** Failures of the carrier in a row after which it counts as broken. */
const BROKEN_AFTER = 5

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
  #running: Promise<unknown> | undefined
  #troubles = 0

  constructor(support: Support, carrier: Carrier, watch: Watch) {
    this.#support = support
    this.#carrier = carrier
    this.#watch = watch
  }

  open(): void {
    const works = [() => this.#batch(), () => this.#collectReports()]
    this.#running = Promise.all(works.map((work) => this.#repeat(work)))
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
    while (!this.#closing.signal.aborted && (await this.#collectReports()) > 0);
    await Promise.allSettled(this.#underWay)
  }

  /** Works again and again until it is closed: at once while it finds something to do, else in a while. */
  async #repeat(work: () => Promise<number>): Promise<void> {
    let wait = BUSY_WAIT
    while (!this.#closing.signal.aborted) {
      try {
        const worked = (await work()) > 0
        wait = worked ? BUSY_WAIT : Math.min(wait * 2, IDLE_WAIT)
      } catch (error) {
        this.#watch.failed(error)
        wait = IDLE_WAIT
      }
      await pause(wait, undefined, { signal: this.#closing.signal }).catch(() => 'closing')
    }
  }

  async #batch(): Promise<number> {
    const ids = await findDue(this.#support)
    const found = ids.length
    const worker = async () => {
      for (let id = ids.shift(); id !== undefined; id = ids.shift()) await this.#handle(id)
    }
    await this.#waitedFor(Promise.all(Array.from({ length: AT_ONCE }, worker)))
    return found
  }

  /** Has whoever drains wait for it, too. */
  async #waitedFor<Done>(work: Promise<Done>): Promise<Done> {
    this.#underWay.add(work)
    return await work.finally(() => this.#underWay.delete(work))
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
    const forbidden = forbidsTry(now)
    // Switched off since it was found to be due: it waits, as the others do.
    if (forbidden === 'SWITCHED_OFF') return
    const postponed = this.#postponed(present, forbidden)
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
    if (forbidden !== undefined) {
      return userSupportMessage.fail(message, { reason: forbidden, answered: null }, act)
    }
    const nextAttemptAt = message.forced ? act.at : afterQuiet(this.#support.calendar, act.at)
    if (nextAttemptAt === act.at) return undefined
    const later = { reason: 'QUIET_HOURS', nextAttemptAt, answered: null }
    return isStale(message, this.#rules().rules, nextAttemptAt)
      ? giveUp(message, act)
      : userSupportMessage.planRetry(message, later, act)
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

  /** Has a few reports collected, beside whatever is sent meanwhile; answers how many were asked for. */
  async #collectReports(): Promise<number> {
    const { report } = this.#carrier
    if (report === undefined) return 0
    return await this.#waitedFor(collectReports(this.#support, report, this.#closing.signal))
  }

  #rules() {
    const { calendar, settings } = this.#support
    return { rules: settings.sending, calendar, chance: Math.random() }
  }
}
