import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { asWritten } from '../../kernel/text.ts'
import { answers } from '../../platform/http/schema.ts'
import { actOf, type Support } from '../support.ts'
import type { UserFilters } from '../views/contract.ts'
import { everyUser } from '../views/find-users.ts'
import { ExportBody } from './contract.ts'
import { csvOf } from './csv.ts'
import { finishExport, insertExport } from './repository.ts'

const PAGE = 200

/** Users' data as a file. Who takes it out, and why, is kept before the first byte leaves. */
export const userExportRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/v1/exports/users',
    {
      config: { streamed: true },
      schema: { body: ExportBody, ...answers(200, Type.String(), 'findUsers as text/csv') },
    },
    async ({ support, body: { filters = {}, reason } }, reply) => {
      const { by, at, today } = actOf(support)
      const { q: _typed, ...kept } = filters
      const id = await insertExport(support.sql, {
        by,
        at,
        filters: kept,
        reason: asWritten(reason),
      })
      return await reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="users-${today}.csv"`)
        .header('cache-control', 'no-store')
        .send(csvOf(everybody(support, filters, id)))
    },
  )
}

/** Whom findUsers finds; in the end, how many users they were. */
async function* everybody(support: Support, filters: UserFilters, id: number) {
  let rows = 0
  for await (const user of everyUser(support, filters, PAGE)) {
    yield user
    rows += 1
  }
  await finishExport(support.sql, id, rows)
}
