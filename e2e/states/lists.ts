import { expect } from '../world.ts'
import {
  answer,
  beforeItsAnswer,
  busyPerson,
  filled,
  hasFailed,
  open,
  seen,
  type Scene,
  type Screen,
} from './scene.ts'

const USERS = '**/v1/users/search'
const ISSUES = '**/v1/issues?*'
const MESSAGES = '**/v1/messages?*'

export const users: Screen = {
  states: {
    ...beforeItsAnswer(USERS, '/users'),
    empty: async ({ page, say }) => {
      await open(page, '/users')
      await seen(page, say.users.nobody)
    },
    some: async (scene) => {
      await busyPerson(scene)
      await scene.hospital.user('남궁민수', { lengthDays: 7 })
      await open(scene.page, '/users')
      await scene.page.getByText('홍길동').waitFor()
      await scene.page.keyboard.press('j')
    },
    'the filters are open': async ({ page, say }) => {
      await page.getByRole('button', { name: say.users.filters }).click()
      await page.getByLabel(say.users.dayFrom).fill('1')
    },
    'the views are open': async ({ page, say }) => {
      await page.getByRole('button', { name: say.users.views, exact: true }).click()
      await page.getByRole('menu').waitFor()
    },
    'a view is named': async ({ page, say }) => {
      await page.getByRole('menuitem', { name: say.users.saveView }).click()
      await page.getByLabel(say.users.viewName).fill('1')
    },
    'a view is kept': async ({ page, say }) => {
      await page.getByRole('button', { name: say.common.save }).click()
      await seen(page, filled(say.users.viewSaved, { name: '1' }))
    },
    'nobody fits': async ({ page, say }) => {
      await page.getByRole('searchbox').fill('0000')
      await seen(page, say.users.nobodyFits)
    },
  },
}

export const usersForManagers: Screen = {
  seenBy: 'MANAGER',
  states: {
    'to be exported': async (scene) => {
      const { page, say } = scene
      await busyPerson(scene)
      await open(page, '/users')
      await page.locator('[data-user]').first().waitFor()
      await page.getByRole('button', { name: say.users.export }).click()
      await page.getByLabel(say.users.exportReason).fill('1')
    },
  },
}

export const issues: Screen = {
  states: {
    ...beforeItsAnswer(ISSUES, '/issues'),
    empty: async ({ page, say }) => {
      await open(page, '/issues')
      await seen(page, say.issues.noneAtAll)
    },
    'some, one of them old': async (scene) => {
      await scene.hospital.world.at('2026-02-20T10:00')
      await busyPerson(scene)
      await scene.hospital.world.at('2026-03-02T10:00')
      await busyPerson(scene, '남궁민수')
      await open(scene.page, '/issues')
      await scene.page.getByText('남궁민수').waitFor()
      await scene.page.keyboard.press('j')
    },
    'the menu of a card': async ({ page, say }) => {
      const name = filled(say.issues.moveOf, { name: '홍길동' })
      await page.getByRole('button', { name }).click()
      await page.getByRole('menuitem').first().waitFor()
    },
    moved: async ({ page }) => {
      await page.getByRole('menuitem').first().click()
      await page.getByRole('alert').filter({ hasText: '홍길동' }).waitFor()
    },
    'all were closed long ago': async ({ page, say }) => {
      const none = { items: [], nextCursor: null }
      const counts = { REGISTERED: 0, IN_PROGRESS: 0, RESOLVED: 1, CANCELLED: 0 }
      await answer(page, ISSUES, none)
      await answer(page, '**/v1/issues/counts*', counts)
      await open(page, '/issues')
      await seen(page, say.issues.noneOpen)
    },
    'raised in some weeks only': async ({ page, say }) => {
      await open(page, '/issues?createdFrom=2026-02-01T00:00:00Z')
      await page.getByTitle(say.issues.clearWindow).waitFor()
    },
  },
}

/** A message that the carrier refused. */
async function failedMessage(scene: Scene, content: string) {
  const { hospital, refuseMessages } = scene
  const { userCycleId } = await hospital.user('홍길동')
  await refuseMessages()
  const path = `/v1/user-cycles/${userCycleId}/messages`
  const body = { messageType: 'FREE_TEXT', content }
  const { id } = await hospital.world.tell<{ id: number }>('POST', path, body)
  const status = async () =>
    (await hospital.world.tell<{ status: string }>('GET', `/v1/messages/${id}`)).status
  await expect.poll(status, { timeout: 15_000 }).toBe('FAILED')
}

export const messages: Screen = {
  states: {
    ...beforeItsAnswer(MESSAGES, '/messages'),
    empty: async ({ page, say }) => {
      await open(page, '/messages')
      await seen(page, say.messages.empty.FAILED)
    },
    'nothing is filtered': async ({ page, say }) => {
      await open(page, '/messages?status=QUEUED&reason=STALE')
      await seen(page, say.messages.emptyFiltered)
    },
    'some have failed, and one is open': async (scene) => {
      const { page, say } = scene
      await failedMessage(scene, '1234')
      await open(page, '/messages')
      await page.getByRole('link', { name: /1234/ }).click()
      await page.getByRole('button', { name: say.messages.retry }).waitFor()
    },
    'to be sent at night': async ({ page, say, hospital }) => {
      await hospital.world.at('2026-03-02T22:00')
      await page.getByRole('button', { name: say.messages.retry }).click()
      await seen(page, say.messages.quietTitle)
      return () => hospital.world.at('2026-03-02T10:00')
    },
    'all are stopped': async ({ page, say, hospital }) => {
      await hospital.world.tell('PUT', '/v1/switches', { messages: false })
      await open(page, `/messages?reason=BLOCKED&siteId=${hospital.siteId}&from=2026-03-01`)
      await seen(page, say.messages.stopped)
      return () => hospital.world.tell('PUT', '/v1/switches', { messages: true })
    },
    'one that is not there': async (scene) => {
      await open(scene.page, '/messages?open=999999')
      await hasFailed(scene)
    },
  },
}
