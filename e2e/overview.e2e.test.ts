import { signedIn } from './signed-in.ts'
import { expect, test } from './world.ts'

test('a number of the overview opens a list of that length', async ({
  world,
  hospital,
  browser,
}) => {
  const due = ['가나다', '나다라', '다라마']
  for (const name of due) await hospital.user(name, { day: '2026-02-27' })
  const done = await hospital.user('라마바', { day: '2026-02-27' })
  await hospital.complete(done)
  const manager = await signedIn(world, browser, 'MANAGER')
  await manager.goto(`/overview?siteId=${hospital.siteId}`)
  const calls = manager.getByRole('region', { name: '콜', exact: true })

  for (const [share, length] of [
    ['대상 콜', 4],
    ['완료', 1],
    ['지난 콜', 3],
  ] as const) {
    await calls.getByRole('link', { name: `콜, ${share} ${length} 보기` }).click()
    await expect(manager.getByRole('heading', { name: '콜 목록' })).toBeVisible()
    await expect(manager.getByRole('status').getByText(`${length}건`)).toBeVisible()
    await expect(manager.locator('tbody tr')).toHaveCount(length)
    await manager.getByRole('link', { name: '현황으로' }).click()
  }
  await expect(manager.getByRole('heading', { name: '현황', exact: true })).toBeVisible()
})

test('the overview follows what happens, and narrows by days', async ({
  world,
  hospital,
  browser,
}) => {
  const person = await hospital.user('가나다')
  const manager = await signedIn(world, browser, 'MANAGER')
  await manager.goto(`/overview?siteId=${hospital.siteId}`)
  const done = manager.locator('[data-share="done"]')
  await expect(done).toHaveText('0')

  await hospital.complete(person)

  await expect(done).toHaveText('1')
  await manager.getByText('직접 고르기').click()
  await manager.getByLabel('끝나는 날').fill('2026-02-20')
  await expect(manager.getByText('이 기간에는 아무것도 없습니다').first()).toBeVisible()
})

test('an operator has no overview', async ({ hana }) => {
  await hana.goto('/overview')

  await expect(hana.getByText('이 화면을 볼 권한이 없습니다')).toBeVisible()
  await expect(hana.getByRole('link', { name: '현황' })).toHaveCount(0)
})
