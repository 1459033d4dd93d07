import { plusDays } from '../../kernel/calendar.ts'
import { lifeOf } from '../life.ts'
import type { Story } from '../story.ts'

/** The cycle's start was put off by three days after it had begun, and its open calls with it. */
export const rescheduled: Story = {
  people: 5,
  tell(person, present) {
    const life = lifeOf(person, person.chance.between(6, 18), present)
    const startDate = plusDays(life.startDate, 3)
    const at = present.on(life.dateOf(2), '13:15')
    return [life.started(), ...life.keptUp(1), life.told('UserCycleRescheduled', { startDate }, at)]
  },
}

/** Under treatment when Support went live: the calls before that day were skipped by the software. */
export const joinedMidway: Story = {
  people: 6,
  tell(person, present) {
    const day = person.chance.between(23, 30)
    const life = lifeOf(person, day, present)
    const planFrom = life.dateOf(20)
    const { name, phone, site, md } = person
    const start = { startDate: life.startDate, planFrom, user: { name, phone }, site, md }
    const at = present.on(planFrom, '07:00')
    return [life.told('UserCycleStarted', start, at), life.completed(21)]
  },
}
