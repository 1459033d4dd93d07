import { useQuery, type QueryKey, type UseQueryOptions } from '@tanstack/react-query'
import { useEffect } from 'react'

/** Asks for what no change is told of: whenever it is shown, and when somebody comes back to the window. */
export function useAskedAnew<Asked, Data, Key extends QueryKey>(
  query: UseQueryOptions<Asked, Error, Data, Key>,
) {
  const asked = useQuery({ ...query, staleTime: 0 })
  const { refetch } = asked
  useEffect(() => {
    const ask = () => void refetch()
    addEventListener('focus', ask)
    return () => removeEventListener('focus', ask)
  }, [refetch])
  return asked
}
