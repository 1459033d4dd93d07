declare const brand: unique symbol
type Branded<Of, Brand extends string> = Of & { readonly [brand]: Brand }

/** An identifier owned by another system: opaque, 1 to 64 characters. */
type Name<Of extends string> = Branded<string, Of>

/** An identifier of one of Support's own things: a number that only grows. */
type Id<Of extends string> = Branded<number, Of>

export type UserId = Name<'User'>
export type UserCycleId = Name<'UserCycle'>
export type SiteId = Name<'Site'>
export type MdId = Name<'Md'>

/** Who acts: an operator, a token (`token:7`), or the software itself ({@link SYSTEM}). */
export type OperatorId = Name<'Operator'>

export type OutboundPlanId = Id<'OutboundPlan'>
export type OutboundId = Id<'UserOutboundPlan'>
export type LogId = Id<'UserSupportLog'>
export type MemoId = Id<'UserSupportMemo'>
export type IssueId = Id<'UserSupportIssue'>
export type AttemptId = Id<'ContactAttempt'>
export type MessageId = Id<'UserSupportMessage'>
export type TemplateId = Id<'MessageTemplate'>

/** A point in time, RFC 3339 in UTC with milliseconds: `2026-04-01T03:00:00.000Z`. Sorts as text. */
export type Instant = Branded<string, 'Instant'>

/** A day on the calendar without a time zone: `2026-04-01`. Sorts as text. */
export type CalendarDate = Branded<string, 'CalendarDate'>

/** The software itself, where no person acted. */
export const SYSTEM = 'SYSTEM' as OperatorId

/** Who acted, when, and on which business date. Every decision takes one; no decision reads a clock. */
export type Act = Readonly<{ by: OperatorId; at: Instant; today: CalendarDate }>
