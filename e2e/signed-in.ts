import type { Browser, Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { expect, TEN, type World } from './world.ts'
import { DESK } from './chromium.ts'

export const PASSWORD = 'correct horse battery staple'
const ROLES = { ADMIN: '관리자', MANAGER: '매니저', AUDITOR: '개인정보 담당자' } as const

type Options = NonNullable<Parameters<Browser['newContext']>[0]>

/** Somebody of all hospitals, signed in. */
export async function signedIn(
  world: World,
  browser: Browser,
  role: keyof typeof ROLES = 'ADMIN',
  options: Options = {},
): Promise<Page> {
  await world.at(TEN)
  const email = `${randomUUID().slice(0, 8)}@example.org`
  const body = { name: ROLES[role], email, role }
  const { invitation } = await world.tell<{ invitation: string }>('POST', '/v1/operators', body)
  const context = await browser.newContext({
    baseURL: world.url,
    ...DESK,
    ...options,
  })
  const accepted = await context.request.post('/v1/invitations/accept', {
    headers: { origin: world.url },
    data: { invitation: invitation.split('#').at(-1), password: PASSWORD },
  })
  expect(accepted.status()).toBe(201)
  return await context.newPage()
}
