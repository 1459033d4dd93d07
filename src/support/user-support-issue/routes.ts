import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { isRefusal } from '../../kernel/decision.ts'
import { asWritten } from '../../kernel/text.ts'
import type { IssueId } from '../../kernel/values.ts'
import { find } from '../../platform/change.ts'
import { cursorOf } from '../../platform/http/cursor.ts'
import { answer, problem } from '../../platform/http/problem.ts'
import { answers, IdOf } from '../../platform/http/schema.ts'
import { ifMatchOf } from '../../platform/http/validation.ts'
import { userCycles } from '../user-cycle/repository.ts'
import { board, boardCounts } from '../views/board.ts'
import { changeIssueStatus, createIssue, updateIssue } from './commands.ts'
import * as contract from './contract.ts'
import { findIssues, userSupportIssues } from './repository.ts'
import type { UserSupportIssue } from './user-support-issue.ts'

const { IssueParams, CycleParams, IssueView } = contract
const cursors = cursorOf(Type.Tuple([IdOf<IssueId>()]))

/** The issues of one cycle. */
export const cycleIssueRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/v1/user-cycles/:userCycleId/issues',
    {
      schema: {
        params: CycleParams,
        body: contract.IssueBody,
        ...answers(201, IssueView, 'CreateIssue'),
      },
    },
    async (request, reply) => {
      const { support, params, body } = request
      const cycle = { id: params.userCycleId, ifMatch: ifMatchOf(request) }
      void reply.code(201)
      const issue = asWritten(body.issue)
      return answer(reply, await createIssue(support, { ...cycle, issue }), viewOf)
    },
  )

  app.get(
    '/v1/user-cycles/:userCycleId/issues',
    {
      schema: {
        params: CycleParams,
        querystring: contract.PageQuery,
        ...answers(200, contract.Issues, 'The issues of a cycle, newest first'),
      },
    },
    async ({ support, params: { userCycleId }, query: { cursor, limit = 50 } }, reply) => {
      const after = cursors.read(cursor)
      if (isRefusal(after)) return problem(reply, after)
      const cycle = await find(support, userCycles, { id: userCycleId })
      if (isRefusal(cycle)) return problem(reply, cycle)
      const page = { before: after?.[0] ?? null, limit: limit + 1 }
      const issues = await findIssues(support.sql, userCycleId, page)
      return cursors.page(issues.map(viewOf), limit, ({ id }) => [id])
    },
  )
}

/** One issue, and the board of all. */
export const userSupportIssueRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/v1/issues',
    {
      schema: {
        querystring: contract.BoardQuery,
        ...answers(200, contract.Board, 'The board, oldest first'),
      },
    },
    async ({ support, query }, reply) => answer(reply, await board(support, query)),
  )

  app.get(
    '/v1/issues/counts',
    {
      schema: {
        querystring: contract.BoardCountsQuery,
        ...answers(200, contract.BoardCounts, 'How many issues the board has of each status'),
      },
    },
    ({ support, query }) => boardCounts(support, query),
  )

  app.get(
    '/v1/issues/:id',
    { schema: { params: IssueParams, ...answers(200, IssueView, 'One issue') } },
    async ({ support, params: { id } }, reply) => {
      const issue = await find(support, userSupportIssues, { id })
      return answer(reply, issue, viewOf)
    },
  )

  app.patch(
    '/v1/issues/:id',
    {
      schema: {
        params: IssueParams,
        body: contract.IssueBody,
        ...answers(200, IssueView, 'UpdateIssue'),
      },
    },
    async (request, reply) => {
      const { support, params, body } = request
      const change = { id: params.id, ifMatch: ifMatchOf(request), issue: asWritten(body.issue) }
      return answer(reply, await updateIssue(support, change), viewOf)
    },
  )

  app.post(
    '/v1/issues/:id/status',
    {
      schema: {
        params: IssueParams,
        body: contract.StatusBody,
        ...answers(200, IssueView, 'ChangeIssueStatus'),
      },
    },
    async (request, reply) => {
      const { support, params, body } = request
      const { status, memo } = body
      const comment = memo === undefined ? {} : { memo: asWritten(memo) }
      const change = { id: params.id, ifMatch: ifMatchOf(request), status, ...comment }
      return answer(reply, await changeIssueStatus(support, change), viewOf)
    },
  )
}

/** An issue as it is answered everywhere. */
export function viewOf(issue: UserSupportIssue): contract.IssueView {
  const { startDate: _start, textVersion: _version, ...view } = issue
  return view
}
