import type { Page } from '@playwright/test'
import { signedIn } from './signed-in.ts'
import { expect, raise, test, type Hospital } from './world.ts'

/** The overview of that hospital, seen by a manager. */
async function overviewOf(hospital: Hospital, manager: Page) {
  await manager.goto(`/overview?siteId=${hospital.siteId}`)
  await expect(manager.getByRole('heading', { name: '현황', exact: true })).toBeVisible()
}

test('whoever comes back from a list is where they were, on the number that they opened', async ({
  world,
  hospital,
  browser,
}) => {
  await hospital.user('홍길동', { day: '2026-02-27' })
  const manager = await signedIn(world, browser, 'MANAGER', {
    viewport: { width: 1440, height: 500 },
  })
  await overviewOf(hospital, manager)
  await manager.getByText('전체', { exact: true }).click()
  const number = manager
    .getByRole('region', { name: '병원별' })
    .getByRole('link', { name: /지난 콜/ })

  for (const back of ['link', 'history']) {
    await number.click()
    await expect(manager.getByRole('heading', { name: '콜 목록' })).toBeVisible()
    if (back === 'history') await manager.goBack()
    else await manager.getByRole('link', { name: '현황으로' }).click()
    await expect(number).toBeFocused()
    await expect(number).toBeInViewport()
  }
  await expect(manager).toHaveURL(`/overview?period=all&siteId=${hospital.siteId}`)
  await manager.reload()
  await manager.getByText('이번 주', { exact: true }).click()
  await expect(manager).toHaveURL(/period=week/)
  await manager.goBack()
  await expect(manager).toHaveURL(/period=all/)
})

test('a list says what it lists, and how many there are of it', async ({
  world,
  hospital,
  browser,
}) => {
  await hospital.user('홍길동', { day: '2026-02-27' })
  const manager = await signedIn(world, browser, 'MANAGER')
  await overviewOf(hospital, manager)
  const byNumber = manager.getByRole('region', { name: '콜 차수별' })
  await byNumber.getByRole('link', { name: '1차, 지난 콜 1 보기' }).click()

  const narrowed = manager.getByRole('list', { name: '보고 있는 것' })
  await expect(narrowed.getByRole('listitem')).toHaveText([
    '지난 콜',
    /^지난 4주/,
    hospital.name,
    '1차',
  ])
  await expect(manager.getByRole('status').getByText('1건', { exact: true })).toBeVisible()
  await expect(manager.getByRole('row', { name: /홍길동/ })).toContainText('할 차례')
})

test('a long list says how much of it is shown', async ({ world, hospital, browser }) => {
  for (let nth = 1; nth <= 51; nth += 1) await hospital.user(`홍길동 ${nth}`)
  const manager = await signedIn(world, browser, 'MANAGER')
  await overviewOf(hospital, manager)
  await manager.getByRole('link', { name: '콜, 대상 콜 51 보기' }).click()

  await expect(manager.getByText('51건 가운데 50건')).toBeVisible()
  await manager.getByRole('button', { name: '더 보기' }).click()
  await expect(manager.getByRole('status').getByText('51건', { exact: true })).toBeVisible()
})

test('what is left of the calls stands in the chart, the table and a list', async ({
  world,
  hospital,
  browser,
}) => {
  await hospital.user('홍길동')
  const manager = await signedIn(world, browser, 'MANAGER')
  await overviewOf(hospital, manager)

  const calls = manager.getByRole('region', { name: '콜', exact: true })
  await expect(calls.locator('[data-share="open"]')).toHaveText('1')
  await calls.getByRole('link', { name: '콜, 남은 콜 1 보기' }).click()

  await expect(manager.getByRole('row', { name: /홍길동/ })).toBeVisible()
})

test('the issues behind a number say of whom they are', async ({ world, hospital, browser }) => {
  const person = await hospital.user('홍길동')
  await raise(hospital, person, '앱이 열리지 않음')
  const manager = await signedIn(world, browser, 'MANAGER')
  await overviewOf(hospital, manager)
  await manager.getByRole('link', { name: '오늘, 등록 1 보기' }).click()

  const row = manager.getByRole('row', { name: /앱이 열리지 않음/ })
  await expect(row).toContainText(hospital.name)
  await expect(row).toContainText('오늘 등록')
  await expect(row).toContainText('토큰 bootstrap')
  await row.getByRole('link', { name: '홍길동' }).click()
  await expect(manager.getByRole('heading', { name: '홍길동' })).toBeVisible()
})

test('attempts by result and by operator, and who has no hospital, have their lists', async ({
  world,
  hospital,
  hana,
  browser,
}) => {
  const { id } = await hospital.callOf(await hospital.user('홍길동'))
  const origin = { origin: world.url }
  const data = { result: 'NO_ANSWER' }
  const attempt = await hana.request.post(`/v1/outbounds/${id}/attempts`, { headers: origin, data })
  expect(attempt.status()).toBe(201)
  const userId = `${hospital.siteId}-nowhere`
  await world.event('UserCycleStarted', {
    userId,
    userCycleId: userId,
    startDate: '2026-03-02',
    user: { name: '남궁민수' },
  })
  const manager = await signedIn(world, browser, 'MANAGER')
  await overviewOf(hospital, manager)

  await manager.getByRole('link', { name: '받지 않음, 시도 1 보기' }).click()
  await expect(manager.getByRole('row', { name: /홍길동/ })).toContainText('김하나')
  await manager.getByRole('link', { name: '현황으로' }).click()
  await manager.getByRole('link', { name: '김하나, 시도 1 보기' }).click()
  await expect(manager.getByRole('row', { name: /홍길동/ })).toContainText('받지 않음')
  await manager.goto('/overview?period=week')
  await manager.getByRole('link', { name: /^병원 없음, 대상 콜/ }).click()
  await expect(manager.getByRole('row', { name: /남궁민수/ })).toHaveCount(2)
})

test('days whose end is before their start are not counted', async ({ world, browser }) => {
  const manager = await signedIn(world, browser, 'MANAGER')
  await manager.goto('/overview?period=days&from=2026-03-02&to=2026-02-20')

  await expect(manager.getByText('끝나는 날이 시작일보다 앞섭니다').first()).toBeVisible()
})
