import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { answer } from '../../platform/http/problem.ts'
import { answers } from '../../platform/http/schema.ts'
import { USER_NOT_FOUND } from '../user-support/user-support.ts'
import * as contract from './contract.ts'
import { findUsers } from './find-users.ts'
import { places } from './places.ts'
import { forgottenCycles, unansweredChanges } from './unattended.ts'
import { findUser } from './user.ts'

/** Who the users are and how they are found. */
export const userRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/v1/users',
    {
      schema: {
        querystring: contract.UsersQuery,
        ...answers(200, contract.Users, 'findUsers, by all but what a person typed'),
      },
    },
    async ({ support, query }, reply) => answer(reply, await findUsers(support, query)),
  )

  app.post(
    '/v1/users/search',
    { schema: { body: contract.UsersSearch, ...answers(200, contract.Users, 'findUsers') } },
    async ({ support, body }, reply) => answer(reply, await findUsers(support, body)),
  )

  app.get(
    '/v1/places',
    { schema: answers(200, contract.Places, 'Hospitals and doctors, to choose from') },
    ({ support }) => places(support),
  )

  app.get(
    '/v1/users/:userId',
    {
      schema: {
        params: contract.UserParams,
        ...answers(200, contract.UserView, 'The user with the current cycle'),
      },
    },
    async ({ support, params }, reply) =>
      answer(reply, (await findUser(support, params.userId)) ?? USER_NOT_FOUND),
  )
}

/** What a manager looks after: nobody is forgotten, and no request stays unanswered. */
export const unattendedRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/v1/forgotten-cycles',
    {
      schema: {
        querystring: contract.PageQuery,
        ...answers(200, contract.ForgottenCycles, 'Cycles that nobody ended, the oldest first'),
      },
    },
    async ({ support, query }, reply) => answer(reply, await forgottenCycles(support, query)),
  )

  app.get(
    '/v1/pending-changes',
    {
      schema: {
        querystring: contract.PageQuery,
        ...answers(
          200,
          contract.UnansweredChanges,
          'Requests unanswered for a day, the oldest first',
        ),
      },
    },
    async ({ support, query }, reply) => answer(reply, await unansweredChanges(support, query)),
  )
}
