import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { isRefusal } from '../../kernel/decision.ts'
import { asWritten } from '../../kernel/text.ts'
import { answers } from '../../platform/http/schema.ts'
import { actOf, type Support } from '../support.ts'
import type { UserFilters } from '../views/contract.ts'
import { findUsers } from '../views/find-users.ts'
import { ExportBody } from './contract.ts'
import { csvOf } from './csv.ts'
import { finishExport, insertExport } from './repository.ts'

const PAGE = 200

/** Users' data as a file. Who takes it out, and why, is kept before the first byte leaves. */
export const userExportRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/v1/exports/users',
    {
      config: { unkept: true },
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

/** All pages of findUsers, each read when the one before it has been taken; in the end, how many users they were. */
async function* everybody(support: Support, filters: UserFilters, id: number) {
  let rows = 0
  for (let cursor: string | null | undefined; cursor !== null;) {
    const search = { ...filters, limit: PAGE, ...(cursor !== undefined && { cursor }) }
    const page = await findUsers(support, search)
    if (isRefusal(page)) throw new Error(`an export was refused: ${page.name}`)
    yield* page.items
    rows += page.items.length
    cursor = page.nextCursor
  }
  await finishExport(support.sql, id, rows)
}
