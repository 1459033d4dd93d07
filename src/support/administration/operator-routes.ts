import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import { invite, linkOf } from '../../platform/auth/invitations.ts'
import {
  addOperator,
  changeOperator,
  findOperator,
  listNames,
  listOperators,
  OPERATOR_NOT_FOUND,
  removeOperator,
  type Operator,
} from '../../platform/auth/operators.ts'
import { endSession } from '../../platform/auth/sessions.ts'
import { problem, UNAUTHORIZED_ACTION } from '../../platform/http/problem.ts'
import { answers } from '../../platform/http/schema.ts'
import { may } from '../access.ts'
import { handsOut } from '../sites.ts'
import type { Support } from '../support.ts'
import * as contract from './session-contract.ts'

type Means = Readonly<{
  secret: string
  /** Called when somebody's right has changed, before that is said. */
  forget: () => void
}>

/** The people who work here: their names for everybody, who they are and what they may do for an ADMIN to manage. */
export function operatorRoutes({ secret, forget }: Means): FastifyPluginAsyncTypebox {
  return async (app) => {
    const changing = { onSend: async () => forget() }

    app.get(
      '/v1/operators',
      { schema: answers(200, contract.Operators, 'Ids and names of operators') },
      async ({ sql, caller }) => {
        const names = await listNames(sql)
        if (!may(caller.role, 'administer')) return { items: names, nextCursor: null }
        const known = new Map(
          (await listOperators(sql, secret)).map((one) => [one.id as string, one]),
        )
        return { items: names.map((one) => known.get(one.id) ?? one), nextCursor: null }
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
        const present = await manageable(support, id)
        if (isRefusal(present)) return problem(reply, present)
        const { name, role, sites } = { ...present, ...body }
        if (!handsOut(support.sites, sites)) return problem(reply, UNAUTHORIZED_ACTION)
        const refused = await changeOperator(support.sql, { id, name, role, sites })
        return refused === undefined
          ? { ...present, name: name.trim(), role, sites }
          : problem(reply, refused)
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
        const present = await manageable(support, id, (one) => one.state !== 'REMOVED')
        if (isRefusal(present)) return problem(reply, present)
        const refused = await removeOperator(support.sql, id)
        return refused === undefined ? { id } : problem(reply, refused)
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
