import type { FastifyRequest } from 'fastify'
import { because, type Refusal } from '../../kernel/decision.ts'
import type { Caller } from '../auth/caller.ts'
import type { recogniseSessions, SessionCaller } from '../auth/sessions.ts'
import type { recogniseTokens } from '../auth/tokens.ts'
import type { Asking } from './guard.ts'
import { UNAUTHORIZED_ACTION } from './problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The session by whose cookie the caller came; null for a token. */
    session: SessionCaller | null
  }
}

type Ways = Readonly<{
  tokens: ReturnType<typeof recogniseTokens>
  sessions: ReturnType<typeof recogniseSessions>
  /** Where browsers find us, when that is not the address that they ask for. */
  publicUrl: URL | undefined
}>

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const FOREIGN = because(UNAUTHORIZED_ACTION, { reason: 'FOREIGN_ORIGIN' })

/**
 * Who asks: by a token, or by the cookie of a session. A cookie counts for a change only when the browser says that our
 * own page asks for it, and what another site's page asks for without a token is refused altogether (CSRF).
 */
export function recogniseBy({ tokens, sessions, publicUrl }: Ways) {
  return async (
    request: FastifyRequest,
    { reply, onlyRemembered = false }: Asking = {},
  ): Promise<Caller | Refusal | undefined> => {
    const { authorization, cookie, 'x-anbu-background': background } = request.headers
    if (authorization !== undefined) return await tokens(authorization, onlyRemembered)
    const isChange = !SAFE.has(request.method)
    const origin = originOf(request, publicUrl)
    if (isChange && origin === 'FOREIGN') return FOREIGN
    const isBackground = reply === undefined || background !== undefined
    const found = await sessions({ cookie, background: isBackground, onlyRemembered })
    if (found === undefined) return undefined
    request.session = found.session
    if (found.cookies.length > 0) void reply?.header('set-cookie', found.cookies)
    return isChange && origin !== 'OWN' ? FOREIGN : found.session.caller
  }
}

/** Whose page asks, as the browser says; programs say nothing. */
function originOf({ headers, host }: FastifyRequest, publicUrl: URL | undefined) {
  const { origin, 'sec-fetch-site': site } = headers
  if (origin !== undefined) return isOwn(origin, host, publicUrl) ? 'OWN' : 'FOREIGN'
  if (site === undefined) return 'UNSAID'
  return site === 'same-origin' ? 'OWN' : 'FOREIGN'
}

/** At our public address it has to be the same scheme, too: a page that came without TLS may be anybody's. */
function isOwn(origin: string, host: string, publicUrl: URL | undefined): boolean {
  const page = URL.parse(origin)
  if (page === null || page.host === '') return false
  if (page.host === publicUrl?.host) return page.protocol === publicUrl.protocol
  return page.host === host.replace(/:(80|443)$/, '')
}
