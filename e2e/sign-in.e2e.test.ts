import type { Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { startServer, temporaryFolder } from '../src/testing/server.ts'
import { invite, PASSWORD } from './invited.ts'
import { expect, findings, test, type World } from './world.ts'

test('the first administrator, whom the invitation does not name, says who they are', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const { folder, remove } = temporaryFolder()
  const server = await startServer({ ANBU_DATA_DIR: `${folder}/data` })
  await expect.poll(() => server.said().err).toContain('/invitation#')
  await page.goto(/\S+\/invitation#[\w-]+/.exec(server.said().err)?.[0] ?? '')
  await expect(page.getByText('관리자 계정을 만듭니다.')).toBeVisible()
  const accept = page.getByRole('button', { name: '계정 만들고 시작하기' })

  await page.getByLabel('비밀번호 (12자 이상)').fill(PASSWORD)
  await accept.click()
  await expect(page.getByLabel('이름')).toBeFocused()
  await page.getByLabel('이름').fill('강도윤')
  await page.getByLabel('이메일').fill('first@example.org')
  await accept.click()

  await expect(page.getByRole('heading', { name: '오늘', exact: true })).toBeVisible()
  await page.getByRole('button', { name: '내 계정' }).click()
  await expect(page.getByText('강도윤 · 관리자')).toBeVisible()
  await server.stop()
  remove()
})

/** Lets the server look like a demo, which takes long to fill: a click makes somebody of that role, and they are in. */
async function pretendDemo(page: Page, world: World) {
  const demo = ['OPERATOR', 'MANAGER', 'ADMIN', 'AUDITOR']
  const ways = { password: true, oidc: null, demo, demoData: true, testClock: false }
  await page.route('**/v1/sign-in', (route) => route.fulfill({ json: ways }))
  await page.route('**/v1/session/demo', async (route) => {
    const { role } = route.request().postDataJSON() as { role: 'OPERATOR' }
    const { answer } = await invite(world, page.request, { name: role, role })
    await route.fulfill({ contentType: 'application/json', body: await answer.text() })
  })
}

test('where all data is made up one comes in by a click, as whom one likes', async ({
  page,
  world,
}) => {
  await pretendDemo(page, world)
  const menu = page.getByRole('navigation', { name: '메뉴' }).getByRole('link')
  for (const [role, screens] of [
    ['상담사', ['오늘', '사용자', '이슈', '메시지', '설정']],
    ['매니저', ['오늘', '사용자', '이슈', '메시지', '현황', '설정']],
    ['관리자', ['오늘', '사용자', '이슈', '메시지', '현황', '설정']],
    ['개인정보 담당자', ['설정']],
  ] as const) {
    await page.goto(world.url)
    await page.getByRole('button', { name: `${role}로 체험하기` }).click()

    await expect(menu).toHaveText([...screens])
    await page.getByRole('button', { name: '내 계정' }).click()
    await expect(page.getByRole('menu')).toContainText(role)
    await page.getByRole('menuitem', { name: '로그아웃' }).click()
    await expect(page.getByRole('button', { name: '로그인', exact: true })).toBeVisible()
  }
})

async function invitationOf(world: World, name: string) {
  const body = { name, email: `${randomUUID()}@example.org`, role: 'OPERATOR' }
  const { invitation } = await world.tell<{ invitation: string }>('POST', '/v1/operators', body)
  return `${world.url}${invitation}`
}

test('an invitation outlives a reload until it is used, and then leads to the way in', async ({
  page,
  world,
}) => {
  const link = await invitationOf(world, '남궁민수')
  await page.goto(link)
  await expect(page.getByLabel('이름')).toHaveValue('남궁민수')
  await page.reload()
  await expect(page.getByLabel('이름')).toHaveValue('남궁민수')
  const accept = page.getByRole('button', { name: '계정 만들고 시작하기' })
  const password = page.getByLabel('비밀번호 (12자 이상)')
  await password.fill('1234')
  await accept.click()
  await expect(password).toBeFocused()
  await expect(password).toHaveAccessibleDescription('12자 이상이어야 합니다.')
  await password.fill(PASSWORD)
  await accept.click()
  await expect(page.getByRole('heading', { name: '오늘', exact: true })).toBeVisible()
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('anbu_invitation')

  await page.context().clearCookies()
  await page.goto(link)
  await expect(page.getByText('이미 쓰였거나 기한이 지났습니다')).toBeVisible()
  await page.getByRole('link', { name: '로그인하러 가기' }).click()
  await expect(page.getByRole('button', { name: '로그인', exact: true })).toBeVisible()
})

test('an invitation opened while somebody else is signed in says so', async ({ hana, world }) => {
  await hana.goto(await invitationOf(world, '남궁민수'))
  await expect(hana.getByText('지금은 김하나 님으로 로그인되어 있습니다.')).toBeVisible()
  expect(await findings(hana)).toEqual([])
})
