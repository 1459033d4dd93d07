import Type from 'typebox'
import { HUMAN_ROLES } from '../../platform/auth/oidc.ts'
import { OPERATOR_STATES } from '../../platform/auth/operators.ts'
import { PASSWORD_LENGTH } from '../../platform/auth/passwords.ts'
import { Exactly, InstantText, ListOf, NameOf, OrNull, Words } from '../../platform/http/schema.ts'
import type { OperatorId, SiteId } from '../../kernel/values.ts'

const role = Type.Enum([...HUMAN_ROLES])
const sites = Type.Array(NameOf<SiteId>(), { maxItems: 1_000 })
/** An address as sign-in takes it: letters of ASCII, and a domain with a dot. */
const email = Type.String({
  pattern: "^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$",
  maxLength: 200,
})
const name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const password = Type.String({ minLength: 1, maxLength: PASSWORD_LENGTH.most })
const newPassword = Type.String({
  minLength: PASSWORD_LENGTH.least,
  maxLength: PASSWORD_LENGTH.most,
})
const invitation = Type.String({ minLength: 1, maxLength: 200 })

/** How one may sign in here, and what the page has to say before. */
export const SignInWays = Type.Object({
  password: Type.Literal(true),
  oidc: OrNull(Type.Object({ name: Type.String() })),
  demo: Type.Array(role),
  demoData: Type.Boolean(),
  testClock: Type.Boolean(),
})
export const Credentials = Exactly({
  email: Type.String({ minLength: 1, maxLength: 200 }),
  password,
})
export const DemoRole = Exactly({ role })
export const Nothing = Exactly({})
export const Elsewhere = Type.Object({ url: Type.String() })
export const PasswordChange = Exactly({ current: password, password: newPassword })

export const SessionParams = Exactly({ id: Type.String({ minLength: 1, maxLength: 64 }) })
export const Sessions = ListOf(
  Type.Object({
    id: Type.String(),
    createdAt: InstantText,
    lastSeenAt: InstantText,
    expiresAt: InstantText,
    userAgent: Type.String(),
    current: Type.Boolean(),
  }),
)

export const InvitationReading = Exactly({ invitation })
export const InvitationView = Type.Object({ name: Type.String(), email: Type.String(), role })
export const InvitationAcceptance = Exactly({
  invitation,
  password: newPassword,
  name: Type.Optional(name),
  email: Type.Optional(email),
})

export const OperatorParams = Exactly({ id: NameOf<OperatorId>() })
export const NewOperator = Exactly({ name, email, role, sites: Type.Optional(sites) })
export const OperatorChange = Exactly({
  name: Type.Optional(name),
  role: Type.Optional(role),
  sites: Type.Optional(OrNull(sites)),
})
/** A replay (Idempotency-Key) answers without the link, which is not kept. */
export const MadeInvitation = Type.Object({ invitation: Type.Optional(Type.String()) })
export const MadeOperator = Type.Object({
  id: NameOf<OperatorId>(),
  ...MadeInvitation.properties,
})
/** Names for everybody; for those who manage operators also the rest. */
export const Operators = ListOf(
  Type.Object({
    id: Type.String(),
    name: Type.String(),
    email: Type.Optional(Type.String()),
    role: Type.Optional(role),
    sites: Type.Optional(OrNull(sites)),
    state: Type.Optional(Type.Enum([...OPERATOR_STATES])),
    lastSeenAt: Type.Optional(OrNull(InstantText)),
  }),
)
export const OperatorView = Type.Object({
  id: NameOf<OperatorId>(),
  name: Type.String(),
  email: Type.String(),
  role,
  sites: OrNull(sites),
  state: Type.Enum([...OPERATOR_STATES]),
  lastSeenAt: OrNull(InstantText),
})

export const Reveal = Exactly({ reason: Type.Intersect([Words, Type.String({ maxLength: 500 })]) })
export const Revealed = Type.Object({ name: Type.String(), phone: OrNull(Type.String()) })
