import { queryOptions } from '@tanstack/react-query'
import type * as contract from '../../../src/support/views/stats-contract.ts'
import { get } from './client.ts'

export type OutboundStats = contract.OutboundStats
export type ReachedStats = contract.ReachedStats
export type IssueStats = contract.IssueStats
export type MessageStats = contract.MessageStats
export type SiteStats = contract.SiteStats
export type OperatorStats = contract.OperatorStats

type Stats = Readonly<{
  outbounds: OutboundStats
  reached: ReachedStats
  issues: IssueStats
  messages: MessageStats
  sites: SiteStats
  operators: OperatorStats
}>

/** What is counted: days, both included, and a hospital; whatever is left out does not narrow. */
export type Counted = Readonly<{ from?: string; to?: string; siteId?: string }>

/** One kind of numbers, as GET /v1/stats/{kind} counts them. */
export function statsQuery<Kind extends keyof Stats>(kind: Kind, counted: Counted) {
  const query = new URLSearchParams(counted)
  return queryOptions({
    queryKey: ['statistics', kind, counted],
    queryFn: ({ signal }) =>
      get<{ items: readonly Stats[Kind][] }>(`/v1/stats/${kind}?${query}`, { signal }),
    select: ({ items }) => items,
    placeholderData: (before) => before,
  })
}
