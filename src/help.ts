import { renderUsage, type CommandDef } from 'citty'

/** Every setting in the environment, and what it does; the guide says more (docs/guide/running.md). */
export const SETTINGS: Readonly<Record<string, string>> = {
  HOST: 'the address to serve on (127.0.0.1)',
  PORT: 'the port to serve on (3000)',
  DATABASE_URL: 'a PostgreSQL server, 15 or later; without it the embedded database',
  ANBU_DATA_DIR: 'the folder of the embedded database (./data)',
  ANBU_DEMO: '1 fills an empty database with a demo, 0 does not (embedded 1, server 0)',
  ANBU_BOOTSTRAP_TOKEN: 'an ADMIN token that holds while this is set, 32 characters or more',
  ANBU_PUBLIC_URL:
    'where browsers find Anbu, such as https://anbu.example; https makes cookies Secure',
  ANBU_SECRET: 'signs cookies, 32 characters or more; without it one is kept in the database',
  ANBU_SIGN_IN_LIMIT: 'sign-ins a minute from one address, 0 for no limit (20)',
  ANBU_MASKED_ROLES:
    'roles that see names and phones masked until they reveal them, such as MANAGER',
  ANBU_OIDC_ISSUER: 'an OpenID Connect provider that operators sign in with',
  ANBU_OIDC_CLIENT_ID: 'oidc: the client that Anbu is there',
  ANBU_OIDC_CLIENT_SECRET: 'oidc: its secret, when it has one',
  ANBU_OIDC_NAME: 'oidc: what the button says (SSO)',
  ANBU_OIDC_SCOPES: 'oidc: scopes besides openid, email and profile',
  ANBU_OIDC_GROUPS_CLAIM: 'oidc: the claim that lists groups (groups)',
  ANBU_OIDC_GROUPS: 'oidc: what groups give, {"group": {"role": "OPERATOR", "sites": ["seoul"]}}',
  ANBU_TIME_ZONE: 'the zone of the business day (Asia/Seoul); fixed at the first start',
  ANBU_WORKDAYS: 'the working weekdays, such as MON,TUE,WED,THU,FRI (all seven)',
  ANBU_HOLIDAYS: 'KR leaves out the public holidays of Korea',
  ANBU_CYCLE_GRACE: "days after its last day on which a cycle leaves the day's list (14)",
  ANBU_MEMO_MAX: 'characters in a memo or an issue (500)',
  ANBU_MISSED_CALL_GAP: 'minutes between two missed-call messages for one call (30)',
  ANBU_MESSAGES_PER_DAY: 'messages to one user in a day (5)',
  ANBU_MESSAGES_PER_HOUR: 'messages to everybody together in an hour (1000)',
  ANBU_MESSAGE_TRIES: 'tries before a message has failed (6)',
  ANBU_MESSAGE_STALE: 'minutes after which a message is too old to be sent (120)',
  ANBU_CARRIER: 'who carries messages: development, solapi or webhook (development)',
  ANBU_CARRIER_TIMEOUT: 'seconds for which the carrier is waited for (15)',
  SOLAPI_API_KEY: 'solapi: the key of the account',
  SOLAPI_API_SECRET: 'solapi: its secret',
  SOLAPI_SENDER: 'solapi: the registered sending number',
  SOLAPI_PF_ID: 'solapi: the channel of AlimTalk',
  SOLAPI_BASE_URL: 'solapi: another address than https://api.solapi.com',
  ANBU_WEBHOOK_CARRIER_URL: 'webhook: where messages are posted to',
  ANBU_WEBHOOK_CARRIER_SECRET: 'webhook: what signs them, whsec_ and base64',
  ANBU_RATE_LIMIT: 'requests a minute and caller, 0 for no limit (600)',
  ANBU_TRUST_PROXY: '1, or the addresses of proxies whose X-Forwarded-For is believed',
  ANBU_LOG: 'trace, debug, info, warn, error or silent (info)',
  ANBU_TEST_CLOCK: '1 lets PUT /v1/test-clock set the time: for tests only',
}

const FILES = 'A secret may stand in a file instead: ANBU_SECRET_FILE, DATABASE_URL_FILE and so on.'

/** What `anbu` without a command says: the commands, and the settings. */
export async function helpFor(command: CommandDef): Promise<string> {
  const width = Math.max(...Object.keys(SETTINGS).map((name) => name.length))
  const settings = Object.entries(SETTINGS).map(
    ([name, does]) => `  ${name.padEnd(width)}  ${does}`,
  )
  const usage = await renderUsage(command)
  return [usage, '', 'SETTINGS, read from the environment', '', ...settings, '', FILES].join('\n')
}
