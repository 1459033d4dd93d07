import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, describe, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { serviceOn } from '../../testing/api.ts'
import { freshPglite } from '../../testing/databases.ts'
import { routesOf } from '../../testing/routes.ts'

type Content = Record<string, { schema: object }>
type Operation = {
  summary?: string
  tags?: string[]
  security?: object[]
  parameters: { in?: string; name?: string; schema?: object; $ref?: string }[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, { content?: Content; $ref?: string }>
}
type Document = { openapi: string; paths: Record<string, Record<string, Operation>> }

const database = await freshPglite()
const { anybody, app } = await serviceOn(database)
after(() => database.close())

describe('the contract at /openapi.json', async () => {
  const { body: document } = await anybody<Document>('GET', '/openapi.json')
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      name: `${method.toUpperCase()} ${path}`,
      path,
      writes: method !== 'get',
    })),
  )

  test('is a valid OpenAPI 3.1 document', async () => {
    const validator = new Validator()
    const result = await validator.validate(structuredClone(document))

    assert.deepEqual([result.valid, 'errors' in result ? result.errors : []], [true, []])
    assert.equal(validator.version, '3.1')
    assert.match(document.openapi, /^3\.1\./)
  })

  test('names every route that there is, its own pages and a provider’s way back aside', async () => {
    const routes = (await routesOf(app))
      .filter(
        ({ url }) =>
          !url.startsWith('/docs') && !url.startsWith('/v1/auth/') && url !== '/openapi.json',
      )
      .map(({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`)

    assert.deepEqual(new Set(operations.map(({ name }) => name)), new Set(routes))
  })

  test('says of every operation what it does and where it belongs', () => {
    for (const { name, summary = '', tags = [] } of operations) {
      assert.ok(summary.length > 3, name)
      assert.equal(tags.length, 1, name)
    }
  })

  test('says of every operation what it takes', () => {
    for (const { name, path, parameters, requestBody, writes } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, field]) => field)
      const told = parameters.filter((parameter) => parameter.in === 'path')
      assert.deepEqual(
        told.map((parameter) => parameter.name),
        inPath,
        name,
      )
      for (const parameter of parameters) {
        assert.ok(parameter.schema !== undefined || parameter.$ref !== undefined, name)
      }
      assert.equal(requestBody !== undefined, writes, name)
      for (const { schema } of Object.values(requestBody?.content ?? {})) {
        assert.ok(Object.keys(schema).length > 0, name)
      }
    }
  })

  test('says of every operation what it answers, and that it may refuse', () => {
    for (const { name, responses } of operations) {
      const done = Object.entries(responses).filter(([status]) => /^2\d\d$/.test(status))
      assert.ok(done.length > 0, name)
      for (const [status, { content }] of done) {
        assert.equal(content === undefined, status === '204', name)
      }
      for (const refused of ['4XX', '5XX']) {
        assert.deepEqual(responses[refused], { $ref: '#/components/responses/Problem' }, name)
      }
    }
  })

  test('says which operations need no token', () => {
    const open = operations.filter(({ security }) => security?.length === 0)
    assert.deepEqual(
      new Set(open.map(({ name }) => name)),
      new Set([
        'GET /healthz',
        'GET /readyz',
        'GET /metrics',
        'POST /v1/delivery-reports/{carrier}',
      ]),
    )
  })
})

describe('the page of problems', () => {
  test('is where the type of a problem leads, each at its number', async () => {
    const problem = await anybody<{ type: string }>('GET', '/v1/nothing')
    assert.equal(problem.body.type, '/docs/problems#4199')
    const page = await anybody<string>('GET', '/docs/problems')
    assert.equal(page.status, 200)
    assert.match(String(page.headers['content-type']), /^text\/html/)
    const shown = [...page.body.matchAll(/<dt id="(\d+)">/g)].map(([, code]) => code)
    const readme = await readFile(new URL('../../support/README.md', import.meta.url), 'utf8')
    const told = [...readme.matchAll(/^\| (\d{4}) \|/gm)].map(([, code]) => code)
    assert.deepEqual(shown, told)
  })
})

describe('its page at /docs', () => {
  test('loads nothing from another host, and the browser is told to see to it', async () => {
    const page = await anybody<string>('GET', '/docs')
    assert.equal(page.status, 200)
    const loaded = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '')
    assert.ok(loaded.length >= 6)

    for (const url of loaded) {
      assert.match(url, /^\/docs\/static\//)
      assert.equal((await anybody('GET', url)).status, 200, url)
    }
    const policy = String(page.headers['content-security-policy'])
    assert.match(policy, /^default-src 'none';/)
    assert.doesNotMatch(policy, /https?:|\*|[\w-]+\.[a-z]{2,}/)
  })
})
