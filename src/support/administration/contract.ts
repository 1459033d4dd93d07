import Type, { type Static } from 'typebox'
import { ROLES } from '../../platform/auth/caller.ts'
import { Exactly, IdOf, InstantText, ListOf, NameOf, OrNull } from '../../platform/http/schema.ts'
import type { OperatorId, SiteId } from '../../kernel/values.ts'

const sites = Type.Array(NameOf<SiteId>(), { maxItems: 1_000 })

export const IdParams = Exactly({ id: IdOf<number>() })

export const NewToken = Exactly({
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  role: Type.Enum([...ROLES]),
  sites: Type.Optional(sites),
  /** By the real time; a year from now when nothing is said. */
  expiresAt: Type.Optional(InstantText),
})
/** A replay (Idempotency-Key) answers without the secret, which is not kept. */
export const MadeToken = Type.Object({ id: IdOf<number>(), token: Type.Optional(Type.String()) })
export const Tokens = ListOf(
  Type.Object({
    id: IdOf<number>(),
    name: Type.String(),
    role: Type.Enum([...ROLES]),
    sites: OrNull(sites),
    createdBy: NameOf<OperatorId>(),
    createdAt: InstantText,
    expiresAt: InstantText,
    lastUsedAt: OrNull(InstantText),
  }),
)

export const Me = Type.Object({
  operator: NameOf<OperatorId>(),
  name: Type.String(),
  role: Type.Enum([...ROLES]),
  sites: OrNull(sites),
  rights: Type.Array(Type.String()),
  /** Names and phones are shown masked until they are revealed. */
  masked: Type.Boolean(),
  zone: Type.String(),
  now: InstantText,
  testClock: Type.Boolean(),
  /** So many characters a memo or an issue may have. */
  memoMax: Type.Integer(),
  demo: Type.Boolean(),
})

export const ClockSetting = Type.Union([
  Exactly({ now: InstantText }),
  Exactly({ advance: Type.String({ minLength: 2, maxLength: 60 }) }),
])
export const ClockReading = Type.Object({ now: InstantText })

export const SwitchesView = Exactly({ messages: Type.Boolean() })
export type MessageSending = Static<typeof MessageSending>
export const MessageSending = Type.Object({ isOn: Type.Boolean() })
