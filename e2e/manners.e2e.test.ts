import { expect, openUser, rowOf, test } from './world.ts'

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
  await expect(dialog).toHaveCount(0)
  await hana.keyboard.press('a')
  // Keys with Ctrl stay, and would be covered by what the other one opened.
  await hana.keyboard.press('Control+k')
  await expect(hana.getByRole('dialog', { name: '무엇이든 찾기' })).toBeVisible()
  await expect(dialog).toHaveCount(1)
})

test('a session that ends keeps what was being written', async ({ hospital, hana }) => {
  await openUser(hana, await hospital.user('홍길동'))
  await hana.keyboard.press('n')
  await hana.keyboard.type('아직 저장하지 않은 글')
  await hana.context().clearCookies()
  await hana.getByRole('button', { name: '메모 저장' }).click()
  await expect(hana.getByText('로그인이 끝났습니다.')).toBeVisible()

  const { email, password } = hana
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

test('a tab says who is signed in, also when another tab signed in somebody else', async ({
  hospital,
  hana,
}) => {
  // A clock that can be set is asked for all the time, and who asks with it.
  await hana.route(
    '**/v1/me',
    async (route) => {
      const answer = await route.fetch()
      const me: unknown = await answer.json()
      await route.fulfill({ response: answer, json: Object.assign({}, me, { testClock: false }) })
    },
    { times: 1 },
  )
  await hana.goto('/issues')
  const account = hana.getByRole('button', { name: '내 계정' })
  await account.click()
  await expect(hana.getByRole('menu')).toContainText('김하나')
  await hana.keyboard.press('Escape')
  const minjun = await hospital.operator('박민준')

  const tab = await hana.context().newPage()
  await hana.context().addCookies(await minjun.context().cookies())
  const begunAnew = hana.waitForEvent('load')
  await tab.goto('/issues')
  await expect(tab.getByRole('button', { name: '내 계정' })).toBeVisible()

  await begunAnew
  await account.click()
  await expect(hana.getByRole('menu')).toContainText('박민준')
  await hana.getByRole('menuitem', { name: '로그아웃' }).click()
  await expect(tab.getByRole('button', { name: '로그인', exact: true })).toBeVisible()
})

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
