import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Service } from './api.ts'
import { browserOn } from './browser.ts'

export const PASSWORD = 'a password that is long'

type Wanted = Readonly<{ role?: string; sites?: string[]; name?: string }>
type Made = { id: string; invitation: string }

let people = 0

/** Somebody new who has chosen their password by their invitation, and the browser in which they are signed in. */
export async function hire(
  { admin, app }: Service,
  { role = 'OPERATOR', sites, name }: Wanted = {},
) {
  people += 1
  const email = `somebody-${people}-${randomUUID().slice(0, 8)}@anbu.example`
  const person = { name: name ?? `상담사 ${people}`, email, role, ...(sites && { sites }) }
  const made = await admin<Made>('POST', '/v1/operators', person)
  assert.equal(made.status, 201)
  const browser = browserOn(app)
  const invitation = secretOf(made.body.invitation)
  const acceptance = { invitation, password: PASSWORD }
  const accepted = await browser.call('POST', '/v1/invitations/accept', acceptance)
  assert.equal(accepted.status, 201)
  return { ...person, id: made.body.id, invitation, browser }
}

/** What stands in an invitation's link. */
export function secretOf(link: string): string {
  return link.replace('/invitation#', '')
}
