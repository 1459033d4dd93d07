import Type from 'typebox'
import type { MdId, SiteId, UserId } from '../../kernel/values.ts'
import { Exactly, NameOf } from '../../platform/http/schema.ts'

const label = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })

export const UserParams = Exactly({ userId: NameOf<UserId>() })
export const SiteBody = Exactly({ siteId: NameOf<SiteId>(), siteName: Type.Optional(label) })
export const MdBody = Exactly({ mdId: NameOf<MdId>(), mdName: Type.Optional(label) })
export const NoBody = Exactly({})
export const PreferenceBody = Exactly({
  calls: Type.Boolean(),
  messages: Type.Boolean(),
  reason: Type.String({ minLength: 1, maxLength: 2_000, pattern: '\\S' }),
})

export const Requested = Type.Object({ requestId: Type.String() })
export const PreferenceView = Type.Object({ calls: Type.Boolean(), messages: Type.Boolean() })
