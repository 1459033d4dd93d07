import { describe, test } from 'node:test'
import type { Act } from '../../kernel/values.ts'
import {
  about,
  askedForMd,
  askedForNoMd,
  askedForSite,
  earlier,
  given,
  hana,
  later,
  md,
  minjun,
  pending,
  site,
  system,
} from '../../testing/user.ts'
import {
  deleteMd,
  reject,
  requestMdDelete,
  requestMdUpdate,
  requestSiteUpdate,
  updateMd,
  updateSite,
  type UserMdDeleted,
  type UserMdUpdated,
  type UserSiteUpdated,
  type UserSiteUpdateRejected,
  type UserSupport,
} from './user-support.ts'

const toBusan = askedForSite('r1', 'busan')
const toIncheon = askedForSite('r2', 'incheon', minjun)
const toPark = askedForMd('r3', 'md-park')
const toNoMd = askedForNoMd('r4', minjun)

describe('a change that is asked for', () => {
  test('of the site is pending, and the site stays until it is answered', () => {
    given()
      .when((user) => requestSiteUpdate(user, { siteId: site('busan'), requestId: 'r1' }, hana))
      .then(toBusan, {
        siteId: site('seoul'),
        pendingChanges: [pending(toBusan, 'SITE')],
        version: 2,
        updatedAt: hana.at,
      })
  })

  test('of the doctor is pending', () => {
    given()
      .when((user) => requestMdUpdate(user, { mdId: md('md-park'), requestId: 'r3' }, hana))
      .then(toPark, { mdId: md('md-lee'), pendingChanges: [pending(toPark, 'MD')] })
  })

  test('to have no doctor is pending without a target', () => {
    given()
      .when((user) => requestMdDelete(user, { requestId: 'r4' }, minjun))
      .then(toNoMd, { mdId: md('md-lee'), pendingChanges: [pending(toNoMd, 'MD_DELETE')] })
  })

  test('replaces what was asked of the site before', () => {
    given(toBusan)
      .when((user) => requestSiteUpdate(user, { siteId: site('incheon'), requestId: 'r2' }, minjun))
      .then(toIncheon, { pendingChanges: [pending(toIncheon, 'SITE')] })
  })

  test('of the doctor replaces one to have none, and the other way round', () => {
    given(toPark)
      .when((user) => requestMdDelete(user, { requestId: 'r4' }, minjun))
      .then(toNoMd, { pendingChanges: [pending(toNoMd, 'MD_DELETE')] })
    given(toNoMd)
      .when((user) => requestMdUpdate(user, { mdId: md('md-park'), requestId: 'r3' }, hana))
      .then(toPark, { pendingChanges: [pending(toPark, 'MD')] })
  })

  test('of the doctor leaves one of the site pending', () => {
    given(toBusan)
      .when((user) => requestMdUpdate(user, { mdId: md('md-park'), requestId: 'r3' }, hana))
      .then(toPark, { pendingChanges: [pending(toBusan, 'SITE'), pending(toPark, 'MD')] })
  })
})

describe('a request that is granted', () => {
  test('is settled by its id, and the profile is set', () => {
    given(toBusan)
      .when(siteTold('busan', 'r1'))
      .then(siteIs('busan', 'r1'), { siteId: site('busan'), pendingChanges: [] })
  })

  test('is settled by its target, when the other system names no request', () => {
    given(toBusan)
      .when(siteTold('busan', null))
      .then(siteIs('busan', null), { siteId: site('busan'), pendingChanges: [] })
  })

  test('is settled by its id though the other system chose another target', () => {
    given(toBusan)
      .when(siteTold('busan-2', 'r1'))
      .then(siteIs('busan-2', 'r1'), { siteId: site('busan-2'), pendingChanges: [] })
  })

  test('stays pending when something else became of the site', () => {
    given(toBusan)
      .when(siteTold('daegu', 'of another system'))
      .then(siteIs('daegu', 'of another system'), {
        siteId: site('daegu'),
        pendingChanges: [pending(toBusan, 'SITE')],
      })
  })

  test('after it was replaced sets the profile, and the later request stays pending', () => {
    given(toBusan, toIncheon)
      .when(siteTold('busan', 'r1'))
      .then(siteIs('busan', 'r1'), {
        siteId: site('busan'),
        pendingChanges: [pending(toIncheon, 'SITE')],
      })
  })

  test('too late, after newer news, changes nothing', () => {
    given(toBusan, siteIs('incheon', null))
      .when((user) =>
        updateSite(user, { siteId: site('busan'), requestId: 'r1', time: earlier }, system),
      )
      .thenNothing()
  })

  test('of the doctor is settled by its id or by its target', () => {
    for (const requestId of ['r3', null]) {
      given(toBusan, toPark)
        .when((user) => updateMd(user, { mdId: md('md-park'), requestId, time: later }, system))
        .then(mdIs('md-park', requestId), {
          mdId: md('md-park'),
          pendingChanges: [pending(toBusan, 'SITE')],
        })
    }
  })

  test('to have no doctor is settled by its id or by the removal', () => {
    for (const requestId of ['r4', null]) {
      const deleted: UserMdDeleted = {
        type: 'UserMdDeleted',
        data: { ...about, time: later, requestId, from: md('md-lee') },
        act: system,
      }
      given(toNoMd)
        .when((user) => deleteMd(user, { requestId, time: later }, system))
        .then(deleted, { mdId: null, pendingChanges: [] })
    }
  })

  test('of a doctor leaves a removal that was asked for pending, and the other way round', () => {
    given(toNoMd)
      .when((user) => updateMd(user, { mdId: md('md-park'), requestId: null, time: later }, system))
      .then(mdIs('md-park', null), { pendingChanges: [pending(toNoMd, 'MD_DELETE')] })
    given(toPark)
      .when((user) => deleteMd(user, { requestId: null, time: later }, system))
      .then(
        {
          type: 'UserMdDeleted',
          data: { ...about, time: later, requestId: null, from: md('md-lee') },
          act: system,
        },
        { mdId: null, pendingChanges: [pending(toPark, 'MD')] },
      )
  })
})

describe('a request that is rejected', () => {
  const rejected: UserSiteUpdateRejected = {
    type: 'UserSiteUpdateRejected',
    data: { ...about, requestId: 'r1', from: site('seoul'), to: 'busan' },
    act: system,
    text: '정원이 찼다',
  }

  test('is no longer pending, and the site stays, with the other system’s words', () => {
    given(toBusan)
      .when(rejecting('SITE', 'r1'))
      .then(rejected, { siteId: site('seoul'), pendingChanges: [], version: 3 })
  })

  test('of the doctor leaves what was asked of the site pending', () => {
    const data = { ...about, requestId: 'r3', from: 'md-lee', to: 'md-park' }
    given(toBusan, toPark)
      .when(rejecting('MD', 'r3'))
      .then(
        { type: 'UserMdUpdateRejected', data, act: system, text: '정원이 찼다' },
        { mdId: md('md-lee'), pendingChanges: [pending(toBusan, 'SITE')] },
      )
  })

  test('to have no doctor leaves the doctor', () => {
    const data = { ...about, requestId: 'r4', from: 'md-lee', to: null }
    given(toNoMd)
      .when(rejecting('MD_DELETE', 'r4'))
      .then(
        { type: 'UserMdDeleteRejected', data, act: system, text: '정원이 찼다' },
        { mdId: md('md-lee'), pendingChanges: [] },
      )
  })

  test('after it was replaced is ignored', () => {
    given(toBusan, toIncheon).when(rejecting('SITE', 'r1')).thenNothing()
    given(toPark, toNoMd).when(rejecting('MD', 'r3')).thenNothing()
  })

  test('after it was granted, or twice, is ignored', () => {
    given(toBusan, siteIs('busan', 'r1')).when(rejecting('SITE', 'r1')).thenNothing()
    given(toBusan, rejected).when(rejecting('SITE', 'r1')).thenNothing()
  })

  test('as a request of another kind is ignored', () => {
    given(toPark).when(rejecting('SITE', 'r3')).thenNothing()
    given(toPark).when(rejecting('MD_DELETE', 'r3')).thenNothing()
  })
})

function siteTold(to: string, requestId: string | null, act: Act = system) {
  return (user: UserSupport) => updateSite(user, { siteId: site(to), requestId, time: later }, act)
}

function siteIs(to: string, requestId: string | null): UserSiteUpdated {
  const data = { ...about, time: later, requestId, from: site('seoul'), to: site(to) }
  return { type: 'UserSiteUpdated', data, act: system }
}

function mdIs(to: string, requestId: string | null): UserMdUpdated {
  const data = { ...about, time: later, requestId, from: md('md-lee'), to: md(to) }
  return { type: 'UserMdUpdated', data, act: system }
}

function rejecting(kind: 'SITE' | 'MD' | 'MD_DELETE', requestId: string) {
  return (user: UserSupport) => reject(user, { kind, requestId, reason: '정원이 찼다' }, system)
}
