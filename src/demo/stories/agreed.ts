import type { Instant } from '../../kernel/values.ts'
import {
  cancelOutboundSchedule,
  recordOutboundSchedule,
} from '../../support/user-outbound-plan/commands.ts'
import { lifeOf, type Life } from '../life.ts'
import type { Present } from '../present.ts'
import type { Story } from '../story.ts'

/** The agreed time has come and gone today. */
export const agreedEarlierToday: Story = {
  people: 4,
  tell: (person, present) => agreed(present.ago(person.chance.between(15, 120)))(person, present),
}

/** The agreed time comes within the next hours. */
export const agreedLaterToday: Story = {
  people: 5,
  tell: (person, present) => agreed(present.soon(person.chance.between(15, 200)))(person, present),
}

/** The user asked for another day. */
export const agreedForAnotherDay: Story = {
  people: 4,
  tell(person, present) {
    const day = present.inDays(person.chance.between(1, 5))
    return agreed(present.agreedOn(day, `${person.chance.between(10, 18)}:30`))(person, present)
  },
}

/** The user rang back: the agreed time holds no longer, and the call is overdue. */
export const agreementCanceled: Story = {
  people: 3,
  tell(person, present) {
    const life = lifeOf(person, 9, present)
    const at = present.agreedOn(present.inDays(3), '16:00')
    return [
      life.started(),
      ...life.keptUp(6),
      agree(life, { call: 7, contactAt: at, on: present.on(life.dateOf(7), '14:20') }),
      life.done(7, (support, id) => cancelOutboundSchedule(support, { id }), {
        at: present.on(life.dateOf(8), '11:05'),
      }),
    ]
  },
}

/** Agreed once, and then moved to a later hour of today. */
export const agreementMoved: Story = {
  people: 2,
  tell(person, present) {
    const life = lifeOf(person, 22, present)
    return [
      life.started(),
      ...life.keptUp(20),
      agree(life, {
        call: 21,
        contactAt: present.ago(30),
        on: present.on(life.dateOf(21), '10:40'),
      }),
      agree(life, {
        call: 21,
        contactAt: present.soon(90),
        on: present.on(life.dateOf(21), '17:50'),
      }),
    ]
  },
}

function agreed(contactAt: Instant): Story['tell'] {
  return (person, present) => {
    const call = person.chance.oneOf([7, 21])
    const life = lifeOf(person, call + 1, present)
    const on = onTheDay(life, call, present)
    return [life.started(), ...life.keptUp(call - 1), agree(life, { call, contactAt, on })]
  }
}

function onTheDay(life: Life, call: number, present: Present) {
  return present.on(life.dateOf(call), '15:10')
}

type Agreement = Readonly<{ call: number; contactAt: Instant; on: Instant }>

function agree(life: Life, { call, contactAt: scheduleAt, on: at }: Agreement) {
  return life.done(call, (support, id) => recordOutboundSchedule(support, { id, scheduleAt }), {
    at,
  })
}
