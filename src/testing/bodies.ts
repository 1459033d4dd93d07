import fc, { type Arbitrary } from 'fast-check'
import { INBOUND } from '../support/inbound/contract.ts'
import { anyJson, likely, oddText, type Schema } from './arbitraries.ts'

type Body = Readonly<{ content: Record<string, { schema: Schema }> }>

/** Bodies for a route: mostly well-formed and about users and cycles of those names, and spoiled in every way. */
export function bodyOf(path: string, body: Body, names: readonly string[]): Arbitrary<string> {
  const [schema = {}] = Object.values(body.content).map((content) => content.schema)
  const right =
    path === '/v1/events' ? eventOf(names) : fc.tuple(likely(schema), knownOf(names)).map(aimed)
  return fc.oneof(
    { weight: 12, arbitrary: right.map(asText) },
    { weight: 3, arbitrary: fc.tuple(right, oddText, anyJson).map(spoiled) },
    { weight: 1, arbitrary: anyJson.map(asText) },
    { weight: 1, arbitrary: oddText },
    { weight: 1, arbitrary: right.map((value) => asText(value).slice(0, -1)) },
  )
}

/** A cycle and a template that are there, and what to leave out. */
function knownOf(names: readonly string[]) {
  const there = fc.record({
    userCycleId: fc.constantFrom(...names),
    templateId: fc.constantFrom(1, 2),
  })
  return fc.record({ there, unsaid: fc.constantFrom('templateId', 'content', 'nothing') })
}

type Known = Readonly<{ there: Readonly<Record<string, unknown>>; unsaid: string }>

/**
 * The body with what is there in place of a name that nothing has. What is said in words is not said by a template as
 * well, nor of a call, of which few are of that cycle.
 */
function aimed([body, { there, unsaid }]: [unknown, Known]): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const left = 'messageType' in body ? [UNSAID.get(body.messageType)] : [unsaid, 'userOutboundId']
  const replaced = Object.entries(body)
    .filter(([name]) => !left.includes(name))
    .map(([name, value]) => [name, there[name] ?? value] as const)
  return Object.fromEntries(replaced)
}

/** What a message of that type leaves out. */
const UNSAID = new Map<unknown, string>([
  ['TEMPLATE', 'content'],
  ['FREE_TEXT', 'templateId'],
])

/** Events from other systems, about users who are known and others; two of them may make a batch. */
function eventOf(names: readonly string[]): Arbitrary<unknown> {
  return fc
    .constantFrom(...Object.entries(INBOUND))
    .chain(([type, schema]) =>
      fc.record({
        specversion: fc.constant('1.0'),
        id: fc.oneof(fc.uuid(), fc.constantFrom('twice', 'thrice')),
        source: fc.constantFrom('/fuzz', '/tests'),
        type: fc.constantFrom(type, `anbu.${type}.v1`),
        data: fc
          .tuple(likely(schema as Schema), fc.constantFrom(...names), fc.constantFrom(...names))
          .map(([data, userId, userCycleId]) => ({ ...(data as object), userId, userCycleId })),
      }),
    )
    .chain((one) => fc.constantFrom(one, [one, one]))
}

function asText(value: unknown): string {
  return JSON.stringify(value)
}

function spoiled([value, name, odd]: [unknown, string, unknown]): string {
  if (typeof value !== 'object' || value === null) return asText(odd)
  const fields = Object.keys(value)
  const spoilt = fields[name.length % (fields.length + 1)] ?? name
  return asText({ ...value, [spoilt]: odd })
}

/** A value as it stands in an address. */
export function asQuery(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return encodeURIComponent(text.toWellFormed())
}
