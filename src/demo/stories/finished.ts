import { CYCLE_DAYS, lifeOf } from '../life.ts'
import type { Story } from '../story.ts'

/** The last survey is done, so that the last call completed by itself; the cycle runs to its end. */
export const surveyDone: Story = {
  people: 5,
  tell(person, present) {
    const { chance } = person
    const life = lifeOf(person, chance.between(40, 48), present)
    const survey = present.on(life.dateOf(chance.between(37, 40)), '20:30')
    return [life.started(), ...life.keptUp(21), life.told('LastSurveyCompleted', {}, survey)]
  },
}

/** A whole cycle, all of its calls made. */
export const finished: Story = {
  people: 6,
  tell(person, present) {
    const life = lifeOf(person, CYCLE_DAYS + person.chance.between(2, 50), present)
    return [
      life.started(),
      ...life.keptUp(CYCLE_DAYS),
      life.ended(CYCLE_DAYS + 1, '치료 주기를 모두 마침'),
    ]
  },
}

/** The treatment was given up, and the calls still open were skipped with it. */
export const endedEarly: Story = {
  people: 4,
  tell(person, present) {
    const last = person.chance.between(9, 19)
    const life = lifeOf(person, last + person.chance.between(1, 14), present)
    return [life.started(), ...life.keptUp(7), life.ended(last, '부작용으로 처방이 중단됨')]
  },
}

/** Back for a second cycle after a finished first one. */
export const cameBack: Story = {
  people: 4,
  tell(person, present) {
    const day = person.chance.between(2, 20)
    const first = lifeOf(person, day + CYCLE_DAYS + 14, present)
    const second = lifeOf(person, day, present, 2)
    return [
      first.started(),
      ...first.keptUp(CYCLE_DAYS),
      first.ended(CYCLE_DAYS + 1, '치료 주기를 모두 마침'),
      second.started(),
      ...second.keptUp(),
    ]
  },
}
