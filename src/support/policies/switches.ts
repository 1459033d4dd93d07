import type { DomainEvent } from '../../kernel/decision.ts'
import { atomically, run } from '../../platform/db/db.ts'
import { record } from '../../platform/journal.ts'
import { actOf, type Support } from '../support.ts'

/** Somebody stopped all texts, or let them go again. */
export type MessagesSwitched = DomainEvent<'MessagesSwitched', Switches>

/** What the whole system may do. While texts are off none is taken in, and what waits waits on until it is stale. */
export type Switches = Readonly<{ messages: boolean }>

export async function readSwitches({ sql }: Pick<Support, 'sql'>): Promise<Switches> {
  const [row] = await run<{ value: boolean }>(
    sql,
    `select value from support.setting where name = 'messages'`,
    [],
  )
  return { messages: row?.value ?? true }
}

export async function setSwitches(support: Support, { messages }: Switches): Promise<Switches> {
  await atomically(support.sql, async (sql) => {
    const changed = await run(
      sql,
      `insert into support.setting as s (name, value) values ('messages', to_jsonb($1::boolean))
       on conflict (name) do update set value = excluded.value where s.value <> excluded.value
       returning 1`,
      [messages],
    )
    if (changed.length === 0) return {}
    const event: MessagesSwitched = {
      type: 'MessagesSwitched',
      data: { messages },
      act: actOf(support),
    }
    const nobody = { userId: null, userCycleId: null, startDate: null }
    await record({ ...support, sql }, [
      { event, subject: { entity: 'Switches', id: 1, version: 1, ...nobody } },
    ])
    return {}
  })
  return { messages }
}
