import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { isRefused, onSignedOut, send, Unreachable } from '../api/client.ts'
import { meQuery } from '../api/queries.ts'
import type { Me, Right } from '../api/types.ts'
import { Loading } from '../parts/states.tsx'
import { clockWasSet, setClock } from './clock.ts'
import { areDraftsOfAnother, clearDrafts, keepDraftsOf, onOwnerChanged } from './drafts.ts'
import { SignIn } from './sign-in.tsx'
import { untold } from './toasts.tsx'
import { Unavailable } from './unavailable.tsx'

/** A test clock is moved from outside: how often we look at it, in milliseconds. */
const TEST_CLOCK_POLL = 2_000

const MeContext = createContext<Me | undefined>(undefined)

/** Who is signed in. Only below {@link Session}. */
export function useMe(): Me {
  const me = use(MeContext)
  if (me === undefined) throw new Error('nobody is signed in here')
  return me
}

export function useMay(right: Right): boolean {
  return useMe().rights.includes(right)
}

/** Shows what is below to who is signed in, and the way in to everybody else. Drafts outlive a session that ran out. */
export function Session({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const {
    data: me,
    error,
    errorUpdateCount,
    refetch,
  } = useQuery({
    ...meQuery,
    refetchInterval: ({ state }) => (state.data?.testClock === true ? TEST_CLOCK_POLL : false),
  })
  const [ended, setEnded] = useState(false)
  useEffect(
    () =>
      onSignedOut(() => {
        const known = client.getQueryData(meQuery.queryKey)
        if (known === null || known === undefined) return
        setEnded(true)
        client.setQueryData(meQuery.queryKey, null)
      }),
    [client],
  )
  useEffect(
    () =>
      onOwnerChanged(() => {
        // Nothing goes on here in the name of whoever was signed in before.
        if (areDraftsOfAnother()) location.reload()
        else void refetch()
      }),
    [refetch],
  )
  useEffect(() => {
    if (me) {
      keepDraftsOf(me.operator)
      clockWasSet()
    } else if (me === null) {
      // Nothing of whoever was here stays, whoever comes next.
      client.removeQueries({
        predicate: ({ queryKey: [word] }) => word !== 'me' && word !== 'sign-in',
      })
    }
  }, [client, me])

  function enter(next: Me) {
    setEnded(false)
    // Nothing of what was said to whoever was here before.
    untold()
    client.setQueryData(meQuery.queryKey, next)
  }

  if (me) {
    // Before anything below says a time.
    setClock(me)
    return <MeContext value={me}>{children}</MeContext>
  }
  if (me === null || isRefused(error, 4010)) return <SignIn ended={ended} entered={enter} />
  if (errorUpdateCount > 0) return <Unavailable error={error} retry={() => void refetch()} />
  return <Loading />
}

/** Ends the session on the server and here; what was typed goes with it, and stays where the server cannot be reached. */
export async function signOut() {
  await send('DELETE', '/v1/session').catch((error: unknown) => {
    if (error instanceof Unreachable) throw error
  })
  clearDrafts()
  location.assign('/')
}
