import type pg from 'pg'

/** What has to be known of a call to complete it without looking it up. */
export type OpenCall = Readonly<{
  id: number
  userId: string
  userCycleId: string
  planDate: string
}>

/** Calls that nobody agreed a time for, in an order that is the same in each copy and has nothing to do with the day. */
export async function openCalls(pool: pg.Pool): Promise<OpenCall[]> {
  const { rows } = await pool.query<OpenCall>(
    `select id::int, user_id as "userId", user_cycle_id as "userCycleId", plan_date::text as "planDate"
       from support.user_outbound_plan
      where status = 'PENDING' and contact_at is null
      order by hashint8(id)`,
  )
  return rows
}
