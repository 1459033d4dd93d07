import { lifeOf } from '../life.ts'
import type { Story } from '../story.ts'

/**
 * Another system's mistakes about one user: an event that is malformed and one that contradicts what is known are dead
 * letters, and one for a cycle that has not started waits for it.
 */
export const badlyTold: Story = {
  people: 1,
  tell(person, present) {
    const life = lifeOf(person, 11, present)
    const next = lifeOf(person, -30, present, 2)
    const { name } = person
    const startDate = present.inDays(5)
    const user = { name, phone: '없음' }
    return [
      life.started(),
      ...life.keptUp(),
      life.told('UserProfileUpdated', { phone: '없음' }, present.on(life.dateOf(9), '03:00')),
      next.told('UserCycleStarted', { startDate, user }, present.on(life.dateOf(9), '03:01')),
      life.told(
        'UserCycleStarted',
        { startDate, user: { name } },
        present.on(life.dateOf(10), '03:00'),
      ),
      next.told('UserCycleRescheduled', { startDate }, present.on(life.dateOf(10), '03:01')),
    ]
  },
}
