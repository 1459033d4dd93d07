import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isRefusal } from '../../kernel/decision.ts'
import { problem } from '../../platform/http/problem.ts'
import { answers, Exactly, NameOf } from '../../platform/http/schema.ts'
import type { UserId } from '../../kernel/values.ts'
import { reveal } from './reveal.ts'
import { Reveal, Revealed } from './session-contract.ts'

/** Who a masked user is, for a reason that is kept. */
export const revealRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/v1/users/:userId/reveal',
    {
      // Not kept for a repeated request: every sight of it is on record, and nothing of it stays elsewhere.
      config: { reveals: true, unkept: true },
      schema: {
        params: Exactly({ userId: NameOf<UserId>() }),
        body: Reveal,
        ...answers(200, Revealed, 'Shows a user’s name and phone; who asked and why is kept'),
      },
    },
    async ({ support, caller, params, body }, reply) => {
      const asked = { userId: params.userId, role: caller.role, reason: body.reason }
      const shown = await reveal(support, asked)
      return isRefusal(shown) ? problem(reply, shown) : shown
    },
  )
}
