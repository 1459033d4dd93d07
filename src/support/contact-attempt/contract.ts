import Type, { type Static } from 'typebox'
import type { AttemptId, OperatorId, OutboundId, UserCycleId, UserId } from '../../kernel/values.ts'
import { Exactly, IdOf, InstantText, NameOf, OrNull } from '../../platform/http/schema.ts'
import { ATTEMPT_RESULTS } from './contact-attempt.ts'

export const OutboundParams = Exactly({ id: IdOf<OutboundId>() })
export const AttemptBody = Exactly({
  result: Type.Enum([...ATTEMPT_RESULTS]),
  note: Type.Optional(Type.String({ maxLength: 2_000 })),
})

export type AttemptView = Static<typeof AttemptView>
export const AttemptView = Type.Object({
  id: IdOf<AttemptId>(),
  userId: NameOf<UserId>(),
  userCycleId: NameOf<UserCycleId>(),
  userOutboundId: IdOf<OutboundId>(),
  result: Type.Enum([...ATTEMPT_RESULTS]),
  note: OrNull(Type.String()),
  createdBy: NameOf<OperatorId>(),
  createdAt: InstantText,
})
