import type { Locator, Page } from '@playwright/test'
import { expect, openUser, rowOf, test, type Hospital, type Person } from './world.ts'

const listOf = (page: Page) => page.getByRole('list', { name: '오늘' })
const searchOf = (page: Page) => page.getByRole('searchbox', { name: '목록에서 찾기' })

async function isWhole(part: Locator): Promise<boolean> {
  return await part.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)
}

/** Somebody who was not reached, was texted, has an open issue, and whom a colleague is calling. */
async function badged(hospital: Hospital, name: string): Promise<Person> {
  const { tell } = hospital.world
  const person = await hospital.user(name)
  const { id } = await hospital.callOf(person)
  await tell('POST', `/v1/outbounds/${id}/missed-call-messages`, { content: '다시 걸겠습니다.' })
  await tell('PUT', `/v1/outbounds/${id}/claim`, {})
  await tell('POST', `/v1/user-cycles/${person.userCycleId}/issues`, { issue: '앱이 안 열림' })
  return person
}

test('the list is reached by Tab before a call is chosen, and when the chosen one is filtered away', async ({
  hospital,
  hana,
}) => {
  const [first, second] = [await hospital.user('홍길동'), await hospital.user('남궁민수')]
  await hana.goto('/today')
  await expect(rowOf(hana, second)).toBeVisible()

  await hana.getByRole('button', { name: '필터' }).focus()
  await hana.keyboard.press('Tab')
  await expect(rowOf(hana, first)).toBeFocused()

  await searchOf(hana).fill(second.name)
  await expect(rowOf(hana, first)).toHaveCount(0)
  await hana.getByRole('button', { name: '필터' }).focus()
  await hana.keyboard.press('Tab')
  await expect(rowOf(hana, second)).toBeFocused()
})

test('a row says which one it is of how many', async ({ hospital, hana }) => {
  await hospital.user('홍길동')
  const second = await hospital.user('남궁민수')
  await hana.goto('/today')
  const place = listOf(hana).getByRole('listitem').filter({ hasText: second.name })
  await expect(place).toHaveAttribute('aria-posinset', '3')
  await expect(place).toHaveAttribute('aria-setsize', '3')
})

test('the number and the day are whole beside whatever else there is to say', async ({
  hospital,
  hana,
}) => {
  const person = await badged(hospital, '김수한무거북이와두루미삼천갑자동방삭')
  for (const width of [1_440, 900]) {
    await hana.setViewportSize({ width, height: 900 })
    await openUser(hana, person)
    const row = rowOf(hana, person)
    await expect(row).toContainText('이슈 1')
    for (const words of ['010-1234-5678', '1차 · 1일차 · 1/42']) {
      const part = row.getByText(words, { exact: true })
      await expect(part).toBeInViewport({ ratio: 1 })
      expect(await isWhole(part), `${words} at ${width}`).toBe(true)
    }
  }
})

test('from the search of the list one goes on to its first row, and leaves it with the text kept', async ({
  hospital,
  hana,
}) => {
  await hospital.user('홍길동')
  const second = await hospital.user('남궁민수')
  await hana.goto('/today')
  await expect(rowOf(hana, second)).toBeVisible()

  await hana.keyboard.press('/')
  await hana.keyboard.type('남궁')
  await hana.keyboard.press('Enter')
  await expect(rowOf(hana, second)).toBeFocused()

  await hana.keyboard.press('/')
  await hana.keyboard.press('ArrowDown')
  await expect(rowOf(hana, second)).toBeFocused()

  await hana.keyboard.press('/')
  await hana.keyboard.press('Escape')
  await expect(searchOf(hana)).not.toBeFocused()
  await expect(searchOf(hana)).toHaveValue('남궁')
  await hana.getByRole('button', { name: '검색어 지우기' }).click()
  await expect(searchOf(hana)).toHaveValue('')
})

test('the exact time and day of a call are told where one points', async ({ hospital, hana }) => {
  const [agreed, due] = [await hospital.user('홍길동'), await hospital.user('남궁민수')]
  const { id } = await hospital.callOf(agreed)
  const scheduleAt = '2026-03-02T05:30:00.000Z'
  await hospital.world.tell('PUT', `/v1/outbounds/${id}/schedule`, { scheduleAt })
  await openUser(hana, agreed)

  await expect(rowOf(hana, agreed).getByText('14:30')).toHaveAttribute(
    'title',
    '2026년 3월 2일 월요일 14:30:00',
  )
  await expect(rowOf(hana, due).getByText('오늘')).toHaveAttribute('title', '2026년 3월 2일 월요일')
  await expect(hana.getByText('오늘 14:30 약속')).toHaveAttribute(
    'title',
    '2026년 3월 2일 월요일 14:30:00',
  )
  await expect(rowOf(hana, agreed).getByText(agreed.name)).toHaveAttribute('title', agreed.name)
})

test('in English the months of the list are short', async ({ hospital }) => {
  const person = await hospital.user('홍길동', { day: '2026-02-26' })
  const page = await hospital.operator('김하나', { locale: 'en-US' })
  await page.goto('/today')
  const row = page.getByRole('list', { name: 'Today' }).getByRole('link', { name: person.name })
  await expect(row.getByText('Feb 26', { exact: true })).toBeVisible()
})

test('at 400 % nothing of the day is scrolled sideways', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  await hana.setViewportSize({ width: 320, height: 640 })
  await hana.goto('/today')
  await expect(rowOf(hana, person)).toBeVisible()
  await expectNothingAside(hana)
  await rowOf(hana, person).click()
  await expect(hana.getByRole('heading', { name: person.name })).toBeVisible()
  await expectNothingAside(hana)
  await hana.getByRole('button', { name: '닫기' }).click()
  await expect(rowOf(hana, person)).toBeFocused()
})

/** No part of the page that is seen reaches beyond its right edge. */
async function expectNothingAside(page: Page) {
  const aside = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main *')]
      .filter(
        (part) => part.checkVisibility() && part.getBoundingClientRect().right > innerWidth + 1,
      )
      .map((part) => part.className),
  )
  expect(aside).toEqual([])
}

test('only calls that are late are shown as late', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  await hana.goto('/today')
  const overdue = hana.getByRole('button', { name: /^지난 콜/ })
  await expect(overdue).toHaveText('지난 콜 0')
  const colourOf = () => overdue.locator('b').evaluate((number) => getComputedStyle(number).color)
  const calm = await hana
    .getByRole('button', { name: /^오늘 콜/ })
    .locator('b')
    .evaluate((number) => getComputedStyle(number).color)
  expect(await colourOf()).toBe(calm)

  await hospital.world.at('2026-03-03T09:00')
  await hana.reload()
  await expect(rowOf(hana, person)).toContainText('어제')
  await expect(overdue).toHaveText('지난 콜 1')
  expect(await colourOf()).not.toBe(calm)
})

test('who takes the next call from a row has the focus on the row of that call', async ({
  hospital,
  hana,
}) => {
  const [first, second, third] = [
    await hospital.user('가나다'),
    await hospital.user('나다라'),
    await hospital.user('다라마'),
  ]
  await hana.goto('/today')
  await expect(rowOf(hana, third)).toBeVisible()
  for (const person of [first, second, third]) {
    await hana.keyboard.press('j')
    await expect(rowOf(hana, person)).toBeFocused()
  }

  await hana.keyboard.press('g')
  await expect(hana.getByRole('heading', { name: first.name })).toBeVisible()
  await expect(rowOf(hana, first)).toBeFocused()

  await hana.keyboard.press('Shift+C')
  await expect(hana.getByRole('heading', { name: second.name })).toBeVisible()
  await expect(rowOf(hana, second)).toBeFocused()
})

test('the key for the next call, pressed again before it is answered, takes one call', async ({
  hospital,
  hana,
}) => {
  const [first, second] = [await hospital.user('가나다'), await hospital.user('나다라')]
  await hana.goto('/today')
  await expect(rowOf(hana, second)).toBeVisible()
  const asked: string[] = []
  await hana.route('**/v1/outbounds/next', async (route) => {
    asked.push(route.request().url())
    await expect.poll(() => asked.length).toBe(1)
    await hana.keyboard.press('g')
    await route.continue()
  })

  await hana.keyboard.press('g')
  await expect(hana.getByRole('heading', { name: first.name })).toBeVisible()
  await expect(rowOf(hana, first)).toContainText('통화 중')
  expect(asked).toHaveLength(1)
  await expect(rowOf(hana, second).getByText('통화 중')).toHaveCount(0)
})

test('a user who is opened by address stands in view on the list', async ({ hospital, hana }) => {
  for (let at = 0; at < 40; at += 1) await hospital.user(`가나다${at}`)
  const last = await hospital.user('하하하')
  await hana.goto(`/today/${last.userId}`)

  await expect(rowOf(hana, last)).toBeInViewport()
  await hana.keyboard.press('k')
  await expect(rowOf(hana, { ...last, name: '가나다39' })).toBeFocused()
})
