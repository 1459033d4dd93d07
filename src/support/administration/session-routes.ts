import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { endSession, listSessions } from '../../platform/auth/sessions.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { answer, problem } from '../../platform/http/problem.ts'
import { answers, ShortPage } from '../../platform/http/schema.ts'
import { refusedOnly, WRONG, type Door } from './entrance.ts'
import * as contract from './session-contract.ts'

/** One's own sessions and password. */
export function sessionRoutes({ signIn, once, ending }: Door): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.delete(
      '/v1/session',
      { ...ending, config: { unkept: true }, schema: answers(200, contract.Nothing, 'Signs out') },
      async ({ session, caller, headers, sql }, reply) => {
        if (session === null) return {}
        await endSession(sql, { id: session.sessionId, operatorId: caller.by })
        const left = await signIn.api.signOut({
          headers: new Headers({ cookie: headers.cookie ?? '' }),
          returnHeaders: true,
        })
        void reply.header('set-cookie', left.headers.getSetCookie())
        void reply.header('clear-site-data', '"cache", "storage"')
        return {}
      },
    )

    app.get(
      '/v1/sessions',
      {
        schema: {
          querystring: ShortPage,
          ...answers(200, contract.Sessions, 'Where one is signed in'),
        },
      },
      async ({ sql, caller, session, query }, reply) => {
        const items = await listSessions(sql, caller.by)
        const current = session?.sessionId
        const shown = items.map((one) => ({ ...one, current: one.id === current }))
        return answer(reply, pageOf(shown, query))
      },
    )

    app.delete(
      '/v1/sessions/:id',
      {
        ...ending,
        schema: {
          params: contract.SessionParams,
          ...answers(200, contract.Nothing, 'Ends one of one’s own sessions'),
        },
      },
      async ({ sql, caller, params }) => {
        await endSession(sql, { id: params.id, operatorId: caller.by })
        return {}
      },
    )

    app.put(
      '/v1/me/password',
      {
        ...ending,
        ...once,
        schema: {
          body: contract.PasswordChange,
          ...answers(200, contract.Nothing, 'Changes one’s own password; other sessions end'),
        },
      },
      async ({ body, headers, session }, reply) => {
        if (session === null) return problem(reply, WRONG)
        const { current, password } = body
        const changed = await signIn.api
          .changePassword({
            body: { currentPassword: current, newPassword: password, revokeOtherSessions: true },
            headers: new Headers({ cookie: headers.cookie ?? '' }),
            returnHeaders: true,
          })
          .catch(refusedOnly)
        if (changed === undefined) return problem(reply, WRONG)
        void reply.header('set-cookie', changed.headers.getSetCookie())
        return {}
      },
    )
  }
}
