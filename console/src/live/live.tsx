import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  use,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
  type ReactNode,
} from 'react'
import type { Change } from '../api/types.ts'
import { meQuery } from '../api/queries.ts'
import { useMay } from '../app/session.tsx'
import { refreshing } from './changes.ts'
import { openStream, type Connection } from './stream.ts'

type Hear = (changes: readonly Change[]) => void
type Live = Readonly<{ connection: Connection; listeners: Set<Hear> }>

const LiveContext = createContext<Live>({ connection: 'connecting', listeners: new Set() })

/** Keeps everything below up to date with what others do, for those who may see it. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const may = useMay('care')
  const [connection, setConnection] = useState<Connection>('connecting')
  const [listeners] = useState(() => new Set<Hear>())
  useEffect(() => {
    if (!may) return undefined
    const refresh = refreshing(client)
    return openStream({
      changed(changes) {
        refresh(changes)
        for (const hear of listeners) hear(changes)
      },
      returned: () => void client.invalidateQueries(),
      // Where the session has ended, this answer says so.
      turnedAway: () => void client.refetchQueries({ queryKey: meQuery.queryKey }),
      connection: setConnection,
    })
  }, [client, listeners, may])
  const live = useMemo(() => ({ connection, listeners }), [connection, listeners])
  return <LiveContext value={live}>{children}</LiveContext>
}

export function useConnection(): Connection {
  return use(LiveContext).connection
}

/** Hears of every change as it happens, for screens that upsert by id instead of asking for the whole again. */
export function useChanges(hear: Hear) {
  const { listeners } = use(LiveContext)
  const latest = useEffectEvent(hear)
  useEffect(() => {
    const listener: Hear = (changes) => latest(changes)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [listeners])
}
