import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import fc, { type Arbitrary } from 'fast-check'
import { callsOf, serviceOn, startCycle } from '../../testing/api.ts'
import { likely, oddText, type Schema } from '../../testing/arbitraries.ts'
import { asQuery, bodyOf } from '../../testing/bodies.ts'
import { freshPglite } from '../../testing/databases.ts'
import type { Method } from '../../testing/routes.ts'
import { run } from '../db/db.ts'

type Parameter = { in?: string; name?: string; schema?: Schema; $ref?: string }
type Operation = {
  parameters: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
type Document = { paths: Record<string, Record<string, Operation>> }
type Shot = {
  method: Method
  of: string
  url: string
  headers: Record<string, string>
  payload?: string
}

/** The commands on messages, which are aimed at more often: most of what is drawn for them is not well-formed. */
const SENDING = [
  'POST /v1/outbounds/{id}/missed-call-messages',
  'POST /v1/user-cycles/{userCycleId}/messages',
  'POST /v1/messages/preview',
  'POST /v1/messages/{id}/retry',
]
const BATCH = 13
const BATCHES = 400
const SEED = Number(process.env['ANBU_FUZZ_SEED'] ?? Date.now() % 2 ** 31)

const database = await freshPglite()
const service = await serviceOn(database)
const { admin, app } = service
after(() => database.close())

/** What only reads, and so changes nothing when it is done either; under a key the answer is kept. */
const READS = /\/(search|preview)(\?|$)/
const isReading = ({ method, url, headers }: Shot) =>
  method === 'GET' || (READS.test(url) && headers['idempotency-key'] === undefined)

/** What is there to be hit: templates, three users with calls, and of each a memo, an issue, and messages of every kind. */
const names: string[] = []
for (const purpose of ['GENERAL', 'MISSED_CALL']) {
  const body = '{{userName}}, day {{dayIndex}}'
  await admin('POST', '/v1/message-templates', { name: purpose, purpose, body })
}
for (let n = 0; n < 3; n += 1) {
  const { userId, userCycleId } = await startCycle(service)
  const cycle = `/v1/user-cycles/${userCycleId}`
  const [call, ...others] = await callsOf(service, userCycleId)
  assert.equal(others.length, 3)
  await admin('POST', `/v1/outbounds/${call?.id}/attempts`, { result: 'NO_ANSWER' })
  await admin('POST', `${cycle}/memos`, { memo: 'sleeps better' })
  await admin('POST', `${cycle}/issues`, { issue: 'the app does not start' })
  const messages = [
    [`/v1/outbounds/${call?.id}/missed-call-messages`, {}],
    [`${cycle}/messages`, { messageType: 'TEMPLATE', templateId: 1 }],
    [`${cycle}/messages`, { messageType: 'FREE_TEXT', content: 'see you tomorrow' }],
  ] as const
  for (const [url, body] of messages) assert.equal((await admin('POST', url, body)).status, 202)
  names.push(userId, userCycleId)
}
const tokens = ['a-bootstrap-token-that-is-long-enough']
/** Ids up to this one are drawn; the tokens up to it are there to be revoked, the later ones to be used. */
const IDS = 14
for (let n = 0; n < IDS; n += 1) {
  await admin('POST', '/v1/tokens', { name: 'to be revoked', role: 'OPERATOR' })
}
for (const role of ['OPERATOR', 'SERVICE', 'AUDITOR']) {
  const wanted = { name: role, role, ...(role === 'OPERATOR' && { sites: ['seoul'] }) }
  tokens.push((await admin<{ token: string }>('POST', '/v1/tokens', wanted)).body.token)
}
const { body: document } = await admin<Document>('GET', '/openapi.json')
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase() as Method,
    path,
    operation,
  })),
)

describe(`requests of every kind (ANBU_FUZZ_SEED=${SEED})`, () => {
  test(`${BATCH * BATCHES} of them never fail, and what is refused changes nothing`, async () => {
    process.stdout.write(`fuzz seed: ${SEED}\n`)
    const seen: Record<number, number> = {}
    const decided = new Set<string>()
    let before = await settledContents()
    const targets = operations.filter(({ path }) => path !== '/v1/stream')
    const all = fc.oneof(
      ...targets.map((target) => ({ arbitrary: shotAt(target), weight: weightOf(target) })),
    )
    const property = fc.asyncProperty(
      fc.array(all, { minLength: BATCH, maxLength: BATCH, size: 'max' }),
      async (shots) => {
        let mayChange = false
        for (const shot of shots) {
          const status = await fire(shot)
          seen[status] = (seen[status] ?? 0) + 1
          if (status < 300 || status === 409 || status === 422) decided.add(shot.of)
          mayChange ||= status < 300 && !isReading(shot)
        }
        if (mayChange) before = await settledContents()
        else await assertUnchanged(before, shots)
      },
    )

    await fc.assert(property, { seed: SEED, numRuns: BATCHES, endOnFailure: true })

    process.stdout.write(`answers by status: ${JSON.stringify(seen)}\n`)
    assert.deepEqual(
      SENDING.filter((command) => !decided.has(command)),
      [],
    )
    const total = Object.values(seen).reduce((sum, count) => sum + count, 0)
    assert.ok(total >= 5_000)
    for (const status of [200, 201, 202, 400, 401, 403, 404, 409, 412, 415]) {
      assert.ok((seen[status] ?? 0) > 0, `no request was answered with ${status}`)
    }
  })

  test('to the stream, with any header, open it or are refused', async () => {
    const header = fc.oneof(fc.integer().map(String), headerText)
    const property = fc.asyncProperty(header, fc.constantFrom(...tokens), async (id, token) => {
      const response = await app.inject({
        method: 'GET',
        url: '/v1/stream',
        headers: { authorization: `Bearer ${token}`, 'last-event-id': id },
        payloadAsStream: true,
      })
      response.stream().destroy()
      assert.ok([200, 400, 403].includes(response.statusCode), `${response.statusCode}: ${id}`)
    })
    await fc.assert(property, { seed: SEED, numRuns: 200 })
  })
})

async function assertUnchanged(before: Contents, shots: readonly Shot[]) {
  const now = await contents()
  const changed = now.filter(({ sum }, at) => before[at]?.sum !== sum)
  assert.deepEqual(
    changed.map(({ relation }) => relation),
    [],
    `changed by ${JSON.stringify(shots).slice(0, 5_000)}`,
  )
}

type Contents = readonly { relation: string; sum: string }[]

/** The contents once everything is done that the changes before have set off, such as the sending of a message. */
async function settledContents(): Promise<Contents> {
  assert.equal((await admin('PUT', '/v1/test-clock', { advance: 'PT0S' })).status, 200)
  return await contents()
}

async function fire({ method, url, headers, payload }: Shot): Promise<number> {
  const sent = { method, url, headers, ...(payload !== undefined && { payload }) }
  const response = await app.inject(sent)
  const { statusCode: status, payload: text } = response
  const shown = `${status} to ${JSON.stringify(sent).slice(0, 3_000)}: ${text.slice(0, 500)}`
  assert.ok(status < 500, shown)
  if (status < 400) return status
  assert.match(String(response.headers['content-type']), /^application\/problem\+json/, shown)
  const problem = JSON.parse(text) as Record<string, unknown>
  assert.equal(problem['status'], status, shown)
  for (const field of ['type', 'title', 'detail', 'instance', 'name']) {
    assert.equal(typeof problem[field], 'string', shown)
  }
  if (problem['code'] === 4301) assert.ok(Array.isArray(problem['errors']), shown)
  return status
}

/** Which versions of which rows every table holds, but for what a refusal or a GET may leave: dead letters, failed sign-ins and the numbering of events. */
async function contents(): Promise<Contents> {
  const left = ['dead_letter', 'sign_in_failure', 'unnumbered_event', 'event_position']
  const tables = await run<{ name: string; relation: string }>(
    database.sql,
    `select relname as name, oid::regclass::text as relation from pg_class
      where relnamespace in ('support'::regnamespace, 'private'::regnamespace) and relkind = 'r'
        and relname <> all($1) order by 2`,
    [left],
  )
  const sums = tables.map(
    ({ relation }) =>
      `select '${relation}' as relation, concat(count(*), ' ', sum(hashtext(${versionIn(relation)}))) as sum from ${relation} t`,
  )
  return await run(database.sql, sums.join(' union all '), [])
}

/** What changes with every change of a row; that a token was used is noted also when the request is refused. */
function versionIn(relation: string): string {
  return relation === 'support.token'
    ? `(to_jsonb(t) - 'last_used_at')::text`
    : 'concat(t.ctid, t.xmin)'
}

const headerText = oddText.map((text) =>
  text.replaceAll(/[^\t\u0020-\u007E\u0080-\u00FF]/g, '').slice(0, 1_000),
)

function shotAt({ method, path, operation }: (typeof operations)[number]): Arbitrary<Shot> {
  const { parameters, requestBody } = operation
  const query = parameters.filter((parameter) => parameter.in === 'query')
  return fc
    .record({
      path: pathOf(path),
      query: queryOf(query),
      headers: headersOf(Object.keys(requestBody?.content ?? { 'application/json': {} })),
      payload:
        requestBody === undefined ? fc.constant(undefined) : bodyOf(path, requestBody, names),
    })
    .map(({ path: at, query: asked, headers, payload }) => ({
      method,
      of: `${method} ${path}`,
      url: asked === '' ? at : `${at}?${asked}`,
      headers,
      ...(payload !== undefined && { payload }),
    }))
}

function weightOf({ method, path }: (typeof operations)[number]): number {
  return SENDING.includes(`${method} ${path}`) ? 5 : 1
}

function pathOf(path: string): Arbitrary<string> {
  const id = fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 1, max: IDS }).map(String) },
    { weight: 1, arbitrary: encoded },
    { weight: 1, arbitrary: fc.constantFrom('0', '-1', '1.5', '1e3', '%', '%zz', '%00', '%ff') },
    { weight: 1, arbitrary: fc.constantFrom('9007199254740991', '9'.repeat(40), 'Infinity') },
  )
  const name = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: encoded },
    { weight: 1, arbitrary: fc.constantFrom('%', '%zz', '%00', '%ff', '%2F', 'a;b', '가') },
  )
  return fc
    .record({ id, name })
    .map((part) => path.replace('{id}', part.id).replaceAll(/\{\w+\}/g, part.name))
}

const encoded = oddText.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 900))

function queryOf(parameters: readonly Parameter[]): Arbitrary<string> {
  const declared = parameters.map(({ name = '', schema = {} }) =>
    fc
      .oneof(
        { weight: 4, arbitrary: likely(schema).map(asQuery) },
        { weight: 1, arbitrary: encoded },
        { weight: 1, arbitrary: fc.constantFrom('%', '%zz', '%ff', '%ED%A0%80', '') },
      )
      .map((value) => `${name}=${value}`),
  )
  const undeclared = fc.tuple(encoded, encoded).map(([name, value]) => `${name}=${value}`)
  const some = declared.length === 0 ? undeclared : fc.oneof(...declared)
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    { weight: 5, arbitrary: fc.array(some, { maxLength: 4 }).map((pairs) => pairs.join('&')) },
    { weight: 1, arbitrary: undeclared },
  )
}

function headersOf(types: readonly string[]): Arbitrary<Record<string, string>> {
  const [bootstrap, ...others] = tokens
  const bearer = fc.oneof(
    { weight: 24, arbitrary: fc.constant(bootstrap) },
    { weight: 4, arbitrary: fc.constantFrom(...others) },
    { weight: 1, arbitrary: headerText },
  )
  const type = fc.oneof(
    { weight: 24, arbitrary: fc.constantFrom(...types) },
    { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/xml', 'json', '/', ';') },
  )
  const always = {
    authorization: bearer.map((token) => `Bearer ${token}`),
    'content-type': type,
  }
  const sometimes = {
    'idempotency-key': fc.oneof(fc.constantFrom('k1', 'k2', 'k'.repeat(201)), headerText),
    'if-match': fc.oneof(fc.constantFrom('"1"', '"2"', '*', 'W/"1"', '"x"'), headerText),
    'last-event-id': headerText,
    'ce-specversion': fc.constantFrom('1.0', '0.3', ''),
    'ce-id': headerText,
  }
  return fc.oneof(
    { weight: 2, arbitrary: fc.record(always) },
    {
      weight: 1,
      arbitrary: fc.record(
        { ...always, ...sometimes },
        { requiredKeys: ['authorization', 'content-type'] },
      ),
    },
  )
}
