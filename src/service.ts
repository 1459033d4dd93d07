import { run, type Database } from './platform/db/db.ts'
import { migrate } from './platform/db/migrate.ts'
import { openPglite } from './platform/db/pglite.ts'
import { openPostgres, type OnOutage } from './platform/db/postgres.ts'
import { ConfigError, type Config } from './config.ts'
import { recomputeDueDates } from './support/policies/due-dates.ts'
import { renewSearchTerms } from './support/user-support/search-index.ts'

/** Opens the database that the configuration names, and brings it to the present schema and settings. */
export async function openDatabase(config: Config, onOutage: OnOutage): Promise<Database> {
  const database =
    config.databaseUrl === undefined
      ? await openPglite({ folder: config.dataDir })
      : await openPostgres(config.databaseUrl, onOutage)
  try {
    await migrate(database)
    await agreeOnZone(database, config)
    await recomputeDueDates(database.sql, config.calendar)
    await renewSearchTerms(database.sql)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/** The programme's zone is recorded at the first start; another one later would move every day of it, and is refused. */
async function agreeOnZone({ sql }: Database, { calendar: { zone } }: Config) {
  await run(
    sql,
    `insert into support.setting (name, value) values ('zone', to_jsonb($1::text)) on conflict do nothing`,
    [zone],
  )
  const [recorded] = await run<{ value: string }>(
    sql,
    `select value from support.setting where name = 'zone'`,
    [],
  )
  if (recorded?.value !== zone) {
    throw new ConfigError(
      `This database was made for the time zone ${recorded?.value}; ANBU_TIME_ZONE says ${zone}.`,
    )
  }
}
