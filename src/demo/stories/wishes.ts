import { changePreference } from '../../support/policies/profile.ts'
import {
  requestMdDelete,
  requestMdUpdate,
  requestSiteUpdate,
} from '../../support/user-support/commands.ts'
import type { Support } from '../../support/support.ts'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import { lifeOf } from '../life.ts'
import { anotherHospital, type Person } from '../people.ts'
import type { Story } from '../story.ts'

/** Does not want to be called any more, and so is on no day's list. */
export const wantsNoCalls: Story = wishing(1, ({ userId }) => (support) => {
  const wants = { calls: false, messages: true, reason: '전화 대신 문자로만 연락해 달라고 하심' }
  return changePreference(support, { id: userId, ...wants })
})

/** Does not want to be texted any more. */
export const wantsNoMessages: Story = wishing(1, ({ userId }) => (support) => {
  const wants = { calls: true, messages: false, reason: '문자는 보내지 말아 달라고 하심' }
  return changePreference(support, { id: userId, ...wants })
})

/** Moving to another hospital: asked for, and not answered. */
export const siteChangePending: Story = wishing(2, (person) => (support) => {
  const { siteId, name } = anotherHospital(person).site
  return requestSiteUpdate(support, { id: person.userId, siteId, name })
})

/** Another doctor was asked for. */
export const mdChangePending: Story = wishing(1, ({ userId, site }) => (support) => {
  const mdId = `${site.siteId}-md-8` as Person['md']['mdId']
  return requestMdUpdate(support, { id: userId, mdId, name: '유하람' })
})

/** To have no doctor any more was asked for. */
export const mdRemovalPending: Story = wishing(1, ({ userId }) => (support) => {
  return requestMdDelete(support, { id: userId })
})

/** Another hospital was asked for, which had no room. */
export const siteChangeRejected: Story = {
  people: 1,
  tell(person, present) {
    const life = lifeOf(person, 13, present)
    const { siteId, name } = anotherHospital(person).site
    let requestId = ''
    const asked = life.did(
      async (support) => {
        const user = await requestSiteUpdate(support, { id: person.userId, siteId, name })
        if (!isRefusal(user)) requestId = user.pendingChanges.at(-1)?.requestId ?? ''
        return user
      },
      { at: present.on(life.dateOf(9), '10:15') },
    )
    const at = present.on(life.dateOf(10), '16:00')
    const rejected = {
      at,
      happen: (support: Support) =>
        life
          .told('UserSiteUpdateRejected', { requestId, reason: '신규 환자를 받지 않음' }, at)
          .happen(support),
    }
    return [life.started(), ...life.keptUp(), asked, rejected]
  },
}

type Wish = (person: Person) => (support: Support) => Promise<object | Refusal>

/** Somebody whose wish an operator wrote down three days ago. */
function wishing(people: number, wish: Wish): Story {
  return {
    people,
    tell(person, present) {
      const life = lifeOf(person, person.chance.between(12, 19), present)
      const at = present.on(present.inDays(-3), '14:35')
      return [life.started(), ...life.keptUp(7), life.did(wish(person), { at })]
    },
  }
}
