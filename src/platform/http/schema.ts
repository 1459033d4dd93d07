import Type, { type TSchema } from 'typebox'
import type { CalendarDate, Instant } from '../../kernel/values.ts'
import { Problem } from './problem.ts'

/** A point in time: accepted as any RFC 3339, answered in UTC. */
export const InstantText = Type.Unsafe<Instant>(Type.String({ format: 'date-time' }))

/** A day: `2026-01-05`. */
export const DateText = Type.Unsafe<CalendarDate>(Type.String({ format: 'date' }))

/** An identifier of one of Support's own things. */
export function IdOf<Id extends number>() {
  return Type.Unsafe<Id>(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }))
}

/** An identifier that another system owns. */
export function NameOf<Name extends string>() {
  return Type.Unsafe<Name>(Type.String({ minLength: 1, maxLength: 64 }))
}

/** What a person must write something into: nothing but blanks is not well-formed. */
export const Words = Type.String({ pattern: '\\S' })

/** An object of exactly these fields: an unknown one is refused, not dropped. */
export function Exactly<Fields extends Record<string, TSchema>>(fields: Fields) {
  return Type.Object(fields, { additionalProperties: false })
}

export function OrNull<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()])
}

/** How much of a list, and from where. */
export const Page = {
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
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
