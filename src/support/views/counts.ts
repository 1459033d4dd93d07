import { plusDays, startOfDay } from '../../kernel/calendar.ts'
import { SYSTEM, type CalendarDate } from '../../kernel/values.ts'
import { run } from '../../platform/db/db.ts'
import { withinSites } from '../sites.ts'
import { actOf, type Support } from '../support.ts'
import type { Counts } from '../user-outbound-plan/contract.ts'

const COUNTS = `
  select coalesce(sum(n) filter (where due_date < $1), 0)::int as overdue,
         coalesce(sum(n) filter (where due_date = $1), 0)::int as today,
         coalesce(sum(agreed) filter (where due_date = $1), 0)::int as scheduled,
         (select count(*)::int from support.user_outbound_plan o
           where o.status = 'COMPLETED' and o.resolved_at >= $3 and o.resolved_at < $4
             and o.resolved_by <> '${SYSTEM}' and ${withinSites('o.site_id', '$5')}) as "completedToday"
    from (select o.due_date, count(*) as n, count(*) filter (where o.due_time < 'infinity') as agreed
            from support.user_outbound_plan o
           where o.status = 'PENDING' and o.due_date <= $1 and o.wants_calls and o.last_day >= $2
             and ${withinSites('o.site_id', '$5')}
           group by o.due_date) as open`

/** The badges of a day's list: one statement, answered from indexes alone. */
export async function counts(support: Support, dueOn: CalendarDate | undefined): Promise<Counts> {
  const { today } = actOf(support)
  const day = dueOn ?? today
  const lastDay = plusDays(today, -support.settings.cycleGrace)
  const from = startOfDay(support.calendar, day)
  const to = startOfDay(support.calendar, plusDays(day, 1))
  const [row] = await run<Counts>(support.sql, COUNTS, [day, lastDay, from, to, support.sites])
  if (row === undefined) throw new Error('an aggregate without a row')
  return row
}
