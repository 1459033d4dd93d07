import Type, { type Static } from 'typebox'
import { SEEN } from '../../kernel/text.ts'
import type {
  MessageId,
  OperatorId,
  OutboundId,
  SiteId,
  TemplateId,
  UserCycleId,
  UserId,
} from '../../kernel/values.ts'
import {
  DateText,
  Exactly,
  IdOf,
  InstantText,
  ListOf,
  NameOf,
  OrNull,
  Page,
} from '../../platform/http/schema.ts'
import { MESSAGE_STATUSES, MESSAGE_TYPES } from './user-support-message.ts'
import { canBeCarried, saysNotTwoThings, saysOneThing, saysWhatItsTypeSays } from './wording.ts'

const templateId = IdOf<TemplateId>()
const content = Type.String({
  minLength: 1,
  maxLength: 10_000,
  pattern: SEEN,
  rule: canBeCarried,
})
const force = Type.Optional(Type.Boolean())

export const MessageParams = Exactly({ id: IdOf<MessageId>() })
export const OutboundParams = Exactly({ id: IdOf<OutboundId>() })
export const CycleParams = Exactly({ userCycleId: NameOf<UserCycleId>() })
export const CarrierParams = Exactly({ carrier: Type.String({ maxLength: 40 }) })

const wording = { templateId: Type.Optional(templateId), content: Type.Optional(content) }
export const MissedCallBody = Exactly({ ...wording, force }, saysNotTwoThings)
export const MessageBody = Exactly(
  { messageType: Type.Enum(['TEMPLATE', 'FREE_TEXT']), ...wording, force },
  saysWhatItsTypeSays,
)
export const PreviewBody = Exactly(
  {
    userCycleId: NameOf<UserCycleId>(),
    /** The call that a missed-call message is about. */
    userOutboundId: Type.Optional(IdOf<OutboundId>()),
    ...wording,
  },
  saysOneThing,
)
export const RetryBody = Exactly({ force })
export const PageQuery = Exactly(Page)
export const MessagesQuery = Exactly({
  status: Type.Optional(Type.Enum([...MESSAGE_STATUSES])),
  reason: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  /** Whether any reason is known. */
  hasReason: Type.Optional(Type.Boolean()),
  siteId: Type.Optional(NameOf<SiteId>()),
  /** The business dates on which it was created, both included. */
  from: Type.Optional(DateText),
  to: Type.Optional(DateText),
  ...Page,
})

export const Preview = Type.Object({
  userId: NameOf<UserId>(),
  content: Type.String(),
  bytes: Type.Integer(),
  kind: Type.Enum(['SMS', 'LMS']),
})

const message = {
  id: IdOf<MessageId>(),
  userId: NameOf<UserId>(),
  userCycleId: NameOf<UserCycleId>(),
  userOutboundId: OrNull(IdOf<OutboundId>()),
  messageType: Type.Enum([...MESSAGE_TYPES]),
  templateId: OrNull(templateId),
  content: OrNull(Type.String()),
  kind: Type.Enum(['SMS', 'LMS', 'ALIMTALK']),
  status: Type.Enum([...MESSAGE_STATUSES]),
  reason: OrNull(Type.String()),
  nextAttemptAt: OrNull(InstantText),
  deliveredAt: OrNull(InstantText),
  undeliveredReason: OrNull(Type.String()),
  dayIndex: Type.Integer(),
  createdBy: NameOf<OperatorId>(),
  createdAt: InstantText,
  updatedAt: InstantText,
  version: Type.Integer(),
}
export type MessageView = Static<typeof MessageView>
export const MessageView = Type.Object(message)
export const MessageInBrief = Type.Object({
  id: message.id,
  messageType: message.messageType,
  status: message.status,
  createdAt: message.createdAt,
})
export const Messages = ListOf(MessageView)
export type MessageRow = Static<typeof MessageRow>
/** Among those of other users: it says whom it is for. */
export const MessageRow = Type.Object({
  ...message,
  user: Type.Object({ userId: NameOf<UserId>(), name: Type.String() }),
})
export const MessageRows = ListOf(MessageRow)
export const MessageWithAttempts = Type.Object({
  ...message,
  attempts: Type.Array(
    Type.Object({
      number: Type.Integer(),
      carrier: Type.String(),
      startedAt: InstantText,
      endedAt: OrNull(InstantText),
      outcome: Type.Enum([
        'IN_FLIGHT',
        'UNCERTAIN',
        'ACCEPTED',
        'REFUSED',
        'UNREACHABLE',
        'UNKNOWN',
      ]),
      reason: OrNull(Type.String()),
      carrierMessageId: OrNull(Type.String()),
    }),
  ),
})
export const Taken = Type.Object({ reports: Type.Integer() })
