import type { FieldError } from '../../platform/http/problem.ts'

/** What came of an event from another system; a list of errors when it contradicts what is known. */
export type Outcome = 'APPLIED' | 'WAITING' | readonly FieldError[]

export function contradiction(field: string, message: string): readonly FieldError[] {
  return [{ in: 'body', field, message }]
}

/** Another site's user, told in the same words as one who does not exist. */
export function unknown(field: string): readonly FieldError[] {
  return contradiction(field, 'is not known')
}
