import { TEN } from '../world.ts'
import {
  beforeItsAnswer,
  busyPerson,
  closeDialog,
  dialogBy,
  open,
  seen,
  type Screen,
} from './scene.ts'

const SEARCH = '**/v1/outbounds/search'

export const today: Screen = {
  states: {
    ...beforeItsAnswer(SEARCH, '/today'),
    empty: async ({ page, say }) => {
      await open(page, '/today')
      await seen(page, say.today.noneToday)
    },
    'the connection is lost': async ({ page, say }) => {
      await page.route('**/v1/stream', (route) => route.abort())
      await open(page, '/today')
      await seen(page, say.shell.lost)
    },
    'some calls': async (scene) => {
      const { page, hospital } = scene
      await busyPerson(scene)
      await hospital.user('남궁민수')
      await open(page, '/today')
      await page.locator('[data-call]').nth(1).waitFor()
      await page.keyboard.press('j')
    },
    'the filter is open': async ({ page, say }) => {
      await page.getByRole('button', { name: say.today.filter }).click()
      await page.getByRole('dialog', { name: say.today.filter }).waitFor()
    },
    'nothing fits': async ({ page, say }) => {
      await page.getByLabel(say.today.mine).click()
      await closeDialog(page)
      await seen(page, say.today.nothingFits)
    },
    'a user stands beside it': async ({ page }) => {
      await open(page, '/today')
      await page.locator('[data-call]').first().click()
      await page.locator('[data-composer]').waitFor()
    },
    'a reminder': async ({ page, say, hospital }) => {
      const person = await hospital.user('가나다')
      const { id } = await hospital.callOf(person)
      const at = new Date(`${TEN}+09:00`).getTime() + 60 * 60_000
      await hospital.world.tell('PUT', `/v1/outbounds/${id}/schedule`, {
        scheduleAt: new Date(at).toISOString(),
      })
      await hospital.world.at('2026-03-02T10:57')
      await open(page, '/today')
      await page.getByRole('button', { name: say.today.open, exact: true }).waitFor()
      return () => hospital.world.at(TEN)
    },
  },
}

export const shell: Screen = {
  states: {
    'the finder': async ({ page }) => {
      await open(page, '/messages')
      await page.getByRole('heading', { level: 1 }).waitFor()
      await dialogBy(page, 'Control+k')
    },
    'the finder has found somebody': async (scene) => {
      const { page } = scene
      await busyPerson(scene)
      await page.keyboard.type('ㅎㄱㄷ')
      await page.getByRole('dialog').getByText('홍길동').waitFor()
    },
    'the finder finds nothing': async ({ page, say }) => {
      await page.keyboard.type('0000')
      await seen(page, say.shell.findNothing)
      await closeDialog(page)
    },
    'the keys': async ({ page }) => await dialogBy(page, '?'),
    'the account': async ({ page, say }) => {
      await closeDialog(page)
      await page.getByRole('button', { name: say.shell.account }).click()
      await page.getByRole('menu').waitFor()
    },
    'nothing at this address': async ({ page, say }) => {
      await open(page, '/nowhere')
      await seen(page, say.common.notThere)
    },
    'a screen that is broken': async ({ page, say }) => {
      await page.route('**/v1/outbounds/search', (route) => route.fulfill({ json: { items: 1 } }))
      await open(page, '/today')
      await seen(page, say.common.broken)
    },
    'the session has ended': async ({ page, say }) => {
      await open(page, '/messages')
      await page.context().clearCookies()
      await page.getByRole('link', { name: say.shell.issues }).click()
      await seen(page, say.shell.sessionEnded)
    },
  },
}
