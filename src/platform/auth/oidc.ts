import { decodeJwt } from 'jose'
import type { Role } from './caller.ts'

/** What a group of the provider gives to its members. */
export type Grant = Readonly<{ role: HumanRole; sites: readonly string[] | null }>
export type HumanRole = Exclude<Role, 'SERVICE'>
export const HUMAN_ROLES = ['OPERATOR', 'MANAGER', 'ADMIN', 'AUDITOR'] as const

/** An OpenID Connect provider (ANBU_OIDC_…). */
export type OidcSettings = Readonly<{
  issuer: URL
  clientId: string
  clientSecret: string | undefined
  /** What the button says. */
  name: string
  /** Scopes to ask for besides openid, email and profile. */
  scopes: readonly string[]
  groupsClaim: string
  groups: Readonly<Record<string, Grant>>
}>

/** The more one may do, the later: of several groups the strongest role counts. AUDITOR is no step on the way. */
const STRENGTH: readonly HumanRole[] = ['AUDITOR', 'OPERATOR', 'MANAGER', 'ADMIN']

/**
 * Who the verified token says it is, and what their groups give; null when none of their groups is known here, so
 * that nobody comes in by being somebody at the provider alone.
 */
export function profileOf(idToken: string | undefined, { groupsClaim, groups }: OidcSettings) {
  if (idToken === undefined) return null
  const claims = decodeJwt(idToken)
  const { sub, email, email_verified: verified, name } = claims
  const named = claims[groupsClaim]
  const grant = grantOf(Array.isArray(named) ? named : [named], groups)
  if (typeof sub !== 'string' || typeof email !== 'string' || grant === undefined) return null
  return {
    id: sub,
    sub,
    email: email.toLowerCase(),
    emailVerified: verified === true || verified === 'true',
    name: typeof name === 'string' && name.trim() !== '' ? name : email,
    role: grant.role,
    sites: grant.sites === null ? null : JSON.stringify(grant.sites),
  }
}

/** What the groups give together: the strongest role, with the sites of all that give it. */
export function grantOf(
  named: readonly unknown[],
  groups: Readonly<Record<string, Grant>>,
): Grant | undefined {
  const grants = named.flatMap((name) =>
    typeof name === 'string' && Object.hasOwn(groups, name) ? [groups[name] as Grant] : [],
  )
  const role = STRENGTH.findLast((one) => grants.some((grant) => grant.role === one))
  if (role === undefined) return undefined
  const those = grants.filter((grant) => grant.role === role).map(({ sites }) => sites)
  const sites = those.includes(null) ? null : [...new Set(those.flatMap((some) => some ?? []))]
  return { role, sites }
}
