import { QueryClient } from '@tanstack/react-query'
import { Unreachable } from '../api/client.ts'

const FRESH = 60_000
const RETRIES = 2

/** What was asked stays fresh by the stream of changes; asking again is for what the stream missed. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH,
      networkMode: 'always',
      retry: (failures, error) => error instanceof Unreachable && failures < RETRIES,
      retryDelay: (attempt) => 400 * 2 ** attempt,
    },
    mutations: { networkMode: 'always' },
  },
})
