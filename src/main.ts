#!/usr/bin/env node
import { defineCommand, runMain, showUsage } from 'citty'
import { once } from 'node:events'
import { buildApp, systemSupport } from './app.ts'
import { isRefusal } from './kernel/decision.ts'
import { businessDate } from './kernel/calendar.ts'
import { SYSTEM } from './kernel/values.ts'
import { ConfigError, readConfig, unknownHolidays, type Config } from './config.ts'
import { inviteFirstAdmin, invite, linkOf } from './platform/auth/invitations.ts'
import { addOperator } from './platform/auth/operators.ts'
import { HUMAN_ROLES, type HumanRole } from './platform/auth/oidc.ts'
import { createToken } from './platform/auth/tokens.ts'
import { ROLES, type Role } from './platform/auth/caller.ts'
import { openClock } from './platform/clock.ts'
import { withSecretFiles } from './platform/environment.ts'
import { FolderInUse } from './platform/db/folder-lock.ts'
import { isOutage } from './platform/db/errors.ts'
import { fillDemo } from './demo/demo.ts'
import { prepareDemo } from './demo/prepare.ts'
import { helpFor } from './help.ts'
import { openLog } from './platform/observe.ts'
import { openDatabase } from './service.ts'

const STOP_WITHIN = 8_000
const UNHEARD = 'texts reach nobody: they stay in the database until ANBU_CARRIER names a carrier.'

const serve = defineCommand({
  meta: { name: 'serve', description: 'Serve the API.' },
  run: () => inWords(serveUntilStopped),
})

const migrateCommand = defineCommand({
  meta: { name: 'migrate', description: 'Bring the database to the present schema.' },
  run: () =>
    inWords(async (config) => {
      const database = await openDatabase(config, () => {})
      await database.close()
      say('The database is up to date.')
    }),
})

const token = defineCommand({
  meta: { name: 'token', description: 'Make an API token and show it once.' },
  args: {
    name: { type: 'string', required: true, description: 'Whose or what for' },
    role: { type: 'string', required: true, description: ROLES.join(', ') },
    sites: { type: 'string', description: 'Site ids, separated by commas; without it all' },
  },
  run: ({ args: { name, role, sites } }) =>
    inWords(async (config) => {
      if (!isRole(role)) throw new ConfigError(`--role must be one of ${ROLES.join(', ')}.`)
      const database = await openDatabase(config, () => {})
      const { by, now } = systemSupport({ config, database, clock: openClock() })
      const made = { name, role, sites: sitesIn(sites), by, at: now() }
      const { token: value } = (await createToken(database.sql, made)) ?? { token: '' }
      say(value)
      await database.close()
    }),
})

const inviteCommand = defineCommand({
  meta: { name: 'invite', description: 'Add an operator and show their invitation once.' },
  args: {
    name: { type: 'string', required: true, description: 'What they are called' },
    email: { type: 'string', required: true, description: 'What they sign in with' },
    role: { type: 'string', required: true, description: HUMAN_ROLES.join(', ') },
    sites: { type: 'string', description: 'Site ids, separated by commas; without it all' },
  },
  run: ({ args: { name, email, role, sites } }) =>
    inWords(async (config) => {
      if (!isHuman(role)) throw new ConfigError(`--role must be one of ${HUMAN_ROLES.join(', ')}.`)
      const database = await openDatabase(config, () => {})
      const given = { name, email, role, sites: sitesIn(sites) }
      const added = await addOperator(database.sql, given)
      if (isRefusal(added)) throw new ConfigError(added.message)
      const invitation = await invite(database.sql, { operatorId: added.id, by: SYSTEM })
      const { publicUrl } = config.signIn
      say(`${publicUrl?.origin ?? `http://${config.host}:${config.port}`}${linkOf(invitation)}`)
      await database.close()
    }),
})

const demo = defineCommand({
  meta: { name: 'demo', description: 'Fill an empty database with a demo of made-up users.' },
  run: () =>
    inWords(async (config) => {
      const database = await openDatabase(config, () => {})
      const filling = await fillDemo(systemSupport({ config, database, clock: openClock() }))
      await database.close()
      if (filling === 'DEMO') throw new ConfigError('This database is a demo already.')
      if (filling === 'IN_USE') {
        throw new ConfigError('This database is in use: only an empty one is filled with a demo.')
      }
      say('The database is filled with the demo.')
    }),
})

const help = defineCommand({
  meta: { name: 'help', description: 'Say what there is: commands and settings.' },
  run: async () => say(await helpFor(anbu)),
})

async function serveUntilStopped(config: Config) {
  const log = openLog(config.logLevel)
  const database = await openDatabase(config, (error) =>
    log.error({ err: error }, 'the database connection was lost'),
  )
  const clock = openClock()
  const demoOperators = await prepareDemo({ config, database, clock }, tell)
  if (database.kind === 'embedded') tell(embedded(config))
  if (config.carrier.carrier === 'development') tell(UNHEARD)
  const unknown = unknownHolidays(config.calendar, businessDate(config.calendar, clock.now()))
  if (unknown !== undefined) log.warn(unknown)
  const { app } = await buildApp({ config, database, clock, log, demoOperators })
  const { host, port } = config
  const address = await app.listen({ host, port }).catch((error: unknown) => {
    throw cannotListen(error, config)
  })
  // Heard before anybody can know that we are ready.
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  const invitation = await inviteFirstAdmin(database.sql, SYSTEM)
  say(`Anbu is ready at ${address}`)
  if (invitation !== undefined)
    tell(firstAdmin(config.signIn.publicUrl?.origin ?? address, invitation))
  const [signal] = (await told) as [NodeJS.Signals]
  log.info({ signal }, 'stopping: requests under way are finished')
  setTimeout(() => process.exit(1), STOP_WITHIN).unref()
  await app.close()
  await database.close()
}

/** Runs with the environment's configuration; what a person can put right is told in words, without a stack. */
async function inWords(work: (config: Config) => Promise<void>) {
  try {
    await work(await readConfig(withSecretFiles(process.env)))
  } catch (error) {
    const words = wordsFor(error)
    if (words === undefined) throw error
    tell(words)
    process.exit(1)
  }
}

function wordsFor(error: unknown): string | undefined {
  if (error instanceof ConfigError || error instanceof FolderInUse) return error.message
  if (!(error instanceof Error)) return undefined
  const { code } = error as NodeJS.ErrnoException
  if (isOutage(error)) return `The database does not answer (${code ?? 'no connection'}).`
  if (code === '42501') return 'The account of DATABASE_URL may not make the tables (42501).'
  return undefined
}

/** Why there is no listening at HOST and PORT, in words where it is a matter of these. */
function cannotListen(error: unknown, { host, port }: Config): unknown {
  const { code = '' } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    return new ConfigError(`Port ${port} is in use by another program; set PORT.`)
  }
  if (code === 'EACCES') {
    return new ConfigError(`Port ${port} may not be used by this account; set PORT.`)
  }
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(code)) {
    return new ConfigError(`${host} is no address of this machine (${code}); set HOST.`)
  }
  return error
}

function firstAdmin(origin: string, invitation: string): string {
  return `nobody can sign in yet. The first ADMIN chooses a password here, within 7 days: ${origin}${linkOf(invitation)}`
}

function embedded({ dataDir }: Config): string {
  return `the data in ${dataDir} outlives a crash, not a power cut: for real users set DATABASE_URL.`
}

/** The ids of a list, however it is spaced; null without one. */
function sitesIn(list: string | undefined): string[] | null {
  const ids = list?.split(',').map((id) => id.trim())
  return ids?.filter((id) => id !== '') ?? null
}

function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role)
}

function isHuman(role: string): role is HumanRole {
  return (HUMAN_ROLES as readonly string[]).includes(role)
}

function say(line: string) {
  process.stdout.write(`${line}\n`)
}

/** What is said beside the answer of a command, to whoever runs it. */
function tell(line: string) {
  process.stderr.write(`anbu: ${line}\n`)
}

const anbu = defineCommand({
  meta: {
    name: 'anbu',
    description: 'Proactive support for the users of a digital therapeutic.',
  },
  default: 'help',
  subCommands: { serve, migrate: migrateCommand, token, invite: inviteCommand, demo, help },
})

await runMain(anbu, {
  async showUsage(command, parent) {
    if (parent === undefined) say(await helpFor(anbu))
    else await showUsage(command, parent)
  },
})
