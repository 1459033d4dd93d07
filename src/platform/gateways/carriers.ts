import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { isIP } from 'node:net'
import { Webhook } from 'standardwebhooks'
import type { Instant } from '../../kernel/values.ts'
import { ConfigError } from '../config-error.ts'
import type { Sql } from '../db/db.ts'
import { text, type Environment } from '../environment.ts'
import type { Carrier } from './carrier.ts'
import { openDevelopment } from './development.ts'
import { openSolapi, type SolapiSettings } from './solapi.ts'
import { openWebhook, type WebhookSettings } from './webhook.ts'

/** Which carrier is used, and how. */
export type CarrierSettings =
  | Readonly<{ carrier: 'development' }>
  | (Readonly<{ carrier: 'solapi' }> & SolapiSettings)
  | (Readonly<{ carrier: 'webhook' }> & WebhookSettings)

const CARRIERS = ['development', 'solapi', 'webhook']
const SOLAPI = 'https://api.solapi.com'
const USUAL_TIMEOUT = '15'
const LONGEST_TIMEOUT = 300
const SHORTEST_SECRET = 24

/** Reads the carrier's settings (docs/guide/messages.md), or throws a {@link ConfigError} that names the variable. */
export function readCarrier(env: Environment): CarrierSettings {
  const carrier = text(env, 'ANBU_CARRIER')
  switch (carrier) {
    case undefined:
      forbidForgotten(env)
      return { carrier: 'development' }
    case 'development':
      return { carrier }
    case 'solapi':
      return { carrier, ...readSolapi(env) }
    case 'webhook':
      return { carrier, ...readWebhook(env) }
    default:
      throw new ConfigError(`ANBU_CARRIER must be ${CARRIERS.join(' or ')}.`)
  }
}

/** Opens the chosen carrier. */
export function openCarrier(
  settings: CarrierSettings,
  means: Readonly<{ sql: Sql; now: () => Instant }>,
): Carrier {
  switch (settings.carrier) {
    case 'development':
      return openDevelopment(means)
    case 'solapi':
      return openSolapi(settings)
    case 'webhook':
      return openWebhook(settings)
  }
}

/** Who has set up a carrier believes that messages leave: none is "delivered" into the database by an oversight. */
function forbidForgotten(env: Environment) {
  for (const name of ['SOLAPI_API_KEY', 'ANBU_WEBHOOK_CARRIER_URL']) {
    if (text(env, name) !== undefined) {
      throw new ConfigError(`${name} is set, but ANBU_CARRIER does not say which carrier to use.`)
    }
  }
}

function readSolapi(env: Environment): SolapiSettings {
  return {
    apiKey: token(env, 'SOLAPI_API_KEY'),
    apiSecret: token(env, 'SOLAPI_API_SECRET'),
    sender: readSender(env),
    pfId: text(env, 'SOLAPI_PF_ID') === undefined ? undefined : token(env, 'SOLAPI_PF_ID'),
    baseUrl: readUrl('SOLAPI_BASE_URL', text(env, 'SOLAPI_BASE_URL') ?? SOLAPI),
    timeout: readTimeout(env),
  }
}

function readWebhook(env: Environment): WebhookSettings {
  const url = readUrl('ANBU_WEBHOOK_CARRIER_URL', required(env, 'ANBU_WEBHOOK_CARRIER_URL'))
  const secret = required(env, 'ANBU_WEBHOOK_CARRIER_SECRET')
  if (!isSecret(secret)) {
    throw new ConfigError(
      `ANBU_WEBHOOK_CARRIER_SECRET must be whsec_ and at least ${SHORTEST_SECRET} bytes in base64.`,
    )
  }
  return { url, secret, timeout: readTimeout(env) }
}

function isSecret(secret: string): boolean {
  const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64')
  try {
    new Webhook(secret).sign('', new Date(0), '')
  } catch {
    return false
  }
  return secret.startsWith('whsec_') && bytes.length >= SHORTEST_SECRET
}

/** The registered sending number as SOLAPI writes it: `0212345678`, `15881234`. */
function readSender(env: Environment): string {
  const given = required(env, 'SOLAPI_SENDER')
  const number = parsePhoneNumberFromString(given)
  const digits =
    number?.countryCallingCode === '82'
      ? `0${number.nationalNumber}`
      : given.replaceAll(/[\s()-]/g, '')
  if (/^(0\d{7,10}|1\d{7})$/.test(digits)) return digits
  throw new ConfigError('SOLAPI_SENDER must be the registered sending number, as in 02-1234-5678.')
}

function readUrl(name: string, given: string): URL {
  const url = URL.parse(given)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new ConfigError(`${name} must be an address that begins with https://.`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigError(`${name} must hold no user name and no password.`)
  }
  if (url.protocol === 'http:' && !isNear(url.hostname)) {
    throw new ConfigError(
      `${name} must begin with https://: messages about health do not cross a network in the clear.`,
    )
  }
  return url
}

/** Whether the host is this machine, or stands in a private network: there http:// is one's own affair. */
function isNear(host: string): boolean {
  if (isIP(host) === 4) return /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host)
  return host === '[::1]' || !host.includes('.')
}

function readTimeout(env: Environment): number {
  const given = text(env, 'ANBU_CARRIER_TIMEOUT') ?? USUAL_TIMEOUT
  const seconds = Number(given)
  if (/^\d+$/.test(given) && seconds >= 1 && seconds <= LONGEST_TIMEOUT) return seconds
  throw new ConfigError(`ANBU_CARRIER_TIMEOUT must be a whole number from 1 to ${LONGEST_TIMEOUT}.`)
}

/** A word without spaces, which could not stand in a header. */
function token(env: Environment, name: string): string {
  const given = required(env, name)
  if (/^[\x21-\x2b\x2d-\x7e]+$/.test(given)) return given
  throw new ConfigError(`${name} must be one word, as SOLAPI shows it.`)
}

function required(env: Environment, name: string): string {
  const given = text(env, name)
  if (given !== undefined) return given
  throw new ConfigError(`${name} must be set for ANBU_CARRIER=${env['ANBU_CARRIER'] ?? ''}.`)
}
