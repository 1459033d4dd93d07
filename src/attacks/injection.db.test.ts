import assert from 'node:assert/strict'
import { connect, type AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { run } from '../platform/db/db.ts'
import { callsOf, serviceOn, startCycle, type Call } from '../testing/api.ts'
import { onEachDatabase } from '../testing/databases.ts'
import type { Schema } from '../testing/arbitraries.ts'

type Parameter = { in?: string; name?: string; schema?: Schema; $ref?: string }
type Operation = {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
type Document = { paths: Record<string, Record<string, Operation>> }
type Method = Parameters<Call>[0]
type Made = { id: number }

/** In seconds; a database that is made to sleep sleeps longer than any answer takes. */
const SLEEP = 20
const SQL = [
  `' or '1'='1`,
  `'; drop table support.token; --`,
  `1; delete from private.user_profile`,
  `') union select value, value from private.secret --`,
  `' || (select value from private.secret limit 1) || '`,
  `'||pg_sleep(${SLEEP})||'`,
  `1); select pg_sleep(${SLEEP}); --`,
  `$1`,
  `\\'; update private.operator set role = 'ADMIN'; --`,
  `{"a": "x' or 1=1 --"}`,
  `%' or name like '%`,
]
const HEADERS = [
  'idempotency-key',
  'if-match',
  'authorization',
  'cookie',
  'user-agent',
  'last-event-id',
  'x-request-id',
]

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database, { ANBU_SIGN_IN_LIMIT: '0' })
  const { admin, app } = service
  const { userId, userCycleId } = await startCycle(service)
  const [call] = await callsOf(service, userCycleId)
  assert.ok(call)
  const secret = await run<{ value: string }>(database.sql, 'select value from private.secret', [])

  /** How much there is of what an injected statement goes for. */
  const contents = () =>
    run<object>(
      database.sql,
      `select (select count(*)::int from private.user_profile) as users,
              (select count(*)::int from support.token) as tokens,
              (select count(*)::int from private.operator where role = 'ADMIN') as admins,
              (select string_agg(format('%s.%s', table_schema, table_name), ' ' order by table_schema, table_name)
                 from information_schema.tables where table_schema in ('support', 'private')) as tables`,
      [],
    )

  async function assertHarmless(ask: () => Promise<LightMyRequestResponse>, shown: string) {
    const began = performance.now()
    const { statusCode, payload } = await ask()
    assert.ok(statusCode < 500, `${shown}: ${statusCode} ${payload}`)
    assert.ok(performance.now() - began < SLEEP * 900, `${shown} took its time`)
    for (const { value } of secret) assert.ok(!payload.includes(value), shown)
    assert.doesNotMatch(payload, /syntax error|pg_catalog|relation "|SQLSTATE/, shown)
  }

  const authorization = 'Bearer a-bootstrap-token-that-is-long-enough'
  const json = { authorization, 'content-type': 'application/json' }

  test('SQL in every string of every operation is text like any other', async () => {
    const { body: document } = await admin<Document>('GET', '/openapi.json')
    const before = await contents()
    let asked = 0
    for (const [path, methods] of Object.entries(document.paths)) {
      if (path === '/v1/stream') continue
      for (const [name, operation] of Object.entries(methods)) {
        const method = name.toUpperCase() as Method
        for (const { url, payload } of spoiled(path, operation)) {
          const ask = () =>
            app.inject({ method, url, headers: json, ...(payload !== undefined && { payload }) })
          await assertHarmless(ask, `${method} ${url} ${payload ?? ''}`)
          asked += 1
        }
      }
    }
    assert.ok(asked > 500, `${asked}`)
    const [{ tokens: _made, ...now } = {}] = (await contents()) as { tokens?: number }[]
    const [{ tokens: _had, ...had } = {}] = before as { tokens?: number }[]
    assert.deepEqual(now, had)
  })

  test('SQL in every header that is read, too', async () => {
    const before = await contents()
    for (const name of HEADERS) {
      for (const sql of SQL) {
        for (const [method, url] of [
          ['GET', '/v1/me'],
          ['POST', `/v1/outbounds/${call.id}/complete`],
          ['POST', `/v1/outbounds/${call.id}/withdraw`],
        ] as const) {
          const value = name === 'cookie' ? `anbu.session_token=${encodeURIComponent(sql)}` : sql
          const headers = name === 'cookie' ? { [name]: value } : { authorization, [name]: value }
          const bearer = name === 'authorization' ? { authorization: `Bearer ${sql}` } : {}
          const ask = () => app.inject({ method, url, headers: { ...headers, ...bearer } })
          await assertHarmless(ask, `${name}: ${sql}`)
        }
      }
    }
    assert.deepEqual(await contents(), before)
  })

  test('what is written is kept and found as it was written', async () => {
    for (const sql of SQL) {
      const made = await admin<Made>('POST', `/v1/user-cycles/${userCycleId}/memos`, { memo: sql })
      const read = await admin<{ memo: string }>('GET', `/v1/memos/${made.body.id}`)
      assert.equal(read.body.memo, sql)
      await startCycle(service, { user: { name: sql, phone: '010-1234-5678' } })
      const found = await admin<{ items: { name: string }[] }>('POST', '/v1/users/search', {
        q: sql,
      })
      assert.ok(found.status === 200 || found.status === 400)
      if (found.status === 200)
        assert.ok(
          found.body.items.every(({ name }) => name === sql),
          sql,
        )
    }
    // What means everything in a pattern means itself here.
    for (const everything of ['%', '%%', '김%', '__']) {
      const q = { q: everything }
      const { body } = await admin<{ items?: { name: string }[] }>('POST', '/v1/users/search', q)
      assert.ok(
        (body.items ?? []).every(({ name }) => name.includes(everything)),
        everything,
      )
    }
  })

  /** The operation with one string at a time spoiled, all others right enough to be looked at. */
  function spoiled(path: string, { parameters = [], requestBody }: Operation) {
    const address = (odd?: Readonly<{ name: string; sql: string }>) =>
      path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
        odd?.name === name
          ? encodeURIComponent(odd.sql)
          : (({ userId, userCycleId, id: '1' } as Record<string, string>)[name] ?? 'x'),
      )
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name = '']) =>
      SQL.map((sql) => ({ url: address({ name, sql }), payload: undefined })),
    )
    const inQuery = parameters
      .filter((parameter) => parameter.in === 'query')
      .flatMap(({ name = '' }) =>
        SQL.map((sql) => ({
          url: `${address()}?${name}=${encodeURIComponent(sql)}`,
          payload: undefined,
        })),
      )
    const schema = Object.values(requestBody?.content ?? {})[0]?.schema
    const right = schema === undefined ? undefined : likelyBody(schema)
    const inBody = placesIn(right).flatMap((at) =>
      SQL.map((sql) => ({ url: address(), payload: JSON.stringify(withText(right, at, sql)) })),
    )
    return [...inPath, ...inQuery, ...inBody]
  }

  describe('a header that is smuggled into the answer', () => {
    const odd = [
      'a\r\nset-cookie: evil=1',
      'a%0d%0aset-cookie:%20evil=1',
      'a\u{560D}\u{560A}set-cookie: evil=1',
      'a\nb: c',
    ]

    test('is not there, wherever it is put', async () => {
      const asked: {
        url: string
        method?: Method
        payload?: object
        headers?: Record<string, string>
      }[] = odd.flatMap((text) => {
        const coded = encodeURIComponent(text)
        return [
          { url: `/v1/users/${coded}` },
          { url: `/v1/outbounds?siteId=${coded}` },
          { url: `/v1/auth/callback/oidc?error=${coded}&state=${coded}` },
          { url: `/v1/auth/callback/${coded}` },
          { url: `/${coded}`, headers: { accept: 'text/html' } },
          { url: `/assets/${coded}` },
          { url: '/v1/exports/users', method: 'POST', payload: { reason: text } },
          { url: '/v1/session', method: 'POST', payload: { email: text, password: text } },
          { url: '/v1/tokens', method: 'POST', payload: { name: text, role: 'OPERATOR' } },
        ]
      })
      for (const { url, method = 'GET', payload, headers = {} } of asked) {
        const answer = await app.inject({
          method,
          url,
          headers: { authorization, ...headers },
          ...(payload && { payload }),
        })
        assert.ok(answer.statusCode < 500, url)
        assert.deepEqual([url, answer.cookies, answer.headers['b']], [url, [], undefined])
        for (const value of Object.values(answer.headers)) {
          assert.doesNotMatch(String(value), /evil|[\r\n]/, url)
        }
      }
    })

    test('is not there on the wire, where it came in raw', async () => {
      await app.listen({ host: '127.0.0.1', port: 0 })
      const { port } = app.server.address() as AddressInfo
      for (const target of [
        '/v1/users/a\rset-cookie:evil=1',
        '/v1/users/a%0d%0aset-cookie:evil=1',
        '/v1/auth/callback/oidc?state=%0d%0aset-cookie:evil=1',
        '//evil.example/%2f..',
        'http://evil.example/v1/me',
      ]) {
        for (const more of [
          '',
          'x-request-id: a\\r\\nset-cookie: evil=1\r\n',
          'host: evil.example\r\n',
        ]) {
          const socket = connect(port, '127.0.0.1')
          socket.write(`GET ${target} HTTP/1.1\r\nhost: anbu\r\n${more}connection: close\r\n\r\n`)
          const heard = (await Array.fromAsync(socket.setEncoding('utf8'))).join('')
          assert.match(heard, /^HTTP\/1\.1 [34]\d\d /, target)
          const [head = ''] = heard.split('\r\n\r\n')
          assert.doesNotMatch(head, /evil|set-cookie/i, target)
        }
      }
    })
  })
})

/** Something that the schema takes, with a text in every place where it takes one. */
function likelyBody(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.anyOf !== undefined) return likelyBody(schema.anyOf[0] ?? {})
  return BY_TYPE[schema.type ?? '']?.(schema) ?? 'text'
}

const BY_TYPE: Readonly<Record<string, (schema: Schema) => unknown>> = {
  object: ({ properties = {} }) => {
    const fields = Object.entries(properties)
    return Object.fromEntries(fields.map(([name, field]) => [name, likelyBody(field)]))
  },
  array: ({ items = {} }) => [likelyBody(items)],
  integer: ({ minimum = 1 }) => minimum,
  number: ({ minimum = 1 }) => minimum,
  boolean: () => false,
  string: ({ format }) => BY_FORMAT[format ?? ''] ?? 'text',
}
const BY_FORMAT: Readonly<Record<string, string>> = {
  date: '2026-01-05',
  'date-time': '2026-01-06T12:00:00+09:00',
}

type Place = readonly (string | number)[]

/** Where texts stand in it. */
function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value === 'string') return [at]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...at, name]))
}

function withText(value: unknown, [name, ...rest]: Place, text: string): unknown {
  if (name === undefined) return text
  const copy = structuredClone(value) as Record<string | number, unknown>
  copy[name] = withText(copy[name], rest, text)
  return copy
}
