import type { QueryClient } from '@tanstack/react-query'
import type { Change } from '../api/types.ts'

/** What is asked again when a thing of that kind changes: the first words of query keys. */
const AFFECTED: Readonly<Record<string, readonly string[]>> = {
  UserOutboundPlan: ['counts', 'users', 'statistics'],
  UserCycle: ['counts', 'users', 'statistics'],
  UserSupport: ['users', 'pending-changes'],
  UserSupportMemo: ['users'],
  UserSupportIssue: ['issues', 'users', 'statistics'],
  UserSupportMessage: ['messages', 'message', 'statistics'],
  ContactAttempt: ['users', 'statistics'],
  OutboundPlan: ['plans'],
  MessageTemplate: ['templates'],
  Switches: ['switches'],
}

const PAUSE = 250

/**
 * Asks again for what changes touch, at most four times a second: at once for the first, and once more after a burst.
 * Only what is on screen is asked for; the rest is asked for when it is shown.
 */
export function refreshing(client: QueryClient): (changes: readonly Change[]) => void {
  let due = new Set<string>()
  let resting: ReturnType<typeof setTimeout> | undefined

  function refresh() {
    const words = due
    due = new Set()
    if (words.size === 0) {
      resting = undefined
      return
    }
    for (const word of words) void client.invalidateQueries({ queryKey: [word] })
    resting = setTimeout(refresh, PAUSE)
  }

  return (changes) => {
    for (const { entity } of changes) for (const word of AFFECTED[entity] ?? []) due.add(word)
    if (resting === undefined) refresh()
  }
}
