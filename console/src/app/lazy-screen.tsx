import { useQuery } from '@tanstack/react-query'
import { lazyRouteComponent } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { get, Unreachable } from '../api/client.ts'
import { Loading } from '../parts/states.tsx'
import { Unreached } from './unavailable.tsx'

type Load = () => Promise<ComponentType>

/** A screen in a file of its own, loaded when it is first opened, or before when somebody is about to. */
export function lazyScreen(load: Load) {
  return lazyRouteComponent(async () => ({
    default: await load().catch(() => screenThatWaits(load)),
  }))
}

/** Stands where a screen could not be loaded: says that the server cannot be reached, and shows the screen once it can. */
function screenThatWaits(load: Load): ComponentType {
  const key = ['screen', crypto.randomUUID()]
  return function ScreenThatWaits() {
    const {
      data: Screen,
      error,
      isFetching,
      refetch,
    } = useQuery({
      queryKey: key,
      queryFn: () => load().catch(whyNot),
      retry: false,
      staleTime: Infinity,
    })
    if (Screen !== undefined) return <Screen />
    if (error instanceof Unreachable) {
      return <Unreached error={isFetching ? null : error} retry={() => void refetch()} />
    }
    if (error !== null) throw error
    return <Loading />
  }
}

/** A server that answers but does not have the file any more has a newer console: the page is loaded anew, once. */
async function whyNot(error: unknown): Promise<never> {
  await get('/v1/sign-in')
  const mark = `loaded anew: ${String(error)}`
  if (sessionStorage.getItem(mark) !== null) throw error
  sessionStorage.setItem(mark, 'yes')
  location.reload()
  return await new Promise<never>(() => undefined)
}
