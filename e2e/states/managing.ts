import {
  beforeItsAnswer,
  busyPerson,
  closeDialog,
  filled,
  open,
  seen,
  type Screen,
  type State,
} from './scene.ts'

const NUMBERS = '**/v1/stats/**'

export const overview: Screen = {
  seenBy: 'ADMIN',
  states: {
    ...beforeItsAnswer(NUMBERS, '/overview'),
    empty: async ({ page, say, hospital }) => {
      await open(page, `/overview?siteId=${hospital.siteId}`)
      await seen(page, say.overview.nothing)
    },
    some: async (scene) => {
      await busyPerson(scene)
      await scene.page.getByRole('img').first().waitFor()
    },
    'days of one’s own': async ({ page, say }) => {
      await page.getByText(say.overview.periods.days).click()
      await page.getByLabel(say.overview.to, { exact: true }).waitFor()
    },
    'the calls behind a number': async ({ page, hospital }) => {
      await open(page, `/overview/calls?siteId=${hospital.siteId}`)
      await page.getByRole('row').nth(1).waitFor()
    },
    'the issues behind a number': async ({ page, hospital }) => {
      await open(page, `/overview/issues?siteId=${hospital.siteId}`)
      await page.getByRole('row').nth(1).waitFor()
    },
    'the attempts behind a number': async ({ page, hospital }) => {
      const { id } = await hospital.callOf(await hospital.user('남궁민수'))
      await hospital.world.tell('POST', `/v1/outbounds/${id}/attempts`, { result: 'BUSY' })
      await open(page, `/overview/attempts?result=BUSY&siteId=${hospital.siteId}`)
      await page.getByRole('row').nth(1).waitFor()
    },
    'days whose end is before their start': async ({ page, say }) => {
      await open(page, '/overview?period=days&from=2026-03-02&to=2026-02-20')
      await seen(page, say.overview.reversed)
    },
    'nothing behind a number': async ({ page, say }) => {
      await open(page, '/overview/calls?siteId=site-nowhere')
      await seen(page, say.overview.emptyList)
    },
  },
}

const section =
  (name: string): State =>
  async ({ page, say }) => {
    await open(page, `/settings/${name}`)
    await page.getByRole('heading', { level: 2 }).first().waitFor()
    const loading = page.getByRole('status', { name: say.common.loading })
    await loading.waitFor({ state: 'detached' })
  }

export const settings: Screen = {
  seenBy: 'ADMIN',
  states: {
    ...beforeItsAnswer('**/v1/outbound-plans*', '/settings/plan'),
    'my account': section('account'),
    'a wrong password': async ({ page, say }) => {
      await page.getByLabel(say.settings.me.currentPassword).fill('1234')
      await page.getByLabel(say.settings.me.newPassword).fill('1234 5678 9012')
      await page.getByRole('button', { name: say.settings.me.change, exact: true }).click()
      await seen(page, say.settings.me.wrong)
    },
    templates: section('templates'),
    'a template is written': async ({ page, say }) => {
      await page.getByRole('button', { name: say.settings.template.make }).click()
      await page.getByLabel(say.settings.template.body).fill('{{9}}')
      await seen(page, filled(say.settings.template.unknownGap, { name: '9' }))
    },
    'the plan': section('plan'),
    'a call is added to the plan': async ({ page, say }) => {
      await page.getByRole('button', { name: say.settings.plans.add }).click()
      await page.getByRole('dialog').waitFor()
    },
    operators: section('operators'),
    'what can be done with somebody': async ({ page, say }) => {
      const name = filled(say.settings.actionsFor, { name: '' }).trim()
      await page.getByRole('button', { name }).last().click()
      await page.getByRole('menu').waitFor()
    },
    'somebody is invited': async ({ page, say }) => {
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: say.settings.people.invite }).click()
      await page.getByText(say.settings.someSites).click()
      await page.getByRole('combobox', { name: say.settings.chooseSites }).waitFor()
    },
    'an invitation is shown once': async ({ page, say, hospital }) => {
      const form = page.getByRole('dialog')
      await form.getByLabel(say.settings.name).fill('7')
      await form.getByLabel(say.settings.email).fill(`${hospital.siteId}@example.org`)
      await form.getByRole('button', { name: say.settings.people.invite }).click()
      await page.getByRole('textbox', { name: say.settings.people.link }).waitFor()
    },
    tokens: section('tokens'),
    'a token is shown once': async ({ page, say, hospital }) => {
      await page.getByRole('button', { name: say.settings.token.make }).click()
      const form = page.getByRole('dialog')
      await form.getByLabel(say.settings.name).fill(hospital.siteId)
      await form.getByRole('button', { name: say.settings.token.make }).click()
      await page.getByRole('textbox', { name: say.settings.token.value, exact: true }).waitFor()
    },
    'a token is to be revoked': async ({ page, say, hospital }) => {
      await page.getByRole('button', { name: say.settings.done }).click()
      const name = filled(say.settings.token.revokeNamed, { name: hospital.siteId })
      await page.getByRole('button', { name }).click()
      await page.getByRole('dialog').waitFor()
    },
    'the sending of messages': section('switches'),
    'messages are to be stopped': async ({ page, say }) => {
      await page.getByRole('button', { name: say.settings.stop.stop }).click()
      await page.getByRole('dialog').waitFor()
      await closeDialog(page)
    },
  },
}

/** Who may see little. */
export const auditor: Screen = {
  seenBy: 'AUDITOR',
  states: {
    'the first screen': async ({ page }) => {
      await open(page, '/')
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
    ...Object.fromEntries(
      ['/today', '/users', '/issues', '/messages', '/overview', '/settings/tokens'].map(
        (address): [string, State] => [
          `no right to ${address}`,
          async ({ page, say }) => {
            await open(page, address)
            await seen(page, say.common.noRight)
          },
        ],
      ),
    ),
  },
}
