import { dayIndexOn } from '../../kernel/calendar.ts'
import type { CalendarDate, UserCycleId, UserId } from '../../kernel/values.ts'
import { run } from '../../platform/db/db.ts'
import { withinSites } from '../sites.ts'
import { actOf, type Support } from '../support.ts'
import type { PendingChange } from '../user-support/user-support.ts'
import type { UserView } from './contract.ts'
import { USER_COLUMNS, USER_JOINS, userRow, type StoredUser } from './user-row.ts'

type Stored = StoredUser &
  Readonly<{
    cycles: readonly StoredCycle[] | null
    pending: readonly PendingChange[]
    wantsCalls: boolean
    wantsMessages: boolean
    version: number
  }>

type StoredCycle = Readonly<{
  userCycleId: UserCycleId
  startDate: CalendarDate
  lengthDays: number
  state: 'STARTED' | 'ENDED'
}>

const USER = `
  select ${USER_COLUMNS}, u.pending, u.wants_calls as "wantsCalls", u.wants_messages as "wantsMessages", u.version,
         (select json_agg(h order by h."startDate" desc, h."userCycleId")
            from (select user_cycle_id as "userCycleId", start_date as "startDate", length_days as "lengthDays", state
                    from support.user_cycle where user_id = u.user_id) h) as cycles
    from private.user_profile u ${USER_JOINS}
   where u.user_id = $1 and ${withinSites('u.site_id', '$2')}`

/** The user with the current cycle, and with what was asked for and not yet answered; undefined when another site's. */
export async function findUser(support: Support, userId: UserId): Promise<UserView | undefined> {
  const [stored] = await run<Stored>(support.sql, USER, [userId, support.sites])
  if (stored === undefined) return undefined
  const { today } = actOf(support)
  const { cycles, pending, wantsCalls, wantsMessages, version } = stored
  return {
    ...userRow(stored, today),
    cycles: (cycles ?? []).map((cycle) => ({ ...cycle, day: dayIndexOn(cycle.startDate, today) })),
    pendingChanges: [...pending],
    contactPreference: { calls: wantsCalls, messages: wantsMessages },
    version,
  }
}
