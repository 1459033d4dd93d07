import { claimOutbound } from '../../support/user-outbound-plan/commands.ts'
import { lifeOf } from '../life.ts'
import type { Story } from '../story.ts'

/** An operator is on the call right now. */
export const claimedNow: Story = {
  people: 4,
  tell(person, present) {
    const life = lifeOf(person, 7, present)
    const at = present.ago(person.chance.between(1, 9))
    return [
      life.started(),
      ...life.keptUp(),
      life.done(7, (support, id) => claimOutbound(support, { id, force: false }), { at }),
    ]
  },
}
