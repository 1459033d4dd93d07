import { randomUUID } from 'node:crypto'
import type { Service } from './api.ts'

export const NOTHING = { accepted: 0, duplicates: 0, rejected: [] }
export const ACCEPTED = { ...NOTHING, accepted: 1 }
export const DUPLICATE = { ...NOTHING, duplicates: 1 }

/** The event that starts a cycle of somebody new; `given` replaces parts of its envelope or its data. */
export function starting<Given extends object>(given?: Given) {
  const id = randomUUID()
  return {
    specversion: '1.0',
    id,
    source: '/cycles',
    type: 'UserCycleStarted',
    data: {
      userId: `user-${id}`,
      userCycleId: `cycle-${id}`,
      startDate: '2026-01-05',
      user: { name: '김하나', phone: '010-1234-5678' },
    },
    ...(given as Given),
  }
}

/** An event's envelope as the headers of the binary mode, percent-encoded where it is not ASCII. */
export function inHeaders(event: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(event)
      .filter(([name]) => name !== 'data')
      .map(([name, value]) => [`ce-${name}`, encodeURI(String(value))]),
  )
}

/** Posts a body to the inbox as it is. */
export function send({ admin }: Service, body: unknown, headers: Record<string, string> = {}) {
  return admin<InboxAnswer>('POST', '/v1/events', body, headers)
}

/** The dead letters that an event left, newest first. */
export async function lettersOf({ admin }: Service, eventId: string) {
  const { body } = await admin<{ items: LetterInTests[] }>('GET', '/v1/dead-letters?limit=200')
  return body.items.filter((letter) => letter.eventId === eventId)
}

/** The fields that an answer, a rejected item or a dead letter finds wrong, sorted. */
export function fieldsOf(found: { errors?: readonly FieldError[] } | undefined) {
  return found?.errors?.map(({ field }) => field).toSorted()
}

type FieldError = { field: string; message: string }

type InboxAnswer = {
  accepted: number
  duplicates: number
  rejected: { index: number; id: string | null; errors: FieldError[] }[]
  code?: number
  errors?: FieldError[]
}

type LetterInTests = {
  id: number
  source: string | null
  eventId: string | null
  type: string | null
  reason: string
  errors: FieldError[]
  event: unknown
  receivedAt: string
  replayedAt: string | null
}
