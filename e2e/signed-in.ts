import type { Browser } from '@playwright/test'
import { arrive, type BrowserOptions, type SignedIn } from './invited.ts'
import { TEN, type World } from './world.ts'

const ROLES = { ADMIN: '관리자', MANAGER: '매니저', AUDITOR: '개인정보 담당자' } as const

type Options = BrowserOptions & Readonly<{ sites?: readonly string[] }>

/** Somebody of all hospitals, or of these, signed in. */
export async function signedIn(
  world: World,
  browser: Browser,
  role: keyof typeof ROLES = 'ADMIN',
  { sites, ...options }: Options = {},
): Promise<SignedIn> {
  await world.at(TEN)
  return await arrive(world, browser, { name: ROLES[role], role, sites }, options)
}
