import type { OperatorId } from '../../kernel/values.ts'
import type { Caller, Role } from '../../platform/auth/caller.ts'
import type { HumanRole } from '../../platform/auth/oidc.ts'
import { rightsOf } from '../access.ts'

/** What is not the programme's but this installation's, and told to whoever signs in. */
export type Place = Readonly<{
  zone: string
  now: () => string
  testClock: boolean
  /** Of characters in a memo or an issue. */
  memoMax: number
  masked: readonly Role[]
  demo: readonly Readonly<{ id: OperatorId; role: HumanRole }>[]
}>

/** Who somebody is, for themselves and for the console, which shows only what they may do. */
export function meOf({ by, name, role, sites }: Caller, place: Place) {
  const { zone, now, testClock, memoMax, masked, demo } = place
  return {
    operator: by,
    name,
    role,
    sites,
    rights: rightsOf(role),
    masked: masked.includes(role),
    zone,
    now: now(),
    testClock,
    memoMax,
    demo: demo.length > 0,
  }
}
