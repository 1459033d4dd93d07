import { useEffect, useEffectEvent, useRef } from 'react'
import { useSaying } from './words.ts'

/** Does it when the programme's day turns. */
export function useNewDay(act: () => void) {
  const { today } = useSaying()
  const last = useRef(today)
  const turned = useEffectEvent(act)
  useEffect(() => {
    if (last.current !== today) turned()
    last.current = today
  }, [today])
}
