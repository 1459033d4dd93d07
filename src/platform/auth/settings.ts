import Type from 'typebox'
import { Value } from 'typebox/value'
import { ConfigError } from '../config-error.ts'
import { text, whole, type Environment } from '../environment.ts'
import { ROLES, type Role } from './caller.ts'
import { HUMAN_ROLES, type OidcSettings } from './oidc.ts'

/** How people sign in, and what they are shown. */
export type SignInConfig = Readonly<{
  /** Where browsers find us; undefined: at the address that they ask for. */
  publicUrl: URL | undefined
  /** Signs cookies; undefined: one that is kept in the database. */
  secret: string | undefined
  oidc: OidcSettings | undefined
  /** Sign-ins a minute from one address; 0 is no limit. */
  limit: number
  /** Whose answers have names and phones masked. */
  masked: readonly Role[]
}>

const Groups = Type.Record(
  Type.String(),
  Type.Object(
    { role: Type.Enum([...HUMAN_ROLES]), sites: Type.Optional(Type.Array(Type.String())) },
    { additionalProperties: false },
  ),
)

/** Reads how people sign in (docs/guide/security.md), or throws a {@link ConfigError} that names the variable. */
export function readSignIn(env: Environment): SignInConfig {
  const publicUrl = urlOf(env, 'ANBU_PUBLIC_URL')
  const secret = text(env, 'ANBU_SECRET')
  if (secret !== undefined && secret.length < 32) {
    throw new ConfigError('ANBU_SECRET must have at least 32 characters.')
  }
  return {
    publicUrl,
    secret,
    oidc: readOidc(env, publicUrl),
    limit: whole(env, 'ANBU_SIGN_IN_LIMIT', { least: 0, most: 1_000_000, usual: 20 }),
    masked: readMasked(env),
  }
}

function readOidc(env: Environment, publicUrl: URL | undefined): OidcSettings | undefined {
  const issuer = urlOf(env, 'ANBU_OIDC_ISSUER')
  const clientId = text(env, 'ANBU_OIDC_CLIENT_ID')
  const clientSecret = text(env, 'ANBU_OIDC_CLIENT_SECRET')
  const name = text(env, 'ANBU_OIDC_NAME') ?? 'SSO'
  const scopes = text(env, 'ANBU_OIDC_SCOPES')?.split(/[\s,]+/) ?? []
  const groupsClaim = text(env, 'ANBU_OIDC_GROUPS_CLAIM') ?? 'groups'
  const groups = text(env, 'ANBU_OIDC_GROUPS')
  if (issuer === undefined) {
    if (clientId === undefined) return undefined
    throw new ConfigError('ANBU_OIDC_CLIENT_ID needs ANBU_OIDC_ISSUER.')
  }
  if (clientId === undefined) throw new ConfigError('ANBU_OIDC_ISSUER needs ANBU_OIDC_CLIENT_ID.')
  if (publicUrl === undefined) {
    throw new ConfigError(
      'ANBU_OIDC_ISSUER needs ANBU_PUBLIC_URL, where the provider sends back to.',
    )
  }
  if (groups === undefined) {
    throw new ConfigError('ANBU_OIDC_ISSUER needs ANBU_OIDC_GROUPS: without it nobody may come in.')
  }
  return { issuer, clientId, clientSecret, name, scopes, groupsClaim, groups: grantsOf(groups) }
}

function grantsOf(groups: string): OidcSettings['groups'] {
  const given = parsed(groups)
  if (!Value.Check(Groups, given)) {
    throw new ConfigError(
      `ANBU_OIDC_GROUPS must be JSON such as {"nurses": {"role": "OPERATOR", "sites": ["seoul"]}}.`,
    )
  }
  return Object.fromEntries(
    Object.entries(given).map(([name, { role, sites }]) => [name, { role, sites: sites ?? null }]),
  )
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function readMasked(env: Environment): readonly Role[] {
  const named = text(env, 'ANBU_MASKED_ROLES')?.split(',') ?? []
  const roles = named.map((name) => ROLES.find((role) => role === name.trim()))
  if (roles.includes(undefined)) {
    throw new ConfigError(`ANBU_MASKED_ROLES must list roles out of ${ROLES.join(', ')}.`)
  }
  return roles as Role[]
}

function urlOf(env: Environment, name: string): URL | undefined {
  const given = text(env, name)
  if (given === undefined) return undefined
  if (!/^https?:\/\//.test(given) || !URL.canParse(given)) {
    throw new ConfigError(`${name} must be an address such as https://anbu.example.`)
  }
  return new URL(given)
}
