import type { Act } from './values.ts'

/**
 * Something that happened. Its data is plain JSON of ids, versions, statuses and dates, kept for ever;
 * `text` is what a person wrote with it, kept apart so that it can be erased.
 */
export type DomainEvent<Type extends string = string, Data extends object = object> = Readonly<{
  type: Type
  data: Readonly<Data>
  act: Act
  text?: string | undefined
}>

/** A rule of the domain saying no. It is an answer, not a failure: nothing is retried or logged as an error. */
export type Refusal = Readonly<{
  refused: true
  code: number
  name: string
  message: string
  /** What the caller needs to know beside the rule, such as who completed the call. */
  details?: Readonly<Record<string, unknown>>
}>

export type Decision<Event extends DomainEvent> = Event | Refusal

const rules = new Map<string, Refusal>()

/** A rule, by its number and name; to be said once in the whole program, and kept for {@link allRules}. */
export function refusal(code: number, name: string, message: string): Refusal {
  const rule: Refusal = Object.freeze({ refused: true, code, name, message })
  rules.set(`${code} ${name}`, rule)
  return rule
}

/** Every rule that may say no, by number. */
export function allRules(): Refusal[] {
  return [...rules.values()].toSorted((one, other) => one.code - other.code)
}

/** The same rule, saying no with the facts of this case. */
export function because(rule: Refusal, details: Readonly<Record<string, unknown>>): Refusal {
  return { ...rule, details }
}

export function isRefusal(outcome: unknown): outcome is Refusal {
  return typeof outcome === 'object' && outcome !== null && 'refused' in outcome
}
