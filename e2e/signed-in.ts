import type { Browser } from '@playwright/test'
import { DESK } from './chromium.ts'
import { invite, PASSWORD, type SignedIn } from './invited.ts'
import { TEN, type World } from './world.ts'

const ROLES = { ADMIN: '관리자', MANAGER: '매니저', AUDITOR: '개인정보 담당자' } as const

type Options = NonNullable<Parameters<Browser['newContext']>[0]> &
  Readonly<{ sites?: readonly string[] }>

/** Somebody of all hospitals, or of these, signed in. */
export async function signedIn(
  world: World,
  browser: Browser,
  role: keyof typeof ROLES = 'ADMIN',
  { sites, ...options }: Options = {},
): Promise<SignedIn> {
  await world.at(TEN)
  const context = await browser.newContext({ baseURL: world.url, ...DESK, ...options })
  const { email } = await invite(world, context.request, { name: ROLES[role], role, sites })
  return Object.assign(await context.newPage(), { email, password: PASSWORD })
}
