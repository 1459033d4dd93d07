/**
 * Takes the pictures of docs/guide/console.md: every screen of a fresh demo, in Korean, 1440 pixels wide.
 * `npm run screenshots`, where there is a Chromium (ANBU_CHROMIUM, or /usr/bin/chromium) with a Korean font.
 */
import { DESK, startChromium } from '../e2e/chromium.ts'
import { startServer, temporaryFolder } from '../src/testing/server.ts'

const FOLDER = new URL('../docs/guide/console/', import.meta.url)
const SCREENS: readonly (readonly [name: string, address: string, role: string])[] = [
  ['today', '/today', 'OPERATOR'],
  ['user', '/today/demo-010', 'OPERATOR'],
  ['users', '/users', 'OPERATOR'],
  ['issues', '/issues', 'OPERATOR'],
  ['messages', '/messages', 'OPERATOR'],
  ['overview', '/overview', 'MANAGER'],
  ['settings', '/settings', 'ADMIN'],
]

const { folder, remove } = temporaryFolder()
const server = await startServer({ ANBU_DEMO: '1', ANBU_DATA_DIR: `${folder}/data` })
const browser = await startChromium()
try {
  const page = await browser.newPage(DESK)
  await page.goto(`${server.url}/`)
  await page.getByRole('button').first().waitFor()
  await page.screenshot({ path: new URL('sign-in.png', FOLDER).pathname })
  for (const [name, address, role] of SCREENS) {
    const headers = { origin: server.url }
    await page.request.post(`${server.url}/v1/session/demo`, { headers, data: { role } })
    await page.goto(server.url + address)
    await page.getByRole('main').waitFor()
    await page.waitForTimeout(1_500)
    await page.screenshot({ path: new URL(`${name}.png`, FOLDER).pathname })
  }
} finally {
  await browser.close()
  await server.stop()
  remove()
}
