import type { IssueId, MemoId } from '../../kernel/values.ts'
import { isRefusal } from '../../kernel/decision.ts'
import { recordContactAttempt } from '../../support/contact-attempt/commands.ts'
import type { AttemptResult } from '../../support/contact-attempt/contact-attempt.ts'
import { recordOutboundSchedule, skipOutbound } from '../../support/user-outbound-plan/commands.ts'
import { changeIssueStatus, createIssue } from '../../support/user-support-issue/commands.ts'
import type { IssueStatus } from '../../support/user-support-issue/user-support-issue.ts'
import { createUserMemo, updateUserMemo } from '../../support/user-support-memo/commands.ts'
import { lifeOf, type Life } from '../life.ts'
import type { Present } from '../present.ts'
import type { Moment, Story } from '../story.ts'

/** A memo put right by its author half an hour later. */
export const memoCorrected: Story = {
  people: 2,
  tell(person, present) {
    const life = lifeOf(person, 11, present)
    const { userCycleId } = life
    let memoId: MemoId | undefined
    return [
      life.started(),
      ...life.keptUp(),
      life.did(
        async (support) => {
          const memo = '오전에 먼저 전화하심. 3주차 설문이 열리지 않는다고 하심'
          const made = await createUserMemo(support, { id: userCycleId, memo })
          if (!isRefusal(made)) memoId = made.id
          return made
        },
        { at: present.on(life.dateOf(9), '10:20') },
      ),
      life.did(
        async (support) => {
          if (memoId === undefined) throw new Error('no memo was written')
          const memo = '오전에 먼저 전화하심. 2주차 설문이 열리지 않는다고 하심'
          return await updateUserMemo(support, { id: memoId, memo })
        },
        { at: present.on(life.dateOf(9), '10:50') },
      ),
    ]
  },
}

export const issueRegistered: Story = withIssue(3, [])
export const issueInProgress: Story = withIssue(3, [['IN_PROGRESS', '개발팀에 문의함']])
export const issueResolved: Story = withIssue(2, [
  ['IN_PROGRESS', undefined],
  ['RESOLVED', '앱을 다시 설치하니 해결됨'],
])
export const issueCancelled: Story = withIssue(1, [['CANCELLED', '같은 내용이 이미 접수되어 있음']])
export const issueReopened: Story = withIssue(1, [
  ['RESOLVED', '통화 중에 바로 해결됨'],
  ['IN_PROGRESS', '같은 문제가 다시 생겼다고 하심'],
])

/** Called on three days, and never reached. */
export const notReached: Story = {
  people: 4,
  tell(person, present) {
    const life = lifeOf(person, 10, present)
    return [
      life.started(),
      ...life.keptUp(6),
      attempt(life, 7, { result: 'NO_ANSWER', at: present.on(life.dateOf(7), '10:40') }),
      attempt(life, 7, { result: 'BUSY', at: present.on(life.dateOf(8), '14:05') }),
      attempt(life, 7, {
        result: 'NO_ANSWER',
        note: '신호만 가다가 끊어짐',
        at: present.on(life.dateOf(9), '17:30'),
      }),
    ]
  },
}

/** Somebody else answered: the number is to be found out. */
export const wrongNumber: Story = {
  people: 1,
  tell(person, present) {
    const life = lifeOf(person, 23, present)
    const at = present.on(life.dateOf(21), '11:25')
    const note = '다른 분이 받음. 이 번호를 쓴 지 한 달이 되었다고 함'
    return [
      life.started(),
      ...life.keptUp(20),
      attempt(life, 21, { result: 'WRONG_NUMBER', note, at }),
      ...issue(life, present, { on: 22, text: '등록된 전화번호가 본인의 것이 아님', steps: [] }),
    ]
  },
}

/** Reached at a bad moment, and called again when it suits. */
export const reachedAtWork: Story = {
  people: 2,
  tell(person, present) {
    const life = lifeOf(person, 8, present)
    const at = present.on(life.dateOf(7), '15:00')
    const scheduleAt = present.agreedOn(present.inDays(1), '19:30')
    return [
      life.started(),
      ...life.keptUp(6),
      attempt(life, 7, { result: 'REACHED', note: '회의 중이라 내일 저녁에 통화하기로 함', at }),
      life.done(7, (support, id) => recordOutboundSchedule(support, { id, scheduleAt }), { at }),
    ]
  },
}

/** Reached, and would not talk. */
export const wouldNotTalk: Story = {
  people: 1,
  tell(person, present) {
    const life = lifeOf(person, 24, present)
    const at = present.on(life.dateOf(21), '16:10')
    const skip = { reason: 'REFUSED', note: '설문만 하겠다고 하심' } as const
    return [
      life.started(),
      ...life.keptUp(20),
      attempt(life, 21, { result: 'REFUSED', at }),
      life.done(21, (support, id) => skipOutbound(support, { id, ...skip }), { at }),
    ]
  },
}

const ISSUES = [
  '앱이 열리자마자 꺼진다고 하심',
  '처방 코드를 입력해도 등록되지 않음',
  '수면 일지가 어제 것부터 사라졌다고 하심',
  '복용 중인 약이 바뀌어 담당 의사의 확인이 필요함',
] as const

type Step = readonly [status: IssueStatus, comment: string | undefined]

/** Something to be followed up, and how far it has come. */
function withIssue(people: number, steps: readonly Step[]): Story {
  return {
    people,
    tell(person, present) {
      const { chance } = person
      const on = chance.between(8, 14)
      const life = lifeOf(person, on + chance.between(3, 5), present)
      const text = chance.oneOf(ISSUES)
      return [life.started(), ...life.keptUp(7), ...issue(life, present, { on, text, steps })]
    },
  }
}

type Raised = Readonly<{ on: number; text: string; steps: readonly Step[] }>

/** Raised on that day, and moved on a day or two later. */
function issue(life: Life, present: Present, { on, text, steps }: Raised): Moment[] {
  const { userCycleId } = life
  let id: IssueId | undefined
  const raised = life.did(
    async (support) => {
      const made = await createIssue(support, { id: userCycleId, issue: text })
      if (!isRefusal(made)) id = made.id
      return made
    },
    { at: present.on(life.dateOf(on), '11:40') },
  )
  const moved = steps.map(([status, memo], step) =>
    life.did(
      async (support) => {
        if (id === undefined) throw new Error('no issue was raised')
        return await changeIssueStatus(support, { id, status, memo })
      },
      { at: present.on(life.dateOf(on + 1 + step), '13:20') },
    ),
  )
  return [raised, ...moved]
}

type Made = Readonly<{ result: AttemptResult; note?: string; at: Moment['at'] }>

function attempt(life: Life, call: number, { at, ...made }: Made): Moment {
  return life.done(call, (support, id) => recordContactAttempt(support, { id, ...made }), { at })
}
