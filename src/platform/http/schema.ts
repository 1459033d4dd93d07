import Type, { type TSchema } from 'typebox'
import { SEEN } from '../../kernel/text.ts'
import type { CalendarDate, Instant } from '../../kernel/values.ts'
import { Problem } from './problem.ts'

/** A point in time: accepted as any RFC 3339, answered in UTC. */
export const InstantText = Type.Unsafe<Instant>(Type.String({ format: 'date-time' }))

/** A day: `2026-01-05`. */
export const DateText = Type.Unsafe<CalendarDate>(Type.String({ format: 'date' }))

/** A point in time, or a day, which stands for its beginning. */
export const Moment = Type.Union([InstantText, DateText])

/** An identifier of one of Support's own things. */
export function IdOf<Id extends number>() {
  return Type.Unsafe<Id>(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }))
}

/** An identifier that another system owns. */
export function NameOf<Name extends string>() {
  return Type.Unsafe<Name>(Type.String({ minLength: 1, maxLength: 64 }))
}

/** What a person must write something into: a text in which nothing can be seen is not well-formed. */
export const Words = Type.String({ pattern: SEEN })

/**
 * What the words of JSON Schema cannot say of a value: the mistake in it, if there is one. A schema has it as `rule`, so
 * that it is named together with all other mistakes, and before anything is looked up.
 */
export type Rule<Value> = (
  value: Value,
) => Readonly<{ message: string; field?: string }> | undefined

/** An object of exactly these fields: an unknown one is refused, not dropped. A rule says how they stand together. */
export function Exactly<Fields extends Record<string, TSchema>>(
  fields: Fields,
  rule?: Rule<Partial<Record<keyof Fields, unknown>>>,
) {
  return Type.Object(fields, { additionalProperties: false, ...(rule && { rule }) })
}

export function OrNull<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()])
}

/** How much of a list, and from where. */
export const Page = {
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
}

/** The same of a list that is short: without a limit all of it is answered. */
export const ShortPage = Exactly({
  ...Page,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})

/** One of them, or a list of them, as in an address, where a list of one looks like the one. */
export function OneOrMore<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Array(schema)])
}

/** What a person typed to find somebody: never a part of an address (API.md). */
export const Searched = { q: Type.Optional(Type.String({ maxLength: 100 })) }

export function ListOf<Item extends TSchema>(item: Item) {
  return Type.Object({ items: Type.Array(item), nextCursor: OrNull(Type.String()) })
}

/**
 * What a route answers, for the document: the schemas do not serialise (V8's own JSON is faster), and any route may
 * answer a problem instead.
 */
export function answers(status: number, schema: TSchema, summary: string) {
  const response: unknown = { [status]: schema, '4xx': Problem }
  return { summary, response }
}

/** The same where there may be nothing to answer, too. */
export function answersOrNothing(status: number, schema: TSchema, summary: string) {
  const response: unknown = { [status]: schema, 204: Type.Null(), '4xx': Problem }
  return { summary, response }
}
