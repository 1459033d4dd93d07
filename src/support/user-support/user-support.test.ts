import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { about, earlier, given, hana, later, md, site, system, user } from '../../testing/user.ts'
import {
  changePreference,
  deleteMd,
  meet,
  updateMd,
  updateProfile,
  updateSite,
  type ContactPreferenceChanged,
  type UserMdDeleted,
  type UserMdUpdated,
  type UserProfileUpdated,
  type UserSiteUpdated,
  type UserSupport,
} from './user-support.ts'

const profileUpdated: UserProfileUpdated = {
  type: 'UserProfileUpdated',
  data: { ...about, time: later },
  person: { name: '홍길순' },
  act: system,
}
const siteUpdated: UserSiteUpdated = {
  type: 'UserSiteUpdated',
  data: { ...about, time: later, requestId: null, from: site('seoul'), to: site('busan') },
  act: system,
}
const mdUpdated: UserMdUpdated = {
  type: 'UserMdUpdated',
  data: { ...about, time: later, requestId: null, from: md('md-lee'), to: md('md-park') },
  act: system,
}
const mdDeleted: UserMdDeleted = {
  type: 'UserMdDeleted',
  data: { ...about, time: later, requestId: null, from: md('md-lee') },
  act: system,
}

describe('the profile', () => {
  test('of somebody new wants calls and messages and has nothing pending', () => {
    const { userId, person, siteId, mdId } = user
    assert.deepEqual(meet({ userId, person, siteId, mdId }, hana.at), {
      ...user,
      createdAt: hana.at,
      updatedAt: hana.at,
      userCycleId: null,
      startDate: null,
    })
  })

  test('takes what it is told and keeps the rest; who the person is stands beside the data', () => {
    given()
      .when((present) => updateProfile(present, { name: '홍길순', time: later }, system))
      .then(profileUpdated, {
        person: { name: '홍길순', phone: '+821012345678' },
        profileTime: later,
        version: 2,
        updatedAt: system.at,
      })
  })

  test('loses the number of a user who has none any more', () => {
    given()
      .when((present) => updateProfile(present, { phone: null, time: null }, system))
      .then(
        { ...profileUpdated, data: { ...about, time: null }, person: { phone: null } },
        { person: { name: '홍길동', phone: null }, profileTime: null },
      )
  })

  test('ignores what is older than what it was told last; the same time is not older', () => {
    given(profileUpdated)
      .when((present) => updateProfile(present, { name: '길동', time: earlier }, system))
      .thenNothing()
    given(profileUpdated)
      .when((present) => updateProfile(present, { name: '홍길순', time: later }, system))
      .then(profileUpdated)
  })

  test('takes what has no time, and remembers the last time all the same', () => {
    const data = { ...about, time: null }
    given(profileUpdated)
      .when((present) => updateProfile(present, { name: '길동', time: null }, system))
      .then({ ...profileUpdated, data, person: { name: '길동' } }, { profileTime: later })
  })
})

describe('the site', () => {
  test('is what the other system says, asked for or not', () => {
    given()
      .when(told('busan'))
      .then(siteUpdated, { siteId: site('busan'), siteTime: later, version: 2 })
  })

  test('ignores what is older than what was said last', () => {
    given(siteUpdated).when(told('incheon', earlier)).thenNothing()
  })

  test('and the doctor are told apart: news of one makes none of the other late', () => {
    given(mdUpdated, profileUpdated)
      .when(told('busan', earlier))
      .then({ ...siteUpdated, data: { ...siteUpdated.data, time: earlier } })
  })
})

describe('the doctor', () => {
  const news = { requestId: null, time: later }

  test('is who the other system says', () => {
    given()
      .when((present) => updateMd(present, { mdId: md('md-park'), ...news }, system))
      .then(mdUpdated, { mdId: md('md-park'), mdTime: later, version: 2 })
  })

  test('is nobody once the other system has removed them', () => {
    given()
      .when((present) => deleteMd(present, news, system))
      .then(mdDeleted, { mdId: null, mdTime: later, version: 2 })
  })

  test('ignores a change and a removal that are older than what was said last', () => {
    const late = { requestId: null, time: earlier }
    for (const last of [mdUpdated, mdDeleted]) {
      given(last)
        .when((present) => updateMd(present, { mdId: md('md-kim'), ...late }, system))
        .thenNothing()
      given(last)
        .when((present) => deleteMd(present, late, system))
        .thenNothing()
    }
  })
})

describe('the contact preference', () => {
  const unwanted = { calls: false, messages: true, reason: '전화를 원하지 않음' }
  const changed: ContactPreferenceChanged = {
    type: 'ContactPreferenceChanged',
    data: {
      ...about,
      time: null,
      calls: false,
      messages: true,
      previous: { calls: true, messages: true },
    },
    act: hana,
    text: '전화를 원하지 않음',
  }
  const heard: ContactPreferenceChanged = {
    ...changed,
    data: { ...changed.data, time: later },
    act: system,
  }

  test('says who wants no calls, and keeps the reason apart', () => {
    given()
      .when((present) => changePreference(present, { ...unwanted, time: null }, hana))
      .then(changed, { wantsCalls: false, wantsMessages: true, version: 2, preferenceTime: null })
  })

  test('that holds already does not change when an operator says it again', () => {
    given(changed)
      .when((present) => changePreference(present, { ...unwanted, time: null }, hana))
      .thenNothing()
  })

  test('told by another system ignores what is older than what it said last', () => {
    const wanted = { calls: true, messages: true, reason: '다시 원함', time: earlier }
    given(heard)
      .when((present) => changePreference(present, wanted, system))
      .thenNothing()
  })

  test('that another system says again is known to hold at that time', () => {
    const first = { ...heard, data: { ...heard.data, time: earlier } }
    const previous = { calls: false, messages: true }
    given(first)
      .when((present) => changePreference(present, { ...unwanted, time: later }, system))
      .then({ ...heard, data: { ...heard.data, previous } }, { preferenceTime: later })
  })
})

function told(to: string, time = later) {
  return (present: UserSupport) =>
    updateSite(present, { siteId: site(to), requestId: null, time }, system)
}
