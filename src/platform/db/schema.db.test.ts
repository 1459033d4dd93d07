import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { postgresAnswers } from '../../testing/databases.ts'
import { dumpSchema, hasPgDump, SCHEMA_FILE } from '../../testing/schema.ts'

if (!(await postgresAnswers()) || !hasPgDump()) {
  process.stderr.write('left out: the comparison of schema.sql, which needs PostgreSQL 15.\n')
} else {
  test('schema.sql is what the migrations lead to', async () => {
    const stale = 'migrations/schema.sql is stale: write it with `npm run schema`'
    assert.equal(readFileSync(SCHEMA_FILE, 'utf8'), await dumpSchema(), stale)
  })
}
