import { createHmac } from 'node:crypto'
import { run, type Sql } from '../db/db.ts'

/** Failed sign-ins in a row after which an address is locked, and for how many minutes. */
export const FAILURES = 5
export const LOCK_MINUTES = 15

type Who = Readonly<{ secret: string; email: string }>

/**
 * Counts a try to sign in as failed, before its password is looked at, so that many at once are no way around the lock;
 * answers whether the password may be looked at. Counted is the address that was typed, also when it is nobody's, so
 * that a lock tells nothing about who has an account; only a keyed hash of it is kept. Tries before a pause as long as
 * a lock count no more.
 */
export async function mayTry(sql: Sql, who: Who): Promise<boolean> {
  const [counted] = await run<{ failures: number }>(
    sql,
    `insert into private.sign_in_failure as f (address_hash, failures, last_at) values ($1, 1, now())
     on conflict (address_hash) do update set last_at = now(),
       failures = case when f.last_at > now() - interval '${LOCK_MINUTES} minutes' then f.failures + 1 else 1 end
     returning failures`,
    [hashOf(who)],
  )
  return counted !== undefined && counted.failures <= FAILURES
}

/** Whoever is in has not failed. */
export async function forgetFailures(sql: Sql, who: Who): Promise<void> {
  await run(sql, 'delete from private.sign_in_failure where address_hash = $1', [hashOf(who)])
}

/** As it is stored: who has the database alone cannot try out addresses. */
export function hashOf({ secret, email }: Who): string {
  return createHmac('sha256', secret).update(email.trim().toLowerCase()).digest('base64url')
}
