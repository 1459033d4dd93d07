import type { OperatorId, SiteId } from '../../kernel/values.ts'

export const ROLES = ['OPERATOR', 'MANAGER', 'ADMIN', 'AUDITOR', 'SERVICE'] as const
export type Role = (typeof ROLES)[number]

/** Who asks: by which name their acts are kept, what they may do, and whose users they may see (null: everybody's). */
export type Caller = Readonly<{
  by: OperatorId
  name: string
  role: Role
  sites: readonly SiteId[] | null
}>
