type Stored = Readonly<{
  userId: string
  userCycleId: string | null
  actor: string
  /** The event's data as it was recorded. */
  data: Readonly<Record<string, unknown>>
  /** What a person wrote with it; null when nothing was, or when it was erased. */
  text: string | null
  /** What the hospital or doctor that was asked for is called. */
  siteName: string | null
  mdName: string | null
}>

type Payload = (stored: Stored) => object

const outbound: Payload = (stored) => fields(stored, 'userOutboundId')
const messageSent: Payload = (stored) =>
  fields(stored, 'userOutboundId', 'messageId', 'templateId', 'dayIndex')
const messageFailed: Payload = (stored) => fields(stored, 'userOutboundId', 'reason', 'dayIndex')

/**
 * The payload of each event that Support publishes, field by field as the source names them (domain-model 1, SPEC.md,
 * Events). An event that is not here stays inside.
 */
export const PAYLOADS: Readonly<Record<string, Payload>> = {
  OutboundCompleted: outbound,
  OutboundSkipped: outbound,
  OutboundWithdrawn: outbound,
  OutboundScheduleRecorded: (stored) => fields(stored, 'userOutboundId', 'scheduleAt'),
  OutboundScheduleCanceled: outbound,
  LastOutboundAutoCompleted: outbound,
  ContactAttemptRecorded: (stored) => fields(stored, 'userOutboundId', 'attemptId', 'result'),
  UserMemoCreated: (stored) => ({ ...fields(stored, 'memoId', 'dayIndex'), memo: stored.text }),
  UserMemoUpdated: (stored) => ({ ...fields(stored, 'memoId', 'dayIndex'), memo: stored.text }),
  UserIssueCreated: (stored) => ({ ...fields(stored, 'issueId', 'dayIndex'), issue: stored.text }),
  UserIssueUpdated: (stored) => ({ ...fields(stored, 'issueId', 'dayIndex'), memo: stored.text }),
  UserIssueStatusChanged: (stored) => ({
    ...fields(stored, 'issueId', 'outboundDay', 'status', 'previousStatus'),
    memo: stored.text,
  }),
  UserSiteUpdateRequested: (stored) => ({
    ...fields(stored, 'requestId'),
    siteId: stored.data['to'],
    siteName: stored.siteName,
    previous: stored.data['from'],
    requestedBy: stored.actor,
  }),
  UserMdUpdateRequested: (stored) => ({
    ...fields(stored, 'requestId'),
    mdId: stored.data['to'],
    mdName: stored.mdName,
    previous: stored.data['from'],
    requestedBy: stored.actor,
  }),
  UserMdDeleteRequested: (stored) => ({
    ...fields(stored, 'requestId'),
    previous: stored.data['from'],
    requestedBy: stored.actor,
  }),
  TemplateMessageSent: messageSent,
  TemplateMessageFailed: messageFailed,
  FreeTextMessageSent: messageSent,
  FreeTextMessageFailed: messageFailed,
  MissedCallMessageSent: messageSent,
  MissedCallMessageFailed: messageFailed,
  SupportLogHistoryRecorded: (stored) => fields(stored, 'logId', 'type', 'dayIndex', 'relationId'),
}

export const PUBLISHED: readonly string[] = Object.keys(PAYLOADS)

/** The CloudEvents type of an event's name. */
export function publishedType(name: string): string {
  return `anbu.support.${name}.v1`
}

function fields({ userId, userCycleId, data }: Stored, ...names: string[]): object {
  const picked = names.map((name) => [name, data[name] ?? null] as const)
  return { userId, userCycleId, ...Object.fromEntries(picked) }
}
