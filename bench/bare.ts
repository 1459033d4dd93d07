import Fastify from 'fastify'
import pg from 'pg'
import { randomUUID } from 'node:crypto'
import { types } from '../src/platform/db/postgres.ts'
import { prepareOften } from '../src/platform/db/preparing.ts'
import { openCalls, type OpenCall } from './calls.ts'
import type { Statements } from './statements.ts'

/**
 * What the machine gives without us: a Fastify route that does nothing but run the product's own statement. It asks
 * nobody who they are, checks and decides nothing, and knows the calls that it will complete before it starts. Its
 * connections, and how they read values and prepare statements, are as the product's.
 */
const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  types,
  options: '-c timezone=UTC',
  max: 10,
})
prepareOften(pool)
const { complete, completed, worklist } = JSON.parse(
  process.env['BENCH_STATEMENTS'] ?? '',
) as Statements
const [happened] = JSON.parse(String(complete.values[0])) as { data: object }[]
const calls = new Map((await openCalls(pool)).map((call) => [call.id, call]))

const app = Fastify()

app.post<{ Params: { id: string } }>('/v1/outbounds/:id/complete', async (request) => {
  const call = calls.get(Number(request.params.id))
  if (call === undefined) throw new Error('no such call')
  const { rows } = await pool.query<{ stored: number }>(complete.text, completing(call))
  if (rows[0]?.stored !== 1) throw new Error('nothing stored')
  return { id: call.id, status: 'COMPLETED' }
})

app.get('/v1/outbounds', async () => {
  const { rows } = await pool.query<object>(worklist.text, [...worklist.values])
  return { items: rows }
})

/** The parameters of the product's statement, for another call than the one they were learnt from. */
function completing({ id, userId, userCycleId, planDate }: OpenCall): unknown[] {
  const happening = {
    ...happened,
    event_id: randomUUID(),
    entity_id: String(id),
    user_id: userId,
    user_cycle_id: userCycleId,
    data: { ...happened?.data, userId, userCycleId, userOutboundId: id },
    relation_id: id,
  }
  return complete.values.map((value, n) => {
    if (n === 0) return JSON.stringify([happening])
    if (value === completed.id) return id
    return value === completed.planDate ? planDate : value
  })
}

process.stdout.write(`ready at ${await app.listen({ port: Number(process.env['PORT']) })}\n`)
