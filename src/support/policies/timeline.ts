import type { DomainEvent } from '../../kernel/decision.ts'
import type { TimelineEntry } from '../../platform/journal.ts'
import type { ContactAttemptRecorded } from '../contact-attempt/contact-attempt.ts'
import type { OutboundPlanEvent } from '../outbound-plan/outbound-plan.ts'
import type { UserCycleEvent } from '../user-cycle/user-cycle.ts'
import type { UserOutboundPlanEvent } from '../user-outbound-plan/user-outbound-plan.ts'
import type { UserIssueEvent } from '../user-support-issue/user-support-issue.ts'
import type { LogType } from '../user-support-log/user-support-log.ts'
import type { UserMemoEvent } from '../user-support-memo/user-support-memo.ts'
import type { ContactPreferenceChanged, UserSupportEvent } from '../user-support/user-support.ts'
import type { MessageTemplateEvent } from '../message-template/message-template.ts'
import type {
  MessageFailed,
  MessageSent,
  UserSupportMessageEvent,
} from '../user-support-message/user-support-message.ts'
import type { SupportNoteReceived } from './notes.ts'
import type { MessagesSwitched } from './switches.ts'

type Entry = TimelineEntry & Readonly<{ type: LogType }>
type Meta = Readonly<Record<string, unknown>>

/**
 * What the timeline keeps of an event (SPEC.md, Log): one log each, undefined for the internal ones. Texts are not
 * here: they are joined when the timeline is read, by the versions that are.
 */
export function timeline(event: DomainEvent): TimelineEntry | undefined {
  return timelineOf(event as Parameters<typeof timelineOf>[0])
}

function timelineOf(
  event:
    | UserOutboundPlanEvent
    | OutboundPlanEvent
    | UserCycleEvent
    | UserSupportEvent
    | UserMemoEvent
    | UserIssueEvent
    | ContactAttemptRecorded
    | SupportNoteReceived
    | UserSupportMessageEvent
    | MessageTemplateEvent
    | MessagesSwitched,
): Entry | undefined {
  switch (event.type) {
    case 'OutboundCompleted':
    case 'LastOutboundAutoCompleted':
      return statusChange(event.data, { to: 'COMPLETED', reason: null })
    case 'OutboundSkipped':
      return statusChange(event.data, { to: 'SKIPPED', reason: event.data.reason })
    case 'OutboundWithdrawn':
      return statusChange(event.data, { to: event.data.to, reason: null })
    case 'OutboundScheduleRecorded':
      return scheduleChange(event.data, event.data.scheduleAt)
    case 'OutboundScheduleCanceled':
      return scheduleChange(event.data, null)
    case 'UserMemoCreated':
      return { type: 'MEMO', meta: {}, relationId: event.data.memoId }
    case 'UserMemoUpdated':
      return {
        type: 'MEMO',
        meta: pick(event.data, 'previousVersion'),
        relationId: event.data.memoId,
      }
    case 'UserIssueCreated':
      return { type: 'ISSUE', meta: { status: 'REGISTERED' }, relationId: event.data.issueId }
    case 'UserIssueUpdated':
      return issue(event.data, pick(event.data, 'previousVersion', 'status'))
    case 'UserIssueStatusChanged':
      return issue(event.data, pick(event.data, 'textVersion', 'status', 'previousStatus'))
    case 'UserCycleStarted':
    case 'UserCycleRescheduled':
    case 'UserCycleEnded':
    case 'ContactAttemptRecorded':
    case 'ContactPreferenceChanged':
    case 'SupportNoteReceived':
      return log(event)
    case 'UserSiteUpdated':
    case 'UserSiteUpdateRequested':
    case 'UserSiteUpdateRejected':
      return { type: 'SITE_UPDATE', meta: move(event), relationId: null }
    case 'UserMdUpdated':
    case 'UserMdUpdateRequested':
    case 'UserMdUpdateRejected':
      return { type: 'ACCOUNT_UPDATED', meta: move(event), relationId: null }
    case 'UserMdDeleted':
    case 'UserMdDeleteRequested':
    case 'UserMdDeleteRejected':
      return { type: 'ACCOUNT_DELETED', meta: move(event), relationId: null }
    case 'TemplateMessageSent':
    case 'FreeTextMessageSent':
    case 'MissedCallMessageSent':
      return sent(event.data, { status: 'SUCCESS', reason: null })
    case 'TemplateMessageFailed':
    case 'FreeTextMessageFailed':
    case 'MissedCallMessageFailed':
      return sent(event.data, { status: 'FAILED', reason: event.data.reason })
    case 'OutboundPlanned':
    case 'OutboundReplanned':
    case 'OutboundClaimed':
    case 'OutboundClaimReleased':
    case 'OutboundPlanCreated':
    case 'OutboundPlanUpdated':
    case 'UserProfileUpdated':
    case 'MessageQueued':
    case 'MessageAttemptStarted':
    case 'MessageRetryPlanned':
    case 'MessageOutcomeUncertain':
    case 'MessageQueuedAgain':
    case 'MessageDelivered':
    case 'MessageUndelivered':
    case 'MessageTemplateCreated':
    case 'MessageTemplateUpdated':
    case 'MessagesSwitched':
      return undefined
  }
}

function statusChange(
  { from, userOutboundId: relationId }: { from: string; userOutboundId: number },
  { to, reason }: { to: string; reason: string | null },
): Entry {
  return { type: 'OUTBOUND_STATUS_CHANGE', meta: { from, to, reason }, relationId }
}

function scheduleChange(
  {
    previous: from,
    userOutboundId: relationId,
  }: { previous: string | null; userOutboundId: number },
  to: string | null,
): Entry {
  return { type: 'CONTACT_SCHEDULE_CHANGE', meta: { from, to }, relationId }
}

function issue({ issueId }: { issueId: number }, meta: Meta): Entry {
  return { type: 'ISSUE', meta, relationId: issueId }
}

function sent(
  data: (MessageSent | MessageFailed)['data'],
  outcome: { status: string; reason: string | null },
): Entry {
  const meta = { ...pick(data, 'messageType', 'templateId', 'sender'), ...outcome }
  return { type: 'MESSAGE_SENT', meta, relationId: data.messageId }
}

type Logged =
  | UserCycleEvent
  | ContactAttemptRecorded
  | ContactPreferenceChanged
  | SupportNoteReceived

/** An entry of no kind of its own: which event it was, and what changed. */
function log(event: Logged): Entry {
  const kind = event.type
  switch (event.type) {
    case 'UserCycleStarted':
      return entry({ kind, ...pick(event.data, 'startDate', 'lengthDays') })
    case 'UserCycleRescheduled':
      return entry({ kind, from: event.data.previous, to: event.data.startDate })
    case 'ContactAttemptRecorded': {
      const { userOutboundId, result, attemptId } = event.data
      return { ...entry({ kind, userOutboundId, result }), relationId: attemptId }
    }
    case 'ContactPreferenceChanged':
      return entry({ kind, from: event.data.previous, to: pick(event.data, 'calls', 'messages') })
    case 'UserCycleEnded':
    case 'SupportNoteReceived':
      return entry({ kind })
  }
}

function entry(meta: Meta): Entry {
  return { type: 'LOG', meta, relationId: null }
}

const PHASES = [
  ['Requested', 'REQUESTED'],
  ['Rejected', 'REJECTED'],
] as const

/** A change of site or doctor: asked for, refused, or (asked for or not) done by the system that decides it. */
function move({ type, data }: UserSupportEvent): Meta {
  const phase = PHASES.find(([ending]) => type.endsWith(ending))?.[1] ?? 'CONFIRMED'
  return { phase, ...pick(data, 'from', 'to', 'requestId') }
}

function pick(data: object, ...names: string[]): Meta {
  return Object.fromEntries(Object.entries(data).filter(([name]) => names.includes(name)))
}
