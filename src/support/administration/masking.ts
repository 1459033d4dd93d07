import type { preSerializationAsyncHookHandler } from 'fastify'
import type { Caller, Role } from '../../platform/auth/caller.ts'

/** Masks people in every answer to callers of those roles; what is revealed or exported has its reason on record. */
export function maskingFor(roles: readonly Role[]): preSerializationAsyncHookHandler {
  return async ({ caller, routeOptions }, _reply, answer: unknown) => {
    const role = (caller as Caller | undefined)?.role
    const shows =
      role === undefined || !roles.includes(role) || routeOptions.config.reveals === true
    return shows ? answer : maskPeople(answer)
  }
}

/**
 * The answer with the names and phones of users masked: of every object that names a user beside them. Sites, doctors and
 * operators keep their names, and so does what people wrote.
 */
export function maskPeople(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(maskPeople)
  if (typeof answer !== 'object' || answer === null) return answer
  const entries = Object.entries(answer).map(([key, value]) => [key, maskPeople(value)])
  const masked = Object.fromEntries(entries) as Record<string, unknown>
  if (!('userId' in masked)) return masked
  if (typeof masked['name'] === 'string') masked['name'] = maskName(masked['name'])
  if (typeof masked['phone'] === 'string') masked['phone'] = maskPhone(masked['phone'])
  return masked
}

/** 홍길동 is 홍*동, 김하 is 김*, and of a longer name the first and the last character are left. */
export function maskName(name: string): string {
  const letters = Array.from(name)
  const [first = ''] = letters
  if (letters.length < 3) return `${first}*`
  return `${first}${'*'.repeat(letters.length - 2)}${letters.at(-1) ?? ''}`
}

/** +821012345678 is +8210****5678: the four digits before the last four are hidden, and whatever is left of a short one. */
export function maskPhone(phone: string): string {
  if (phone.length < 9) return '*'.repeat(phone.length)
  return `${phone.slice(0, -8)}****${phone.slice(-4)}`
}
