import { expect, openUser, rowOf, test } from './world.ts'

test('an operator signs in and sees the day', async ({ hospital, hana, browser }) => {
  const [early, late] = [
    await hospital.user('홍길동', { day: '2026-02-27' }),
    await hospital.user('남궁민수'),
  ]
  const { email, password } = hana
  const context = await browser.newContext({ baseURL: hospital.world.url, locale: 'ko-KR' })
  const page = await context.newPage()

  await page.goto('/')
  await page.getByLabel('이메일').fill(email)
  await page.getByLabel('비밀번호', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: '로그인' }).click()
  await expect(page.getByText('이메일이나 비밀번호가 맞지 않습니다.')).toBeVisible()
  await page.getByLabel('비밀번호', { exact: true }).fill(password)
  await page.getByRole('button', { name: '로그인' }).click()

  await expect(rowOf(page, early)).toContainText('2월 27일')
  await expect(rowOf(page, late)).toContainText('오늘')
  await expect(rowOf(page, late)).toContainText('010-1234-5678')
  await expect(rowOf(page, late)).toContainText('1차 · 1일차 · 1/42')
  await expect(page.getByText('시험 시계')).toBeVisible()
  await expect(page).toHaveTitle('오늘 · 안부')
  await context.close()
})

test('nobody answers: the next call, its result, a missed-call message and its outcome', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await hospital.world.tell('POST', '/v1/message-templates', {
    name: '부재중 안내',
    purpose: 'MISSED_CALL',
    body: '{{userName}}님, 전화를 드렸으나 연결되지 않았습니다.',
  })
  await hana.goto('/today')
  await expect(rowOf(hana, person)).toBeVisible()

  await hana.keyboard.press('g')
  await expect(hana.getByRole('heading', { name: '홍길동' })).toBeVisible()
  await expect(hana.getByText('내가 통화하고 있습니다')).toBeVisible()
  await hana.keyboard.press('a')
  const dialog = hana.getByRole('dialog')
  await dialog.getByRole('button', { name: '받지 않음' }).click()
  await dialog.getByRole('button', { name: '부재중 문자' }).click()
  await expect(dialog).toContainText('홍길동님, 전화를 드렸으나')
  await expect(dialog.getByText(/바이트 · (SMS|LMS)/)).toBeVisible()
  await dialog.getByRole('button', { name: '보내기', exact: true }).click()

  const timeline = hana.getByRole('region', { name: '지나온 일' })
  await expect(timeline).toContainText('통화 결과: 받지 않음')
  await expect(timeline).toContainText('부재중 문자 보냄')
  await expect(rowOf(hana, person)).toContainText('부재중 문자')
})

test('five calls in a row, by keyboard alone', async ({ hospital, hana }) => {
  const names = ['가나다', '나다라', '다라마', '라마바', '마바사']
  const people = []
  for (const name of names) people.push(await hospital.user(name))
  await hana.goto('/today')
  await expect(hana.getByRole('list', { name: '오늘' }).getByRole('link')).toHaveCount(5)

  await hana.keyboard.press('j')
  await hana.keyboard.press('Enter')
  for (const { name } of people) {
    await expect(hana.getByRole('heading', { name })).toBeVisible()
    await hana.keyboard.press('n')
    await hana.keyboard.type(`${name} 님은 잘 지냄`)
    await hana.keyboard.press('Escape')
    await hana.keyboard.press('Shift+C')
  }

  await expect(hana.getByText('오늘 할 콜을 모두 마쳤습니다')).toBeVisible()
  for (const { userCycleId, name } of people) {
    const { items } = await hospital.world.tell<{ items: { memo: string }[] }>(
      'GET',
      `/v1/user-cycles/${userCycleId}/memos`,
    )
    expect(items.map(({ memo }) => memo)).toEqual([`${name} 님은 잘 지냄`])
  }
})

test('a call is completed, and that is taken back', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)

  await hana.keyboard.press('c')
  await expect(hana.getByText('홍길동 님의 1차 콜을 완료했습니다.')).toBeVisible()
  await expect(rowOf(hana, person)).toHaveCount(0)
  await hana.getByRole('button', { name: '되돌리기', exact: true }).first().click()

  await expect(rowOf(hana, person)).toBeVisible()
  const timeline = hana.getByRole('region', { name: '지나온 일' })
  await expect(timeline).toContainText('콜 완료 → 할 차례')
})

test('a call is skipped for a reason', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)

  await hana.keyboard.press('s')
  await hana.getByLabel('통화를 원하지 않음').check()
  await hana.getByLabel('덧붙이는 말').fill('문자로만 연락 바람')
  await hana.getByRole('dialog').getByRole('button', { name: '건너뛰기' }).click()

  await expect(rowOf(hana, person)).toHaveCount(0)
  const timeline = hana.getByRole('region', { name: '지나온 일' })
  await expect(timeline).toContainText('콜 할 차례 → 건너뜀 · 통화를 원하지 않음')
  await expect(timeline).toContainText('문자로만 연락 바람')
})

test('a time is agreed: the call moves to its place on the list, or to its day', async ({
  hospital,
  hana,
}) => {
  const [first, second] = [await hospital.user('홍길동'), await hospital.user('남궁민수')]
  await openUser(hana, second)

  await hana.keyboard.press('t')
  await hana.getByLabel('시각').fill('14:30')
  await hana.getByRole('button', { name: '약속하기' }).click()
  await expect(hana.getByText('남궁민수 님과 오늘 14:30에 통화하기로 했습니다.')).toBeVisible()
  await expect(rowOf(hana, second)).toContainText('14:30')
  const rows = hana.getByRole('list', { name: '오늘' }).getByRole('link')
  await expect(rows.nth(0)).toContainText(second.name)
  await expect(rows.nth(1)).toContainText(first.name)

  await hana.keyboard.press('t')
  await hana.getByRole('button', { name: '내일' }).click()
  await hana.getByRole('button', { name: '약속하기' }).click()
  await expect(rowOf(hana, second)).toHaveCount(0)

  await hospital.world.at('2026-03-03T09:00')
  await hana.reload()
  await expect(rowOf(hana, second)).toContainText('14:30')
})
