import { hash as digest, randomBytes, timingSafeEqual } from 'node:crypto'
import { refusal, type Refusal } from '../../kernel/decision.ts'
import type { Instant, OperatorId, SiteId } from '../../kernel/values.ts'
import { run, type Sql } from '../db/db.ts'
import type { Caller, Role } from './caller.ts'
import { FORGET } from './callers.ts'

export const TOKEN_NOT_FOUND = refusal(4110, 'TOKEN_NOT_FOUND', 'There is no such token.')

/** By which secret scanners know a token. */
const PREFIX = 'anbu_'
/** How long a token lives when nothing else is said, in days. */
export const TOKEN_DAYS = 365
/** How often the last use of a token is written down at most, in milliseconds. */
const USE_EVERY = 60_000

/** A token as it may be shown: never its value, which only its holder has. */
export type Token = Readonly<{
  id: number
  name: string
  role: Role
  sites: readonly SiteId[] | null
  createdBy: OperatorId
  createdAt: Instant
  /** By the real time. */
  expiresAt: Instant
  /** To the minute. */
  lastUsedAt: Instant | null
}>

const SELECT = `
  select id, name, role, sites, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt",
         last_used_at as "lastUsedAt"
    from support.token where revoked_at is null`

type NewToken = Readonly<{
  name: string
  role: Role
  sites: readonly string[] | null
  by: OperatorId
  at: Instant
  /** Without one it lives for {@link TOKEN_DAYS}. */
  expiresAt?: Instant | undefined
}>

/** Makes a token and answers its value, which is stored only as a hash and cannot be shown again; none that is over already. */
export async function createToken(sql: Sql, made: NewToken) {
  const { name, role, sites, by, at, expiresAt } = made
  const token = PREFIX + randomBytes(32).toString('base64url')
  const rows = await run<{ id: number }>(
    sql,
    `insert into support.token (name, role, sites, hash, created_by, created_at, expires_at)
     select $1, $2, $3::text[], $4, $5, $6, end_at
       from (select coalesce($7::timestamptz, now() + interval '${TOKEN_DAYS} days') as end_at) life
      where end_at > now()
     returning id`,
    [name, role, sites, hashOf(token), by, at, expiresAt ?? null],
  )
  return rows[0] === undefined ? undefined : { id: rows[0].id, token }
}

export function listTokens(sql: Sql): Promise<Token[]> {
  return run(sql, `${SELECT} order by id`, [])
}

/** Ends a token, in every process: each forgets what it remembers when it hears of it. */
export async function revokeToken(
  sql: Sql,
  { id, at }: { id: number; at: Instant },
): Promise<Refusal | { id: number }> {
  const rows = await run<{ id: number }>(
    sql,
    `with revoked as (
       update support.token set revoked_at = $2 where id = $1 and revoked_at is null returning id
     )
     select id, ${FORGET} from revoked`,
    [id, at],
  )
  return rows[0] === undefined ? TOKEN_NOT_FOUND : { id }
}

/** Somebody by their token, until it runs out. */
export type TokenCaller = Readonly<{
  caller: Caller
  id: number
  /** In milliseconds. */
  until: number
  usedAt: number
}>

type Known = Readonly<{
  present: () => Map<string, TokenCaller>
  bootstrapToken: string | undefined
  /** Hears why a last use could not be written down. */
  failed: (error: unknown) => void
}>

/** Knows callers by the token that they send. */
export function recogniseTokens(sql: Sql, { present, bootstrapToken, failed }: Known) {
  const bootstrap = bootstrapToken === undefined ? undefined : hashOf(bootstrapToken)
  const lookUp = async (hash: string, onlyRemembered: boolean) =>
    onlyRemembered ? undefined : await findCaller(sql, hash)
  return async (
    authorization: string | undefined,
    onlyRemembered: boolean,
  ): Promise<Caller | undefined> => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined) return undefined
    const hash = hashOf(token)
    if (bootstrap !== undefined && timingSafeEqual(Buffer.from(hash), Buffer.from(bootstrap))) {
      return BOOTSTRAP
    }
    if (!token.startsWith(PREFIX)) return undefined
    // Kept in the map of this moment: if a token is revoked while we look, that map is no longer asked.
    const seen = present()
    const known = seen.get(hash) ?? (await lookUp(hash, onlyRemembered))
    const now = Date.now()
    if (known === undefined || now >= known.until) return undefined
    const isWritten = now - known.usedAt < USE_EVERY
    seen.set(hash, isWritten ? known : { ...known, usedAt: now })
    if (!isWritten) noteUse(sql, known.id).catch(failed)
    return known.caller
  }
}

function noteUse(sql: Sql, id: number) {
  return run(sql, 'update support.token set last_used_at = now() where id = $1', [id])
}

const BOOTSTRAP: Caller = {
  by: 'token:bootstrap' as OperatorId,
  name: 'bootstrap',
  role: 'ADMIN',
  sites: null,
}

async function findCaller(sql: Sql, hash: string): Promise<TokenCaller | undefined> {
  const [token] = await run<Token>(sql, `${SELECT} and hash = $1`, [hash])
  if (token === undefined) return undefined
  const { id, name, role, sites, expiresAt, lastUsedAt } = token
  const usedAt = lastUsedAt === null ? 0 : Date.parse(lastUsedAt)
  const caller = { by: `token:${id}` as OperatorId, name, role, sites }
  return { caller, id, until: Date.parse(expiresAt), usedAt }
}

function hashOf(token: string): string {
  return digest('sha256', token, 'base64url')
}
