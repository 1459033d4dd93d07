import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { answers } from '../../platform/http/schema.ts'
import * as contract from './stats-contract.ts'
import * as stats from './stats.ts'

const { StatsQuery: querystring, OpenQuery } = contract

/** What managers look at twice a day: numbers, each of which has its list. */
export const statsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/v1/stats/outbounds',
    {
      schema: {
        querystring,
        ...answers(200, contract.OutboundStats, 'Calls by number and week'),
      },
    },
    async ({ support, query }) => ({ items: await stats.outboundStats(support, query) }),
  )

  app.get(
    '/v1/stats/reached',
    { schema: { querystring, ...answers(200, contract.ReachedStats, 'Attempts by result') } },
    async ({ support, query }) => ({ items: await stats.reachedStats(support, query) }),
  )

  app.get(
    '/v1/stats/issues',
    {
      schema: {
        querystring: OpenQuery,
        ...answers(200, contract.IssueStats, 'Open issues by status and age'),
      },
    },
    async ({ support, query }) => ({ items: await stats.issueStats(support, query) }),
  )

  app.get(
    '/v1/stats/messages',
    {
      schema: {
        querystring,
        ...answers(200, contract.MessageStats, 'Messages by status and reason'),
      },
    },
    async ({ support, query }) => ({ items: await stats.messageStats(support, query) }),
  )

  app.get(
    '/v1/stats/sites',
    { schema: { querystring, ...answers(200, contract.SiteStats, 'Calls by site') } },
    async ({ support, query }) => ({ items: await stats.siteStats(support, query) }),
  )

  app.get(
    '/v1/stats/operators',
    { schema: { querystring, ...answers(200, contract.OperatorStats, 'Work by operator') } },
    async ({ support, query }) => ({ items: await stats.operatorStats(support, query) }),
  )
}
