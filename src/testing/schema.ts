import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { freshPostgres } from './databases.ts'

/** The schema after all migrations, as a reader finds it in the repository. */
export const SCHEMA_FILE = path.join(import.meta.dirname, '../../migrations/schema.sql')

/** Another version of pg_dump words the same schema differently. */
const VERSION = /^pg_dump \(PostgreSQL\) 15\./

/** Whether this machine has the pg_dump whose words the file holds; in CI it has to. */
export function hasPgDump(): boolean {
  try {
    return VERSION.test(execFileSync('pg_dump', ['--version'], { encoding: 'utf8' }))
  } catch (error) {
    if (process.env['ANBU_TEST_REQUIRE']?.includes('postgres') === true) throw error
    return false
  }
}

/** The schema of a fresh database after all migrations, without what differs from one dump to the next. */
export async function dumpSchema(): Promise<string> {
  const database = await freshPostgres()
  try {
    const options = ['--schema-only', '--no-owner', '--no-privileges', `--dbname=${database.url}`]
    return normalised(execFileSync('pg_dump', options, { encoding: 'utf8' }))
  } finally {
    await database.close()
  }
}

function normalised(dump: string): string {
  const kept = dump
    .split('\n')
    .filter((line) => !/^(--|\\(un)?restrict |SET |SELECT pg_catalog\.set_config)/.test(line))
  return `${kept
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`
}
