import type { Page } from '@playwright/test'
import { expect, openUser, rowOf, test, type Person } from './world.ts'

test('two browsers on one call: the claim is seen, and who was second is told who was first', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  const minjun = await hospital.operator('박민준')
  await openUser(hana, person)
  await openUser(minjun, person)

  await hana.getByRole('button', { name: '통화 시작' }).click()
  await expect(minjun.getByText('김하나 님이 통화하고 있습니다')).toBeVisible()
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

test('what a colleague does shows, and no row moves under the pointer', async ({
  hospital,
  hana,
}) => {
  const first = await hospital.user('가나다')
  const second = await hospital.user('나다라')
  const third = await hospital.user('다라마')
  await hana.goto('/today')
  await expect(rowOf(hana, third)).toBeVisible()
  await expect(hana.getByRole('button', { name: '지난 콜 0' })).toBeVisible()
  await rowOf(hana, second).hover()
  const before = await rowOf(hana, second).boundingBox()

  await hospital.complete(first)
  await expect(rowOf(hana, first)).toContainText('완료')
  await hospital.user('마바사', { day: '2026-02-27' })
  await expect(hana.getByRole('button', { name: '지난 콜 1' })).toBeVisible()
  expect(await rowOf(hana, second).boundingBox()).toEqual(before)

  await hana.mouse.move(5, 5)
  await expect(rowOf(hana, first)).toHaveCount(0)
  await expect(
    hana.getByRole('list', { name: '오늘' }).getByRole('link', { name: '마바사' }),
  ).toBeVisible()
})

test('a colleague who completes the call that one has before oneself is told of', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  const minjun = await hospital.operator('박민준')
  await openUser(hana, person)
  await openUser(minjun, person)

  await minjun.keyboard.press('c')
  await expect(hana.getByText('홍길동 님의 1차 콜이 완료되었습니다 (박민준).')).toBeVisible()
  await expect(hana.getByRole('region', { name: '콜' })).toContainText('2차')
})

/** Sums up how far what is on the page once it is quiet is moved from then on. */
async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(QUIET)
  await page.evaluate(() => {
    type Shift = PerformanceEntry & { value: number; sources: { node: Node | null }[] }
    const there = new Set<Node | null>(document.querySelectorAll('*'))
    let sum = 0
    const add = (entries: PerformanceEntryList) => {
      for (const { value, sources } of entries as Shift[])
        if (sources.some(({ node }) => there.has(node))) sum += value
    }
    const observer = new PerformanceObserver((list) => add(list.getEntries()))
    observer.observe({ type: 'layout-shift' })
    const shifted = () => {
      add(observer.takeRecords())
      return sum
    }
    Object.assign(globalThis, { shifted })
  })
  return async () => {
    await page.evaluate(QUIET)
    return await page.evaluate(() => (globalThis as unknown as { shifted: () => number }).shifted())
  }
}

/** Waits until nothing has moved for half a second. */
const QUIET = `new Promise((resolve) => {
  const REST = 500
  let timer = setTimeout(resolve, REST)
  new PerformanceObserver(() => {
    clearTimeout(timer)
    timer = setTimeout(resolve, REST)
  }).observe({ type: 'layout-shift' })
})`

test('rows that arrive shift nothing else', async ({ hospital, hana }) => {
  await openUser(hana, await hospital.user('홍길동'))
  const shifted = await watchShifts(hana)

  for (const name of ['가나다', '나다라', '다라마']) {
    const person = await hospital.user(name)
    await expect(rowOf(hana, person)).toBeVisible()
  }

  expect(await shifted()).toBe(0)
})

test('issues, users and entries that arrive shift nothing that was there', async ({
  hospital,
  hana,
}) => {
  const [first, second] = [await hospital.user('가나다'), await hospital.user('나다라')]
  const write = async ({ userCycleId }: Person, kind: 'issue' | 'memo', text: string) =>
    await hospital.world.tell('POST', `/v1/user-cycles/${userCycleId}/${kind}s`, { [kind]: text })
  await write(first, 'issue', '앱이 열리지 않음')

  await hana.goto('/issues')
  await expect(hana.getByText('앱이 열리지 않음')).toBeVisible()
  const onBoard = await watchShifts(hana)
  await write(second, 'issue', '약이 바뀜')
  await expect(hana.getByText('약이 바뀜')).toBeVisible()
  expect.soft(await onBoard(), 'issues').toBe(0)

  await hana.goto('/users')
  await expect(hana.getByText('나다라')).toBeVisible()
  const amongUsers = await watchShifts(hana)
  await write(first, 'memo', '잠을 잘 잠')
  await expect(hana.getByRole('table').getByText('잠을 잘 잠')).toBeVisible()
  expect.soft(await amongUsers(), 'users').toBe(0)

  await openUser(hana, first)
  const timeline = hana.getByRole('region', { name: '지나온 일' })
  await expect(timeline).toContainText('잠을 잘 잠')
  const besideTimeline = await watchShifts(hana)
  await write(first, 'memo', '밥을 잘 먹음')
  await expect(timeline).toContainText('밥을 잘 먹음')
  expect.soft(await besideTimeline(), 'timeline').toBeLessThan(0.1)
})

test('whoever is on a call, what can be done with it stays where it is', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  const minjun = await hospital.operator('박민준')
  await openUser(minjun, person)
  await openUser(hana, person)
  const places = async () => {
    const boxes = []
    for (const name of ['완료', '건너뛰기', '메모 저장']) {
      boxes.push(await hana.getByRole('button', { name }).first().boundingBox())
    }
    return boxes
  }
  await expect(hana.getByRole('button', { name: '통화 시작' })).toBeVisible()
  const before = await places()

  await minjun.keyboard.press('b')
  await expect(hana.getByText('박민준 님이 통화하고 있습니다')).toBeVisible()
  expect(await places()).toEqual(before)
})

test('whoever comes back to a user or a list sees what a colleague did meanwhile', async ({
  hospital,
  hana,
}) => {
  const [first, second] = [await hospital.user('가나다'), await hospital.user('나다라')]
  await hana.goto('/users')
  const line = hana.getByRole('row').filter({ hasText: first.name })
  await expect(line.getByRole('img', { name: '1차 콜 (1일차): 할 차례' })).toBeVisible()
  await hana.getByRole('link', { name: '오늘', exact: true }).click()
  await rowOf(hana, first).press('Enter')
  await expect(hana.getByRole('heading', { name: first.name })).toBeVisible()
  await hana.getByRole('button', { name: '메모', exact: true }).click()
  await hana.getByRole('button', { name: '전체', exact: true }).click()
  await rowOf(hana, second).press('Enter')
  await expect(hana.getByRole('heading', { name: second.name })).toBeVisible()

  const memo = { memo: '약을 잘 드심' }
  await hospital.world.tell('POST', `/v1/user-cycles/${first.userCycleId}/memos`, memo)
  await hospital.complete(first)
  await expect(rowOf(hana, first)).toHaveCount(0)
  await hana.goBack()

  await expect(hana.getByRole('heading', { name: first.name })).toBeVisible()
  await expect(hana.getByRole('button', { name: '1차 콜 되돌리기' })).toBeVisible()
  await expect(hana.getByRole('region', { name: '지나온 일' })).toContainText('약을 잘 드심')

  await hana.getByRole('link', { name: '사용자', exact: true }).click()
  await expect(line.getByRole('img', { name: '1차 콜 (1일차): 완료' })).toBeVisible()
  await hospital.complete(second)
  const other = hana.getByRole('row').filter({ hasText: second.name })
  await expect(other.getByRole('img', { name: '1차 콜 (1일차): 완료' })).toBeVisible()
  await hana.getByRole('link', { name: '오늘', exact: true }).click()
  await expect(hana.getByText('오늘 완료 2')).toBeVisible()
  await expect(rowOf(hana, second)).toHaveCount(0)
})

test('each kind of the timeline has what came while another was shown', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  const timeline = hana.getByRole('region', { name: '지나온 일' })
  const show = (kind: string) => hana.getByRole('button', { name: kind, exact: true }).click()
  await show('메모')
  await expect(timeline).toContainText('아직 아무 일도 없었습니다')
  await show('전체')
  const memo = { memo: '약을 잘 드심' }
  await hospital.world.tell('POST', `/v1/user-cycles/${person.userCycleId}/memos`, memo)
  await expect(timeline).toContainText('약을 잘 드심')

  await show('메모')

  await expect(timeline).toContainText('약을 잘 드심')
})
