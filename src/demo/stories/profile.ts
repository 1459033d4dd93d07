import { lifeOf } from '../life.ts'
import { anotherHospital, phoneBy } from '../people.ts'
import type { Story } from '../story.ts'

/** No hospital is known, so only callers without a limit of sites see the user. */
export const withoutSite: Story = { people: 3, tell: withoutA({ site: null, md: null }) }

/** No phone number is known. */
export const withoutPhone: Story = {
  people: 3,
  tell: (person, present) =>
    withoutA({ user: { name: person.name, phone: null } })(person, present),
}

/** Moved to another hospital, and to a doctor there. */
export const changedSite: Story = {
  people: 4,
  tell(person, present) {
    const life = lifeOf(person, 12, present)
    const { site, md } = anotherHospital(person)
    const at = present.on(life.dateOf(9), '09:20')
    return [
      life.started(),
      ...life.keptUp(),
      life.told('UserSiteUpdated', site, at),
      life.told('UserMdUpdated', md, at),
    ]
  },
}

/** Another doctor of the same hospital has taken over. */
export const changedMd: Story = {
  people: 3,
  tell(person, present) {
    const life = lifeOf(person, 14, present)
    const md = { mdId: `${person.site.siteId}-md-9`, name: '문새롬' }
    const at = present.on(life.dateOf(10), '16:45')
    return [life.started(), ...life.keptUp(), life.told('UserMdUpdated', md, at)]
  },
}

/** The doctor has left, and nobody has taken over. */
export const lostMd: Story = {
  people: 2,
  tell(person, present) {
    const life = lifeOf(person, 16, present)
    const at = present.on(life.dateOf(15), '10:10')
    return [life.started(), ...life.keptUp(), life.told('UserMdDeleted', {}, at)]
  },
}

/** A new phone number. */
export const changedPhone: Story = {
  people: 2,
  tell(person, present) {
    const life = lifeOf(person, 21, present)
    const phone = phoneBy(person.chance)
    const at = present.on(life.dateOf(18), '12:30')
    return [life.started(), ...life.keptUp(), life.told('UserProfileUpdated', { phone }, at)]
  },
}

function withoutA(part: object): Story['tell'] {
  return (person, present) => {
    const life = lifeOf(person, person.chance.between(5, 9), present)
    return [life.started(part), ...life.keptUp(1)]
  }
}
