/** Writes migrations/schema.sql: the schema that the migrations lead to, to be read and to be compared in reviews. */
import { writeFileSync } from 'node:fs'
import { dumpSchema, SCHEMA_FILE } from '../src/testing/schema.ts'

writeFileSync(SCHEMA_FILE, await dumpSchema())
