import { describe, test } from 'node:test'
import type { IssueId, UserCycleId, UserId } from '../../kernel/values.ts'
import { actOf, day, seoul } from '../../testing/outbound.ts'
import { specification } from '../../testing/specification.ts'
import { MEMO_CONTENT_TOO_LONG, NOT_THE_AUTHOR } from '../texts.ts'
import {
  cancel,
  canUpdate,
  changeStatus,
  create,
  evolve,
  ISSUE_STATUSES,
  resolve,
  update,
  UPDATE_FAILED,
  type IssueStatus,
  type UserIssueCreated,
  type UserIssueStatusChanged,
  type UserIssueUpdated,
  type UserSupportIssue,
} from './user-support-issue.ts'

const hana = actOf('hana', seoul('2026-04-12T10:00'))
const hanaLater = actOf('hana', seoul('2026-04-12T15:30'))
const minjun = actOf('minjun', seoul('2026-04-14T08:59'))
const lastMoment = actOf('hana', seoul('2026-04-13T09:59:59.999'))
const aDayLater = actOf('hana', seoul('2026-04-13T10:00'))

const max = 500
const longest = '가'.repeat(max)

const cycle = {
  userId: 'user-1' as UserId,
  userCycleId: 'cycle-1' as UserCycleId,
  startDate: day('2026-04-06'),
}
const about = { userId: cycle.userId, userCycleId: cycle.userCycleId, issueId: 5 as IssueId }

const created: UserIssueCreated = {
  type: 'UserIssueCreated',
  data: { ...about, dayIndex: 7, startDate: cycle.startDate },
  act: hana,
  text: '앱이 열리지 않는다',
}
const updated: UserIssueUpdated = {
  type: 'UserIssueUpdated',
  data: { ...about, dayIndex: 7, previousVersion: 1, status: 'REGISTERED' },
  act: hanaLater,
  text: '앱이 가끔 열리지 않는다',
}
const issue: UserSupportIssue = {
  id: about.issueId,
  ...cycle,
  issue: '앱이 열리지 않는다',
  status: 'REGISTERED',
  dayIndex: 7,
  createdBy: hana.by,
  createdAt: hana.at,
  updatedAt: hana.at,
  version: 1,
  textVersion: 1,
}
/** Minjun works on it, on the cycle's ninth day. */
const begun = moved('REGISTERED', 'IN_PROGRESS')
const resolved = moved('IN_PROGRESS', 'RESOLVED')
const cancelled = moved('IN_PROGRESS', 'CANCELLED')

const given = specification(issue, evolve)
const givenIssue = (status: IssueStatus) => specification({ ...issue, status }, evolve)
const creating = (text: string) => () =>
  create({ ...cycle, issueId: about.issueId }, { issue: text, max }, hana)
const updating =
  (text: string, act = hanaLater) =>
  (present: UserSupportIssue) =>
    update(present, { issue: text, max }, act)
const moving = (status: IssueStatus, memo?: string) => (present: UserSupportIssue) =>
  changeStatus(present, { status, memo, max }, minjun)

describe('an issue', () => {
  test('is registered with its author, its time and the cycle’s day', () => {
    given().when(creating('앱이 열리지 않는다')).then(created, issue)
  })

  test('has at most 500 code points', () => {
    given()
      .when(creating('😀'.repeat(max)))
      .then({ ...created, text: '😀'.repeat(max) })
    given()
      .when(creating(`${longest}나`))
      .thenRefused(MEMO_CONTENT_TOO_LONG)
  })
})

describe('the text of an issue', () => {
  test('is changed by its author, and the version before is known', () => {
    given().when(updating('앱이 가끔 열리지 않는다')).then(updated, {
      issue: '앱이 가끔 열리지 않는다',
      status: 'REGISTERED',
      version: 2,
      textVersion: 2,
      updatedAt: hanaLater.at,
    })
  })

  test('is kept under the version that it was written with, whatever becomes of the status', () => {
    given(begun)
      .when(updating('앱이 가끔 열리지 않는다'))
      .then(
        { ...updated, data: { ...updated.data, previousVersion: 1, status: 'IN_PROGRESS' } },
        { version: 3, textVersion: 3 },
      )
  })

  test('that would say what it says already does not change', () => {
    given().when(updating('앱이 열리지 않는다')).thenNothing()
  })

  test('is changed by nobody but its author', () => {
    given().when(updating('앱이 열린다', minjun)).thenRefused(NOT_THE_AUTHOR)
  })

  test('may be changed until 24 hours have passed, and not from then on', () => {
    given()
      .when(updating('앱이 열린다', lastMoment))
      .then({ ...updated, act: lastMoment, text: '앱이 열린다' })
    given().when(updating('앱이 열린다', aDayLater)).thenRefused(UPDATE_FAILED)
  })

  test('stays as it is when the issue is closed, and may change once it is open again', () => {
    given(begun, resolved).when(updating('앱이 열린다')).thenRefused(UPDATE_FAILED)
    given(begun, cancelled).when(updating('앱이 열린다')).thenRefused(UPDATE_FAILED)
    given(begun, resolved, moved('RESOLVED', 'IN_PROGRESS'))
      .when(updating('앱이 열린다'))
      .then({
        ...updated,
        data: { ...updated.data, status: 'IN_PROGRESS' },
        text: '앱이 열린다',
      })
  })

  test('cannot be changed to more than 500 code points', () => {
    given()
      .when(updating(`${longest}나`))
      .thenRefused(MEMO_CONTENT_TOO_LONG)
  })

  test('asks who, then when and in which status, then how long', () => {
    const tooLong = `${longest}나`
    given(begun, resolved).when(updating(tooLong, minjun)).thenRefused(NOT_THE_AUTHOR)
    given(begun, resolved).when(updating(tooLong)).thenRefused(UPDATE_FAILED)
    given().when(updating(tooLong, aDayLater)).thenRefused(UPDATE_FAILED)
  })

  test('says beforehand whether somebody may change it', () => {
    given()
      .when((present) => canUpdate(present, lastMoment))
      .thenNothing()
    given()
      .when((present) => canUpdate(present, minjun))
      .thenRefused(NOT_THE_AUTHOR)
    given()
      .when((present) => canUpdate(present, aDayLater))
      .thenRefused(UPDATE_FAILED)
    given(begun, cancelled)
      .when((present) => canUpdate(present, hanaLater))
      .thenRefused(UPDATE_FAILED)
  })
})

describe('the status of an issue', () => {
  /** From the first to each of the others (SPEC.md, Memo, issue). */
  const ways: Readonly<Record<IssueStatus, readonly IssueStatus[]>> = {
    REGISTERED: ['IN_PROGRESS', 'RESOLVED', 'CANCELLED'],
    IN_PROGRESS: ['RESOLVED', 'CANCELLED'],
    RESOLVED: ['IN_PROGRESS'],
    CANCELLED: ['IN_PROGRESS'],
  }
  const pairs = ISSUE_STATUSES.flatMap((from) => ISSUE_STATUSES.map((to) => ({ from, to })))

  for (const { from, to } of pairs.filter((pair) => ways[pair.from].includes(pair.to))) {
    test(`goes from ${from} to ${to}`, () => {
      givenIssue(from)().when(moving(to)).then(moved(from, to), { status: to, version: 2 })
    })
  }

  for (const { from, to } of pairs.filter((pair) => !ways[pair.from].includes(pair.to))) {
    test(`does not go from ${from} to ${to}`, () => {
      givenIssue(from)().when(moving(to)).thenRefused(UPDATE_FAILED)
    })
  }

  test('is changed by whoever works on it, on the cycle’s day on which they do', () => {
    given().when(moving('IN_PROGRESS')).then(begun, {
      status: 'IN_PROGRESS',
      issue: issue.issue,
      textVersion: 1,
      createdBy: hana.by,
      dayIndex: 7,
      updatedAt: minjun.at,
    })
  })

  test('is resolved, and cancelled, with a comment', () => {
    given(begun)
      .when((present) => resolve(present, { memo: '다시 설치했다', max }, minjun))
      .then({ ...resolved, text: '다시 설치했다' }, { status: 'RESOLVED', issue: issue.issue })
    given(begun)
      .when((present) => cancel(present, { memo: '같은 이슈가 있다', max }, minjun))
      .then({ ...cancelled, text: '같은 이슈가 있다' }, { status: 'CANCELLED' })
  })

  test('is resolved, and cancelled, only while it is open', () => {
    for (const closed of [resolved, cancelled]) {
      given(begun, closed)
        .when((present) => resolve(present, { max }, minjun))
        .thenRefused(UPDATE_FAILED)
      given(begun, closed)
        .when((present) => cancel(present, { max }, minjun))
        .thenRefused(UPDATE_FAILED)
    }
  })

  test('is changed with a comment of at most 500 code points', () => {
    given()
      .when(moving('RESOLVED', `${longest}나`))
      .thenRefused(MEMO_CONTENT_TOO_LONG)
    given()
      .when(moving('RESOLVED', longest))
      .then({ ...moved('REGISTERED', 'RESOLVED'), text: longest })
  })

  test('asks whether it may change before it reads the comment', () => {
    given()
      .when(moving('REGISTERED', `${longest}나`))
      .thenRefused(UPDATE_FAILED)
  })
})

function moved(previousStatus: IssueStatus, status: IssueStatus): UserIssueStatusChanged {
  const data = { ...about, outboundDay: 9, status, previousStatus, textVersion: 1 }
  return { type: 'UserIssueStatusChanged', data, act: minjun, text: undefined }
}
