import { randomUUID } from 'node:crypto'
import { signedIn } from './signed-in.ts'
import { expect, findings, test, type Hospital, type World } from './world.ts'

type Plan = Readonly<{ id: number; sequence: number; dayIndex: number }>

async function planOf(world: World): Promise<Plan> {
  const { items } = await world.tell<{ items: Plan[] }>('GET', '/v1/outbound-plans')
  const last = items.at(-1)
  if (last === undefined) throw new Error('there is no plan')
  return last
}

test('a day of the plan that somebody else moved meanwhile is not overwritten unseen', async ({
  world,
  browser,
}) => {
  const admin = await signedIn(world, browser)
  const { id, sequence, dayIndex } = await planOf(world)
  await admin.goto('/settings/plan')
  const day = admin.getByLabel(`${sequence}번째 콜의 치료 일차`)
  await day.fill(String(dayIndex + 2))
  await world.tell('PATCH', `/v1/outbound-plans/${id}`, { dayIndex: dayIndex + 1 })

  await expect(admin.getByText(`그사이 ${dayIndex + 1}일차로 바뀌었습니다`)).toBeVisible()
  await expect(day).toHaveValue(String(dayIndex + 2))
  await day.press('Enter')
  expect((await planOf(world)).dayIndex).toBe(dayIndex + 1)

  await admin.getByRole('button', { name: '내가 쓴 것으로 계속하기' }).click()
  await admin.getByRole('button', { name: '저장' }).click()
  await expect.poll(async () => (await planOf(world)).dayIndex).toBe(dayIndex + 2)
  await world.tell('PATCH', `/v1/outbound-plans/${id}`, { dayIndex })
})

test('what is typed into a dialog outlives Escape and a lost session', async ({
  world,
  browser,
}) => {
  const admin = await signedIn(world, browser)
  const invite = admin.getByRole('button', { name: '초대하기' })
  const form = admin.getByRole('dialog')
  await admin.goto('/settings/operators')
  await invite.click()
  await form.getByLabel('이름').fill('홍길동')
  await admin.keyboard.press('Escape')
  await expect(form).toHaveCount(0)
  await invite.click()
  await expect(form.getByLabel('이름')).toHaveValue('홍길동')
  await form.getByLabel('이메일').fill('gildong@example.org')

  // Nothing but the click finds out that the session is lost.
  await admin.route('**/v1/me', (route) => route.abort())
  await admin.context().clearCookies()
  await form.getByRole('button', { name: '초대하기' }).click()
  await admin.unroute('**/v1/me')
  // The address below is that of the way in, not of the form.
  await expect(admin.getByText('로그인이 끝났습니다.')).toBeVisible()
  await admin.getByLabel('이메일').fill(admin.email)
  await admin.getByLabel('비밀번호', { exact: true }).fill(admin.password)
  await admin.getByRole('button', { name: '로그인', exact: true }).click()

  await expect(admin.getByRole('heading', { name: '구성원' })).toBeVisible()
  await expect(admin.getByText('다시 로그인해야 합니다.')).toHaveCount(0)
  await invite.click()
  await expect(form.getByLabel('이메일')).toHaveValue('gildong@example.org')
  expect(await admin.evaluate(() => JSON.stringify(localStorage))).not.toContain('gildong')
  await form.getByRole('button', { name: '취소' }).click()
  await invite.click()
  await expect(form.getByLabel('이름')).toHaveValue('')
})

test('a form says at its fields what is wrong, in the console’s language', async ({
  world,
  browser,
}) => {
  const admin = await signedIn(world, browser)
  await admin.goto('/settings/operators')
  await admin.getByRole('button', { name: '초대하기' }).click()
  const form = admin.getByRole('dialog')
  const [name, address] = [form.getByLabel('이름'), form.getByLabel('이메일')]
  const send = form.getByRole('button', { name: '초대하기' })
  await send.click()
  await expect(name).toBeFocused()
  await expect(name).toHaveAccessibleDescription('이름을 적으세요.')
  await expect(address).toHaveAccessibleDescription('이메일을 적으세요.')
  await name.fill('홍길동')
  await address.fill('길동')
  await send.click()
  await expect(address).toBeFocused()
  await expect(address).toHaveAccessibleDescription(/name@example\.org/)

  await address.fill(admin.email)
  await send.click()
  await expect(address).toHaveAccessibleDescription('이 이메일을 쓰는 사람이 이미 있습니다.')
})

test('an administrator of one hospital hands out that hospital, and is not offered all', async ({
  world,
  browser,
  hospital,
}) => {
  await hospital.user('홍길동')
  const admin = await signedIn(world, browser, 'ADMIN', { sites: [hospital.siteId] })
  await admin.goto('/settings/operators')
  await admin.getByRole('button', { name: '초대하기' }).click()
  const form = admin.getByRole('dialog')
  await expect(form.getByText('모든 병원')).toHaveCount(0)
  await form.getByLabel('이름').fill('남궁민수')
  await form.getByLabel('이메일').fill(`${randomUUID().slice(0, 8)}@example.org`)
  await form.getByRole('button', { name: '초대하기' }).click()
  await admin.getByRole('textbox', { name: '초대 링크' }).waitFor()
  await admin.getByRole('button', { name: '다 되었습니다' }).click()
  await expect(admin.getByRole('row', { name: /남궁민수/ })).toContainText(hospital.name)
})

test('a day of the plan says its limits, and hints at what is unusual', async ({
  world,
  browser,
}) => {
  const admin = await signedIn(world, browser)
  const { sequence, dayIndex } = await planOf(world)
  await admin.goto('/settings/plan')
  const day = admin.getByLabel(`${sequence}번째 콜의 치료 일차`)
  for (const typed of ['0', '5000']) {
    await day.fill(typed)
    await day.press('Enter')
    await expect(day).toHaveAccessibleDescription('1에서 1,000 사이로 적으세요.')
  }
  await day.fill('50')
  await expect(day).toHaveAccessibleDescription('보통 42일인 주기보다 늦습니다.')
  await day.fill('1')
  await expect(day).toHaveAccessibleDescription('앞 순서의 콜보다 늦지 않습니다.')
  await day.fill('')
  await day.blur()
  await expect(day).toHaveValue(String(dayIndex))
})

test('a token ends with the day that was chosen, and the list says that day', async ({
  world,
  browser,
}) => {
  const admin = await signedIn(world, browser)
  const name = `연동 ${randomUUID().slice(0, 4)}`
  await admin.goto('/settings/tokens')
  await admin.getByRole('button', { name: '토큰 만들기' }).click()
  const form = admin.getByRole('dialog')
  await form.getByLabel('이름').fill(name)
  await form.getByLabel('만료일').fill('2099-01-01')
  await form.getByRole('button', { name: '토큰 만들기' }).click()
  await admin.getByRole('button', { name: '다 되었습니다' }).click()
  await expect(admin.getByRole('row', { name: new RegExp(name) })).toContainText('2099년 1월 1일')
})

async function manyHospitals(hospital: Hospital) {
  for (const at of [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) {
    await hospital.world.event('UserCycleStarted', {
      userId: `${hospital.siteId}-${at}`,
      userCycleId: `cycle-${hospital.siteId}-${at}`,
      startDate: '2026-03-02',
      lengthDays: 42,
      user: { name: '홍길동', phone: '010-1234-5678' },
      site: { siteId: `${hospital.siteId}-${at}`, name: `${hospital.name} ${at}` },
      md: { mdId: `md-of-${hospital.siteId}`, name: '이의사' },
    })
  }
}

test('hospitals are chosen by number and by keyboard, and told by how many they are', async ({
  world,
  browser,
  hospital,
}) => {
  await manyHospitals(hospital)
  const sites = [1, 2, 10].map((at) => `${hospital.siteId}-${at}`)
  const name = `가${randomUUID().slice(0, 4)}`
  const email = `${randomUUID().slice(0, 8)}@example.org`
  await world.tell('POST', '/v1/operators', { name, email, role: 'OPERATOR', sites })
  const admin = await signedIn(world, browser, 'ADMIN', {
    viewport: { width: 900, height: 800 },
  })
  await admin.goto('/settings/operators')
  const row = admin.getByRole('row', { name: new RegExp(name) })
  await expect(row.getByText('3곳')).toBeVisible()
  await expect(row.getByRole('button', { name: `${name}: 할 수 있는 일` })).toBeInViewport()
  await row.getByText('3곳').focus()
  await expect(admin.getByRole('tooltip')).toHaveText(
    [1, 2, 10].map((at) => `${hospital.name} ${at}`).join(', '),
  )

  await admin.getByRole('button', { name: '초대하기' }).click()
  await admin.getByText('고른 병원만').click()
  await admin.getByRole('combobox', { name: '병원 고르기' }).fill(hospital.name)
  await expect(admin.getByRole('option')).toHaveText(
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((at) => `${hospital.name} ${at}`),
  )
  expect(await findings(admin)).toEqual([])
})

test('who comes back to the window sees the tokens that were made meanwhile', async ({
  world,
  browser,
}) => {
  const admin = await signedIn(world, browser)
  await admin.goto('/settings/tokens')
  await expect(admin.getByRole('heading', { name: '연동 토큰' })).toBeVisible()
  const name = `연동 ${randomUUID().slice(0, 4)}`
  await world.tell('POST', '/v1/tokens', { name, role: 'SERVICE' })
  await admin.evaluate(() => globalThis.dispatchEvent(new Event('focus')))
  await expect(admin.getByRole('rowheader', { name })).toBeVisible()
})

test('the finder knows the parts of the settings that one may see', async ({ world, browser }) => {
  const manager = await signedIn(world, browser, 'MANAGER')
  await manager.goto('/settings/account')
  await expect(manager.getByRole('heading', { level: 1 })).toBeVisible()
  await manager.keyboard.press('Control+k')
  const find = manager.getByRole('dialog').getByRole('textbox')
  await find.fill('토큰')
  await expect(manager.getByText('찾는 것이 없습니다')).toBeVisible()
  await find.fill('콜 계획')
  await manager.keyboard.press('Enter')
  await expect(manager).toHaveURL(/\/settings\/plan$/)
})

test('a refusal is told before what went well, and goes when it is dismissed', async ({
  world,
  browser,
}) => {
  const admin = await signedIn(world, browser)
  await admin.goto('/settings/plan')
  const used = admin.getByRole('switch').last()
  for (const on of [false, true, false, true]) {
    await used.click()
    await expect(used).toBeChecked({ checked: on })
    await expect(used).toBeEnabled()
  }
  await expect(admin.getByRole('alert').filter({ hasText: '저장했습니다.' })).toHaveCount(1)
  await admin.route('**/v1/outbound-plans/*', (route) => route.abort())
  await used.click()
  const refusal = admin.getByRole('alert').filter({ hasText: '서버에 연결하지 못했습니다' })
  await expect(refusal).toBeVisible()
  await refusal.getByRole('button', { name: '닫기' }).click()
  await expect(refusal).toHaveCount(0)
})
