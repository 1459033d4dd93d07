import type { Page } from '@playwright/test'
import { signedIn } from './signed-in.ts'
import { expect, openUser, test } from './world.ts'

/**
 * Where the focus is now, and whether it was to be seen where it was before: by an outline on or beside it, or by a frame
 * of another colour than without.
 */
const STEP = `(() => {
  const before = globalThis.before
  const isFramed = before && getComputedStyle(before.on).borderColor !== before.frame
  const unseen = before && !before.isOutlined && !isFramed ? before.on.outerHTML.slice(0, 120) : undefined
  const on = document.activeElement
  const isNowhere = on === null || on === document.body
  const outline = (one) => one !== null && getComputedStyle(one).outlineStyle !== 'none'
  globalThis.before = isNowhere ? undefined : {
    on,
    frame: getComputedStyle(on).borderColor,
    isOutlined: outline(on) || outline(on.nextElementSibling),
  }
  return { unseen, isNowhere }
})()`

/** Goes through the page by Tab until it leaves the page, and says where the focus was not to be seen. */
async function walk(page: Page): Promise<{ steps: number; unseen: string[] }> {
  const unseen: string[] = []
  const first = page.getByRole('link', { name: '본문으로 가기' })
  await first.focus()
  for (let steps = 1; steps < 150; steps += 1) {
    await page.keyboard.press('Tab')
    const step = await page.evaluate<{ unseen?: string; isNowhere: boolean }>(STEP)
    if (step.unseen !== undefined) unseen.push(step.unseen)
    const isAround = await first.evaluate((one) => one === document.activeElement)
    if (step.isNowhere || isAround) return { steps, unseen }
  }
  throw new Error('the way through the page by Tab has no end')
}

test('Tab goes through every screen and out of it, and the focus is always seen', async ({
  world,
  hospital,
  browser,
}) => {
  test.setTimeout(120_000)
  const { userId, userCycleId } = await hospital.user('홍길동')
  const issue = { issue: '앱이 열리지 않음' }
  await world.tell('POST', `/v1/user-cycles/${userCycleId}/issues`, issue)
  const admin = await signedIn(world, browser)
  await admin.emulateMedia({ reducedMotion: 'reduce' })
  for (const address of [
    '/today',
    `/today/${userId}`,
    '/users',
    '/issues',
    '/messages',
    `/overview?siteId=${hospital.siteId}`,
    '/settings/account',
    '/settings/templates',
    '/settings/operators',
  ]) {
    await admin.goto(address)
    await expect(admin.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(admin.getByRole('status', { name: '불러오는 중' })).toHaveCount(0)
    const { steps, unseen } = await walk(admin)
    expect.soft(steps, address).toBeGreaterThan(8)
    expect.soft(unseen, address).toEqual([])
  }
  await admin.context().close()
})

test('whatever opens over the page gives the focus back to what opened it', async ({
  hospital,
  hana,
}) => {
  await openUser(hana, await hospital.user('홍길동'))
  for (const name of [
    '통화 결과',
    '시간 약속',
    '부재중 문자',
    '건너뛰기',
    '병원 변경',
    '찾기',
    '내 계정',
  ]) {
    const button = hana.getByRole('button', { name }).first()
    await button.focus()
    await hana.keyboard.press('Enter')
    const over = hana.locator('[role="dialog"]:visible, [role="menu"]:visible').first()
    await expect(over).toBeVisible()
    const holdsFocus = () => over.evaluate((one) => one.contains(document.activeElement))
    await expect.poll(holdsFocus, { message: name }).toBe(true)

    // A list that is open in it is closed first.
    await expect(async () => {
      await hana.keyboard.press('Escape')
      await expect(over).toHaveCount(0, { timeout: 1_000 })
    }).toPass()

    await expect(button, name).toBeFocused()
  }
})

test('a form of the settings gives the focus back, be it to the menu that it was chosen from', async ({
  world,
  browser,
}) => {
  const admin = await signedIn(world, browser)
  const dialog = admin.getByRole('dialog')
  await admin.goto('/settings/operators')
  const more = admin.getByRole('button', { name: '관리자: 할 수 있는 일' }).first()
  await more.press('Enter')
  await admin.getByRole('menuitem', { name: '고치기' }).press('Enter')
  await expect(dialog).toBeVisible()
  await admin.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(more).toBeFocused()

  await admin.goto('/settings/tokens')
  const make = admin.getByRole('button', { name: '토큰 만들기' })
  await make.press('Enter')
  await expect(dialog.getByLabel('이름')).toBeFocused()
  await admin.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(make).toBeFocused()
  await admin.context().close()
})

test('what happens is said, politely where nobody waits for it', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  await hana.keyboard.press('c')
  await expect(hana.getByRole('alert').filter({ hasText: '1차 콜을 완료했습니다' })).toBeVisible()
  await hana.route('**/v1/stream', (route) => route.abort())
  await hana.reload()
  await expect(hana.getByRole('status').getByText('연결이 끊겼습니다.')).toBeVisible()
})

test('what goes when it was pressed leaves the focus near it, never nowhere', async ({
  world,
  hospital,
  hana,
  browser,
}) => {
  const first = await hospital.user('가나다')
  await hospital.user('나다라')
  await openUser(hana, first)
  const press = (page: Page, name: string) =>
    page.getByRole('button', { name, exact: true }).first().press('Enter')
  const calls = hana.getByRole('region', { name: '콜', exact: true })
  await press(hana, '통화 시작')
  await expect(calls).toBeFocused()
  await press(hana, '통화 해제')
  await expect(calls).toBeFocused()
  await press(hana, '완료')
  await expect(calls).toBeFocused()
  await press(hana, '1차 콜 되돌리기')
  await expect(calls).toBeFocused()
  await press(hana, '건너뛰기')
  await hana.getByRole('dialog').getByRole('button', { name: '건너뛰기' }).press('Enter')
  await expect(hana.getByRole('dialog')).toHaveCount(0)
  await expect(calls).toBeFocused()
  await hana.keyboard.press('n')
  await hana.keyboard.type('잠을 잘 잠')
  await press(hana, '메모 저장')
  await expect(hana.getByRole('region', { name: '쓰기' })).toBeFocused()
  // Whoever wants it nowhere has it nowhere.
  await hana.keyboard.press('n')
  await hana.keyboard.press('Escape')
  await hana.waitForTimeout(300)
  await expect(hana.locator('body')).toBeFocused()

  const admin = await signedIn(world, browser)
  await admin.goto('/settings/switches')
  await press(admin, '모든 문자 멈추기')
  await admin.getByRole('dialog').getByRole('button', { name: '모든 문자 멈추기' }).press('Enter')
  await expect(admin.getByText('모든 문자를 멈추었습니다')).toBeVisible()
  await press(admin, '다시 보내기')
  await expect(admin.getByText('문자를 다시 보냅니다')).toBeVisible()
  await expect(admin.locator('body')).not.toBeFocused()
  await admin.goto('/users')
  await press(admin, '보기')
  await admin.getByRole('menuitem', { name: '지금 보기 저장' }).press('Enter')
  await admin.getByLabel('보기 이름').fill('하나')
  await admin.keyboard.press('Enter')
  await expect(admin.getByRole('button', { name: '보기', exact: true })).toBeFocused()
  await admin.context().close()
})

test('the focus comes back also while the page does not come to rest', async ({
  hospital,
  hana,
}) => {
  await openUser(hana, await hospital.user('홍길동'))
  await hana.evaluate(() => {
    const restless = document.body.appendChild(document.createElement('div'))
    setInterval(() => restless.replaceChildren(document.createElement('i')), 10)
  })

  await hana.getByRole('button', { name: '통화 시작' }).press('Enter')

  await expect(hana.getByRole('region', { name: '콜', exact: true })).toBeFocused()
})
