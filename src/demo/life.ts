import { dateOfDay, plusDays } from '../kernel/calendar.ts'
import { isRefusal, type Refusal } from '../kernel/decision.ts'
import type { Instant, OperatorId, OutboundId, UserCycleId, UserId } from '../kernel/values.ts'
import type { InboundType } from '../support/inbound/contract.ts'
import { bury } from '../support/inbound/dead-letters.ts'
import { receive } from '../support/inbound/inbox.ts'
import type { Support } from '../support/support.ts'
import * as commands from '../support/user-outbound-plan/commands.ts'
import { findByUserCycleId } from '../support/user-outbound-plan/repository.ts'
import { completeWithMemo } from '../support/policies/complete-with-memo.ts'
import { chanceOf } from './chance.ts'
import { operatorName, type Person } from './people.ts'
import type { Present } from './present.ts'
import { sendDue } from './sending.ts'
import type { Moment } from './story.ts'

/** The days on which the programme calls, as the first migration plans them. */
const CALL_DAYS = [1, 7, 21, 42]
export const CYCLE_DAYS = 42

/** How many of a hundred completed calls left a memo. */
const WITH_MEMO = 40

type Command = (support: Support, id: OutboundId) => Promise<object | Refusal>
type Deed = (support: Support) => Promise<object | Refusal>

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

  const { done, did } = actsOf(person, userCycleId)

  const completed = (day: number, when: Partial<When> = {}) => {
    const memo = memoAfter(`${userCycleId} ${day}`)
    const complete: Command = (support, id) =>
      memo === undefined
        ? commands.completeOutbound(support, { id })
        : completeWithMemo(support, { id, memo })
    return done(day, complete, { at: duringDay(day), ...when })
  }

  return {
    userCycleId,
    startDate,
    dateOf,
    duringDay,
    told,
    /** A command on the call of that day. */
    done,
    /** Any other command of an operator's. */
    did,
    completed,

    /** What was clicked until then goes out, or waits while the carrier is away. */
    goesOut: (at: Instant): Moment => ({ at, happen: (support) => sendDue(support, present) }),

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

/** What operators do in that cycle, the person's own operator unless another is named. */
function actsOf({ operator }: Person, userCycleId: UserCycleId) {
  /** The cycle's calls by their day; none on a day that the plan had lost before the demo was asked for. */
  let ids: ReadonlyMap<number, OutboundId> | undefined
  const callOn = async ({ sql }: Support, day: number) => {
    const calls = ids === undefined ? await findByUserCycleId(sql, userCycleId) : []
    ids ??= new Map(calls.map(({ dayIndex, id }) => [dayIndex, id]))
    return ids.get(day)
  }

  return {
    done: (day: number, command: Command, { at, by = operator }: When): Moment => ({
      at,
      async happen(support) {
        const id = await callOn(support, day)
        if (id !== undefined) succeeded(await command(actingAs(by, support), id))
      },
    }),
    did: (command: Deed, { at, by = operator }: When): Moment => ({
      at,
      async happen(support) {
        succeeded(await command(actingAs(by, support)))
      },
    }),
  }
}

function actingAs(by: OperatorId, support: Support): Support {
  return { ...support, by, name: operatorName(by) }
}

/** What the operator noted, for some calls: chosen apart from the person's other chances. */
function memoAfter(call: string): string | undefined {
  const chance = chanceOf(call)
  return chance.percent(WITH_MEMO) ? chance.oneOf(MEMOS) : undefined
}

const MEMOS = [
  '앱은 매일 쓰고 있고 수면 일지도 빠짐없이 적고 계심',
  '처음 며칠은 힘들었으나 지금은 적응했다고 하심',
  '알림 시간이 맞지 않아 저녁 9시로 바꿔 드림',
  '주말에는 자주 잊는다고 하여 알림을 켜 드림',
  '두통이 있었으나 이틀 만에 나아졌다고 하심',
  '다음 진료일을 문의하여 병원 대표번호를 안내함',
  '가족이 대신 받음. 본인은 잘 지내고 있다고 전해 주심',
  '수면 시간이 한 시간쯤 늘었다며 만족해하심',
  '통화가 짧았음. 운전 중이라 다음에 자세히 듣기로 함',
  '설문 링크를 다시 보내 달라고 하여 안내함',
  '새 휴대전화로 바꾸어 다시 로그인하는 방법을 알려 드림',
  '약은 의사와 상의하여 줄이는 중이라고 하심',
] as const

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
