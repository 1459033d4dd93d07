import { randomUUID } from 'node:crypto'
import { PASSWORD } from './invited.ts'
import { signedIn } from './signed-in.ts'
import { expect, test } from './world.ts'

test('an administrator invites an operator, who accepts elsewhere and sees the day', async ({
  world,
  browser,
}) => {
  const admin = await signedIn(world, browser)
  const name = `김${randomUUID().slice(0, 4)}`
  await admin.goto('/settings/operators')
  await admin.getByRole('button', { name: '초대하기' }).click()
  const form = admin.getByRole('dialog')
  await form.getByLabel('이름').fill(name)
  await form.getByLabel('이메일').fill(`${randomUUID().slice(0, 8)}@example.org`)
  await form.getByRole('button', { name: '초대하기' }).click()
  const link = await admin.getByRole('textbox', { name: '초대 링크' }).inputValue()
  await admin.getByRole('button', { name: '다 되었습니다' }).click()
  await expect(admin.getByRole('row', { name: new RegExp(name) })).toContainText('초대함')

  const elsewhere = await browser.newContext({ locale: 'ko-KR' })
  const invited = await elsewhere.newPage()
  await invited.goto(link)
  await expect(invited.getByRole('heading', { name: '초대를 받으셨습니다' })).toBeVisible()
  expect(invited.url()).toBe(`${world.url}/invitation`)
  await expect(invited.getByLabel('이름')).toHaveValue(name)
  await invited.getByLabel('비밀번호 (12자 이상)').fill(PASSWORD)
  await invited.getByRole('button', { name: '계정 만들고 시작하기' }).click()

  await expect(invited.getByRole('heading', { name: '오늘', exact: true })).toBeVisible()
  await admin.reload()
  await expect(admin.getByRole('row', { name: new RegExp(name) })).toContainText('사용 중')
  await invited.goto(link)
  await expect(invited.getByText('이미 쓰였거나 기한이 지났습니다')).toBeVisible()
  await elsewhere.close()
})

test('operators are ordered by name, role and last use, by keyboard', async ({
  world,
  browser,
}) => {
  const mark = randomUUID().slice(0, 4)
  for (const [name, role] of [
    ['가', 'OPERATOR'],
    ['나', 'ADMIN'],
  ]) {
    const email = `${randomUUID().slice(0, 8)}@example.org`
    await world.tell('POST', '/v1/operators', { name: `${name}${mark}`, email, role })
  }
  const admin = await signedIn(world, browser)
  await admin.goto('/settings/operators')
  const people = admin.getByRole('table', { name: '구성원' })
  const names = people.getByRole('rowheader').filter({ hasText: mark })
  const head = (name: string) => people.getByRole('columnheader', { name, exact: true })
  await expect(head('이름')).toHaveAttribute('aria-sort', 'ascending')
  await expect(names).toHaveText([new RegExp(`^가${mark}`), new RegExp(`^나${mark}`)])

  await head('이름').getByRole('button').focus()
  await admin.keyboard.press('Enter')
  await expect(head('이름')).toHaveAttribute('aria-sort', 'descending')
  await expect(names).toHaveText([new RegExp(`^나${mark}`), new RegExp(`^가${mark}`)])

  await admin.keyboard.press('Tab')
  await expect(head('역할').getByRole('button')).toBeFocused()
  await admin.keyboard.press('Space')
  await expect(head('역할')).toHaveAttribute('aria-sort', 'ascending')
  await expect(head('이름')).toHaveAttribute('aria-sort', 'none')
  // 관리자 comes before 상담사.
  await expect(names).toHaveText([new RegExp(`^나${mark}`), new RegExp(`^가${mark}`)])

  await admin.keyboard.press('Tab')
  await admin.keyboard.press('Enter')
  await expect(head('마지막 사용')).toHaveAttribute('aria-sort', 'ascending')
  await expect(people.getByRole('row').nth(1)).toContainText('아직 없음')
  await admin.keyboard.press('Enter')
  await expect(people.getByRole('row').last()).toContainText('아직 없음')
})

test('who corrects a name gives nobody back the rights that were taken from them meanwhile', async ({
  world,
  browser,
}) => {
  const name = `가${randomUUID().slice(0, 4)}`
  const email = `${randomUUID().slice(0, 8)}@example.org`
  const { id } = await world.tell<{ id: string }>('POST', '/v1/operators', {
    name,
    email,
    role: 'MANAGER',
  })
  const admin = await signedIn(world, browser)
  await admin.goto('/settings/operators')
  await admin.getByRole('button', { name: `${name}: 할 수 있는 일` }).click()
  await admin.getByRole('menuitem', { name: '고치기' }).click()
  const form = admin.getByRole('dialog')
  await form.getByLabel('이름').fill(`${name}나`)
  await world.tell('PATCH', `/v1/operators/${id}`, { role: 'OPERATOR', sites: [] })

  await form.getByRole('button', { name: '저장' }).click()

  const row = admin.getByRole('row', { name: `${name}나` })
  await expect(row).toContainText('상담사')
  await expect(row).toContainText('병원 없음')
  await admin.context().close()
})

test('a token is shown once, used, and revoked', async ({ world, browser, request }) => {
  const admin = await signedIn(world, browser)
  const name = `연동 ${randomUUID().slice(0, 4)}`
  await admin.goto('/settings/tokens')
  await admin.getByRole('button', { name: '토큰 만들기' }).click()
  await admin.getByRole('dialog').getByLabel('이름').fill(name)
  await admin.getByRole('dialog').getByRole('button', { name: '토큰 만들기' }).click()
  const token = await admin.getByRole('textbox', { name: '토큰', exact: true }).inputValue()
  await admin.getByRole('button', { name: '다 되었습니다' }).click()
  const headers = { authorization: `Bearer ${token}` }
  expect((await request.get(`${world.url}/v1/me`, { headers })).status()).toBe(200)

  await admin.getByRole('button', { name: `${name} 폐기하기` }).click()
  await admin.getByRole('dialog').getByRole('button', { name: '폐기하기' }).click()

  await expect(admin.getByRole('row', { name: new RegExp(name) })).toHaveCount(0)
  expect((await request.get(`${world.url}/v1/me`, { headers })).status()).toBe(401)
})

test('a template is previewed as it is typed, and what is not saved outlives a reload', async ({
  world,
  browser,
}) => {
  const manager = await signedIn(world, browser, 'MANAGER')
  const name = `양식 ${randomUUID().slice(0, 4)}`
  await manager.goto('/settings/templates')
  await manager.getByRole('button', { name: '양식 만들기' }).click()
  await manager.getByLabel('이름').fill(name)
  await manager.getByLabel('내용').fill('안녕하세요, ')
  await manager.getByRole('button', { name: '사용자 이름' }).click()
  const preview = manager.getByRole('region', { name: '미리보기' })
  await expect(preview).toContainText('안녕하세요, 홍길동')
  // 안녕하세요 and 홍길동 are 16 bytes, the comma and the space two.
  await expect(preview).toContainText('18바이트 · 단문(SMS)')

  await manager.reload()
  await manager.getByRole('button', { name: '양식 만들기' }).click()
  await expect(manager.getByLabel('내용')).toHaveValue('안녕하세요, {{userName}}')
  await manager.getByRole('button', { name: '저장' }).click()

  await expect(manager.getByRole('button', { name: new RegExp(name) })).toBeVisible()
  const { items } = await world.tell<{ items: { name: string; body: string }[] }>(
    'GET',
    '/v1/message-templates',
  )
  expect(items.find((one) => one.name === name)?.body).toBe('안녕하세요, {{userName}}')
})

test('all messages are stopped, and let go again', async ({ world, browser }) => {
  const admin = await signedIn(world, browser)
  await admin.goto('/settings/switches')
  await admin.getByRole('button', { name: '모든 문자 멈추기' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: '모든 문자 멈추기' }).click()
  await expect(admin.getByText('모든 문자가 멈춰 있습니다')).toBeVisible()
  expect(await world.tell('GET', '/v1/switches')).toEqual({ messages: false })

  await admin.getByRole('button', { name: '다시 보내기' }).click()

  await expect(admin.getByText('문자가 나가고 있습니다')).toBeVisible()
  expect(await world.tell('GET', '/v1/switches')).toEqual({ messages: true })
})

test('a wrong password says so and signs nobody out; a right one is changed', async ({
  world,
  browser,
}) => {
  const admin = await signedIn(world, browser)
  await admin.goto('/settings/account')
  await admin.getByLabel('지금 비밀번호').fill('not the password')
  await admin.getByLabel('새 비밀번호 (12자 이상)').fill('another long password')
  await admin.getByRole('button', { name: '비밀번호 바꾸기' }).click()
  await expect(admin.getByText('지금 비밀번호가 맞지 않습니다.')).toBeVisible()

  await admin.getByLabel('지금 비밀번호').fill(PASSWORD)
  await admin.getByRole('button', { name: '비밀번호 바꾸기' }).click()

  await expect(admin.getByText('비밀번호를 바꾸었습니다.')).toBeVisible()
  await admin.reload()
  await expect(admin.getByText('지금 이 창')).toBeVisible()
})

test('everybody finds only what they may do', async ({ world, browser }) => {
  const auditor = await signedIn(world, browser, 'AUDITOR')
  await auditor.goto('/settings')
  const sections = auditor.getByRole('navigation', { name: '설정 항목' })
  await expect(sections.getByRole('link')).toHaveText(['내 계정'])

  await auditor.goto('/settings/tokens')

  await expect(auditor.getByText('이 화면을 볼 권한이 없습니다')).toBeVisible()
})
