import { useMe } from '../../app/session.tsx'

/** How many characters a memo or an issue has, as the server counts them; how many it may have, and how many are over. */
export function useLength(): (
  text: string,
) => Readonly<{ count: number; most: number; over: number }> {
  const { memoMax: most } = useMe()
  return (text) => {
    const count = Array.from(text.trim().normalize('NFC')).length
    return { count, most, over: Math.max(0, count - most) }
  }
}
