import { defineConfig } from '@playwright/test'
import { DESK, LAUNCH } from './chromium.ts'

/** A real browser; each worker starts a server of its own (test.ts), so files do not see each other. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.test.ts',
  outputDir: '../.tmp/playwright',
  fullyParallel: false,
  workers: 2,
  // Patient with a slow machine: how fast things are is measured in bench/.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] === 'true',
  reporter: [['list']],
  use: {
    ...DESK,
    trace: 'retain-on-failure',
    launchOptions: LAUNCH,
  },
})
