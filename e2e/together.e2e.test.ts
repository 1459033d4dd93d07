import { expect, openUser, rowOf, test } from './world.ts'

test('two browsers on one call: the claim is seen, and who was second is told who was first', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  const minjun = await hospital.operator('박민준')
  await openUser(hana, person)
  await openUser(minjun, person)

  await hana.getByRole('button', { name: '통화 시작' }).click()
  await expect(minjun.getByText('김하나 님이 통화하고 있습니다')).toBeVisible({ timeout: 1_500 })
  await expect(rowOf(minjun, person)).toContainText('김하나')

  // The second browser has not heard of it yet when it completes, too.
  await minjun.route('**/v1/outbounds/*/complete', async (route) => {
    await hana.keyboard.press('c')
    await expect(hana.getByText('1차 콜을 완료했습니다')).toBeVisible()
    await route.continue()
  })
  await minjun.keyboard.press('c')
  await expect(minjun.getByText('이미 완료된 콜입니다: 김하나, 오늘 10:00')).toBeVisible()
})

test('what a colleague does shows within a second, and no row moves under the pointer', async ({
  hospital,
  hana,
}) => {
  const first = await hospital.user('가나다')
  const second = await hospital.user('나다라')
  const third = await hospital.user('다라마')
  await hana.goto('/today')
  await expect(rowOf(hana, third)).toBeVisible()
  const call = await hospital.callOf(first)
  await rowOf(hana, second).hover()
  const before = await rowOf(hana, second).boundingBox()

  await hospital.world.tell('POST', `/v1/outbounds/${call.id}/complete`)
  await expect(rowOf(hana, first)).toContainText('완료', { timeout: 1_000 })
  await hospital.user('마바사', { day: '2026-02-27' })
  await expect(hana.getByRole('button', { name: '지난 콜 1' })).toBeVisible()
  expect(await rowOf(hana, second).boundingBox()).toEqual(before)

  await hana.mouse.move(5, 5)
  await expect(rowOf(hana, first)).toHaveCount(0)
  await expect(
    hana.getByRole('list', { name: '오늘' }).getByRole('link', { name: '마바사' }),
  ).toBeVisible()
})

test('rows that arrive shift nothing else', async ({ hospital, hana }) => {
  await openUser(hana, await hospital.user('홍길동'))
  await hana.waitForTimeout(600)
  await hana.evaluate(() => {
    const seen: number[] = []
    Object.assign(globalThis, { seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        seen.push(entry.value)
    }).observe({ type: 'layout-shift' })
  })

  for (const name of ['가나다', '나다라', '다라마']) {
    const person = await hospital.user(name)
    await expect(rowOf(hana, person)).toBeVisible()
  }

  const shifts = await hana.evaluate(() => (globalThis as unknown as { seen: number[] }).seen)
  expect(shifts.reduce((sum, value) => sum + value, 0)).toBe(0)
})
