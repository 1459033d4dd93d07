import type { Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { expect, test } from './world.ts'

const rows = (page: Page) => page.getByRole('table', { name: '사용자 목록' }).locator('[data-user]')
const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

async function openUsers(page: Page, count: number) {
  await page.goto('/users')
  await expect(page.getByText(`${count}명`, { exact: true })).toBeVisible()
}

test('somebody is found by initial consonants and by four digits, which stand in no address', async ({
  hospital,
  hana,
}) => {
  await hospital.user('홍길동', { phone: '010-2222-7391' })
  await hospital.user('남궁민수', { phone: '010-3333-5678' })
  await openUsers(hana, 2)
  const asked: string[] = []
  hana.on('request', (request) => asked.push(request.url()))

  await hana.keyboard.press('/')
  await hana.keyboard.type('ㅎㄱㄷ')
  await expect(rows(hana)).toHaveText(['홍길동'])
  await hana.getByRole('searchbox', { name: '사용자 찾기' }).fill('5678')
  await expect(rows(hana)).toHaveText(['남궁민수'])
  await hana.getByRole('searchbox', { name: '사용자 찾기' }).fill('없는 사람')
  await expect(hana.getByText('조건에 맞는 사용자가 없습니다')).toBeVisible()

  expect(asked.some((url) => url.endsWith('/v1/users/search'))).toBe(true)
  const addresses = [...asked, hana.url()].map(decodeURIComponent)
  expect(addresses.filter((url) => /ㅎㄱㄷ|5678|없는/.test(url))).toEqual([])
  const kept = await hana.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), history.state]),
  )
  expect(kept).not.toMatch(/ㅎㄱㄷ|5678|없는/)
})

test('from the search one goes on to the first who was found, and leaves it with the text kept', async ({
  hospital,
  hana,
}) => {
  await hospital.user('홍길동')
  await hospital.user('남궁민수')
  await openUsers(hana, 2)
  const box = hana.getByRole('searchbox', { name: '사용자 찾기' })
  await hana.keyboard.press('/')
  await hana.keyboard.type('ㅎㄱㄷ')
  await hana.keyboard.press('Enter')
  await expect(hana.locator('[data-user]:focus')).toHaveText('홍길동')

  await hana.keyboard.press('/')
  await hana.keyboard.press('ArrowDown')
  await expect(rows(hana).first()).toBeFocused()
  await hana.keyboard.press('/')
  await hana.keyboard.press('Escape')
  await expect(box).not.toBeFocused()
  await expect(box).toHaveValue('ㅎㄱㄷ')
})

test('a name that does not fit is told where one points', async ({ hospital, hana }) => {
  const { name } = await hospital.user('김수한무거북이와두루미삼천갑자동방삭')
  await openUsers(hana, 1)
  await expect(rows(hana)).toHaveAttribute('title', name)
})

test('the list is walked by keyboard, and stays while a user is open beside it', async ({
  hospital,
  hana,
}) => {
  const people = [await hospital.user('가나다'), await hospital.user('나다라')]
  await openUsers(hana, 2)

  await hana.keyboard.press('j')
  await hana.keyboard.press('ArrowDown')
  await hana.keyboard.press('Enter')
  await expect(hana.getByRole('heading', { name: '나다라' })).toBeVisible()
  await expect(hana).toHaveURL(new RegExp(`/users/${people[1]?.userId}$`))
  await hana.keyboard.press('k')
  await expect(hana.getByRole('heading', { name: '가나다' })).toBeVisible()
  await expect(rows(hana)).toHaveCount(2)

  await hana.keyboard.press('Escape')
  await expect(hana.getByRole('heading', { name: '가나다' })).toHaveCount(0)
  await expect(rows(hana).first()).toBeFocused()
})

test('filters and an order narrow the list, and are kept as a view', async ({ hospital, hana }) => {
  await hospital.user('오래됨', { day: '2026-02-10' })
  await hospital.user('최근임', { day: '2026-03-01' })
  await hospital.user('오늘임')
  await openUsers(hana, 3)

  await hana.getByRole('button', { name: '일차', exact: true }).click()
  await expect(rows(hana)).toHaveText(['오늘임', '최근임', '오래됨'])
  await expect(hana.getByRole('columnheader', { name: '일차' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
  await hana.getByRole('button', { name: '일차', exact: true }).click()
  await expect(rows(hana)).toHaveText(['오래됨', '최근임', '오늘임'])

  await hana.getByRole('button', { name: '필터' }).click()
  await hana.getByLabel('일차부터').fill('2')
  await expect(rows(hana)).toHaveText(['오래됨', '최근임'])
  await hana.getByLabel('콜 차수').selectOption('2차')
  await hana.getByLabel('콜 상태').selectOption('할 차례')
  await expect(rows(hana)).toHaveText(['오래됨'])
  await hana.getByRole('searchbox', { name: '사용자 찾기' }).fill('오래')

  await hana.getByRole('button', { name: '보기', exact: true }).click()
  await hana.getByRole('menuitem', { name: '지금 보기 저장' }).click()
  await hana.getByLabel('보기 이름').fill('늦은 2차')
  await hana.getByRole('button', { name: '저장' }).click()
  await expect(hana.getByText('보기를 저장했습니다: 늦은 2차')).toBeVisible()
  const kept = await hana.evaluate(() => localStorage.getItem('anbu.users.views'))
  expect(kept).toContain('늦은 2차')
  expect(kept).not.toContain('오래')

  await openUsers(hana, 3)
  await hana.getByRole('button', { name: '보기', exact: true }).click()
  await hana.getByRole('menuitem', { name: '늦은 2차', exact: true }).click()
  await expect(rows(hana)).toHaveText(['오래됨'])
  await hana.reload()
  await expect(rows(hana)).toHaveText(['오래됨'])
  await hana.getByRole('button', { name: '모두 지우기' }).click()
  await expect(rows(hana)).toHaveCount(3)
})

test('a view that was removed comes back alone, and takes no later one with it', async ({
  hospital,
  hana,
}) => {
  await hospital.user('오늘임')
  await openUsers(hana, 1)
  const views = hana.getByRole('button', { name: '보기', exact: true })
  const save = async (name: string) => {
    await views.click()
    await hana.getByRole('menuitem', { name: '지금 보기 저장' }).click()
    await hana.getByLabel('보기 이름').fill(name)
    await hana.getByRole('button', { name: '저장' }).click()
    await expect(hana.getByText(`보기를 저장했습니다: ${name}`)).toBeVisible()
  }
  await save('아침')
  await views.click()
  await hana.getByRole('menuitem', { name: '보기 지우기: 아침' }).click()
  const toast = hana.getByRole('alert').filter({ hasText: '보기를 지웠습니다: 아침' })
  await toast.hover()
  await save('저녁')

  await toast.getByRole('button', { name: '되돌리기' }).click()

  await views.click()
  for (const name of ['아침', '저녁']) {
    await expect(hana.getByRole('menuitem', { name, exact: true })).toBeVisible()
  }
})

test('columns are chosen by keyboard, outlive a reload, and are part of a view', async ({
  hospital,
  hana,
}) => {
  await hospital.user('홍길동')
  await openUsers(hana, 1)
  const heads = hana.getByRole('columnheader')
  const usual = ['이름↑', '전화', '일차', '병원 · 담당의', '콜', '다음 콜', '이슈']
  await expect(heads).toHaveText([...usual, '마지막 연락', '마지막 메모'])

  const button = hana.getByRole('button', { name: '열', exact: true })
  await button.focus()
  await hana.keyboard.press('Enter')
  const chooser = hana.getByRole('dialog', { name: '열', exact: true })
  await expect(chooser.getByRole('checkbox', { name: '전화' })).toBeFocused()
  await hana.keyboard.press('Space')
  const later = chooser.getByRole('button', { name: '일차 뒤로' })
  await later.focus()
  await hana.keyboard.press('Enter')
  await expect(chooser.getByRole('status')).toHaveText('일차: 4번째 열')
  await expect(later).toBeFocused()
  await hana.keyboard.press('Escape')
  await expect(button).toBeFocused()
  const chosen = ['이름↑', '병원 · 담당의', '일차', '콜', '다음 콜', '이슈', '마지막 연락']
  await expect(heads).toHaveText([...chosen, '마지막 메모'])
  await expect(rowOf(hana, '홍길동').getByRole('cell').first()).toContainText('이의사')

  await hana.getByRole('button', { name: '보기', exact: true }).click()
  await hana.getByRole('menuitem', { name: '지금 보기 저장' }).click()
  await hana.getByLabel('보기 이름').fill('전화 없이')
  await hana.getByRole('button', { name: '저장' }).click()
  await hana.reload()
  await expect(heads).toHaveText([...chosen, '마지막 메모'])

  await button.click()
  await chooser.getByRole('button', { name: '처음대로' }).click()
  await hana.keyboard.press('Escape')
  await expect(heads).toHaveText([...usual, '마지막 연락', '마지막 메모'])
  await hana.getByRole('button', { name: '보기', exact: true }).click()
  await hana.getByRole('menuitem', { name: '전화 없이', exact: true }).click()
  await expect(heads).toHaveText([...chosen, '마지막 메모'])
})

test('an order is chosen by keyboard, and the focus stays on the head', async ({
  hospital,
  hana,
}) => {
  await hospital.user('오래됨', { day: '2026-02-10' })
  await hospital.user('최근임', { day: '2026-03-01' })
  await openUsers(hana, 2)

  const day = hana.getByRole('button', { name: '일차', exact: true })
  await day.focus()
  await hana.keyboard.press('Enter')
  await expect(rows(hana)).toHaveText(['최근임', '오래됨'])
  await hana.keyboard.press('Enter')
  await expect(rows(hana)).toHaveText(['오래됨', '최근임'])

  await expect(day).toBeFocused()
  await expect(hana.getByRole('columnheader', { name: '일차' })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
})

test('a long list loads as it is scrolled, and only what is near is in the page', async ({
  hospital,
  hana,
}) => {
  for (let n = 0; n < 130; n += 1) await hospital.user(`가${String(n).padStart(3, '0')}`)
  await hana.goto('/users')
  await expect(hana.getByText('100명 넘음')).toBeVisible({ timeout: 30_000 })

  await rows(hana).first().hover()
  await hana.mouse.wheel(0, 5_000)
  await expect(hana.getByText('130명', { exact: true })).toBeVisible()
  await hana.mouse.wheel(0, 5_000)

  await expect(rows(hana).last()).toHaveText('가129')
  expect(await rows(hana).count()).toBeLessThan(60)
})

test('what a colleague does to somebody shows in their row', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  await openUsers(hana, 1)
  await expect(rowOf(hana, '홍길동').getByRole('img', { name: /완료/ })).toHaveCount(0)

  const issue = { issue: '앱이 열리지 않음' }
  await hospital.world.tell('POST', `/v1/user-cycles/${person.userCycleId}/issues`, issue)

  await expect(rowOf(hana, '홍길동').locator('[data-column="openIssues"]')).toHaveText('1')
})

test('a manager takes users out as a file, with a reason; an operator cannot', async ({
  hospital,
  hana,
}) => {
  await hospital.user('홍길동', { phone: '010-2222-7391' })
  await hospital.user('남궁민수')
  await openUsers(hana, 2)
  await expect(hana.getByRole('button', { name: '내보내기' })).toHaveCount(0)
  const manager = await hospital.operator('정유진', { role: 'MANAGER' })
  await openUsers(manager, 2)
  await manager.getByRole('searchbox', { name: '사용자 찾기' }).fill('홍길동')
  await expect(rows(manager)).toHaveText(['홍길동'])

  await manager.getByRole('button', { name: '내보내기' }).click()
  await expect(manager.getByRole('button', { name: '파일 받기' })).toBeDisabled()
  await manager.getByLabel('내보내는 사유').fill('월간 보고')
  const coming = manager.waitForEvent('download')
  await manager.getByRole('button', { name: '파일 받기' }).click()

  const file = await coming
  expect(file.suggestedFilename()).toBe('users-2026-03-02.csv')
  const text = await readFile(await file.path(), 'utf8')
  expect(text).toMatch(/^\u{feff}userId,name,phone/u)
  expect(text.trim().split('\r\n')).toHaveLength(2)
  expect(text).toContain('홍길동')
})

test('a reason that was begun outlives the question', async ({ hospital }) => {
  await hospital.user('홍길동')
  const manager = await hospital.operator('정유진', { role: 'MANAGER' })
  await openUsers(manager, 1)
  await manager.getByRole('button', { name: '내보내기' }).click()
  await manager.getByLabel('내보내는 사유').fill('월간 보')
  await manager.keyboard.press('Escape')
  await expect(manager.getByRole('dialog')).toHaveCount(0)
  await manager.getByRole('button', { name: '내보내기' }).click()
  await expect(manager.getByLabel('내보내는 사유')).toHaveValue('월간 보')
})

test('what cannot be loaded says why, and is tried again', async ({ hospital, hana }) => {
  await hana.goto('/users')
  await expect(hana.getByText('아직 사용자가 없습니다')).toBeVisible()
  await hospital.user('홍길동')
  let isDown = true
  await hana.route('**/v1/users/search', (route) => (isDown ? route.abort() : route.continue()))

  await hana.reload()
  await expect(hana.getByText('불러오지 못했습니다')).toBeVisible()
  isDown = false
  await hana.getByRole('button', { name: '다시 시도' }).click()
  await expect(rows(hana)).toHaveText(['홍길동'])
})

test('who may not see users is told so', async ({ hospital }) => {
  const auditor = await hospital.operator('정유진', { role: 'AUDITOR' })
  for (const address of ['/users', '/issues']) {
    await auditor.goto(address)
    await expect(auditor.getByText('이 화면을 볼 권한이 없습니다')).toBeVisible()
  }
  await expect(auditor.getByRole('link', { name: '사용자', exact: true })).toHaveCount(0)
})
