import { nextWorkingDay, type Calendar } from '../../kernel/calendar.ts'
import type { CalendarDate } from '../../kernel/values.ts'
import { atomically, run, UNHURRIED, type Sql } from '../../platform/db/db.ts'

/**
 * Puts the open calls on the lists that the present working days and holidays give, when these differ from those of
 * the last start. A planned day and an agreed time never move (SPEC.md, `dueDate`).
 */
export async function recomputeDueDates(sql: Sql, calendar: Calendar): Promise<void> {
  const present = JSON.stringify({
    workdays: [...calendar.workdays].toSorted((one, other) => one - other),
    holidays: [...calendar.holidays].toSorted(),
  })
  await atomically(sql, async (tx) => {
    await run(tx, UNHURRIED, [])
    const changed = await run(
      tx,
      `insert into support.setting as s (name, value) values ('working_days', $1::jsonb)
       on conflict (name) do update set value = excluded.value where s.value <> excluded.value
       returning 1`,
      [present],
    )
    if (changed.length > 0) await moveOpenCalls(tx, calendar)
    return {}
  })
}

async function moveOpenCalls(tx: Sql, calendar: Calendar) {
  const days = await run<{ planDate: CalendarDate }>(
    tx,
    `select distinct plan_date as "planDate" from support.user_outbound_plan
      where status = 'PENDING' and contact_at is null`,
    [],
  )
  const moved = days.map(({ planDate }) => {
    const dueDate = nextWorkingDay(calendar, planDate)
    return { planDate, dueDate, dueReason: dueDate === planDate ? 'PLAN' : 'WORKDAY' }
  })
  await run(
    tx,
    `update support.user_outbound_plan o set due_date = r."dueDate", due_reason = r."dueReason"
       from jsonb_to_recordset($1::jsonb) as r("planDate" date, "dueDate" date, "dueReason" text)
      where o.plan_date = r."planDate" and o.status = 'PENDING' and o.contact_at is null
        and (o.due_date, o.due_reason) is distinct from (r."dueDate", r."dueReason")`,
    [JSON.stringify(moved)],
  )
}
