import Fastify from 'fastify'
import pg from 'pg'
import { types } from '../src/platform/db/postgres.ts'
import { prepareOften } from '../src/platform/db/preparing.ts'
import type { UserStatements } from './find-users.ts'

/**
 * What the machine gives without us: routes that do nothing but run the product's own statements for a user and for
 * their timeline. They ask nobody who they are and check nothing. Connections, and how they read values and prepare
 * statements, are as the product's.
 */
const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  types,
  options: '-c timezone=UTC',
  max: 10,
})
prepareOften(pool)
const { userId, user, timeline } = JSON.parse(
  process.env['BENCH_STATEMENTS'] ?? '',
) as UserStatements
const app = Fastify()

app.get<{ Params: { userId: string } }>('/v1/users/:userId', async ({ params }) => {
  const { rows } = await pool.query<object>(user.text, valuesFor(user.values, params.userId))
  return rows[0]
})

app.get<{ Params: { userId: string } }>('/v1/users/:userId/logs', async ({ params }) => {
  const { rows } = await pool.query<object>(
    timeline.text,
    valuesFor(timeline.values, params.userId),
  )
  return { items: rows }
})

/** The parameters of the product's statement, for another user than the one they were learnt from. */
function valuesFor(values: readonly unknown[], other: string): unknown[] {
  return values.map((value) => (value === userId ? other : value))
}

process.stdout.write(`ready at ${await app.listen({ port: Number(process.env['PORT']) })}\n`)
