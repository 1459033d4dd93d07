import { useEffect, useRef } from 'react'

/** A list that is walked by keys: how many rows it has, and where the chosen one is; -1 where it is not on it. */
type Walked = Readonly<{ count: number; chosenAt: number; isChosen: boolean }>

/**
 * Where the chosen row of a list is, or was, and where a step from it leads. A row that has gone leaves its place to the
 * one after it; without a chosen one the first comes.
 */
export function useStepping({ count, chosenAt, isChosen }: Walked) {
  const place = useRef(0)
  useEffect(() => {
    if (chosenAt >= 0) place.current = chosenAt
  }, [chosenAt])

  function stepTo(by: 1 | -1): number {
    const from = chosenAt >= 0 ? chosenAt : isChosen ? place.current - (by === 1 ? 1 : 0) : -1
    return Math.max(0, Math.min(count - 1, from + by))
  }
  return { place, stepTo }
}
