import {
  completeOutbound,
  revokeOutbound,
  skipOutbound,
} from '../../support/user-outbound-plan/commands.ts'
import type { SKIP_REASONS } from '../../support/user-outbound-plan/user-outbound-plan.ts'
import { lifeOf } from '../life.ts'
import type { Story } from '../story.ts'

type Reason = (typeof SKIP_REASONS)[number]

const NOTES: Readonly<Record<Reason, string>> = {
  REFUSED: '이번 주에는 통화를 원하지 않는다고 하심',
  UNREACHABLE: '세 번 전화했으나 받지 않으심',
  WITHDRAWN_FROM_TREATMENT: '치료 중단 의사를 밝히심',
  DUPLICATE: '전날 다른 상담원이 이미 통화함',
  OTHER: '해외 출장 중이라 통화가 어려움',
}

export const skippedRefused: Story = skipped('REFUSED')
export const skippedUnreachable: Story = skipped('UNREACHABLE')
export const skippedWithdrawnFromTreatment: Story = skipped('WITHDRAWN_FROM_TREATMENT')
export const skippedDuplicate: Story = skipped('DUPLICATE')
export const skippedOther: Story = skipped('OTHER')

/** Completed by mistake and taken back: the call is to be made again. */
export const completionWithdrawn: Story = {
  people: 4,
  tell(person, present) {
    const life = lifeOf(person, 8, present)
    const at = life.duringDay(7)
    const reason = '다른 환자의 통화를 잘못 완료 처리함'
    return [
      life.started(),
      ...life.keptUp(6),
      life.completed(7, { at }),
      life.done(7, (support, id) => revokeOutbound(support, { id, reason }), {
        at: present.on(life.dateOf(7), '18:15'),
      }),
    ]
  },
}

/** Skipped as unreachable, taken back when the user rang, and then completed. */
export const skipWithdrawn: Story = {
  people: 2,
  tell(person, present) {
    const life = lifeOf(person, 25, present)
    const on = (day: number, time: string) => ({ at: present.on(life.dateOf(day), time) })
    const skip = { reason: 'UNREACHABLE', note: NOTES.UNREACHABLE } as const
    return [
      life.started(),
      ...life.keptUp(20),
      life.done(21, (support, id) => skipOutbound(support, { id, ...skip }), on(22, '17:30')),
      life.done(21, (support, id) => revokeOutbound(support, { id }), on(23, '09:40')),
      life.done(21, (support, id) => completeOutbound(support, { id }), on(23, '09:52')),
    ]
  },
}

/** The user rang before the planned day, and the call was completed early. */
export const rangEarly: Story = {
  people: 4,
  tell(person, present) {
    const call = person.chance.oneOf([21, 42])
    const life = lifeOf(person, call - 2, present)
    const at = life.duringDay(call - 3)
    return [life.started(), ...life.keptUp(call - 4), life.completed(call, { at })]
  },
}

/** A call that was not made, for a reason that a person gave. */
function skipped(reason: Reason): Story {
  const tell: Story['tell'] = (person, present) => {
    const call = person.chance.oneOf([7, 21])
    const life = lifeOf(person, call + person.chance.between(0, 6), present)
    return [
      life.started(),
      ...life.keptUp(call - 1),
      life.done(call, (support, id) => skipOutbound(support, { id, reason, note: NOTES[reason] }), {
        at: life.duringDay(call),
      }),
    ]
  }
  return { people: 3, tell }
}
