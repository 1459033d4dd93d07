import { randomUUID } from 'node:crypto'
import { refusal, type Refusal } from '../../kernel/decision.ts'
import type { Instant, OperatorId, SiteId } from '../../kernel/values.ts'
import { run, type Sql } from '../db/db.ts'
import { FORGET } from './callers.ts'
import { FAILURES, hashOf, LOCK_MINUTES } from './lockout.ts'
import type { HumanRole } from './oidc.ts'

export const OPERATOR_NOT_FOUND = refusal(4111, 'OPERATOR_NOT_FOUND', 'There is no such operator.')
export const OPERATOR_EXISTS = refusal(
  4210,
  'OPERATOR_EXISTS',
  'There is an operator with this address already.',
)
export const LAST_ADMIN = refusal(
  4211,
  'LAST_ADMIN',
  'Nobody else could manage operators: name another ADMIN for all sites first.',
)

const MANAGES_ALL = `role = 'ADMIN' and sites is null and removed_at is null`

export const OPERATOR_STATES = ['INVITED', 'ACTIVE', 'LOCKED', 'REMOVED'] as const

/** An operator as an ADMIN sees them. */
export type Operator = Readonly<{
  id: OperatorId
  name: string
  email: string
  role: HumanRole
  sites: readonly SiteId[] | null
  state: (typeof OPERATOR_STATES)[number]
  lastSeenAt: Instant | null
}>

type Row = Omit<Operator, 'state'> & Readonly<{ removedAt: Instant | null; hasAccount: boolean }>

const SELECT = `
  select o.id, o.name, o.email, o.role, o.sites::json as sites, o.removed_at as "removedAt",
         exists (select from private.account a where a.user_id = o.id) as "hasAccount",
         greatest(o.last_seen_at, (select max(s.updated_at) from private.session s where s.user_id = o.id)) as "lastSeenAt"
    from private.operator o`

/** Every operator with what an ADMIN manages, the removed ones too, by name. */
export async function listOperators(sql: Sql, secret: string): Promise<Operator[]> {
  const rows = await run<Row>(sql, `${SELECT} order by o.name, o.id`, [])
  const locked = await run<{ hash: string }>(
    sql,
    `select address_hash as hash from private.sign_in_failure
      where failures >= ${FAILURES} and last_at > now() - interval '${LOCK_MINUTES} minutes'`,
    [],
  )
  const hashes = new Set(locked.map(({ hash }) => hash))
  return rows.map((row) => operatorOf(row, hashes.has(hashOf({ secret, email: row.email }))))
}

/** One operator by id. */
export async function findOperator(sql: Sql, id: string): Promise<Operator | undefined> {
  const rows = await run<Row>(sql, `${SELECT} where o.id = $1`, [id])
  return rows.map((row) => operatorOf(row, false))[0]
}

function operatorOf({ removedAt, hasAccount, ...row }: Row, isLocked: boolean): Operator {
  if (removedAt !== null) return { ...row, state: 'REMOVED' }
  if (!hasAccount) return { ...row, state: 'INVITED' }
  return { ...row, state: isLocked ? 'LOCKED' : 'ACTIVE' }
}

export type Named = Readonly<{ id: string; name: string }>

/** Whoever may stand as the author of something: operators and tokens, those of former days too. */
export function listNames(sql: Sql): Promise<Named[]> {
  return run(
    sql,
    `select id, name from private.operator
     union all select 'token:' || id, name from support.token
     order by name, id`,
    [],
  )
}

export type NewOperator = Readonly<{
  name: string
  email: string
  role: HumanRole
  sites: readonly string[] | null
}>

/** Adds somebody who cannot sign in yet: they need an invitation, or an account with the provider. */
export async function addOperator(
  sql: Sql,
  { name, email, role, sites }: NewOperator,
  id: string = randomUUID(),
): Promise<Refusal | { id: OperatorId }> {
  const [added] = await run<{ id: OperatorId }>(
    sql,
    `insert into private.operator (id, email, email_verified, name, role, sites, created_at, updated_at)
     values ($1, lower($2), true, $3, $4, $5, now(), now())
     on conflict do nothing returning id`,
    [id, email.trim(), name.trim(), role, sites === null ? null : JSON.stringify(sites)],
  )
  return added ?? OPERATOR_EXISTS
}

/**
 * Until the transaction is over nobody else changes that operator, nor who can manage all: of two who would leave
 * nobody with that right the second sees what the first has done.
 */
export async function holdOperator(tx: Sql, id: string): Promise<void> {
  await run(
    tx,
    `select 1 from private.operator where id = $1 or (${MANAGES_ALL}) order by id for update`,
    [id],
  )
}

/** What is not given stays as it is. */
export type OperatorChange = Partial<Omit<NewOperator, 'email'>>

/** Changes who a held operator is or what they may do, from their next request on. */
export async function changeOperator(
  tx: Sql,
  id: string,
  { name, role, sites }: OperatorChange,
): Promise<Refusal | undefined> {
  const rows = await run(
    tx,
    `with wanted as (
       select coalesce($2, name) as name, coalesce($3, role) as role,
              case when $4 then $5 else sites end as sites
         from private.operator where id = $1
     ), changed as (
       update private.operator o
          set name = w.name, role = w.role, sites = w.sites, updated_at = now() from wanted w
        where id = $1 and (w.role = 'ADMIN' and w.sites is null or ${hasOtherAdmin('$1')}) returning 1
     )
     select ${FORGET} from changed`,
    [id, name?.trim() ?? null, role ?? null, sites !== undefined, sites && JSON.stringify(sites)],
  )
  return rows.length === 0 ? LAST_ADMIN : undefined
}

/** Ends a held operator's right to come in, with their sessions and invitations. What they wrote keeps their name. */
export async function removeOperator(tx: Sql, id: string): Promise<Refusal | undefined> {
  const rows = await run(
    tx,
    `with removed as (
       update private.operator set removed_at = now(), updated_at = now()
        where id = $1 and removed_at is null and ${hasOtherAdmin('$1')} returning id
     ), left_out as (
       delete from private.session where user_id in (select id from removed)
     ), not_invited as (
       delete from private.invitation where operator_id in (select id from removed)
     ), not_known as (
       delete from private.account where user_id in (select id from removed)
     )
     select ${FORGET} from removed`,
    [id],
  )
  return rows.length === 0 ? LAST_ADMIN : undefined
}

/** Whether that operator is not the one who alone can manage all others. */
function hasOtherAdmin(id: string): string {
  return `(not exists (select from private.operator where id = ${id} and ${MANAGES_ALL})
           or exists (select from private.operator where id <> ${id} and ${MANAGES_ALL}))`
}
