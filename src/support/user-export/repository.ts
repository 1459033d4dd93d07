import type { Instant, OperatorId } from '../../kernel/values.ts'
import { run, type Sql } from '../../platform/db/db.ts'

/** Who takes users' data out, when, by which filters, and why. What was typed into the search is not kept. */
export type NewExport = Readonly<{
  by: OperatorId
  at: Instant
  filters: object
  reason: string
}>

/** Keeps that an export begins; its reason is a text like all that people write. */
export async function insertExport(sql: Sql, { by, at, filters, reason }: NewExport) {
  const [row] = await run<{ id: number }>(
    sql,
    `with kept as (
       insert into support.export_record (requested_by, requested_at, filters) values ($1, $2, $3) returning id
     ), written as (
       insert into private.text (entity, entity_id, version, text, written_by, written_at)
       select 'ExportRecord', id::text, 1, $4, $1, $2 from kept
     )
     select id from kept`,
    [by, at, JSON.stringify(filters), reason],
  )
  if (row === undefined) throw new Error('an export without a record')
  return row.id
}

/** Keeps how many users it was in the end. */
export async function finishExport(sql: Sql, id: number, rows: number) {
  await run(sql, 'update support.export_record set row_count = $2 where id = $1', [id, rows])
}
