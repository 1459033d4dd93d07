import type { Change } from '../api/types.ts'

/** `live`: told of every change. `connecting`: for the first time. `lost`: trying again; the screen may be behind. */
export type Connection = 'connecting' | 'live' | 'lost'

type Listener = Readonly<{
  changed: (changes: readonly Change[]) => void
  /** The stream is there again after a time in which changes may have been missed. */
  returned: () => void
  /** The server is there and does not let us in. */
  turnedAway: () => void
  connection: (state: Connection) => void
}>

const TOGETHER = 40
const FIRST_WAIT = 500
const LONGEST_WAIT = 10_000
/** The server is heard every 15 seconds, be it by a heartbeat: after so much silence the line is dead. */
const LONGEST_SILENCE = 40_000

/**
 * Listens to /v1/stream for as long as it is open. A lost connection is taken up again, sooner first, and then the
 * listener is told to ask for everything anew: what was missed meanwhile is not replayed one by one.
 */
export function openStream(listener: Listener): () => void {
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let wait = FIRST_WAIT
  let missed = false
  let waiting: Change[] = []

  function tell() {
    const changes = waiting
    waiting = []
    listener.changed(changes)
  }

  function heard() {
    clearTimeout(silence)
    silence = setTimeout(lose, LONGEST_SILENCE)
  }

  function connect() {
    clearTimeout(retry)
    if (source !== undefined) missed = true
    source?.close()
    source = new EventSource('/v1/stream')
    heard()
    source.addEventListener('heartbeat', heard)
    source.addEventListener('open', () => {
      heard()
      wait = FIRST_WAIT
      listener.connection('live')
      if (missed) listener.returned()
      missed = false
    })
    source.addEventListener('changed', ({ data }: MessageEvent<string>) => {
      heard()
      if (waiting.length === 0) setTimeout(tell, TOGETHER)
      waiting.push(JSON.parse(data) as Change)
    })
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) listener.turnedAway()
      lose()
    })
  }

  function lose() {
    source?.close()
    clearTimeout(silence)
    missed = true
    listener.connection('lost')
    clearTimeout(retry)
    retry = setTimeout(connect, wait * (0.75 + Math.random() / 2))
    wait = Math.min(wait * 2, LONGEST_WAIT)
  }

  addEventListener('online', connect)
  addEventListener('offline', lose)
  connect()
  return () => {
    removeEventListener('online', connect)
    removeEventListener('offline', lose)
    clearTimeout(retry)
    clearTimeout(silence)
    source?.close()
  }
}
