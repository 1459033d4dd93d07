import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import { invite, linkOf } from '../../platform/auth/invitations.ts'
import {
  addOperator,
  changeOperator,
  findOperator,
  holdOperator,
  listNames,
  listOperators,
  OPERATOR_NOT_FOUND,
  removeOperator,
  type Operator,
} from '../../platform/auth/operators.ts'
import type { OperatorId } from '../../kernel/values.ts'
import { atomically } from '../../platform/db/db.ts'
import { endSession } from '../../platform/auth/sessions.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { answer, problem, UNAUTHORIZED_ACTION } from '../../platform/http/problem.ts'
import { answers, ShortPage } from '../../platform/http/schema.ts'
import { may } from '../access.ts'
import { handsOut } from '../sites.ts'
import type { Support } from '../support.ts'
import * as contract from './session-contract.ts'

type Means = Readonly<{
  secret: string
  /** Called when somebody's right has changed, before that is said. */
  forget: () => void
}>

/** The people who work here: their names for everybody, who they are and what they may do for an ADMIN of the same hospitals to manage. */
export function operatorRoutes({ secret, forget }: Means): FastifyPluginAsyncTypebox {
  return async (app) => {
    const changing = { onSend: async () => forget() }

    app.get(
      '/v1/operators',
      {
        schema: {
          querystring: ShortPage,
          ...answers(200, contract.Operators, 'Ids and names of operators'),
        },
      },
      async ({ sql, caller, query }, reply) => {
        const names = await listNames(sql)
        if (!may(caller.role, 'administer')) return answer(reply, pageOf(names, query))
        const managed = (await listOperators(sql, secret)).filter((one) =>
          handsOut(caller.sites, one.sites),
        )
        const known = new Map(managed.map((one) => [one.id as string, one]))
        return answer(
          reply,
          pageOf(
            names.map((one) => known.get(one.id) ?? one),
            query,
          ),
        )
      },
    )

    app.post(
      '/v1/operators',
      {
        config: { secrets: ['invitation'] },
        schema: {
          body: contract.NewOperator,
          ...answers(
            201,
            contract.MadeOperator,
            'Adds an operator; answers their link, shown once',
          ),
        },
      },
      async ({ support, body }, reply) => {
        const sites = body.sites ?? null
        if (!handsOut(support.sites, sites)) return problem(reply, UNAUTHORIZED_ACTION)
        const added = await addOperator(support.sql, { ...body, sites })
        if (isRefusal(added)) return problem(reply, added)
        const invitation = await invite(support.sql, { operatorId: added.id, by: support.by })
        void reply.code(201)
        return { id: added.id, invitation: linkOf(invitation) }
      },
    )

    app.patch(
      '/v1/operators/:id',
      {
        ...changing,
        schema: {
          params: contract.OperatorParams,
          body: contract.OperatorChange,
          ...answers(200, contract.OperatorView, 'Changes who an operator is and what they may do'),
        },
      },
      async ({ support, params: { id }, body }, reply) => {
        const changed = await whileHeld(support, id, async (held) => {
          const present = await manageable(held, id)
          if (isRefusal(present)) return present
          const { sites = present.sites } = body
          if (!handsOut(held.sites, sites)) return UNAUTHORIZED_ACTION
          const refused = await changeOperator(held.sql, id, body)
          return refused ?? (await findOperator(held.sql, id)) ?? OPERATOR_NOT_FOUND
        })
        return answer(reply, changed)
      },
    )

    app.delete(
      '/v1/operators/:id',
      {
        ...changing,
        schema: {
          params: contract.OperatorParams,
          ...answers(200, contract.OperatorParams, 'Removes an operator; their sessions end'),
        },
      },
      async ({ support, params: { id } }, reply) => {
        const removed = await whileHeld(support, id, async (held) => {
          const present = await manageable(held, id, (one) => one.state !== 'REMOVED')
          if (isRefusal(present)) return present
          return (await removeOperator(held.sql, id)) ?? { id }
        })
        return answer(reply, removed)
      },
    )

    app.post(
      '/v1/operators/:id/invitation',
      {
        config: { secrets: ['invitation'] },
        schema: {
          params: contract.OperatorParams,
          ...answers(201, contract.MadeInvitation, 'A new link by which they choose a password'),
        },
      },
      async ({ support, params: { id } }, reply) => {
        const present = await manageable(support, id)
        if (isRefusal(present)) return problem(reply, present)
        const invitation = await invite(support.sql, { operatorId: present.id, by: support.by })
        void reply.code(201)
        return { invitation: linkOf(invitation) }
      },
    )

    app.delete(
      '/v1/operators/:id/sessions',
      {
        ...changing,
        schema: {
          params: contract.OperatorParams,
          ...answers(200, contract.OperatorParams, 'Ends all sessions of an operator'),
        },
      },
      async ({ support, params: { id } }, reply) => {
        const present = await manageable(support, id)
        if (isRefusal(present)) return problem(reply, present)
        await endSession(support.sql, { operatorId: id })
        return { id }
      },
    )
  }
}

/** Does in one transaction what is to be done to an operator whom nobody else changes meanwhile. */
function whileHeld<Done>(
  support: Support,
  id: OperatorId,
  work: (held: Support) => Promise<Done | Refusal>,
): Promise<Done | Refusal> {
  return atomically(support.sql, async (sql) => {
    await holdOperator(sql, id)
    return await work({ ...support, sql })
  })
}

/** The operator, when there is one and the caller sees all that they see. */
async function manageable(
  { sql, sites }: Support,
  id: string,
  isThere: (one: Operator) => boolean = () => true,
): Promise<Operator | Refusal> {
  const present = await findOperator(sql, id)
  if (present === undefined || !isThere(present)) return OPERATOR_NOT_FOUND
  return handsOut(sites, present.sites) ? present : UNAUTHORIZED_ACTION
}
