import { dateOfDay, plusDays } from '../kernel/calendar.ts'
import { isRefusal, type Refusal } from '../kernel/decision.ts'
import type { Instant, OperatorId, OutboundId, UserCycleId, UserId } from '../kernel/values.ts'
import type { InboundType } from '../support/inbound/contract.ts'
import { bury } from '../support/inbound/dead-letters.ts'
import { receive } from '../support/inbound/inbox.ts'
import type { Support } from '../support/support.ts'
import * as commands from '../support/user-outbound-plan/commands.ts'
import { findByUserCycleId } from '../support/user-outbound-plan/repository.ts'
import type { Person } from './people.ts'
import type { Present } from './present.ts'
import type { Moment } from './story.ts'

/** The days on which the programme calls, as the first migration plans them. */
const CALL_DAYS = [1, 7, 21, 42]
export const CYCLE_DAYS = 42

type Command = (support: Support, id: OutboundId) => Promise<object | Refusal>

export type Life = ReturnType<typeof lifeOf>

/**
 * One cycle of a person, of which today is that day, and what may happen in it. What people do goes through the
 * commands and what other systems say through the inbox, as in real use.
 */
export function lifeOf(person: Person, today: number, present: Present, cycleNumber = 1) {
  const { userId, chance } = person
  const userCycleId = `${userId}-cycle-${cycleNumber}` as UserCycleId
  const startDate = plusDays(present.today, 1 - today)
  const dateOf = (day: number) => dateOfDay(startDate, day)

  /** A time of that day in working hours. */
  const duringDay = (day: number) =>
    present.on(dateOf(day), `${chance.between(10, 17)}:${chance.between(10, 59)}`)

  const told = (type: InboundType, data: object, at: Instant): Moment =>
    tellOf(userId, type, { data: { userId, userCycleId, ...data }, at })

  /** The cycle's calls by their day; none on a day that the plan had lost before the demo was asked for. */
  let ids: ReadonlyMap<number, OutboundId> | undefined
  const callOn = async ({ sql }: Support, day: number) => {
    const calls = ids === undefined ? await findByUserCycleId(sql, userCycleId) : []
    ids ??= new Map(calls.map(({ dayIndex, id }) => [dayIndex, id]))
    return ids.get(day)
  }

  const done = (day: number, command: Command, { at, by = person.operator }: When): Moment => ({
    at,
    async happen(support) {
      const id = await callOn(support, day)
      if (id !== undefined) succeeded(await command({ ...support, by }, id))
    },
  })

  const completed = (day: number, when: Partial<When> = {}) =>
    done(day, (support, id) => commands.completeOutbound(support, { id }), {
      at: duringDay(day),
      ...when,
    })

  return {
    userCycleId,
    startDate,
    dateOf,
    duringDay,
    told,
    done,
    completed,

    /** The cycle's first event, in the morning of its first day or the evening before. */
    started(more: object = {}): Moment {
      const { name, phone, site, md } = person
      const early = chance.percent(30) || today < 1
      const at = early
        ? present.on(dateOf(0), `${chance.between(18, 21)}:${chance.between(10, 59)}`)
        : present.on(startDate, `0${chance.between(6, 8)}:${chance.between(10, 59)}`)
      return told('UserCycleStarted', { startDate, user: { name, phone }, site, md, ...more }, at)
    },

    /** Every call planned up to that day was made on its day. */
    keptUp(through: number = today - 1): Moment[] {
      return CALL_DAYS.filter((day) => day <= through).map((day) => completed(day))
    },

    ended: (day: number, reason: string) =>
      told('UserCycleEnded', { reason }, present.on(dateOf(day), '23:10')),
  }
}

type When = Readonly<{ at: Instant; by?: OperatorId }>

/** An event about a user from another system, taken in as the API takes it in. */
function tellOf(userId: UserId, type: InboundType, { data, at }: Told): Moment {
  const id = `${type}/${userId}/${at}`
  const event = { specversion: '1.0', id, source: '/anbu/demo', type, time: at, data }
  return {
    at,
    async happen(support) {
      const { letter } = await receive(support, event)
      if (letter !== undefined) await bury(support.sql, [letter])
    },
  }
}

type Told = Readonly<{ data: object; at: Instant }>

function succeeded(outcome: object | Refusal) {
  if (isRefusal(outcome)) throw new Error(`the demo was refused: ${outcome.name}`)
}
