import { dayIndexOn } from '../../kernel/calendar.ts'
import { refusal, type Decision, type DomainEvent, type Refusal } from '../../kernel/decision.ts'
import type {
  Act,
  CalendarDate,
  Instant,
  IssueId,
  OperatorId,
  UserCycleId,
  UserId,
} from '../../kernel/values.ts'
import {
  isAuthor,
  isChangeable,
  isTooLong,
  MEMO_CONTENT_TOO_LONG,
  NOT_THE_AUTHOR,
} from '../texts.ts'

export const ISSUE_STATUSES = ['REGISTERED', 'IN_PROGRESS', 'RESOLVED', 'CANCELLED'] as const

/** UserSupportIssueStatus (domain-model 3). */
export type IssueStatus = (typeof ISSUE_STATUSES)[number]

/** Something about a user that has to be followed up (domain-model 2, UserSupportIssue). */
export type UserSupportIssue = Readonly<{
  id: IssueId
  userId: UserId
  userCycleId: UserCycleId
  /** Null when it was erased. */
  issue: string | null
  status: IssueStatus
  dayIndex: number
  createdBy: OperatorId
  createdAt: Instant
  updatedAt: Instant
  version: number
  /** The version under which its present text is kept. */
  textVersion: number
  startDate: CalendarDate
}>

type About = Readonly<{
  userId: UserId
  userCycleId: UserCycleId
  issueId: IssueId
  dayIndex: number
}>

export type UserIssueCreated = DomainEvent<
  'UserIssueCreated',
  About & Readonly<{ startDate: CalendarDate }>
>
export type UserIssueUpdated = DomainEvent<
  'UserIssueUpdated',
  About & Readonly<{ previousVersion: number; status: IssueStatus }>
>
export type UserIssueStatusChanged = DomainEvent<
  'UserIssueStatusChanged',
  Omit<About, 'dayIndex'> &
    Readonly<{
      /** The cycle's day on which the status was changed. */
      outboundDay: number
      status: IssueStatus
      previousStatus: IssueStatus
      textVersion: number
    }>
>
export type UserIssueEvent = UserIssueCreated | UserIssueUpdated | UserIssueStatusChanged

export const ISSUE_NOT_FOUND = refusal(4105, 'ISSUE_NOT_FOUND', 'There is no such issue.')
export const UPDATE_FAILED = refusal(4005, 'UPDATE_FAILED', 'The issue cannot be changed so.')

/** Where each status may go: solved on the phone at once, and reopened after it was closed. */
const NEXT: Readonly<Record<IssueStatus, readonly IssueStatus[]>> = {
  REGISTERED: ['IN_PROGRESS', 'RESOLVED', 'CANCELLED'],
  IN_PROGRESS: ['RESOLVED', 'CANCELLED'],
  RESOLVED: ['IN_PROGRESS'],
  CANCELLED: ['IN_PROGRESS'],
}

type Cycle = Readonly<{ userId: UserId; userCycleId: UserCycleId; startDate: CalendarDate }>
type Words = Readonly<{ issue: string; max: number }>
type Comment = Readonly<{ memo?: string | undefined; max: number }>

export function create(
  { userId, userCycleId, startDate, issueId }: Cycle & Readonly<{ issueId: IssueId }>,
  { issue, max }: Words,
  act: Act,
): Decision<UserIssueCreated> {
  if (isTooLong(issue, max)) return MEMO_CONTENT_TOO_LONG
  const dayIndex = dayIndexOn(startDate, act.today)
  const data = { userId, userCycleId, issueId, dayIndex, startDate }
  return { type: 'UserIssueCreated', data, act, text: issue }
}

/** The rule that keeps this person from changing the text now, if any: its author may, within 24 hours, while it is open. */
export function canUpdate(issue: UserSupportIssue, act: Act): Refusal | undefined {
  if (!isAuthor(issue, act)) return NOT_THE_AUTHOR
  return isOpen(issue) && isChangeable(issue, act) ? undefined : UPDATE_FAILED
}

/** Changes the text; to what it says already is no change. */
export function update(
  present: UserSupportIssue,
  { issue, max }: Words,
  act: Act,
): Decision<UserIssueUpdated> | undefined {
  const refused = canUpdate(present, act)
  if (refused !== undefined) return refused
  if (isTooLong(issue, max)) return MEMO_CONTENT_TOO_LONG
  if (issue === present.issue) return undefined
  const { dayIndex, status, textVersion: previousVersion } = present
  const data = { ...about(present), dayIndex, previousVersion, status }
  return { type: 'UserIssueUpdated', data, act, text: issue }
}

export function resolve(issue: UserSupportIssue, comment: Comment, act: Act) {
  return changeStatus(issue, { status: 'RESOLVED', ...comment }, act)
}

export function cancel(issue: UserSupportIssue, comment: Comment, act: Act) {
  return changeStatus(issue, { status: 'CANCELLED', ...comment }, act)
}

/** ChangeIssueStatus, for whoever works on it. */
export function changeStatus(
  issue: UserSupportIssue,
  { status, memo, max }: Comment & Readonly<{ status: IssueStatus }>,
  act: Act,
): Decision<UserIssueStatusChanged> {
  const { status: previousStatus, textVersion, startDate } = issue
  if (!NEXT[previousStatus].includes(status)) return UPDATE_FAILED
  if (memo !== undefined && isTooLong(memo, max)) return MEMO_CONTENT_TOO_LONG
  const outboundDay = dayIndexOn(startDate, act.today)
  const data = { ...about(issue), outboundDay, status, previousStatus, textVersion }
  return { type: 'UserIssueStatusChanged', data, act, text: memo }
}

/** The issue of a UserIssueCreated. */
export function created({ data, act, text }: UserIssueCreated): UserSupportIssue {
  const { issueId: id, ...rest } = data
  const times = { createdBy: act.by, createdAt: act.at, updatedAt: act.at }
  return {
    id,
    ...rest,
    issue: text ?? null,
    status: 'REGISTERED',
    ...times,
    version: 1,
    textVersion: 1,
  }
}

export function evolve(issue: UserSupportIssue, event: UserIssueEvent): UserSupportIssue {
  const changed = { ...issue, version: issue.version + 1, updatedAt: event.act.at }
  switch (event.type) {
    case 'UserIssueCreated':
      return created(event)
    case 'UserIssueUpdated':
      return { ...changed, issue: event.text ?? null, textVersion: changed.version }
    case 'UserIssueStatusChanged':
      return { ...changed, status: event.data.status }
  }
}

function isOpen({ status }: UserSupportIssue): boolean {
  return status === 'REGISTERED' || status === 'IN_PROGRESS'
}

function about({ userId, userCycleId, id }: UserSupportIssue) {
  return { userId, userCycleId, issueId: id }
}
