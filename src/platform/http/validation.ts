import { Ajv, type SchemaValidateFunction, type ValidateFunction } from 'ajv'
import type {
  FastifyInstance,
  FastifyRequest,
  FastifySchemaValidationError,
  RouteOptions,
} from 'fastify'
import { invalid, refuse, type FieldError } from './problem.ts'
import type { Rule } from './schema.ts'

const DATE = /^(19|2\d)\d\d-\d\d-\d\d$/
const DATE_TIME =
  /^(?<date>\d{4}-\d\d-\d\d)[Tt ]([01]\d|2[0-3]):\d\d:\d\d(\.\d{1,9})?([Zz]|[+-](0\d|1[0-5]):[0-5]\d)$/

const formats = {
  /** A real day between the years 1900 and 2999, which every database and calendar here can hold. */
  date: (text: string) => DATE.test(text) && isDay(text),
  'date-time': (text: string) => {
    const date = DATE_TIME.exec(text)?.groups?.['date']
    return date !== undefined && DATE.test(date) && isDay(date) && !Number.isNaN(Date.parse(text))
  },
}

function isDay(text: string) {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

const options = { allErrors: true, removeAdditional: false, useDefaults: true, formats } as const
const bodies = new Ajv({ ...options, coerceTypes: false })
/** Addresses and headers carry text only, so numbers, booleans and single-item lists are read out of it. */
const texts = new Ajv({ ...options, coerceTypes: 'array' })

/** A schema's `rule`, which names what is wrong together with all other mistakes. */
const byRule: SchemaValidateFunction = (rule: Rule<unknown>, value: unknown, schema) => {
  // What is of another type is wrong already.
  const wrong = typeof value === schema?.['type'] ? rule(value) : undefined
  const params = wrong?.field === undefined ? {} : { missingProperty: wrong.field }
  byRule.errors = [{ keyword: 'rule', params, message: wrong?.message ?? '' }]
  return wrong === undefined
}

for (const ajv of [bodies, texts]) {
  ajv.addKeyword('example')
  ajv.addKeyword({ keyword: 'rule', type: ['string', 'object'], errors: true, validate: byRule })
}

const NOTHING = { type: 'object', properties: {}, additionalProperties: false }
const WRITING = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Validates by the route's schemas, all mistakes at once, and refuses text that no database can hold. */
export function validateRequests(app: FastifyInstance) {
  app.addHook('onRoute', refuseTheUndeclared)
  app.setValidatorCompiler(({ schema, httpPart }) => {
    const mistakesIn = httpPart === 'body' ? compile(bodies, schema) : compileText(schema)
    return (value: unknown) => {
      const error = mistakesIn(value)
      return error.length > 0 ? { error } : { value }
    }
  })
  app.addHook('preValidation', (request, reply, done) => {
    // A body that may be left out is an object with nothing in it.
    if (request.body === undefined) request.body = {}
    const broken = undecodable(request.url)
    if (broken.length > 0) refuse(reply, invalid(...broken))
    else done()
  })
}

/** A route that declares no query, or no body, takes none: what is sent all the same is refused, not dropped. */
function refuseTheUndeclared(route: RouteOptions) {
  const { method, config, schema = {} } = route
  if (config?.allow !== undefined || Object.hasOwn(schema, 'hide')) return
  const writes = [method].flat().some((one) => WRITING.has(one))
  route.schema = { querystring: NOTHING, ...(writes && { body: NOTHING }), ...schema }
}

/** The query parameters whose percent-encoding is broken, which a parser would take for plain text. */
function undecodable(url: string): FieldError[] {
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''
  return query.split('&').flatMap((pair) => {
    try {
      decodeURIComponent(pair)
      return []
    } catch {
      const [field = ''] = pair.split('=')
      return [{ in: 'query', field, message: 'is not percent-encoded text' }]
    }
  })
}

const PLACES: Readonly<Record<string, FieldError['in']>> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'header',
}

/** Each wrong field once, with all that is wrong with it. */
export function fieldErrors(
  errors: readonly FastifySchemaValidationError[],
  context: string | undefined,
): FieldError[] {
  const place = PLACES[context ?? 'body'] ?? 'body'
  const fields = Map.groupBy(errors, ({ instancePath, params }) => fieldOf(instancePath, params))
  return Array.from(fields, ([field, wrong]) => ({
    in: place,
    field,
    message: [...new Set(wrong.map(({ message = 'is wrong' }) => message))].join('; '),
  }))
}

/** In the order in which Fastify looks at them, to stop at the first that is wrong. */
const PARTS = ['params', 'body', 'querystring', 'headers'] as const

/** Every wrong field of a request that Fastify refused for one part: the parts after that one are looked at, too. */
export function wrongFields(
  request: FastifyRequest,
  { validation, validationContext }: Refused,
): FieldError[] {
  const found = PARTS.findIndex((part) => part === validationContext)
  const later = PARTS.slice(found + 1).flatMap((part) => {
    const validate = request.getValidationFunction(part) as Validate | undefined
    const value = part === 'querystring' ? request.query : request[part]
    return fieldErrors(validate?.(value).error ?? [], part)
  })
  return [...fieldErrors(validation, validationContext), ...later]
}

type Refused = Readonly<{
  validation: FastifySchemaValidationError[]
  validationContext?: string | undefined
}>
type Validate = (value: unknown) => Readonly<{ error?: Mistake[] }>

/** The mistakes of a value that is checked outside a route, such as an event within a batch. */
export function checker(schema: object): (value: unknown) => FieldError[] {
  const mistakesIn = compile(bodies, schema)
  return (value) => fieldErrors(mistakesIn(value), 'body')
}

type Mistake = FastifySchemaValidationError

/** Compiled when it is first asked: all the schemas together would be a tenth of the time to start. */
function compile(ajv: Ajv, schema: object): (value: unknown) => Mistake[] {
  let validate: ValidateFunction | undefined
  return (value) => {
    validate ??= ajv.compile(schema)
    return [...(validate(value) ? [] : (validate.errors ?? [])), ...unstorable(value)]
  }
}

/** The same for an address or headers, out of whose text numbers are read: `0x1f`, `1e3` and `Infinity` are none here. */
function compileText(schema: object): (value: unknown) => Mistake[] {
  const mistakesIn = compile(texts, schema)
  return (value) => {
    const given = Object.entries(value as object) as [string, unknown][]
    const mistakes = mistakesIn(value)
    if (mistakes.length > 0) return mistakes
    const read = value as Readonly<Record<string, unknown>>
    return given
      .filter(([name, text]) => typeof read[name] === 'number' && !/^-?\d+$/.test(String(text)))
      .map(([name]) => mistake([name], 'must be integer'))
  }
}

function fieldOf(instancePath: string, params: Record<string, unknown>): string {
  const named = params['missingProperty'] ?? params['additionalProperty']
  const path = instancePath.split('/').slice(1)
  return [...path, ...(typeof named === 'string' ? [named] : [])].join('.')
}

/** Levels of lists and objects within each other: far more than anybody means, far fewer than a stack takes. */
const DEEPEST = 60

/** NUL and lone surrogates are legal in JSON and in no PostgreSQL text; nor does a database take any depth. */
function unstorable(value: unknown, path: readonly string[] = []): Mistake[] {
  if (typeof value === 'string') {
    return isText(value) ? [] : [mistake(path, 'holds a character that is not text')]
  }
  if (typeof value !== 'object' || value === null) return []
  if (path.length > DEEPEST) return [mistake(path, 'is nested too deeply')]
  return Object.entries(value).flatMap(([key, item]) => [
    ...unstorable(item, [...path, key]),
    ...(isText(key) ? [] : [mistake(path, 'has a field whose name is not text')]),
  ])
}

function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function mistake(path: readonly string[], message: string): Mistake {
  const names = path.map((name) => name.toWellFormed().replaceAll('\0', '\uFFFD'))
  const instancePath = names.map((name) => `/${name}`).join('')
  return { instancePath, message, keyword: 'text', schemaPath: '', params: {} }
}

/** The versions in If-Match; undefined when the header is absent or `*`, and a version that never was for what is no tag. */
export function ifMatchOf(request: FastifyRequest): readonly number[] | undefined {
  const tags = request.headers['if-match']
  if (tags === undefined || tags === '*') return undefined
  return tags.split(',').map((tag) => {
    const version = /^(?:W\/)?"?(\d{1,15})"?$/.exec(tag.trim())?.[1]
    return version === undefined ? -1 : Number(version)
  })
}
