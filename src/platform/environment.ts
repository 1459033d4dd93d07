import { readFileSync } from 'node:fs'
import { ConfigError } from './config-error.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Variables that may be given as the path of a file, under the same name with `_FILE`. */
const SECRETS = [
  'DATABASE_URL',
  'ANBU_BOOTSTRAP_TOKEN',
  'ANBU_SECRET',
  'ANBU_OIDC_CLIENT_SECRET',
  'SOLAPI_API_KEY',
  'SOLAPI_API_SECRET',
  'ANBU_WEBHOOK_CARRIER_SECRET',
]

/** The environment with the secrets that files hold; a {@link ConfigError} names the variable that cannot be used. */
export function withSecretFiles(env: Environment): Environment {
  const read = SECRETS.flatMap((name) => {
    const file = text(env, `${name}_FILE`)
    if (file === undefined) return []
    if (text(env, name) !== undefined) {
      throw new ConfigError(`${name} and ${name}_FILE are both set: one is enough.`)
    }
    return [[name, contentOf(file, name)]]
  })
  return { ...env, ...(Object.fromEntries(read) as Environment) }
}

function contentOf(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new ConfigError(`${name}_FILE cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

/** What a variable says; one left empty is as good as none. */
export function text(env: Environment, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name]
}

/** One of these words, or nothing. */
export function oneOf(
  env: Environment,
  name: string,
  choices: readonly string[],
): string | undefined {
  const given = text(env, name)
  if (given === undefined || choices.includes(given)) return given
  throw new ConfigError(`${name} must be ${choices.join(' or ')}.`)
}

/** `1` or `0`. */
export function flag(env: Environment, name: string): boolean | undefined {
  const given = oneOf(env, name, ['0', '1'])
  return given === undefined ? undefined : given === '1'
}

/** `1`, `0` or words that mean more. */
export function flagOrText(env: Environment, name: string): boolean | string {
  const given = text(env, name)
  return given === undefined || given === '0' ? false : given === '1' || given
}

type Range = { least: number; most: number; usual: number }

/** A whole number within the range. */
export function whole(env: Environment, name: string, { least, most, usual }: Range): number {
  const given = text(env, name)
  if (given === undefined) return usual
  const value = Number(given)
  if (/^\d+$/.test(given) && value >= least && value <= most) return value
  throw new ConfigError(`${name} must be a whole number from ${least} to ${most}.`)
}
