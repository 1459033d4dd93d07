import type { CompiledQuery } from 'kysely'
import pg from 'pg'
import { freshPostgres } from './databases.ts'

/** One step of how PostgreSQL ran a statement, as `explain (analyze, format json)` tells it. */
type Step = Readonly<{
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: readonly Step[]
}>

/** What a statement cost where it ran. */
export type Cost = Readonly<{
  /** Tables that were read from end to end. */
  readWhole: readonly string[]
  /** How many rows the largest sort was given. */
  sorted: number
  /** Rows of that table that were looked at, the ones that the filter removed included. */
  lookedAt: (table: string) => number
}>

/** A fresh PostgreSQL, and a connection on which {@link costOf} measures. */
export async function freshToMeasure() {
  const database = await freshPostgres()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const close = async () => {
    await client.end()
    await database.close()
  }
  return { database, client, close }
}

/** How a prepared statement may be planned: for its parameters, or once for all parameters. */
export const PLANNED = ['force_custom_plan', 'force_generic_plan'] as const

/** Runs a statement that only reads, as a connection that has prepared it would, and says what it cost. */
export async function costOf(
  client: pg.Client,
  { sql, parameters }: CompiledQuery,
  planned: (typeof PLANNED)[number],
): Promise<Cost> {
  await client.query(`set plan_cache_mode = ${planned}`)
  await client.query(`prepare measured as ${sql}`)
  const given = parameters.length === 0 ? '' : `(${parameters.map(literal).join(', ')})`
  const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ Plan: Step }] }>(
    `explain (analyze, format json) execute measured${given}`,
  )
  await client.query('deallocate measured')
  const [row] = rows
  if (row === undefined) throw new Error('a statement without a plan')
  const steps = stepsOf(row['QUERY PLAN'][0].Plan)
  const sorts = steps.filter((step) => /Sort/.test(step['Node Type']))
  return {
    readWhole: steps.filter(isWhole).map((step) => step['Relation Name'] ?? ''),
    sorted: Math.max(0, ...sorts.flatMap(({ Plans = [] }) => Plans.map(rowsOf))),
    lookedAt: (table) =>
      steps
        .filter((step) => step['Relation Name'] === table)
        .reduce((sum, step) => sum + rowsOf(step) + (step['Rows Removed by Filter'] ?? 0), 0),
  }
}

function isWhole(step: Step): boolean {
  return step['Node Type'].endsWith('Seq Scan')
}

function rowsOf(step: Step): number {
  return step['Actual Rows'] * step['Actual Loops']
}

function stepsOf(step: Step): Step[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)]
}

function literal(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.join(',')}}`)
  return pg.escapeLiteral(typeof value === 'string' ? value : JSON.stringify(value))
}
