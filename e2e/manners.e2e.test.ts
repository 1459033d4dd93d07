import { expect, findings, openUser, rowOf, test } from './world.ts'

test('keys go by their place: in Hangul mode too, never while typing, and they can be switched off', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  const press = (code: string, isComposing = false) =>
    hana.evaluate(
      ([place, composing]) =>
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', {
            bubbles: true,
            key: 'ㅁ',
            code: place,
            isComposing: composing,
          }),
        ),
      [code, isComposing] as const,
    )
  const dialog = hana.getByRole('dialog')

  await press('KeyA', true)
  await expect(dialog).toHaveCount(0)
  await press('KeyA')
  await expect(dialog).toBeVisible()
  await hana.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  await hana.keyboard.press('n')
  await hana.keyboard.type('cgswatm?')
  await expect(hana.getByRole('textbox', { name: '메모' })).toHaveValue('cgswatm?')
  await expect(dialog).toHaveCount(0)
  await hana.keyboard.press('Escape')

  await hana.keyboard.press('?')
  await expect(dialog).toContainText('완료하고 다음')
  await dialog.getByRole('button', { name: '단축키 끄기' }).click()
  await hana.keyboard.press('Escape')
  await hana.keyboard.press('a')
  await hana.waitForTimeout(300)
  await expect(dialog).toHaveCount(0)
})

test('a session that ends keeps what was being written', async ({ hospital, hana }) => {
  await openUser(hana, await hospital.user('홍길동'))
  await hana.keyboard.press('n')
  await hana.keyboard.type('아직 저장하지 않은 글')
  await hana.context().clearCookies()
  await hana.getByRole('button', { name: '메모 저장' }).click()
  await expect(hana.getByText('로그인이 끝났습니다.')).toBeVisible()

  const { email, password } = hana as unknown as { email: string; password: string }
  await hana.getByLabel('이메일').fill(email)
  await hana.getByLabel('비밀번호', { exact: true }).fill(password)
  await hana.getByRole('button', { name: '로그인' }).click()
  await expect(hana.getByRole('textbox', { name: '메모' })).toHaveValue('아직 저장하지 않은 글')

  await hana.getByRole('button', { name: '내 계정' }).click()
  await hana.getByRole('menuitem', { name: '로그아웃' }).click()
  await expect(hana.getByRole('button', { name: '로그인' })).toBeVisible()
  expect(
    await hana.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft'))),
  ).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const locale of ['ko-KR', 'en-US']) {
    test(`axe finds nothing on the day's list and on a user: ${colorScheme}, ${locale}`, async ({
      hospital,
    }) => {
      test.setTimeout(60_000)
      const page = await hospital.operator('김하나', { colorScheme, locale })
      const found: string[] = []
      const look = async (state: string) => {
        await page.waitForTimeout(350)
        found.push(...(await findings(page)).map((finding) => `${state}: ${finding}`))
      }
      await page.goto('/today')
      await page.locator('main h1').waitFor()
      await look('empty')
      const person = await hospital.user('홍길동', { day: '2026-02-27' })
      await hospital.user('남궁민수')
      const call = await hospital.callOf(person)
      await hospital.world.tell('PUT', `/v1/outbounds/${call.id}/claim`)
      await hospital.world.tell('POST', `/v1/user-cycles/${person.userCycleId}/issues`, {
        issue: '앱이 켜지지 않음',
      })
      await hospital.world.tell('POST', `/v1/user-cycles/${person.userCycleId}/memos`, {
        memo: '잠을 잘 잠',
      })
      await expect(page.locator(`[data-call="${call.id}"]`)).toBeVisible()
      await look('list')
      await page.locator(`[data-call="${call.id}"]`).click()
      await page.locator('[data-composer]').waitFor()
      await look('user')
      for (const key of ['a', 's', 't', 'm', '?', 'Control+k']) {
        await page.locator('body').press(key)
        await page.getByRole('dialog').waitFor()
        await look(`dialog ${key}`)
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
      }
      await page.keyboard.press('c')
      await page.locator('.mantine-Notification-root').first().waitFor()
      await look('told')
      await page.goto('/nowhere')
      await look('nowhere')
      await page.context().clearCookies()
      await page.goto('/')
      await page.locator('form').waitFor()
      await look('sign-in')
      expect(found).toEqual([])
    })
  }
}

test('nothing is loaded from elsewhere, and the policy is broken nowhere', async ({
  hospital,
  hana,
}) => {
  const elsewhere: string[] = []
  const broken: string[] = []
  hana.on('request', (request) => {
    if (!request.url().startsWith(hospital.world.url)) elsewhere.push(request.url())
  })
  hana.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) broken.push(message.text())
  })
  await openUser(hana, await hospital.user('홍길동'))
  for (const key of ['a', 't', 'm', 'Control+k', '?']) {
    await hana.locator('body').press(key)
    await hana.getByRole('dialog').waitFor()
    await hana.keyboard.press('Escape')
    await hana.getByRole('dialog').waitFor({ state: 'detached' })
  }
  expect(elsewhere).toEqual([])
  expect(broken).toEqual([])
})

test('the language changes without a reload, and stays', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  await hana.goto('/today')
  await expect(rowOf(hana, person)).toBeVisible()
  await hana.getByRole('button', { name: '내 계정' }).click()
  await hana.getByRole('menuitem', { name: 'English' }).click()
  await expect(hana.getByRole('heading', { level: 1 })).toHaveText('Today')
  await hana.reload()
  await expect(hana.getByRole('heading', { level: 1 })).toHaveText('Today')
  await expect(hana.locator('html')).toHaveAttribute('lang', 'en')
})
