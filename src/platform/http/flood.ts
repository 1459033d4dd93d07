/** In milliseconds. */
const WINDOW = 60_000
/** How many addresses are counted at most. */
const MOST = 100_000

/**
 * Counts by address the proofs that turned out to be nobody's. Where there were too many within a minute no more are
 * looked up until it is over, so that guessing tokens does not keep the database busy.
 */
export function openFloodGate(limit: number) {
  let since = performance.now()
  let counts = new Map<string, number>()
  const renew = () => {
    since = performance.now()
    counts = new Map()
  }
  return {
    /** For how many seconds nothing more is looked up for that address; 0 when it is. */
    closedFor(address: string): number {
      if (performance.now() - since >= WINDOW) renew()
      const isClosed = limit > 0 && (counts.get(address) ?? 0) >= limit
      return isClosed ? Math.ceil((since + WINDOW - performance.now()) / 1_000) : 0
    },

    /** A proof from that address was nobody's. */
    count(address: string) {
      if (counts.size >= MOST) renew()
      counts.set(address, (counts.get(address) ?? 0) + 1)
    },
  }
}
