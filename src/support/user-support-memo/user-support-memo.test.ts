import { describe, test } from 'node:test'
import type { MemoId, UserCycleId, UserId } from '../../kernel/values.ts'
import { actOf, day, seoul } from '../../testing/outbound.ts'
import { specification } from '../../testing/specification.ts'
import { MEMO_CONTENT_TOO_LONG, NOT_THE_AUTHOR } from '../texts.ts'
import {
  canUpdate,
  create,
  evolve,
  MEMO_UPDATE_FAILED,
  update,
  type UserMemoCreated,
  type UserMemoUpdated,
  type UserSupportMemo,
} from './user-support-memo.ts'

const hana = actOf('hana', seoul('2026-04-12T10:00'))
const hanaLater = actOf('hana', seoul('2026-04-12T15:30'))
const minjun = actOf('minjun', seoul('2026-04-12T15:30'))
const lastMoment = actOf('hana', seoul('2026-04-13T09:59:59.999'))
const aDayLater = actOf('hana', seoul('2026-04-13T10:00'))

const max = 500
const longest = '가'.repeat(max)

const cycle = {
  userId: 'user-1' as UserId,
  userCycleId: 'cycle-1' as UserCycleId,
  startDate: day('2026-04-06'),
}
const about = { userId: cycle.userId, userCycleId: cycle.userCycleId, memoId: 3 as MemoId }

const created: UserMemoCreated = {
  type: 'UserMemoCreated',
  data: { ...about, dayIndex: 7, startDate: cycle.startDate },
  act: hana,
  text: '두통이 있다',
}
const updated: UserMemoUpdated = {
  type: 'UserMemoUpdated',
  data: { ...about, dayIndex: 7, previousVersion: 1 },
  act: hanaLater,
  text: '두통이 있었으나 나았다',
}
const memo: UserSupportMemo = {
  id: about.memoId,
  ...cycle,
  memo: '두통이 있다',
  dayIndex: 7,
  createdBy: hana.by,
  createdAt: hana.at,
  updatedAt: hana.at,
  version: 1,
}

const given = specification(memo, evolve)
const creating = (text: string) => () =>
  create({ ...cycle, memoId: about.memoId }, { memo: text, max }, hana)
const updating =
  (text: string, act = hanaLater) =>
  (present: UserSupportMemo) =>
    update(present, { memo: text, max }, act)

describe('a memo', () => {
  test('is created with its author, its time and the cycle’s day', () => {
    given().when(creating('두통이 있다')).then(created, memo)
  })

  test('has at most 500 code points, however many units these take', () => {
    given()
      .when(creating('😀'.repeat(max)))
      .then({ ...created, text: '😀'.repeat(max) })
    given()
      .when(creating(`${longest}나`))
      .thenRefused(MEMO_CONTENT_TOO_LONG)
  })

  test('is changed by its author, and the version before is known', () => {
    given().when(updating('두통이 있었으나 나았다')).then(updated, {
      memo: '두통이 있었으나 나았다',
      version: 2,
      updatedAt: hanaLater.at,
      createdAt: hana.at,
      createdBy: hana.by,
      dayIndex: 7,
    })
  })

  test('may be changed again', () => {
    given(updated)
      .when(updating('다 나았다'))
      .then(
        { ...updated, data: { ...updated.data, previousVersion: 2 }, text: '다 나았다' },
        { version: 3, memo: '다 나았다' },
      )
  })

  test('that would say what it says already does not change', () => {
    given().when(updating('두통이 있다')).thenNothing()
  })

  test('is changed by nobody but its author', () => {
    given().when(updating('두통이 없다', minjun)).thenRefused(NOT_THE_AUTHOR)
  })

  test('may be changed until 24 hours have passed, and not from then on', () => {
    given()
      .when(updating('나았다', lastMoment))
      .then({ ...updated, act: lastMoment, text: '나았다' })
    given().when(updating('나았다', aDayLater)).thenRefused(MEMO_UPDATE_FAILED)
  })

  test('counts its 24 hours from its creation, not from the last change', () => {
    given(updated).when(updating('나았다', aDayLater)).thenRefused(MEMO_UPDATE_FAILED)
  })

  test('cannot be changed to more than 500 code points', () => {
    given()
      .when(updating(`${longest}나`))
      .thenRefused(MEMO_CONTENT_TOO_LONG)
  })

  test('asks who, then when, then how long', () => {
    const tooLong = `${longest}나`
    const minjunTooLate = { ...minjun, at: aDayLater.at }
    given().when(updating(tooLong, minjunTooLate)).thenRefused(NOT_THE_AUTHOR)
    given().when(updating(tooLong, aDayLater)).thenRefused(MEMO_UPDATE_FAILED)
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
      .thenRefused(MEMO_UPDATE_FAILED)
  })

  test('whose text was erased may be written anew', () => {
    const erased = { ...memo, memo: null }
    specification(erased, evolve)()
      .when(updating('두통이 있다'))
      .then({ ...updated, text: '두통이 있다' })
  })
})
