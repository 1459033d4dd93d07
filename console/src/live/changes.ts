import type { QueryClient } from '@tanstack/react-query'
import type { Change } from '../api/types.ts'

/** What is asked again when a thing of that kind changes: the first words of query keys. */
const AFFECTED: Readonly<Record<string, readonly string[]>> = {
  UserOutboundPlan: ['counts', 'agreed', 'users', 'statistics', 'preview'],
  UserCycle: ['counts', 'agreed', 'users', 'statistics', 'places'],
  UserSupport: ['counts', 'agreed', 'users', 'pending-changes', 'preview', 'places'],
  UserSupportMemo: ['users'],
  UserSupportIssue: ['issues', 'users', 'statistics'],
  UserSupportMessage: ['messages', 'message', 'statistics'],
  ContactAttempt: ['users', 'statistics'],
  OutboundPlan: ['plans'],
  MessageTemplate: ['templates', 'preview'],
  Switches: ['switches'],
}

/** What follows the changes by itself for as long as it is shown: of one user, whose id is the second word, and of many. */
const OF_ONE = new Set<unknown>(['user', 'user-calls', 'user-issues', 'timeline'])
const OF_MANY = new Set<unknown>(['worklist', 'user-list'])

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
    outdate(client, new Set(changes.map(({ userId }) => userId)))
    if (resting === undefined) refresh()
  }
}

/** Lets what is kept of those users, but not shown now, be asked again when somebody comes back to it. */
function outdate(client: QueryClient, users: ReadonlySet<unknown>) {
  void client.invalidateQueries({
    type: 'inactive',
    refetchType: 'none',
    predicate: ({ queryKey: [word, id] }) =>
      OF_MANY.has(word) || (OF_ONE.has(word) && users.has(id)),
  })
}
