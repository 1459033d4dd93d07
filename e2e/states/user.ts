import {
  beforeItsAnswer,
  answer,
  busyPerson,
  closeDialog,
  dialogBy,
  filled,
  hasFailed,
  open,
  refuse,
  seen,
  type Scene,
  type Screen,
  type State,
} from './scene.ts'

const TIMELINE = '**/v1/users/*/logs?*'

async function openUser({ page }: Scene, userId: string) {
  await open(page, `/today/${userId}`)
  await page.locator('[data-composer]').waitFor()
}

/** A question over the page, and the page as it was. */
const dialog =
  (key: string, further?: State): State =>
  async (scene) => {
    if ((await scene.page.getByRole('dialog').count()) > 0) await closeDialog(scene.page)
    await dialogBy(scene.page, key)
    await further?.(scene)
  }

export const user: Screen = {
  states: {
    ...beforeItsAnswer('**/v1/users/some', '/today/some'),
    'not there, or of another hospital': async ({ page, say }) => {
      await open(page, '/today/nobody')
      await seen(page, say.user.notThere)
    },
    'the timeline has failed': async (scene) => {
      const { userId } = await busyPerson(scene)
      await refuse(scene.page, TIMELINE)
      await openUser(scene, userId)
      await hasFailed(scene)
    },
    'a colleague is on the call, and much has happened': async (scene) => {
      await scene.page.reload()
      await scene.page.getByText('5678', { exact: true }).first().waitFor()
    },
    'the menu of one of their issues': async ({ page, say }) => {
      const status = filled(say.user.issueStatus, { status: say.issues.status.REGISTERED })
      await page.getByRole('button', { name: status }).click()
      await page.getByRole('menuitem').first().waitFor()
    },
    'an issue is moved with a comment': async ({ page, say }) => {
      await page.getByRole('menuitem', { name: say.user.withComment }).click()
      await page.getByRole('dialog').waitFor()
    },
    'no closed issue is shown': async ({ page, say }) => {
      await closeDialog(page)
      await page.getByRole('button', { name: say.user.showClosed }).click()
      await seen(page, say.user.noClosedIssues)
    },
    'the only issue is closed, and shown': async ({ page, say }) => {
      const { REGISTERED, RESOLVED } = say.issues.status
      const statusIs = (status: string) =>
        page.getByRole('button', { name: filled(say.user.issueStatus, { status }) })
      await statusIs(REGISTERED).click()
      await page.getByRole('menuitem', { name: RESOLVED, exact: true }).click()
      await statusIs(RESOLVED).waitFor()
      await seen(page, say.user.noOpenIssues)
    },
    'what they wish is changed': async ({ page, say }) => {
      const name = filled(say.user.changeOf, { what: say.user.contact })
      await page.getByRole('button', { name }).click()
      await page.getByRole('dialog').waitFor()
      await page.getByLabel(say.user.preferenceReason).fill('1')
    },
    'a memo is edited': async ({ page, say }) => {
      await closeDialog(page)
      await page.getByRole('textbox', { name: say.user.tabs.memo }).fill('9012')
      await page.getByRole('button', { name: say.user.keepMemo }).click()
      await seen(page, say.user.memoKept)
      const timeline = page.getByRole('region', { name: say.user.timeline })
      await timeline.getByRole('button', { name: say.common.edit }).first().click()
      await timeline.getByRole('textbox').waitFor()
    },
    'a memo is refused': async ({ page, say }) => {
      await page.getByRole('button', { name: say.common.cancel }).click()
      await refuse(page, '**/memos', 4003, 422)
      await page.getByRole('textbox', { name: say.user.tabs.memo }).fill('3456')
      await page.getByRole('button', { name: say.user.keepMemo }).click()
      await page.getByRole('alert').filter({ hasText: say.problems.p4003 }).waitFor()
    },
    'an issue is written': async ({ page, say }) => {
      await page.getByRole('tab', { name: say.user.tabs.issue }).click()
      await page.getByRole('textbox', { name: say.user.tabs.issue }).waitFor()
    },
    'a message by template': async ({ page, say, hospital }) => {
      const name = `T ${hospital.siteId}`
      const body = { name, purpose: 'GENERAL', body: '{{userName}} 7890' }
      await hospital.world.tell('POST', '/v1/message-templates', body)
      await page.reload()
      await page.getByRole('tab', { name: say.user.tabs.message }).click()
      await page.getByRole('combobox', { name: say.user.template }).click()
      await page.getByRole('option', { name }).click()
      await seen(page, '홍길동 7890')
    },
    'the call is to be skipped': dialog('s'),
    'a time is to be agreed': dialog('t'),
    'nobody answered': dialog('m'),
    'what came of the call': dialog('a'),
    'what comes after it': async ({ page, say }) => {
      await page.getByRole('button', { name: say.user.attempts.REACHED }).click()
      await seen(page, say.user.afterTitle)
    },
    'another hospital is to be asked for': async ({ page, say }) => {
      await closeDialog(page)
      const name = filled(say.user.changeOf, { what: say.user.site })
      await page.getByRole('button', { name }).click()
      await page.getByRole('dialog').waitFor()
    },
    'the call is done, and can be taken back': async ({ page, say }) => {
      await closeDialog(page)
      await page.keyboard.press('c')
      await page.getByRole('button', { name: say.common.undo, exact: true }).first().waitFor()
    },
    'the next call is early': dialog('c'),
    'a change is pending, and no calls are wanted': async (scene) => {
      const person = await scene.hospital.user('남궁민수')
      const { world } = scene.hospital
      const known = await world.tell<object>('GET', `/v1/users/${person.userId}`)
      await answer(scene.page, `**/v1/users/${person.userId}`, {
        ...known,
        openIssues: 2,
        contactPreference: { calls: false, messages: false },
        pendingChanges: ['SITE', 'MD', 'MD_DELETE'].map((kind, at) => ({
          requestId: `r${at}`,
          kind,
          to: kind === 'SITE' ? scene.hospital.siteId : `md-of-${scene.hospital.siteId}`,
          requestedBy: 'SYSTEM',
          requestedAt: '2026-03-02T01:00:00.000Z',
        })),
      })
      await openUser(scene, person.userId)
      await seen(scene.page, scene.say.user.noCalls)
    },
  },
}

/** Who sees names and numbers masked, and may look at them for a reason. */
export const masked: Screen = {
  seenBy: 'MANAGER',
  states: {
    masked: async (scene) => {
      const { userId } = await busyPerson(scene)
      await openUser(scene, userId)
      await scene.page.getByRole('button', { name: scene.say.user.reveal }).waitFor()
    },
    'asked for a reason': async ({ page, say }) => {
      await page.getByRole('button', { name: say.user.reveal }).click()
      await page.getByLabel(say.user.revealReason).fill('1234')
    },
    revealed: async ({ page, say }) => {
      await page.getByRole('dialog').getByRole('button', { name: say.user.reveal }).click()
      await page.getByRole('heading', { name: '홍길동' }).waitFor()
    },
  },
}
