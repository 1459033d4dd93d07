import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { run, type Sql } from '../platform/db/db.ts'

/** Milliseconds in which even a slow machine does what a quick one does at once. */
export const PATIENCE = 30_000

/** Waits until it is so, and fails when that takes too long, saying what did not come to pass. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  what = 'what was waited for',
  patience = PATIENCE,
): Promise<void> {
  const end = performance.now() + patience
  while (!(await isSo())) {
    assert.ok(performance.now() < end, `in ${patience} ms it did not come to pass: ${what}`)
    await pause(10)
  }
}

/** Waits until so many statements on that PostgreSQL database wait for a lock. */
export async function untilWaiting(sql: Sql, many: number): Promise<void> {
  await until(async () => (await waiting(sql)) === many)
}

/** How many statements on that PostgreSQL database wait for a lock. */
export async function waiting(sql: Sql): Promise<number> {
  const [row] = await run<{ waiting: number }>(
    sql,
    `select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
    [],
  )
  return row?.waiting ?? 0
}
