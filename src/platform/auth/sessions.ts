import { hash as digest } from 'node:crypto'
import type { Instant, OperatorId, SiteId } from '../../kernel/values.ts'
import { run, type Sql } from '../db/db.ts'
import type { Caller, Role } from './caller.ts'
import { FORGET } from './callers.ts'
import { ABSOLUTE, type SignIn } from './sign-in.ts'

/** For how long a session that was found is believed without asking again, in milliseconds. */
const FRESH = 30_000

/** Somebody by their session, and until when. */
export type SessionCaller = Readonly<{
  caller: Caller
  sessionId: string
  /** In milliseconds: not believed after that. */
  until: number
  checkedAt: number
  /** When the session was last told that somebody is there. */
  touchedAt: number
}>

type Seen = Readonly<{ present: () => Map<string, SessionCaller> }>
type Asked = Readonly<{
  cookie: string | undefined
  /** Nobody sits there: the request comes from an open screen alone, and keeps no session from running idle. */
  background: boolean
  /** Whoever is not remembered is nobody, and the database is not asked. */
  onlyRemembered: boolean
}>
type Recognised = Readonly<{ session: SessionCaller; cookies: readonly string[] }>

/** How many are remembered at most. */
const MOST = 10_000

/** Knows operators by the cookie of their session. */
export function recogniseSessions(sql: Sql, signIn: SignIn, { present }: Seen) {
  const { useSecureCookies } = signIn.options.advanced
  const name = `${useSecureCookies ? '__Secure-' : ''}anbu.session_token`

  /** Asks the database whose session it is; one whose time is over ends. */
  async function lookUp(cookie: string, { background, touchedAt, now }: LookUp) {
    const { response, headers } = await signIn.api.getSession({
      headers: new Headers({ cookie }),
      query: background ? { disableRefresh: true } : {},
      returnHeaders: true,
    })
    if (response === null) return undefined
    const { session, user } = response
    const end = session.createdAt.getTime() + ABSOLUTE * 1_000
    if (now >= end || user.removedAt) {
      await endSession(sql, { id: session.id, operatorId: session.userId })
      return undefined
    }
    const found: SessionCaller = {
      caller: callerOf(user),
      sessionId: session.id,
      until: Math.min(end, session.expiresAt.getTime()),
      checkedAt: now,
      touchedAt: background ? touchedAt : now,
    }
    return { session: found, cookies: headers.getSetCookie() }
  }

  return async ({ cookie, background, onlyRemembered }: Asked): Promise<Recognised | undefined> => {
    const own = cookieIn(cookie, name)
    if (own === undefined) return undefined
    const key = digest('sha256', own, 'base64url')
    const seen = present()
    const now = Date.now()
    const known = seen.get(key)
    if (known !== undefined && isFresh(known, { background, now })) {
      return { session: known, cookies: [] }
    }
    if (onlyRemembered) return undefined
    const found = await lookUp(own, { background, touchedAt: known?.touchedAt ?? 0, now })
    if (found === undefined) {
      seen.delete(key)
      return undefined
    }
    if (seen.size >= MOST) seen.clear()
    seen.set(key, found.session)
    return found
  }
}

type LookUp = Readonly<{ background: boolean; touchedAt: number; now: number }>

/**
 * The session's cookie when there is just one, and nothing beside it: what is remembered by it has to be what it alone
 * proves. Of two, one was put there by somebody else's page.
 */
function cookieIn(header: string | undefined, name: string): string | undefined {
  const cookies = (header ?? '').split(';').map((pair) => pair.trim())
  const own = cookies.filter((pair) => pair.startsWith(`${name}=`))
  return own.length === 1 ? own[0] : undefined
}

function isFresh(known: SessionCaller, { background, now }: { background: boolean; now: number }) {
  return now < known.until && now - (background ? known.checkedAt : known.touchedAt) < FRESH
}

type User = Readonly<{ id: string; name: string; role: string; sites?: string | null | undefined }>

function callerOf({ id, name, role, sites }: User): Caller {
  const some = typeof sites === 'string' ? (JSON.parse(sites) as SiteId[]) : null
  return { by: id as OperatorId, name, role: role as Role, sites: some }
}

/** A session as its operator may see it. */
export type Session = Readonly<{
  id: string
  createdAt: Instant
  lastSeenAt: Instant
  expiresAt: Instant
  userAgent: string
}>

/** The operator's sessions that have not run out, newest first. */
export function listSessions(sql: Sql, operatorId: OperatorId): Promise<Session[]> {
  return run(
    sql,
    `select id, created_at as "createdAt", updated_at as "lastSeenAt",
            least(expires_at, created_at + $2::int * interval '1 second') as "expiresAt",
            coalesce(user_agent, '') as "userAgent"
       from private.session
      where user_id = $1 and expires_at > now() and created_at > now() - $2::int * interval '1 second'
      order by created_at desc, id`,
    [operatorId, ABSOLUTE],
  )
}

/** Ends one session of that operator, or all of them without an id; answers how many there were. */
export async function endSession(
  sql: Sql,
  { id, operatorId }: Readonly<{ id?: string; operatorId: string }>,
): Promise<number> {
  const [ended] = await run<{ count: number }>(
    sql,
    `with ended as (
       delete from private.session where user_id = $1 and ($2::text is null or id = $2) returning id
     )
     select count(*)::int as count, ${FORGET} from ended`,
    [operatorId, id ?? null],
  )
  return ended?.count ?? 0
}
