import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { IssueId, UserCycleId } from '../../kernel/values.ts'
import { change, find, type Seen } from '../../platform/change.ts'
import { nextId } from '../../platform/db/ids.ts'
import { store } from '../../platform/journal.ts'
import { actOf, type Support } from '../support.ts'
import { userCycles } from '../user-cycle/repository.ts'
import { insertIssue, subject, userSupportIssues } from './repository.ts'
import * as userSupportIssue from './user-support-issue.ts'

/** CreateIssue. */
export async function createIssue(
  support: Support,
  { issue, ...seen }: Seen<UserCycleId> & { issue: string },
): Promise<userSupportIssue.UserSupportIssue | Refusal> {
  const cycle = await find(support, userCycles, seen)
  if (isRefusal(cycle)) return cycle
  const issueId = await nextId<IssueId>(support.sql, 'support.user_support_issue')
  const words = { issue, max: support.settings.memoMax }
  const event = userSupportIssue.create({ ...cycle, issueId }, words, actOf(support))
  if (isRefusal(event)) return event
  const made = userSupportIssue.created(event)
  await store(support, insertIssue, made, [{ event, subject: subject(made) }])
  return made
}

/** UpdateIssue: its text. */
export function updateIssue(
  support: Support,
  { issue, ...seen }: Seen<IssueId> & { issue: string },
) {
  return change(support, userSupportIssues, {
    ...seen,
    decide: (present) =>
      userSupportIssue.update(present, { issue, max: support.settings.memoMax }, actOf(support)),
  })
}

/** ChangeIssueStatus, with an optional comment. */
export function changeIssueStatus(
  support: Support,
  {
    status,
    memo,
    ...seen
  }: Seen<IssueId> & { status: userSupportIssue.IssueStatus; memo?: string | undefined },
) {
  const comment = { memo, max: support.settings.memoMax }
  return change(support, userSupportIssues, {
    ...seen,
    decide: (issue) => {
      const act = actOf(support)
      switch (status) {
        case 'RESOLVED':
          return userSupportIssue.resolve(issue, comment, act)
        case 'CANCELLED':
          return userSupportIssue.cancel(issue, comment, act)
        case 'REGISTERED':
        case 'IN_PROGRESS':
          return userSupportIssue.changeStatus(issue, { status, ...comment }, act)
      }
    },
  })
}
