import type { preSerializationAsyncHookHandler } from 'fastify'
import type { Caller, Role } from '../../platform/auth/caller.ts'
import { run, type Sql } from '../../platform/db/db.ts'

/** What a text may say of the user it was written to. */
export type Person = Readonly<{ name: string; phone: string | null }>
type People = ReadonlyMap<string, Person>

/** Masks people in every answer to callers of those roles; what is revealed or exported has its reason on record. */
export function maskingFor(roles: readonly Role[]): preSerializationAsyncHookHandler {
  return async ({ caller, routeOptions, sql }, _reply, answer: unknown) => {
    const role = (caller as Caller | undefined)?.role
    const shows =
      role === undefined || !roles.includes(role) || routeOptions.config.reveals === true
    return shows ? answer : maskPeople(answer, await peopleBy(sql, [...writtenTo(answer)]))
  }
}

/**
 * The answer with the names and phones of users masked: of every object that names a user beside them or stands as its
 * `user`, and in the `content` of every message to one of those people. Sites, doctors and operators keep their names,
 * and so does what people wrote for each other.
 */
export function maskPeople(answer: unknown, people: People = new Map()): unknown {
  if (Array.isArray(answer)) return answer.map((one) => maskPeople(one, people))
  if (typeof answer !== 'object' || answer === null) return answer
  const entries = Object.entries(answer).map(([key, value]: [string, unknown]) => {
    const masked = maskPeople(value, people)
    return [key, key === 'user' && !isNamed(value) ? maskPerson(masked) : masked]
  })
  const masked = Object.fromEntries(entries) as Record<string, unknown>
  if (!isNamed(masked)) return masked
  const { userId, content } = masked
  const person = people.get(userId)
  if (person !== undefined && typeof content === 'string') {
    masked['content'] = maskText(content, person)
  }
  return maskPerson(masked)
}

function isNamed(answer: unknown): answer is { userId: string; content?: unknown } {
  return typeof (answer as { userId?: unknown } | null)?.userId === 'string'
}

function maskPerson(person: unknown): unknown {
  if (typeof person !== 'object' || person === null) return person
  const { name, phone } = person as { name?: unknown; phone?: unknown }
  return {
    ...person,
    ...(typeof name === 'string' && { name: maskName(name) }),
    ...(typeof phone === 'string' && { phone: maskPhone(phone) }),
  }
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
  return phone.length < 9 ? '*'.repeat(phone.length) : maskDigits(phone)
}

/** A text with that person's name and phone masked wherever they stand, the phone however it is spaced. */
export function maskText(text: string, { name, phone }: Person): string {
  // A name of one letter is a syllable of too many words to be told from them.
  const unnamed = Array.from(name).length < 2 ? text : text.replaceAll(name, maskName(name))
  const digits = phone?.replaceAll(/^\+82|\D/g, '') ?? ''
  if (digits.length < 8) return unnamed
  const spaced = new RegExp(Array.from(digits).join(String.raw`[\s.()-]*`), 'g')
  return unnamed.replaceAll(spaced, (number) => maskDigits(number))
}

/** Hides the four digits before the last four, with what stands between them. */
function maskDigits(number: string): string {
  return number.replace(/(?:\d\D*){4}((?:\d\D*){4})$/, '****$1')
}

/** The users to whom the answer shows texts. */
function writtenTo(answer: unknown, users = new Set<string>()): ReadonlySet<string> {
  if (typeof answer !== 'object' || answer === null) return users
  for (const value of Object.values(answer)) writtenTo(value, users)
  if (isNamed(answer) && typeof answer.content === 'string') users.add(answer.userId)
  return users
}

async function peopleBy(sql: Sql, users: readonly string[]): Promise<People> {
  if (users.length === 0) return new Map()
  const rows = await run<Person & { userId: string }>(
    sql,
    `select user_id as "userId", name, phone from private.user_profile where user_id = any($1)`,
    [users],
  )
  return new Map(rows.map((person) => [person.userId, person]))
}
