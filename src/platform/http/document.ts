import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { Problem } from './problem.ts'

type Described = { required?: string[]; properties?: object }
type Content = Record<string, { schema?: Described }>
type Answer = { description?: string; content?: Content; headers?: object; $ref?: string }
type Operation = {
  tags?: string[]
  security?: object[]
  parameters?: object[]
  requestBody?: { required?: boolean; content: Content }
  responses: Record<string, Answer>
}
type Paths = Record<string, Record<string, Operation>>

/** What the operations share, told once. */
export const SHARED = {
  securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
  schemas: { Problem: { ...Problem, $id: undefined } },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description:
        'The same key and body within 24 hours: the first answer again, no second effect',
      schema: { type: 'string', minLength: 1, maxLength: 200 },
    },
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      description: 'The version that was seen; another one is refused with 412',
      schema: { type: 'string' },
    },
  },
  headers: {
    ETag: { description: 'The version in quotes', schema: { type: 'string' } },
  },
  responses: {
    Problem: {
      description: 'Why not (RFC 9457), with the number and name of the rule',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
} as const

const PROBLEM: Answer = { $ref: '#/components/responses/Problem' }
const WORDS: Readonly<Record<string, string>> = {
  200: 'Done',
  201: 'Made',
  202: 'Taken on',
  204: 'Nothing to answer',
}

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transformObject']>

/** Adds to the document what routes do not say one by one: tags, headers, and how a refusal looks. */
export const describe: Transform = (document) => {
  if (!('openapiObject' in document)) return document.swaggerObject
  const { openapiObject } = document
  for (const [path, methods] of Object.entries(openapiObject.paths as Paths)) {
    for (const [method, operation] of Object.entries(methods)) complete(operation, { path, method })
  }
  // A schema's rule is a function, for which a document has no words.
  return JSON.parse(JSON.stringify(openapiObject)) as typeof openapiObject
}

type Where = Readonly<{ path: string; method: string }>

function complete(operation: Operation, where: Where) {
  const { requestBody, responses } = operation
  const [area = '', thing = ''] = where.path.slice(1).split('/')
  operation.tags = [area === 'v1' ? thing : 'operation']
  if (area !== 'v1') operation.security = []
  if (requestBody !== undefined) {
    requestBody.required = Object.values(requestBody.content).some(needsSomething)
  }
  for (const [status, response] of Object.entries(responses)) {
    response.description = WORDS[status] ?? 'Done'
    if (isVersioned(response)) response.headers = { ETag: { $ref: '#/components/headers/ETag' } }
  }
  operation.parameters = [...(operation.parameters ?? []), ...headersOf(where)]
  operation.responses = { ...responses, '4XX': PROBLEM, '5XX': PROBLEM }
}

/** What has a version, and is changed or added to. */
const VERSIONED =
  /^\/v1\/(users|user-cycles|outbounds|memos|issues|messages|message-templates|outbound-plans)\/\{(?!.*\/reveal$)/

function headersOf({ path, method }: Where): object[] {
  if (method === 'get') return []
  const names = VERSIONED.test(path) ? ['IdempotencyKey', 'IfMatch'] : ['IdempotencyKey']
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }))
}

function needsSomething({ schema }: Content[string]): boolean {
  return schema !== undefined && (schema.properties === undefined || schema.required !== undefined)
}

function isVersioned({ content = {} }: Answer): boolean {
  return Object.values(content).some(({ schema }) => 'version' in (schema?.properties ?? {}))
}
