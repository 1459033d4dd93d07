import { expect, type APIRequestContext, type APIResponse, type Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import type { World } from './world.ts'

export const PASSWORD = 'correct horse battery staple'

type Invited = Readonly<{
  name: string
  role: 'OPERATOR' | 'MANAGER' | 'ADMIN' | 'AUDITOR'
  /** All of them, unless said otherwise. */
  sites?: readonly string[] | undefined
}>

/** The page of somebody who is signed in, with what they sign in with. */
export type SignedIn = Page & Readonly<{ email: string; password: string }>

/** Invites somebody who chooses a password, which signs them in wherever the request comes from. */
export async function invite(
  { url, tell }: World,
  request: APIRequestContext,
  invited: Invited,
): Promise<{ email: string; answer: APIResponse }> {
  const email = `${randomUUID()}@example.org`
  const body = { ...invited, email }
  const { invitation } = await tell<{ invitation: string }>('POST', '/v1/operators', body)
  const answer = await request.post(`${url}/v1/invitations/accept`, {
    headers: { origin: url },
    data: { invitation: invitation.split('#').at(-1), password: PASSWORD },
  })
  expect(answer.status(), await answer.text()).toBe(201)
  return { email, answer }
}
