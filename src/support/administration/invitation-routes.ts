import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isRefusal } from '../../kernel/decision.ts'
import { acceptInvitation, readInvitation } from '../../platform/auth/invitations.ts'
import { forgetFailures } from '../../platform/auth/lockout.ts'
import { findOperator } from '../../platform/auth/operators.ts'
import { problem } from '../../platform/http/problem.ts'
import { answers } from '../../platform/http/schema.ts'
import { Me } from './contract.ts'
import { cookiesOf, letIn, type Door } from './entrance.ts'
import * as contract from './session-contract.ts'

/** Invitations: whom one is for, and choosing a password by it. */
export function invitationRoutes({
  signIn,
  secret,
  place,
  tried,
  once,
  ending,
}: Door): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/v1/invitations/read',
      {
        ...once,
        schema: {
          body: contract.InvitationReading,
          ...answers(200, contract.InvitationView, 'Whom an invitation is for'),
        },
      },
      async ({ sql, body }, reply) => {
        const invited = await readInvitation(sql, body.invitation)
        if (isRefusal(invited)) return problem(reply, invited)
        const { name, email, role } = invited
        return { name, email, role }
      },
    )

    app.post(
      '/v1/invitations/accept',
      {
        ...ending,
        ...once,
        schema: {
          body: contract.InvitationAcceptance,
          ...answers(201, Me, 'Chooses a password and signs in'),
        },
      },
      async (request, reply) => {
        const { invitation, password, name, email } = request.body
        const accepted = await acceptInvitation(request.sql, { invitation, password, name, email })
        if (isRefusal(accepted)) return problem(reply, accepted)
        const operator = await findOperator(request.sql, accepted)
        if (operator !== undefined)
          await forgetFailures(request.sql, { secret, email: operator.email })
        tried('invitation', 'IN')
        return await letIn(
          { request, reply, place },
          accepted,
          await cookiesOf(signIn, request, accepted),
        )
      },
    )
  }
}
