import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import { asWritten } from '../../kernel/text.ts'
import type { MemoId } from '../../kernel/values.ts'
import { find } from '../../platform/change.ts'
import { cursorOf } from '../../platform/http/cursor.ts'
import { answer, problem } from '../../platform/http/problem.ts'
import { answers, IdOf } from '../../platform/http/schema.ts'
import { ifMatchOf } from '../../platform/http/validation.ts'
import type { Support } from '../support.ts'
import { userCycles } from '../user-cycle/repository.ts'
import { createUserMemo, updateUserMemo } from './commands.ts'
import * as contract from './contract.ts'
import { findMemos, userSupportMemos, versionsOf } from './repository.ts'
import type { UserSupportMemo } from './user-support-memo.ts'

const { MemoParams, CycleParams } = contract
const cursors = cursorOf(Type.Tuple([IdOf<MemoId>()]))

export const userSupportMemoRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/v1/user-cycles/:userCycleId/memos',
    {
      schema: {
        params: CycleParams,
        body: contract.MemoBody,
        ...answers(201, contract.MemoView, 'CreateUserMemo'),
      },
    },
    async (request, reply) => {
      const { support, params, body } = request
      const cycle = { id: params.userCycleId, ifMatch: ifMatchOf(request) }
      void reply.code(201)
      const memo = asWritten(body.memo)
      return answer(reply, await createUserMemo(support, { ...cycle, memo }), viewOf)
    },
  )

  app.get(
    '/v1/user-cycles/:userCycleId/memos',
    {
      schema: {
        params: CycleParams,
        querystring: contract.PageQuery,
        ...answers(200, contract.Memos, 'The memos of a cycle, newest first'),
      },
    },
    async ({ support, params: { userCycleId }, query: { cursor, limit = 50 } }, reply) => {
      const after = cursors.read(cursor)
      if (isRefusal(after)) return problem(reply, after)
      const cycle = await find(support, userCycles, { id: userCycleId })
      if (isRefusal(cycle)) return problem(reply, cycle)
      const page = { before: after?.[0] ?? null, limit: limit + 1 }
      const memos = await findMemos(support.sql, userCycleId, page)
      return cursors.page(memos.map(viewOf), limit, ({ id }) => [id])
    },
  )

  app.get(
    '/v1/memos/:id',
    { schema: { params: MemoParams, ...answers(200, contract.MemoWithHistory, 'One memo') } },
    async ({ support, params: { id } }, reply) => {
      const memo = await find(support, userSupportMemos, { id })
      return answer(reply, await withHistory(support, memo))
    },
  )

  app.patch(
    '/v1/memos/:id',
    {
      schema: {
        params: MemoParams,
        body: contract.MemoBody,
        ...answers(200, contract.MemoWithHistory, 'UpdateUserMemo'),
      },
    },
    async (request, reply) => {
      const { support, params, body } = request
      const change = { id: params.id, ifMatch: ifMatchOf(request), memo: asWritten(body.memo) }
      return answer(reply, await withHistory(support, await updateUserMemo(support, change)))
    },
  )
}

async function withHistory({ sql }: Support, memo: UserSupportMemo | Refusal) {
  if (isRefusal(memo)) return memo
  return { ...viewOf(memo), history: await versionsOf(sql, memo.id) }
}

function viewOf({ startDate: _start, ...memo }: UserSupportMemo): contract.MemoView {
  return memo
}
