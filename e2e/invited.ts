import {
  expect,
  type APIRequestContext,
  type APIResponse,
  type Browser,
  type Page,
} from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { DESK } from './chromium.ts'
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

export type BrowserOptions = NonNullable<Parameters<Browser['newContext']>[0]>

/** Invites somebody, and gives their browser, in which they are signed in. */
export async function arrive(
  world: World,
  browser: Browser,
  invited: Invited,
  options: BrowserOptions,
): Promise<SignedIn> {
  const context = await browser.newContext({ baseURL: world.url, ...DESK, ...options })
  const { email } = await invite(world, context.request, invited)
  return Object.assign(await context.newPage(), { email, password: PASSWORD })
}
