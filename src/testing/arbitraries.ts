import fc, { type Arbitrary } from 'fast-check'

/** What of JSON Schema our contract uses. */
export type Schema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
}

const INSTANTS = [
  '2026-01-05T12:00:00+09:00',
  '2026-01-04T23:59:59.999Z',
  '1900-01-01T00:00:00Z',
  '2999-12-31T23:59:59Z',
  '2026-02-29T00:00:00Z',
  '2026-01-05T24:00:00Z',
  '2026-01-05',
  '0000-00-00T00:00:00Z',
]
const DAYS = [
  '2026-01-05',
  '2026-01-04',
  '1900-01-01',
  '2999-12-31',
  '2024-02-29',
  '2026-02-29',
  '0000-01-01',
  '9999-12-31',
  '2026-1-5',
]

/** Halves of pairs, unassigned and private ones included. */
const anyCharacter = fc.integer({ min: 0, max: 0x10_ff_ff }).map((at) => String.fromCodePoint(at))

/** Text as nobody expects it: no text, odd text, very much text, and text that means something elsewhere. */
export const oddText: Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\uD800',
    '\uDC00x',
    '\uFFFF',
    '\u202E뒤집힘',
    'ㅎㄱㄷ',
    '홍길동',
    '👩‍👩‍👧‍👦',
    "' or 1=1 --",
    '%',
    '_',
    '\\',
    '../../etc/passwd',
    '{{userName}}',
    '{{nobody}}',
    '__proto__',
    'null',
    'NaN',
    '-0',
    '1e309',
    '\r\nset-cookie: a=b',
  ),
  fc.string({ unit: anyCharacter, maxLength: 60 }),
  fc.integer({ min: 1, max: 20_000 }).map((length) => '가'.repeat(length)),
)

/** Numbers at and past their limits. */
const oddNumber: Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, 1.5, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 2 ** 63, 1e308, 5e-324),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

const nested: Arbitrary<unknown> = fc
  .tuple(fc.integer({ min: 50, max: 3_000 }), fc.boolean())
  .map(([depth, list]) => {
    const [open, close] = list ? ['[', ']'] : ['{"a":', '}']
    return JSON.parse(`${open.repeat(depth)}1${close.repeat(depth)}`) as unknown
  })

/** JSON of all kinds. */
export const anyJson: Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: oddText },
  { weight: 4, arbitrary: oddNumber },
  { weight: 3, arbitrary: fc.constantFrom(null, true, false, [], {}, [null], [[]]) },
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: nested },
)

/** A value that may well be right by the schema, and may as well stand at its limits or just past them. */
export function likely(schema: Schema): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(likely))
  const { type = 'anything' } = schema
  return BY_TYPE[type]?.(schema) ?? anyJson
}

const BY_TYPE: Readonly<Record<string, (schema: Schema) => Arbitrary<unknown>>> = {
  object: likelyObject,
  array: ({ items = {} }) => fc.array(likely(items), { maxLength: 4 }),
  integer: likelyNumber,
  number: likelyNumber,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  string: likelyText,
}

function likelyObject({ properties = {}, required = [] }: Schema): Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, field]) => [name, likely(field)] as const)
  return fc.record(Object.fromEntries(fields), { requiredKeys: required })
}

function likelyNumber({ minimum = -5, maximum = 1_000_000 }: Schema): Arbitrary<number> {
  const limits = fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1)
  const near = fc.integer({ min: Math.ceil(minimum), max: Math.min(maximum, minimum + 60) })
  return fc.oneof({ weight: 5, arbitrary: near }, { weight: 1, arbitrary: limits })
}

const letter = fc.constantFrom('a', 'Z', '7', ' ', '가', '힣', 'ㅎ', 'é', '-', '.', '👩')

function likelyText({ format, minLength = 0, maxLength = 600 }: Schema): Arbitrary<string> {
  if (format === 'date') return fc.constantFrom(...DAYS)
  if (format === 'date-time') return fc.constantFrom(...INSTANTS)
  const text = fc.string({ unit: letter, minLength, maxLength: Math.min(maxLength, 60) })
  const limits = fc.constantFrom('가'.repeat(maxLength), 'x'.repeat(maxLength + 1))
  return fc.oneof({ weight: 6, arbitrary: text }, { weight: 1, arbitrary: limits })
}
