import { hash as digest, randomBytes, randomUUID } from 'node:crypto'
import { isRefusal, refusal, type Refusal } from '../../kernel/decision.ts'
import type { OperatorId } from '../../kernel/values.ts'
import { atomically, run, type Sql } from '../db/db.ts'
import { FORGET } from './callers.ts'
import { addOperator } from './operators.ts'
import type { HumanRole } from './oidc.ts'
import { hashPassword } from './passwords.ts'

export const INVITATION_NOT_FOUND = refusal(
  4113,
  'INVITATION_NOT_FOUND',
  'This invitation is not known, was used, or has run out.',
)
export const INVITED_PERSON_UNKNOWN = refusal(
  4212,
  'INVITED_PERSON_UNKNOWN',
  'This invitation names nobody: say your name and address.',
)

const PREFIX = 'anbu_invitation_'
const DAYS = 7

/** The path of an invitation's link. What is behind # is seen by no server and no log on the way. */
export function linkOf(invitation: string): string {
  return `/invitation#${invitation}`
}

/** Makes an operator's invitation, instead of any before it; somebody who was removed may come back by it. */
export async function invite(
  sql: Sql,
  { operatorId, by }: Readonly<{ operatorId: OperatorId; by: OperatorId }>,
): Promise<string> {
  const invitation = PREFIX + randomBytes(32).toString('base64url')
  await run(
    sql,
    `with back as (
       update private.operator set removed_at = null where id = $2
     ), before as (
       delete from private.invitation where operator_id = $2 and hash <> $1
     )
     insert into private.invitation (hash, operator_id, created_by, created_at, expires_at)
     values ($1, $2, $3, now(), now() + interval '${DAYS} days')
     on conflict (coalesce(operator_id, '')) do update
       set hash = excluded.hash, created_by = excluded.created_by, created_at = excluded.created_at,
           expires_at = excluded.expires_at`,
    [hashOf(invitation), operatorId, by],
  )
  return invitation
}

/** Where there is no operator yet: the invitation of the first ADMIN, made once and again when it has run out. */
export async function inviteFirstAdmin(sql: Sql, by: OperatorId): Promise<string | undefined> {
  const invitation = PREFIX + randomBytes(32).toString('base64url')
  const made = await run(
    sql,
    `insert into private.invitation as i (hash, operator_id, created_by, created_at, expires_at)
     select $1, null, $2, now(), now() + interval '${DAYS} days'
      where not exists (select from private.operator)
     on conflict (coalesce(operator_id, '')) do update
       set hash = excluded.hash, created_at = excluded.created_at, expires_at = excluded.expires_at
       where i.expires_at < now()
     returning 1`,
    [hashOf(invitation), by],
  )
  return made.length > 0 ? invitation : undefined
}

/** Whom an invitation is for; the first ADMIN's names nobody. */
export type Invited = Readonly<{
  operatorId: OperatorId | null
  name: string
  email: string
  role: HumanRole
}>

export async function readInvitation(sql: Sql, invitation: string): Promise<Invited | Refusal> {
  const [found] = await run<Invited>(
    sql,
    `select o.id as "operatorId", coalesce(o.name, '') as name, coalesce(o.email, '') as email,
            coalesce(o.role, 'ADMIN') as role
       from private.invitation i left join private.operator o on o.id = i.operator_id
      where i.hash = $1 and i.expires_at > now()`,
    [hashOf(invitation)],
  )
  return found ?? INVITATION_NOT_FOUND
}

type Acceptance = Readonly<{
  invitation: string
  password: string
  name: string | undefined
  email: string | undefined
}>

/** Uses an invitation up: sets the password, and ends the sessions that were begun with another. */
export async function acceptInvitation(
  sql: Sql,
  { invitation, password, name, email }: Acceptance,
): Promise<OperatorId | Refusal> {
  const hashed = await hashPassword(password)
  return await atomically(sql, async (tx) => {
    const invited = await readInvitation(tx, invitation)
    if (isRefusal(invited)) return invited
    const used = await run(tx, 'delete from private.invitation where hash = $1 returning 1', [
      hashOf(invitation),
    ])
    if (used.length === 0) return INVITATION_NOT_FOUND
    const operatorId = invited.operatorId ?? (await firstAdmin(tx, { name, email }))
    if (isRefusal(operatorId)) return operatorId
    await setPassword(tx, operatorId, hashed)
    return operatorId
  })
}

type Person = Readonly<{ name: string | undefined; email: string | undefined }>

async function firstAdmin(tx: Sql, { name, email }: Person): Promise<OperatorId | Refusal> {
  if (name === undefined || email === undefined) return INVITED_PERSON_UNKNOWN
  const added = await addOperator(tx, { name, email, role: 'ADMIN', sites: null })
  return isRefusal(added) ? added : added.id
}

function setPassword(tx: Sql, operatorId: OperatorId, password: string) {
  return run(
    tx,
    `with ended as (delete from private.session where user_id = $2),
     account as (
       insert into private.account (id, account_id, provider_id, user_id, password, created_at, updated_at)
       values ($1, $2, 'credential', $2, $3, now(), now())
       on conflict (provider_id, account_id) do update
         set password = excluded.password, updated_at = excluded.updated_at
     )
     select ${FORGET}`,
    [randomUUID(), operatorId, password],
  )
}

function hashOf(invitation: string): string {
  return digest('sha256', invitation, 'base64url')
}
