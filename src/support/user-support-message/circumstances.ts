import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile'
import { plusMinutes, startOfDay } from '../../kernel/calendar.ts'
import type { Instant, OutboundId, UserCycleId } from '../../kernel/values.ts'
import { run } from '../../platform/db/db.ts'
import { actOf, type Support } from '../support.ts'
import type { Circumstances, Standing } from './guards.ts'

type Known = Readonly<{ phone: string | null }>
type Row<Of extends Standing> = Omit<Of, 'hasNumber' | 'isMobile'> & Known

/** Whether texts may leave at all. */
export const SWITCHED_ON = `not exists (select from support.setting where name = 'messages' and value = 'false')`

const STANDING = `u.phone, u.wants_messages as "wantsMessages", c.state as "cycleState",
         ${SWITCHED_ON} as "switchedOn"`

const OF_CYCLE = `
    from support.user_cycle c
    join private.user_profile u on u.user_id = c.user_id
   where c.user_cycle_id = $1`

const SELECT = `
  select ${STANDING},
         (select count(*)::int from support.user_support_message m
           where m.user_id = c.user_id and m.created_at >= $2
             and (m.status <> 'FAILED' or m.reason = 'OUTCOME_UNKNOWN')) as today,
         (select count(*)::int from support.user_support_message m
           where m.created_at >= $3 and (m.status <> 'FAILED' or m.reason = 'OUTCOME_UNKNOWN')) as "thisHour",
         (select max(m.queued_at) from support.user_support_message m
           where m.user_outbound_id = $4 and m.message_type = 'MISSED_CALL'
             and (m.status <> 'FAILED' or m.reason = 'OUTCOME_UNKNOWN')) as "lastMissedCallAt"
${OF_CYCLE}`

type About = Readonly<{ userCycleId: UserCycleId; userOutboundId: OutboundId | null }>

/** What the guards ask about: a message that failed does not count, one whose outcome is unknown does. */
export async function circumstancesOf(
  support: Support,
  { userCycleId, userOutboundId }: About,
): Promise<Circumstances & Known> {
  const { at, today } = actOf(support)
  const since: Instant = startOfDay(support.calendar, today)
  const hour = plusMinutes(at, -60)
  const values = [userCycleId, since, hour, userOutboundId]
  return withNumber(await run<Row<Circumstances>>(support.sql, SELECT, values))
}

/** What is asked again at each try: nothing is counted, so that a try costs the same however many messages wait. */
export async function standingOf(
  { sql }: Support,
  { userCycleId }: Pick<About, 'userCycleId'>,
): Promise<Standing & Known> {
  return withNumber(await run<Row<Standing>>(sql, `select ${STANDING}${OF_CYCLE}`, [userCycleId]))
}

function withNumber<Of extends Known>([row]: readonly Of[]) {
  if (row === undefined) throw new Error('a message of a cycle that is not there')
  return { ...row, hasNumber: row.phone !== null, isMobile: isMobile(row.phone) }
}

function isMobile(phone: string | null): boolean {
  return phone !== null && parsePhoneNumberFromString(phone)?.isValid() === true
}
