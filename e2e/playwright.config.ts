import { defineConfig } from '@playwright/test'
import { ALONE, CHROMIUM } from './chromium.ts'

/** A real browser; each worker starts a server of its own (test.ts), so files do not see each other. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.test.ts',
  outputDir: '../.tmp/playwright',
  fullyParallel: false,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  forbidOnly: process.env['CI'] === 'true',
  reporter: [['list']],
  use: {
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: CHROMIUM,
      args: [...ALONE],
    },
  },
})
