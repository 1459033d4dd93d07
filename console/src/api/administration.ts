import type { PASSWORD_LENGTH } from '../../../src/platform/auth/passwords.ts'
import { queryOptions } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type * as tokens from '../../../src/support/administration/contract.ts'
import type * as people from '../../../src/support/administration/session-contract.ts'
import type { PlanView } from '../../../src/support/outbound-plan/contract.ts'
import { get } from './client.ts'
import type { Page } from './types.ts'

export type Operator = Static<typeof people.OperatorView>
export type MadeOperator = Static<typeof people.MadeOperator>
export type MadeInvitation = Static<typeof people.MadeInvitation>
export type Invitation = Static<typeof people.InvitationView>
export type SessionInList = Static<typeof people.Sessions>['items'][number]
export type Token = Static<typeof tokens.Tokens>['items'][number]
export type MadeToken = Static<typeof tokens.MadeToken>
export type Switches = Static<typeof tokens.SwitchesView>
type MessageSending = Static<typeof tokens.MessageSending>
export type Plan = PlanView

/** Everybody with what an administrator manages; tokens, which have names only, are left out. */
export const peopleQuery = queryOptions({
  queryKey: ['operators'],
  queryFn: ({ signal }) => get<Page<Operator>>('/v1/operators', { signal }),
  select: ({ items }) => items.filter((one) => (one as Partial<Operator>).state !== undefined),
  staleTime: 0,
})

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => get<Page<Token>>('/v1/tokens', { signal }),
  select: ({ items }) => items,
})

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => get<Page<SessionInList>>('/v1/sessions', { signal }),
  select: ({ items }) => items,
  staleTime: 0,
})

export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: ({ signal }) => get<Page<Plan>>('/v1/outbound-plans', { signal }),
  select: ({ items }) => items,
})

export const switchesQuery = queryOptions({
  queryKey: ['switches'],
  queryFn: ({ signal }) => get<Switches>('/v1/switches', { signal }),
})

/** Whether texts leave at all, for those who may send one. */
export const messageSendingQuery = queryOptions({
  queryKey: ['switches', 'message-sending'],
  queryFn: ({ signal }) => get<MessageSending>('/v1/message-sending', { signal }),
})

/** The server's, in characters; its module is none for a browser. */
export const SHORTEST_PASSWORD: (typeof PASSWORD_LENGTH)['least'] = 12
