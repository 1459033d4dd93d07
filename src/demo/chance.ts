/** Chance that falls the same way every time: the same seed makes the same choices. */
export type Chance = Readonly<{
  /** A whole number from `least` to `most`, both included. */
  between: (least: number, most: number) => number
  oneOf: <Item>(items: readonly [Item, ...Item[]]) => Item
  /** True in so many of a hundred cases. */
  percent: (share: number) => boolean
}>

export function chanceOf(seed: string): Chance {
  const next = mulberry32(fnv1a(seed))
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    between,
    oneOf: (items) => items[between(0, items.length - 1)] ?? items[0],
    percent: (share) => next() * 100 < share,
  }
}

/** A seed's 32-bit number (Fowler, Noll and Vo's hash 1a). */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/** Tommy Ettinger's small generator: 32 bits of state, numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}
