import { queryOptions, useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { get } from './client.ts'
import type { Me, OperatorId, OperatorName, Page, Places, SignInWays, Template } from './types.ts'

/**
 * Every query of the console by its key. The first word of a key is what live changes name (live/changes.ts): a list of
 * issues is `['issues', ...]`, whatever its filters.
 */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }): Promise<Me | null> => get<Me>('/v1/me', { signal }),
  staleTime: Infinity,
})

export const signInQuery = queryOptions({
  queryKey: ['sign-in'],
  queryFn: ({ signal }) => get<SignInWays>('/v1/sign-in', { signal }),
})

const operatorsQuery = queryOptions({
  queryKey: ['operators'],
  queryFn: ({ signal }) => get<Page<OperatorName>>('/v1/operators', { signal }),
  staleTime: 300_000,
})

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: ({ signal }) => get<Page<Template>>('/v1/message-templates', { signal }),
  staleTime: 300_000,
})

export const placesQuery = queryOptions({
  queryKey: ['places'],
  queryFn: ({ signal }) => get<Places>('/v1/places', { signal }),
  staleTime: 300_000,
})

/** The name of whoever acted; the id itself for who is not on the list, such as a token. */
export function useNameOf(systemName: string): (id: OperatorId | null) => string {
  const { data } = useQuery(operatorsQuery)
  return useCallback(
    (id) => {
      if (id === null) return ''
      if (id === 'SYSTEM') return systemName
      return data?.items.find((operator) => operator.id === id)?.name ?? id
    },
    [data, systemName],
  )
}
