import { sql, type RawBuilder } from 'kysely'

/**
 * The one rule by which a caller sees only the users of their own sites: a condition on the column that holds the
 * user's site. The parameter is the caller's list, or null for a caller without a limit; a user without a site is
 * seen only by these (API.md, tokens).
 */
export function withinSites(column: string, parameter: string): string {
  return `(${parameter}::text[] is null or ${column} = any(${parameter}))`
}

/** The same rule in a statement that is composed. */
export function ofSites(
  column: RawBuilder<unknown>,
  sites: readonly string[] | null,
): RawBuilder<boolean> {
  return sites === null ? sql`true` : sql`${column} = any(${sites})`
}

/** Nobody hands out a sight of sites that they do not have themselves. */
export function handsOut(own: readonly string[] | null, given: readonly string[] | null): boolean {
  return own === null || (given?.every((site) => own.includes(site)) ?? false)
}
