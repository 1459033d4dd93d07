import { chromium, type Browser } from '@playwright/test'

/** The browser that drives the console. */
export const CHROMIUM = process.env['ANBU_CHROMIUM'] ?? '/usr/bin/chromium'

/** Without a sandbox of its own, a screen, or a word to anybody outside. */
const ALONE = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
] as const

/** How it is started. */
export const LAUNCH = { executablePath: CHROMIUM, args: [...ALONE] }

/** Where an operator sits. */
export const DESK = {
  viewport: { width: 1440, height: 900 },
  locale: 'ko-KR',
  timezoneId: 'Asia/Seoul',
}

/** Starts one outside the tests; whoever did closes it. */
export async function startChromium(): Promise<Browser> {
  return await chromium.launch(LAUNCH)
}
