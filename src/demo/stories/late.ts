import { CYCLE_DAYS, lifeOf } from '../life.ts'
import type { Story } from '../story.ts'

/** The planned day has passed, and nobody has called. */
export const overdue: Story = {
  people: 10,
  tell(person, present) {
    const { chance } = person
    const call = chance.oneOf([1, 7, 21])
    const daysLate = call === 1 ? chance.between(1, 5) : chance.between(1, 12)
    const life = lifeOf(person, call + daysLate, present)
    return [life.started(), ...life.keptUp(call - 1)]
  },
}

/** The cycle's last day has passed, and its last call is still to be made. */
export const overtime: Story = {
  people: 3,
  tell(person, present) {
    const life = lifeOf(person, CYCLE_DAYS + person.chance.between(2, 10), present)
    return [life.started(), ...life.keptUp(21)]
  },
}

/** A cycle that nobody ended: it has left the day's list, and stands on the list of forgotten cycles. */
export const forgotten: Story = {
  people: 5,
  tell(person, present) {
    const life = lifeOf(person, CYCLE_DAYS + person.chance.between(20, 40), present)
    return [life.started(), ...life.keptUp(person.chance.oneOf([7, 21]))]
  },
}
