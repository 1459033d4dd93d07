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
}>
type Recognised = Readonly<{ session: SessionCaller; cookies: readonly string[] }>

const COOKIE = /(?:^|;\s*)(?:__Secure-)?anbu\.session_token=([^;]+)/

/** Knows operators by the cookie of their session. */
export function recogniseSessions(sql: Sql, signIn: SignIn, { present }: Seen) {
  return async ({ cookie, background }: Asked): Promise<Recognised | undefined> => {
    const value = COOKIE.exec(cookie ?? '')?.[1]
    if (value === undefined) return undefined
    const key = digest('sha256', value, 'base64url')
    const seen = present()
    const now = Date.now()
    const known = seen.get(key)
    if (known !== undefined && now < known.until) {
      if (now - (background ? known.checkedAt : known.touchedAt) < FRESH) {
        return { session: known, cookies: [] }
      }
    }
    const headers = new Headers({ cookie: cookie ?? '' })
    const query = background ? { disableRefresh: true } : {}
    const found = await signIn.api.getSession({ headers, query, returnHeaders: true })
    const cookies = found.headers.getSetCookie()
    if (found.response === null) {
      seen.delete(key)
      return undefined
    }
    const { session, user } = found.response
    const end = session.createdAt.getTime() + ABSOLUTE * 1_000
    if (now >= end || user.removedAt) {
      await endSession(sql, { id: session.id, operatorId: session.userId })
      return undefined
    }
    const one: SessionCaller = {
      caller: callerOf(user),
      sessionId: session.id,
      until: Math.min(end, session.expiresAt.getTime()),
      checkedAt: now,
      touchedAt: background ? (known?.touchedAt ?? 0) : now,
    }
    seen.set(key, one)
    return { session: one, cookies }
  }
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
