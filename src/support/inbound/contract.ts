import Type, { type Static, type TObject } from 'typebox'
import type { MdId, SiteId, UserCycleId, UserId } from '../../kernel/values.ts'
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

const text = Type.String({ minLength: 1, maxLength: 2_000 })
const label = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
const phone = Type.String({ minLength: 1, maxLength: 40 })

const user = { userId: NameOf<UserId>() }
const cycle = { ...user, userCycleId: NameOf<UserCycleId>() }
const answered = { requestId: Type.Optional(OrNull(text)) }
const rejected = Type.Object({ ...user, requestId: text, reason: text })

/** What each type of event from another system carries; fields that are not here are ignored, since senders grow. */
export const INBOUND = {
  UserCycleStarted: Type.Object({
    ...cycle,
    startDate: DateText,
    lengthDays: Type.Optional(OrNull(Type.Integer({ minimum: 1, maximum: 1_000 }))),
    planFrom: Type.Optional(OrNull(DateText)),
    user: Type.Object({ name: label, phone: Type.Optional(OrNull(phone)) }),
    site: Type.Optional(
      OrNull(Type.Object({ siteId: NameOf<SiteId>(), name: Type.Optional(OrNull(label)) })),
    ),
    md: Type.Optional(
      OrNull(Type.Object({ mdId: NameOf<MdId>(), name: Type.Optional(OrNull(label)) })),
    ),
  }),
  UserCycleRescheduled: Type.Object({ ...cycle, startDate: DateText }),
  UserCycleEnded: Type.Object({ ...cycle, reason: text }),
  UserProfileUpdated: Type.Object({
    ...user,
    name: Type.Optional(label),
    phone: Type.Optional(OrNull(phone)),
  }),
  UserSiteUpdated: Type.Object({ ...user, siteId: NameOf<SiteId>(), name: label, ...answered }),
  UserMdUpdated: Type.Object({ ...user, mdId: NameOf<MdId>(), name: label, ...answered }),
  UserMdDeleted: Type.Object({ ...user, ...answered }),
  UserSiteUpdateRejected: rejected,
  UserMdUpdateRejected: rejected,
  UserMdDeleteRejected: rejected,
  LastSurveyCompleted: Type.Object(cycle),
  SupportNoteReceived: Type.Object({ ...cycle, text }),
  UserContactPreferenceUpdated: Type.Object({
    ...user,
    calls: Type.Boolean(),
    messages: Type.Boolean(),
    reason: text,
  }),
} satisfies Record<string, TObject>

export type InboundType = keyof typeof INBOUND
export type InboundData<Of extends InboundType> = Static<(typeof INBOUND)[Of]>

/** A CloudEvents 1.0 envelope as it comes in; extension attributes are let through. */
export type CloudEvent = Static<typeof CloudEventSchema>
export const CloudEventSchema = Type.Object({
  specversion: Type.Literal('1.0'),
  id: Type.String({ minLength: 1, maxLength: 200 }),
  source: Type.String({ minLength: 1, maxLength: 500 }),
  type: Type.String({ minLength: 1, maxLength: 200 }),
  time: Type.Optional(OrNull(InstantText)),
  subject: Type.Optional(OrNull(Type.String())),
  datacontenttype: Type.Optional(OrNull(Type.String())),
  data: Type.Optional(Type.Unknown()),
})

export const Received = Type.Object({
  accepted: Type.Integer(),
  duplicates: Type.Integer(),
  rejected: Type.Array(
    Type.Object({
      index: Type.Integer(),
      id: OrNull(Type.String()),
      errors: Type.Array(Type.Object({ field: Type.String(), message: Type.String() })),
    }),
  ),
})

export const DeadLetterParams = Exactly({ id: IdOf<number>() })
export const DeadLettersQuery = Exactly(Page)
export const DeadLetters = ListOf(
  Type.Object({
    id: IdOf<number>(),
    source: OrNull(Type.String()),
    eventId: OrNull(Type.String()),
    type: OrNull(Type.String()),
    reason: Type.String(),
    errors: Type.Array(Type.Unknown()),
    event: Type.Unknown(),
    receivedAt: InstantText,
    replayedAt: OrNull(InstantText),
  }),
)
