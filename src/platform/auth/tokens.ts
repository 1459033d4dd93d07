import { hash as digest, randomBytes, timingSafeEqual } from 'node:crypto'
import { refusal, type Refusal } from '../../kernel/decision.ts'
import type { Instant, OperatorId, SiteId } from '../../kernel/values.ts'
import { run, type Database, type Sql } from '../db/db.ts'
import type { Caller, Role } from './caller.ts'

export const TOKEN_NOT_FOUND = refusal(4110, 'TOKEN_NOT_FOUND', 'There is no such token.')

/** By which secret scanners know a token. */
const PREFIX = 'anbu_'
const CHANNEL = 'anbu_token'

/** A token as it may be shown: never its value, which only its holder has. */
export type Token = Readonly<{
  id: number
  name: string
  role: Role
  sites: readonly SiteId[] | null
  createdBy: OperatorId
  createdAt: Instant
}>

const SELECT = `
  select id, name, role, sites, created_by as "createdBy", created_at as "createdAt"
    from support.token where revoked_at is null`

type NewToken = Readonly<{
  name: string
  role: Role
  sites: readonly string[] | null
  by: OperatorId
  at: Instant
}>

/** Makes a token and answers its value, which is stored only as a hash and cannot be shown again. */
export async function createToken(sql: Sql, { name, role, sites, by, at }: NewToken) {
  const token = PREFIX + randomBytes(32).toString('base64url')
  const rows = await run<{ id: number }>(
    sql,
    `insert into support.token (name, role, sites, hash, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [name, role, sites, hashOf(token), by, at],
  )
  return { id: rows[0]?.id, token }
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
     select id, pg_notify('${CHANNEL}', '') from revoked`,
    [id, at],
  )
  return rows[0] === undefined ? TOKEN_NOT_FOUND : { id }
}

/**
 * Knows callers by their token, remembering those it has seen until any token is revoked. `forget` is for the process
 * that revokes, which cannot wait until it hears of it.
 */
export async function rememberTokens(database: Database, bootstrapToken: string | undefined) {
  const bootstrap = bootstrapToken === undefined ? undefined : hashOf(bootstrapToken)
  let seen = new Map<string, Caller>()
  const forget = () => {
    seen = new Map()
  }
  await database.listen(CHANNEL, forget)

  async function recognise(authorization: string | undefined): Promise<Caller | undefined> {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined) return undefined
    const hash = hashOf(token)
    if (bootstrap !== undefined && timingSafeEqual(Buffer.from(hash), Buffer.from(bootstrap))) {
      return BOOTSTRAP
    }
    const known = seen.get(hash)
    if (known !== undefined || !token.startsWith(PREFIX)) return known
    // Kept in the map of this moment: if a token is revoked while we look, that map is no longer asked.
    const present = seen
    const caller = await findCaller(database.sql, hash)
    if (caller !== undefined) present.set(hash, caller)
    return caller
  }

  return { recognise, forget }
}

const BOOTSTRAP: Caller = {
  by: 'token:bootstrap' as OperatorId,
  name: 'bootstrap',
  role: 'ADMIN',
  sites: null,
}

async function findCaller(sql: Sql, hash: string): Promise<Caller | undefined> {
  const [token] = await run<Token>(sql, `${SELECT} and hash = $1`, [hash])
  if (token === undefined) return undefined
  const { id, name, role, sites } = token
  return { by: `token:${id}` as OperatorId, name, role, sites }
}

function hashOf(token: string): string {
  return digest('sha256', token, 'base64url')
}
