import type { Page } from '@playwright/test'
import { signedIn } from './signed-in.ts'
import { expect, findings, openUser, rowOf, test, type Hospital, type Person } from './world.ts'

const REMINDER = '14:30에 홍길동 님과 통화하기로 했습니다.'

async function agree(hospital: Hospital, person: Person, time: string) {
  const { id } = await hospital.callOf(person)
  const scheduleAt = new Date(`2026-03-02T${time}:00+09:00`).toISOString()
  await hospital.world.tell('PUT', `/v1/outbounds/${id}/schedule`, { scheduleAt })
  return id
}

const reminderOn = (page: Page) => page.locator('[data-reminding]')
const heading = (page: Page, { name }: Person) => page.getByRole('heading', { name, level: 2 })

test('five minutes before an agreed time one is reminded on whichever screen, and a key opens the user', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await agree(hospital, person, '14:30')
  await hana.goto('/messages')
  await expect(hana.getByRole('heading', { name: '메시지' })).toBeVisible()
  await expect(reminderOn(hana)).toHaveCount(0)

  await hospital.world.at('2026-03-02T14:25')
  await expect(hana.getByRole('status').filter({ hasText: REMINDER })).toBeVisible()
  for (const screen of ['오늘', '사용자', '이슈', '설정']) {
    await hana.getByRole('navigation', { name: '메뉴' }).getByRole('link', { name: screen }).click()
    await expect(reminderOn(hana)).toHaveText(new RegExp(REMINDER))
  }
  expect(await findings(hana)).toEqual([])

  await hana.keyboard.press('r')
  await expect(heading(hana, person)).toBeVisible()
  await expect(hana).toHaveURL(/\/today\/user-/)
  await expect(rowOf(hana, person)).toHaveAttribute('data-chosen', 'true')
  await expect(reminderOn(hana)).toHaveCount(0)
  await hana.goto('/issues')
  await expect(hana.getByText('아직 이슈가 없습니다')).toBeVisible()
  await expect(reminderOn(hana)).toHaveCount(0)
})

test('a reminder takes nothing from what is being written, and once dismissed does not come back', async ({
  hospital,
  hana,
}) => {
  const [writing, waiting] = [await hospital.user('남궁민수'), await hospital.user('홍길동')]
  await agree(hospital, waiting, '14:30')
  await openUser(hana, writing)
  await hana.keyboard.press('n')
  await hana.keyboard.type('어제 r부터')
  await hospital.world.at('2026-03-02T14:26')
  await expect(reminderOn(hana)).toContainText(REMINDER)
  await hana.keyboard.type(' 잘 잠r')
  const memo = hana.getByRole('textbox', { name: '메모' })
  await expect(memo).toBeFocused()

  await hana.reload()
  await expect(reminderOn(hana)).toContainText(REMINDER)
  await memo.click()
  await reminderOn(hana).getByRole('button', { name: '닫기' }).click()
  await expect(reminderOn(hana)).toHaveCount(0)
  await expect(memo).toBeFocused()
  await expect(memo).toHaveValue('어제 r부터 잘 잠r')

  await hana.reload()
  await expect(memo).toBeVisible()
  await hana.waitForTimeout(500)
  await expect(reminderOn(hana)).toHaveCount(0)
  await agree(hospital, waiting, '14:31')
  await expect(reminderOn(hana)).toContainText('14:31에 홍길동 님과')
})

test('a reminder follows the agreed time, who is on the call, and its end', async ({
  hospital,
  hana,
}) => {
  const [first, second] = [await hospital.user('홍길동'), await hospital.user('남궁민수')]
  const id = await agree(hospital, first, '14:30')
  await agree(hospital, second, '14:29')
  const minjun = await hospital.operator('박민준')
  await hana.goto('/users')
  await hospital.world.at('2026-03-02T14:27')
  await expect(reminderOn(hana)).toContainText('14:29에 남궁민수 님과 통화하기로 했습니다. 외 1건')

  await openUser(minjun, second)
  await minjun.getByRole('button', { name: '통화 시작' }).click()
  await expect(reminderOn(hana)).toContainText(REMINDER)
  await expect(reminderOn(hana)).not.toContainText('외 1건')

  await agree(hospital, first, '15:00')
  await expect(reminderOn(hana)).toHaveCount(0)
  await agree(hospital, first, '14:28')
  await expect(reminderOn(hana)).toContainText('14:28에 홍길동 님과')
  await hospital.world.tell('DELETE', `/v1/outbounds/${id}/schedule`)
  await expect(reminderOn(hana)).toHaveCount(0)
  await agree(hospital, first, '14:29')
  await expect(reminderOn(hana)).toContainText('14:29에 홍길동 님과')
  await hospital.world.tell('POST', `/v1/outbounds/${id}/complete`)
  await expect(reminderOn(hana)).toHaveCount(0)
})

test('G takes the next call from wherever one is, as the list there is narrowed', async ({
  hospital,
  hana,
}) => {
  const [first, second] = [await hospital.user('홍길동'), await hospital.user('남궁민수')]
  const third = await hospital.user('다라마')
  await hana.goto('/issues')
  await expect(hana.getByText('아직 이슈가 없습니다')).toBeVisible()
  await hana.keyboard.press('g')
  await expect(heading(hana, first)).toBeVisible()
  await expect(hana.getByText('내가 통화하고 있습니다')).toBeVisible()
  await expect(rowOf(hana, first)).toHaveAttribute('data-chosen', 'true')

  await hana.getByRole('searchbox').fill('다라마')
  await expect(rowOf(hana, second)).toHaveCount(0)
  await hana.getByRole('searchbox').press('Escape')
  await hana.keyboard.press('g')
  await expect(heading(hana, third)).toBeVisible()

  await hana.goto('/users')
  await expect(hana.getByText('3명', { exact: true })).toBeVisible()
  await hana.keyboard.press('g')
  await expect(heading(hana, second)).toBeVisible()
  await hana.keyboard.press('g')
  await expect(hana.getByText('지금 걸 콜이 없습니다.')).toBeVisible()
})

test('G heeds what the list is narrowed by, also when the page began with the list', async ({
  hospital,
  hana,
}) => {
  const [first, second] = [await hospital.user('홍길동'), await hospital.user('남궁민수')]
  await hana.goto('/today')
  await expect(rowOf(hana, first)).toBeVisible()
  const search = hana.getByRole('searchbox')
  await search.fill(second.name)
  await expect(rowOf(hana, first)).toHaveCount(0)
  await search.press('Escape')

  await hana.keyboard.press('g')

  await expect(heading(hana, second)).toBeVisible()
})

test('whoever has no list of calls is neither reminded nor given one, and asks for none', async ({
  hospital,
  world,
  browser,
}) => {
  await agree(hospital, await hospital.user('홍길동'), '14:30')
  const auditor = await signedIn(world, browser, 'AUDITOR')
  await world.at('2026-03-02T14:26')
  const asked: string[] = []
  auditor.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await auditor.goto('/')
  await expect(auditor.getByRole('heading', { level: 1 })).toBeVisible()
  await auditor.keyboard.press('g')
  await auditor.waitForTimeout(1_500)

  await expect(reminderOn(auditor)).toHaveCount(0)
  await expect(auditor.getByText('연결이 끊겼습니다.')).toHaveCount(0)
  expect(asked.filter((path) => /outbounds|stream/.test(path))).toEqual([])
  await auditor.context().close()
})

test('Ctrl+K does what the keys do where one is, and the focus is where the key would leave it', async ({
  hospital,
  hana,
}) => {
  test.setTimeout(120_000)
  await openUser(hana, await hospital.user('홍길동'))
  const finder = hana.getByRole('dialog', { name: '무엇이든 찾기' })
  const find = async (words: string) => {
    await hana.keyboard.press('Control+k')
    await expect(finder.getByPlaceholder('초성')).toBeFocused()
    await hana.keyboard.type(words)
  }
  await find('')
  for (const act of [
    '다음 콜 가져오기',
    '통화 시작',
    '완료',
    '완료하고 다음',
    '건너뛰기',
    '통화 결과',
  ]) {
    await expect(finder.getByRole('button', { name: act, exact: true })).toBeVisible()
  }
  await expect(finder.getByRole('button', { name: '건너뛰기' }).locator('kbd')).toHaveText('S')
  expect(await findings(hana)).toEqual([])
  await hana.keyboard.press('Escape')

  await find('ㅁㅁㅆㄱ')
  await hana.keyboard.press('Enter')
  await expect(hana.getByRole('textbox', { name: '메모' })).toBeFocused()
  await hana.keyboard.type('전화하기 전에')
  await find('통화 결')
  await hana.keyboard.press('Enter')
  await expect(hana.getByRole('dialog', { name: '통화 결과' })).toBeVisible()
  await hana.keyboard.press('Escape')
  await expect(hana.getByRole('dialog')).toHaveCount(0)
  await expect(hana.getByRole('textbox', { name: '메모' })).toBeFocused()

  await find('완료')
  await hana.keyboard.press('Enter')
  await expect(hana.getByText('홍길동 님의 1차 콜을 완료했습니다.')).toBeVisible()
  await find('되돌')
  await hana.keyboard.press('Enter')
  await expect(hana.getByText('홍길동 님의 1차 콜을 되돌렸습니다.')).toBeVisible()
})

test('Ctrl+K goes to every screen and user, changes language and brightness, and signs out', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await hana.goto('/settings/account')
  await expect(hana.getByRole('heading', { level: 1 })).toHaveText('설정')
  const find = async (words: string) => {
    await hana.keyboard.press('Control+k')
    await hana.getByRole('dialog').getByRole('textbox').fill(words)
  }
  await find('ㅇㅅ')
  await hana.keyboard.press('Enter')
  await expect(hana).toHaveURL(/\/issues$/)

  await find('ㅎㄱㄷ')
  await expect(hana.getByRole('dialog').getByRole('button', { name: person.name })).toBeVisible()
  await hana.keyboard.press('Enter')
  await expect(heading(hana, person)).toBeVisible()

  await find('어둡게')
  await hana.keyboard.press('Enter')
  await expect(hana.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await find('영어')
  await hana.keyboard.press('Enter')
  await expect(hana.getByRole('heading', { level: 1 })).toHaveText('Today')
  await find('sign')
  await hana.keyboard.press('Enter')
  await expect(hana.getByRole('button', { name: '로그인' })).toBeVisible()
})

test('who goes to another screen is there with the focus, and its name is heard and stands in the title', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await hana.goto('/today')
  await expect(hana).toHaveTitle('오늘 · 안부')
  const menu = hana.getByRole('navigation', { name: '메뉴' })
  for (const name of ['사용자', '이슈', '메시지', '설정', '오늘']) {
    await menu.getByRole('link', { name }).click()
    await expect(hana).toHaveTitle(`${name} · 안부`)
    await expect(hana.getByRole('main', { name })).toBeFocused()
    await expect(hana.getByRole('heading', { level: 1 })).toHaveText(name)
  }

  await rowOf(hana, person).press('Enter')
  await expect(hana.getByRole('status').filter({ hasText: '홍길동 님을 열었습니다.' })).toHaveCount(
    1,
  )
  await expect(rowOf(hana, person)).toBeFocused()
  await expect(hana).toHaveTitle('오늘 · 안부')

  await hana.reload()
  await expect(heading(hana, person)).toBeVisible()
  await hana.keyboard.press('Tab')
  await expect(hana.getByRole('link', { name: '본문으로 가기' })).toBeFocused()
  await hana.keyboard.press('Enter')
  await expect(hana.getByRole('main')).toBeFocused()
  await expect(heading(hana, person)).toBeVisible()
})

test('the list of keys says all that the keys do on each screen', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  const everywhere = ['다음 콜 가져오기', '찾기', '무엇이든 찾기', '단축키 보기']
  const walking = ['다음 줄', '이전 줄', '열기']
  const expected: readonly (readonly [address: string, keys: readonly string[]])[] = [
    ['/today', walking],
    ['/users', walking],
    ['/issues', [...walking, '왼쪽 칸', '오른쪽 칸', '왼쪽 칸으로 옮기기', '오른쪽 칸으로 옮기기']],
    [`/issues/${person.userId}`, ['닫기', '완료', '메모 쓰기']],
    ['/messages', ['다음 줄', '이전 줄', '닫기']],
    ['/settings/account', []],
  ]
  for (const [address, keys] of expected) {
    await hana.goto(address)
    await hana.getByRole('heading', { level: 1 }).waitFor()
    if (address.includes(person.userId)) await heading(hana, person).waitFor()
    // What walks through a list comes with its rows.
    else if (/today|users/.test(address))
      await hana.getByRole('main').getByText('홍길동').first().waitFor()
    await hana.keyboard.press('?')
    for (const key of [...everywhere, ...keys]) {
      await expect(hana.getByRole('dialog').getByText(key, { exact: true })).toBeVisible()
    }
    await hana.keyboard.press('Escape')
  }
})
