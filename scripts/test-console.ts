/**
 * Drives the console in a real browser (e2e/), or says in one line that it is left out where there is none. In CI
 * (ANBU_TEST_REQUIRE has `browser`) that is a failure.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CHROMIUM } from '../e2e/chromium.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const required = process.env['ANBU_TEST_REQUIRE']?.split(',').includes('browser') === true

if (existsSync(CHROMIUM) || required) {
  const playwright = `${root}node_modules/@playwright/test/cli.js`
  const { status } = spawnSync(
    process.execPath,
    [playwright, 'test', '--config', `${root}e2e/playwright.config.ts`, ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit' },
  )
  process.exitCode = status ?? 1
} else {
  process.stderr.write(
    `left out: the console in a browser, since there is no ${CHROMIUM}. Install chromium, or name one in ANBU_CHROMIUM.\n`,
  )
}
