import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { genericOAuth } from 'better-auth/plugins'
import { randomUUID } from 'node:crypto'
import { CamelCasePlugin } from 'kysely'
import { run, type Sql } from '../db/db.ts'
import { FORGET } from './callers.ts'
import { DatesPlugin } from './dates-plugin.ts'
import { profileOf, type OidcSettings } from './oidc.ts'
import { hashPassword, PASSWORD_LENGTH, verifyPassword } from './passwords.ts'

/** How long a session lasts without a request, and at most, in seconds. */
export const IDLE = 30 * 60
export const ABSOLUTE = 12 * 60 * 60
/** How often the end of an idle session is moved, in seconds. */
const TOUCH_EVERY = 60

/** Where the library's own addresses begin; only a provider's answer comes back to one of them. */
export const BASE_PATH = '/v1/auth'
export const OIDC = 'oidc'

export type SignInSettings = Readonly<{
  /** Signs cookies; at least 32 characters. */
  secret: string
  /** Where browsers find us. Behind TLS it begins with https, and cookies are Secure. */
  publicUrl: URL
  oidc: OidcSettings | undefined
  failed: (message: string) => void
}>

export type SignIn = ReturnType<typeof openSignIn>

/** Accounts, sessions and their cookies, by better-auth on our database; who somebody is and may do is ours to say. */
export function openSignIn(sql: Sql, { secret, publicUrl, oidc, failed }: SignInSettings) {
  const db = sql
    .withPlugin(new CamelCasePlugin())
    .withPlugin(new DatesPlugin())
    .withSchema('private')
  return betterAuth({
    appName: 'Anbu',
    secret,
    baseURL: publicUrl.origin,
    basePath: BASE_PATH,
    database: { db, type: 'postgres' },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { level: 'error', log: (_level, message) => failed(message) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.least,
      maxPasswordLength: PASSWORD_LENGTH.most,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: {
      modelName: 'operator',
      additionalFields: {
        role: { type: 'string', required: true },
        sites: { type: 'string', required: false },
        removedAt: { type: 'date', required: false, input: false },
      },
    },
    session: { expiresIn: IDLE, updateAge: TOUCH_EVERY },
    // A provider's account is joined to an operator of ours only by an address that the provider has verified.
    account: { accountLinking: { enabled: true } },
    advanced: {
      cookiePrefix: 'anbu',
      useSecureCookies: publicUrl.protocol === 'https:',
      database: { generateId: () => randomUUID() },
      ipAddress: { disableIpTracking: true },
    },
    databaseHooks: hooksOn(sql),
    plugins: [signInAs, genericOAuth({ config: oidc === undefined ? [] : [providerOf(oidc)] })],
  })
}

/** What the library does, too, is known in every process: a session that it ends, a role that it changes. */
function hooksOn(sql: Sql) {
  const tell = async () => void (await run(sql, `select ${FORGET}`, []))
  return {
    user: { update: { after: tell } },
    session: {
      delete: { after: tell },
      create: { before: async ({ userId }: { userId: string }) => await isPresent(sql, userId) },
    },
    // We ask a provider who somebody is, and never anything in their name.
    account: {
      create: { before: async () => ({ data: NO_TOKENS }) },
      update: { before: async () => ({ data: NO_TOKENS }) },
    },
  }
}

/** As the library wants to know a provider: with PKCE, and believed only by an ID token that it has verified. */
function providerOf(oidc: OidcSettings) {
  const { issuer, clientId, clientSecret, scopes } = oidc
  return {
    providerId: OIDC,
    discoveryUrl: `${issuer.href.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    scopes: ['openid', 'email', 'profile', ...scopes],
    pkce: true,
    requireIdTokenVerification: true,
    overrideUserInfo: true,
    getUserInfo: async ({ idToken }: { idToken?: string | undefined }) => profileOf(idToken, oidc),
    mapProfileToUser: ({ role, sites }: Record<string, unknown>) => ({ role, sites }),
  }
}

const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null }

/** A removed operator gets no session, whatever they prove. */
async function isPresent(sql: Sql, id: string): Promise<boolean> {
  const rows = await run(
    sql,
    'select 1 from private.operator where id = $1 and removed_at is null',
    [id],
  )
  return rows.length > 0
}

/** Not an address: signs in somebody who has proved otherwise who they are, by an invitation or as in a demo. */
const signInAs = {
  id: 'sign-in-as',
  endpoints: {
    signInAs: createAuthEndpoint(
      { method: 'POST', metadata: { $Infer: { body: {} as { operatorId: string } } } },
      async (context) => {
        const { operatorId } = context.body
        const { internalAdapter } = context.context
        const user = await internalAdapter.findUserById(operatorId)
        const session = user && (await internalAdapter.createSession(operatorId))
        if (!user || !session) return null
        await setSessionCookie(context, { session, user })
        return { token: session.token }
      },
    ),
  },
} as const
