import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import type { IssueId, UserCycleId } from '../../kernel/values.ts'
import { change } from '../../platform/change.ts'
import { nextId } from '../../platform/db/ids.ts'
import { store } from '../../platform/journal.ts'
import { actOf, type Support } from '../support.ts'
import { userCycles } from '../user-cycle/repository.ts'
import { insertIssue, subject, userSupportIssues } from './repository.ts'
import * as userSupportIssue from './user-support-issue.ts'

type OnOne = Readonly<{ id: IssueId; ifMatch?: number | undefined }>

/** CreateIssue. */
export async function createIssue(
  support: Support,
  { userCycleId, issue }: { userCycleId: UserCycleId; issue: string },
): Promise<userSupportIssue.UserSupportIssue | Refusal> {
  const { sql, sites, settings } = support
  const cycle = await userCycles.load(sql, userCycleId, sites)
  if (cycle === undefined) return userCycles.notFound
  const issueId = await nextId<IssueId>(sql, 'support.user_support_issue')
  const words = { issue, max: settings.memoMax }
  const event = userSupportIssue.create({ ...cycle, issueId }, words, actOf(support))
  if (isRefusal(event)) return event
  const made = userSupportIssue.created(event)
  await store(support, insertIssue, made, [{ event, subject: subject(made) }])
  return made
}

/** UpdateIssue: its text. */
export function updateIssue(support: Support, { id, ifMatch, issue }: OnOne & { issue: string }) {
  return change(support, userSupportIssues, {
    id,
    ifMatch,
    decide: (present) =>
      userSupportIssue.update(present, { issue, max: support.settings.memoMax }, actOf(support)),
  })
}

/** ChangeIssueStatus, with an optional comment. */
export function changeIssueStatus(
  support: Support,
  {
    id,
    ifMatch,
    status,
    memo,
  }: OnOne & { status: userSupportIssue.IssueStatus; memo?: string | undefined },
) {
  const comment = { memo, max: support.settings.memoMax }
  return change(support, userSupportIssues, {
    id,
    ifMatch,
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
