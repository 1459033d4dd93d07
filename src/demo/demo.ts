import { run, type Sql } from '../platform/db/db.ts'
import type { Support } from '../support/support.ts'
import { personOf } from './people.ts'
import { presentOf } from './present.ts'
import { STORIES } from './stories.ts'

/** Held while filling, so that of several processes starting together one fills. */
const DEMO_LOCK = 4_236_003

/** How many users the demo has. */
export const DEMO_PEOPLE = Object.values(STORIES).reduce((sum, { people }) => sum + people, 0)

/** What became of filling: done now; refused, since it is a demo already; refused, since it is somebody's own. */
export type Filling = 'FILLED' | 'DEMO' | 'IN_USE'

/**
 * Fills an empty database with the demo programme and marks it as a demo for good: all of it or nothing. What happened
 * is told in the order of time, by the commands and the inbox that real use goes through, with `now` moving along.
 * `begins` is called when there is something to do.
 */
export function fillDemo(system: Support, begins: () => void = () => {}): Promise<Filling> {
  return system.sql.transaction().execute(async (sql) => {
    await run(sql, `select pg_advisory_xact_lock(${DEMO_LOCK})`, [])
    if (await isDemo(sql)) return 'DEMO'
    if (await isInUse(sql)) return 'IN_USE'
    begins()
    for (const { at, happen } of momentsFor(system)) {
      await happen({ ...system, sql, now: () => at })
    }
    await run(
      sql,
      `insert into support.setting (name, value) values ('demo', jsonb_build_object('madeAt', $1::text))`,
      [system.now()],
    )
    return 'FILLED'
  })
}

/** Whether the database was made as a demo, which serves only its own machine. */
export async function isDemo(sql: Sql): Promise<boolean> {
  const marks = await run(sql, `select 1 from support.setting where name = 'demo'`, [])
  return marks.length > 0
}

async function isInUse(sql: Sql): Promise<boolean> {
  const traces = await run(
    sql,
    'select 1 from private.user_profile union all select 1 from support.inbox limit 1',
    [],
  )
  return traces.length > 0
}

/** Everybody's moments in one row; those of the same time in the order in which they are told. */
function momentsFor(system: Support) {
  const present = presentOf(system)
  const parts = Object.entries(STORIES).flatMap(([story, { people, tell }]) =>
    Array.from({ length: people }, (_, part) => ({ story, part, tell })),
  )
  return parts
    .flatMap(({ story, part, tell }, number) =>
      tell(personOf({ story, part, number: number + 1 }), present),
    )
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
}
