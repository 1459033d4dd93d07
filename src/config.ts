import { getHolidayPreset } from '@hyunbinseo/holidays-kr'
import type { Calendar } from './kernel/calendar.ts'
import type { CalendarDate } from './kernel/values.ts'
import { readSignIn, type SignInConfig } from './platform/auth/settings.ts'
import { ConfigError } from './platform/config-error.ts'
import { flag, flagOrText, oneOf, text, whole, type Environment } from './platform/environment.ts'
import { readCarrier, type CarrierSettings } from './platform/gateways/carriers.ts'
import type { Settings } from './support/support.ts'

/** What the environment says, read once. */
export type Config = Readonly<{
  host: string
  port: number
  /** A PostgreSQL server; absent: the embedded database in `dataDir`. */
  databaseUrl: string | undefined
  dataDir: string
  /** Whether an empty database is filled with the demo programme. */
  demo: boolean
  bootstrapToken: string | undefined
  testClock: boolean
  /** Requests a minute and caller; 0 is no limit. */
  rateLimit: number
  trustProxy: boolean | string
  logLevel: string
  carrier: CarrierSettings
  signIn: SignInConfig
  calendar: Calendar
  settings: Settings
}>

export { ConfigError }

const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const
const HOLIDAY_YEARS = ['2024', '2025', '2026', '2027']

/** Reads the environment (README, Settings), or throws a {@link ConfigError} that names the variable. */
export async function readConfig(env: Environment): Promise<Config> {
  const databaseUrl = text(env, 'DATABASE_URL')
  const bootstrapToken = text(env, 'ANBU_BOOTSTRAP_TOKEN')
  if (bootstrapToken !== undefined && bootstrapToken.length < 32) {
    throw new ConfigError('ANBU_BOOTSTRAP_TOKEN must have at least 32 characters.')
  }
  if (databaseUrl !== undefined && !isPostgres(databaseUrl)) {
    throw new ConfigError('DATABASE_URL must be an address such as postgres://user@host:5432/name.')
  }
  const demo = flag(env, 'ANBU_DEMO') ?? databaseUrl === undefined
  const host = text(env, 'HOST') ?? '127.0.0.1'
  if (demo && !isLoopback(host)) {
    throw new ConfigError(
      `A demo serves only this machine, and HOST is ${host}: set ANBU_DEMO=0 to serve others.`,
    )
  }
  return {
    host,
    port: whole(env, 'PORT', { least: 0, most: 65_535, usual: 3000 }),
    databaseUrl,
    dataDir: text(env, 'ANBU_DATA_DIR') ?? './data',
    demo,
    bootstrapToken,
    testClock: flag(env, 'ANBU_TEST_CLOCK') ?? false,
    rateLimit: whole(env, 'ANBU_RATE_LIMIT', { least: 0, most: 10_000_000, usual: 600 }),
    trustProxy: flagOrText(env, 'ANBU_TRUST_PROXY'),
    logLevel:
      oneOf(env, 'ANBU_LOG', ['trace', 'debug', 'info', 'warn', 'error', 'silent']) ?? 'info',
    carrier: readCarrier(env),
    signIn: readSignIn(env),
    calendar: await readCalendar(env),
    settings: {
      cycleGrace: whole(env, 'ANBU_CYCLE_GRACE', { least: 0, most: 3_650, usual: 14 }),
      memoMax: whole(env, 'ANBU_MEMO_MAX', { least: 1, most: 20_000, usual: 500 }),
      messages: {
        missedCallGap: whole(env, 'ANBU_MISSED_CALL_GAP', { least: 0, most: 10_080, usual: 30 }),
        perDay: whole(env, 'ANBU_MESSAGES_PER_DAY', { least: 0, most: 1_000, usual: 5 }),
        perHour: whole(env, 'ANBU_MESSAGES_PER_HOUR', { least: 0, most: 10_000_000, usual: 1_000 }),
      },
      sending: {
        tries: whole(env, 'ANBU_MESSAGE_TRIES', { least: 1, most: 100, usual: 6 }),
        stale: whole(env, 'ANBU_MESSAGE_STALE', { least: 1, most: 10_080, usual: 120 }),
        carrierTimeout: whole(env, 'ANBU_CARRIER_TIMEOUT', { least: 1, most: 300, usual: 15 }),
      },
    },
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function isPostgres(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url) && URL.canParse(url)
}

async function readCalendar(env: Environment): Promise<Calendar> {
  const zone = text(env, 'ANBU_TIME_ZONE') ?? 'Asia/Seoul'
  if (!isZone(zone)) throw new ConfigError(`ANBU_TIME_ZONE: there is no time zone ${zone}.`)
  const named = (text(env, 'ANBU_WORKDAYS') ?? WEEKDAYS.join(',')).split(',')
  const workdays = named.map((name) => WEEKDAYS.findIndex((day) => day === name.trim()) + 1)
  if (workdays.includes(0)) {
    throw new ConfigError(`ANBU_WORKDAYS must list days out of ${WEEKDAYS.join(',')}.`)
  }
  const country = oneOf(env, 'ANBU_HOLIDAYS', ['KR'])
  const holidays = country === undefined ? [] : await koreanHolidays()
  return { zone, workdays: new Set(workdays), holidays: new Set(holidays) }
}

async function koreanHolidays(): Promise<string[]> {
  const years = await Promise.all(HOLIDAY_YEARS.map((year) => getHolidayPreset(year)))
  return years.flatMap((year) => Object.keys(year))
}

/** What is to be said when calls are planned for days of which nobody knows here whether they are holidays. */
export function unknownHolidays({ holidays }: Calendar, today: CalendarDate): string | undefined {
  const last = [...holidays].toSorted().at(-1)?.slice(0, 4)
  const year = today.slice(0, 4)
  if (last === undefined || year <= last) return undefined
  return `ANBU_HOLIDAYS: the holidays of ${year} are not known, only those until ${last}; a later version of Anbu knows them.`
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
