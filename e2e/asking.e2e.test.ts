import type { Page } from '@playwright/test'
import { expect, findings, openUser, test } from './world.ts'

/** Holds back what is asked of that address until it is let go; says how often it was asked. */
async function held(page: Page, path: string) {
  let letGo = () => undefined as void
  const open = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const asked: string[] = []
  await page.route(path, async (route) => {
    asked.push(route.request().method())
    await open
    await route.continue()
  })
  return { asked, letGo }
}

test('a question that was left while it was sent does not come back with the next one', async ({
  hospital,
  hana,
}) => {
  await openUser(hana, await hospital.user('홍길동'))
  const attempts = await held(hana, '**/attempts')
  await hana.keyboard.press('a')
  await hana.getByRole('dialog').getByRole('button', { name: '통화함' }).press('Enter')
  await expect.poll(() => attempts.asked.length).toBe(1)
  await hana.keyboard.press('Escape')
  await expect(hana.getByRole('dialog')).toHaveCount(0)

  attempts.letGo()
  await expect(hana.getByText('홍길동 님 통화 결과: 통화함')).toBeVisible()
  await expect(hana.getByRole('region', { name: '지나온 일' })).toContainText('통화 결과: 통화함')
  await expect(hana.getByRole('dialog')).toHaveCount(0)
})

test('an answer that was pressed twice is sent once', async ({ hospital, hana }) => {
  await openUser(hana, await hospital.user('홍길동'))
  for (const { key, path, button, told } of [
    { key: 't', path: '**/schedule', button: '약속하기', told: '통화하기로 했습니다.' },
    { key: 's', path: '**/skip', button: '건너뛰기', told: '건너뛰었습니다.' },
  ]) {
    const sent = await held(hana, path)
    await hana.keyboard.press(key)
    await hana.getByRole('dialog').getByRole('button', { name: button }).press('Enter')
    await hana.getByRole('dialog').getByRole('button', { name: button }).press('Enter')
    await expect.poll(() => sent.asked.length).toBeGreaterThan(0)
    sent.letGo()
    await expect(hana.getByText(told)).toBeVisible()
    await expect(hana.getByRole('dialog')).toHaveCount(0)
    expect(sent.asked).toHaveLength(1)
  }
})

test('the hospitals to choose from are whole, and the dialog goes by one Escape', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  for (let n = 0; n < 8; n += 1) {
    const md = {
      userId: (await hospital.user(`사람${n}`)).userId,
      mdId: `md-${n}-${hospital.siteId}`,
    }
    await hospital.world.event('UserMdUpdated', { ...md, name: `의사${n}` })
  }
  await openUser(hana, person)

  const change = hana.getByRole('button', { name: '담당의 변경' })
  await change.click()
  await expect(hana.getByRole('combobox', { name: '담당의' })).toBeFocused()
  await hana.keyboard.press('Escape')
  await expect(hana.getByRole('dialog')).toHaveCount(0)
  await expect(change).toBeFocused()

  await change.press('Enter')
  await expect(hana.getByRole('combobox', { name: '담당의' })).toBeFocused()
  await hana.keyboard.press('ArrowDown')
  const last = hana.getByRole('option').last()
  await last.scrollIntoViewIfNeeded()
  await expect(last).toBeInViewport({ ratio: 1 })
  expect(await findings(hana)).toEqual([])
})

test('after an agreed time that was missed, the next one is ahead, and no hour is that has gone', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  const { id } = await hospital.callOf(person)
  const scheduleAt = '2026-03-02T02:00:00.000Z'
  await hospital.world.tell('PUT', `/v1/outbounds/${id}/schedule`, { scheduleAt })
  await hospital.world.at('2026-03-02T15:10')
  await openUser(hana, person)

  await hana.keyboard.press('t')
  const dialog = hana.getByRole('dialog')
  await expect(dialog.getByLabel('시각')).toHaveValue('16:00')
  const hours = dialog.getByRole('button', { name: /^\d\d:00$/ })
  await expect(hours).toHaveText(['16:00', '18:00'])
  await dialog.getByLabel('시각').fill('11:00')
  await expect(dialog.getByText('이미 지난 시각입니다.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: '약속하기' })).toBeDisabled()

  await dialog.getByRole('button', { name: '내일' }).click()
  await expect(hours).toHaveText(['10:00', '14:00', '16:00', '18:00'])
  await dialog.getByRole('button', { name: '약속하기' }).click()
  await expect(hana.getByText('내일 11:00에 통화하기로 했습니다.')).toBeVisible()
})
