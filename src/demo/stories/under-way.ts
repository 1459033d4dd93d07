import { lifeOf } from '../life.ts'
import type { Story } from '../story.ts'

/** The cycle begins today, and its first call is due. */
export const startsToday: Story = {
  people: 6,
  tell: (person, present) => [lifeOf(person, 1, present).started()],
}

/** The app is installed; the cycle begins tomorrow. */
export const startsTomorrow: Story = {
  people: 4,
  tell: (person, present) => [lifeOf(person, 0, present).started()],
}

/** Every call so far was made on its day, and none is due today. */
export const underWay: Story = {
  people: 7,
  tell(person, present) {
    const { chance } = person
    const day = chance.oneOf([chance.between(2, 6), chance.between(8, 20), chance.between(22, 41)])
    const life = lifeOf(person, day, present)
    return [life.started(), ...life.keptUp()]
  },
}

export const dueOnDay7: Story = { people: 6, tell: dueOn(7) }
export const dueOnDay21: Story = { people: 5, tell: dueOn(21) }
export const dueOnDay42: Story = { people: 6, tell: dueOn(42) }

function dueOn(day: number): Story['tell'] {
  return (person, present) => {
    const life = lifeOf(person, day, present)
    return [life.started(), ...life.keptUp()]
  }
}

/** The call of today has been made. */
export const completedToday: Story = {
  people: 8,
  tell(person, present) {
    const { chance } = person
    const day = chance.oneOf([7, 21, 42])
    const life = lifeOf(person, day, present)
    const at = present.ago(chance.between(20, 150))
    return [life.started(), ...life.keptUp(), life.completed(day, { at })]
  },
}
