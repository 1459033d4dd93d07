import type { Change, Tail } from '../events/tail.ts'

const HEARTBEAT = 15_000
const HEARD = ': still here\nevent: heartbeat\ndata: {}\n\n'

type Reader = Readonly<{
  /** After which position to begin. */
  from: number
  /** Which changes the reader may see. */
  sees: (change: Change) => boolean
  /** Whether the reader is still let in, to see the same: asked before anything is told. */
  isKnown: () => Promise<boolean>
  /** Aborted when the reader has gone. */
  gone: AbortSignal
  /** Milliseconds of silence after which it says that it is still there. */
  heartbeat?: number
}>

/**
 * What changed, as server-sent events: a comment at once, the changes after the reader's position, and heartbeats while
 * nothing happens: events, since a browser shows no comments to its page. It reads as fast as its reader does, and ends
 * with the reader, their token or the process.
 */
export async function* eventStream(
  tail: Tail,
  { from, sees, isKnown, gone, heartbeat = HEARTBEAT }: Reader,
) {
  let position = from
  let spoken = performance.now()
  const silence = () => performance.now() - spoken
  yield ': connected\n\n'
  while (!tail.closed && !gone.aborted) {
    const changes = await tail.after(position)
    position = changes.at(-1)?.position ?? position
    const news = changes.filter(sees).map(eventOf).join('')
    if (news !== '' || silence() >= heartbeat) {
      if (!(await isKnown())) return
      yield news === '' ? HEARD : news
      spoken = performance.now()
    } else if (changes.length === 0) {
      await tail.moreThan(position, { for: heartbeat - silence(), until: gone })
    }
  }
}

function eventOf({ position, entity, id, userId, userCycleId, version, type }: Change): string {
  const change = { entity, id, userId, userCycleId, version, type }
  return `event: changed\nid: ${position}\ndata: ${JSON.stringify(change)}\n\n`
}
