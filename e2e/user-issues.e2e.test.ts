import type { Page } from '@playwright/test'
import { expect, openUser, raise, test, type Hospital, type Issue } from './world.ts'

const issuesOf = (page: Page) => page.getByRole('region', { name: '이슈', exact: true })
const timelineOf = (page: Page) => page.getByRole('region', { name: '지나온 일' })

async function statusOf({ world }: Hospital, { id }: Issue): Promise<string> {
  return (await world.tell<Issue>('GET', `/v1/issues/${id}`)).status
}

test('an issue is worked on, resolved and reopened where its user is, by keyboard', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  const issue = await raise(hospital, person, '앱이 열리지 않음')
  await openUser(hana, person)
  const item = issuesOf(hana).getByRole('listitem').filter({ hasText: '앱이 열리지 않음' })
  await expect(item).toContainText('오늘 등록')

  await item.getByRole('button', { name: '상태: 등록' }).press('Enter')
  await expect(hana.getByRole('menuitem', { name: '진행 중' })).toBeFocused()
  await hana.keyboard.press('Enter')
  const status = item.getByRole('button', { name: '상태: 진행 중' })
  await expect(status).toBeFocused()
  await expect(timelineOf(hana)).toContainText('이슈 등록 → 진행 중')

  await status.press('Enter')
  await hana.getByRole('menuitem', { name: '해결' }).press('Enter')
  await expect(item).toHaveCount(0)
  await expect(issuesOf(hana)).toBeFocused()
  await expect(issuesOf(hana)).toContainText('열린 이슈가 없습니다.')
  expect(await statusOf(hospital, issue)).toBe('RESOLVED')

  await hana.getByRole('button', { name: '끝난 이슈 보기' }).click()
  await item.getByRole('button', { name: '상태: 해결' }).click()
  await hana.getByRole('menuitem', { name: '다시 열기' }).click()
  await expect(item.getByRole('button', { name: '상태: 진행 중' })).toBeVisible()
  await expect(issuesOf(hana)).toContainText('끝난 이슈가 없습니다.')
})

test('an issue is closed with a word on it, which the timeline keeps', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await raise(hospital, person, '앱이 열리지 않음')
  await openUser(hana, person)

  await hana.getByRole('button', { name: '상태: 등록' }).click()
  await hana.getByRole('menuitem', { name: '말을 덧붙여 바꾸기' }).click()
  const dialog = hana.getByRole('dialog')
  await dialog.getByRole('radio', { name: '해결' }).check()
  await dialog.getByLabel('덧붙이는 말').fill('다시 설치하니 열림')
  await dialog.getByRole('button', { name: '상태 바꾸기' }).click()

  await expect(dialog).toHaveCount(0)
  await expect(issuesOf(hana)).toBeFocused()
  await expect(timelineOf(hana)).toContainText('이슈 등록 → 해결')
  await expect(timelineOf(hana)).toContainText('다시 설치하니 열림')
})

test('what a colleague does with an issue shows, and a change that comes too late is told in words', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  await expect(issuesOf(hana)).toContainText('열린 이슈가 없습니다.')

  const issue = await raise(hospital, person, '앱이 열리지 않음')
  const status = issuesOf(hana).getByRole('button', { name: /^상태/ })
  await expect(status).toHaveText('등록')
  const inProgress = { status: 'IN_PROGRESS' }
  await hospital.world.tell('POST', `/v1/issues/${issue.id}/status`, inProgress)
  await expect(status).toHaveText('진행 중')

  // The colleague is faster, and hana has not heard of it when she clicks.
  await hana.route('**/v1/issues/*/status', async (route) => {
    await hospital.world.tell('POST', `/v1/issues/${issue.id}/status`, { status: 'CANCELLED' })
    await route.continue()
  })
  await status.click()
  await hana.getByRole('menuitem', { name: '해결' }).click()
  await expect(hana.getByText('그사이 다른 사람이 바꾸었습니다.')).toBeVisible()
  await expect(issuesOf(hana)).toContainText('열린 이슈가 없습니다.')
})

test('the text of an issue is changed by its author, for 24 hours, and lost to nobody', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await raise(hospital, person, '남이 쓴 이슈')
  await openUser(hana, person)
  await hana.keyboard.press('i')
  await hana.keyboard.type('앱이 안 열림')
  await hana.keyboard.press('Control+Enter')
  const mine = issuesOf(hana).getByRole('listitem').filter({ hasText: '앱이 안 열림' })
  const edit = issuesOf(hana).getByRole('button', { name: '고치기' })
  await expect(mine).toBeVisible()
  await expect(edit).toHaveCount(1)

  await edit.press('Enter')
  const editor = issuesOf(hana).getByRole('textbox', { name: '고치기' })
  await expect(editor).toBeFocused()
  await editor.fill('')
  await expect(editor).toHaveValue('')
  await editor.fill('설문이 열리지 않음')
  await hana.reload()
  await expect(editor).toHaveValue('설문이 열리지 않음')
  await editor.press('Control+Enter')
  await expect(issuesOf(hana)).toContainText('설문이 열리지 않음')
  await expect(edit).toBeFocused()
  await expect(timelineOf(hana)).toContainText('이슈를 고침')

  await hospital.world.at('2026-03-03T10:01')
  await expect(edit).toHaveCount(0)
})

test('of many issues a few stand there, and all when asked for', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  for (let at = 1; at <= 12; at += 1) await raise(hospital, person, `${at}번 이슈`)
  await openUser(hana, person)
  const items = issuesOf(hana).getByRole('listitem')
  await expect(items).toHaveCount(3)
  await expect(items.first()).toContainText('1번 이슈')
  await hana.getByRole('button', { name: '9건 더 보기' }).click()
  await expect(items).toHaveCount(12)
})
