import { expect, openUser, raise, test } from './world.ts'

const LIMIT = 500

test('a memo that is too long says by how much, before anything is sent', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  const sent: string[] = []
  hana.on('request', (request) => request.method() === 'POST' && sent.push(request.url()))
  const memo = hana.getByRole('textbox', { name: '메모' })
  const keep = hana.getByRole('button', { name: '메모 저장' })
  await memo.fill('가'.repeat(LIMIT))
  await expect(hana.getByText('500/500자', { exact: true })).toBeVisible()
  await expect(keep).toBeEnabled()

  await memo.fill('가'.repeat(LIMIT + 120))
  await expect(hana.getByText('620/500자 · 120자 줄여 주세요')).toBeVisible()
  await expect(keep).toBeDisabled()
  await memo.press('Control+Enter')
  await memo.press('Escape')
  await hana.keyboard.press('c')

  await expect(hana.getByText('메모가 120자 깁니다. 줄인 다음 완료하세요.')).toBeVisible()
  await expect(memo).toBeFocused()
  expect(sent.filter((url) => /memos|complete/.test(url))).toEqual([])
})

test('what is too long by the time it is sent is told with the limit', async ({
  hospital,
  hana,
}) => {
  await openUser(hana, await hospital.user('홍길동'))
  await hana.route('**/memos', async (route) => {
    await route.continue({ postData: { memo: '가'.repeat(LIMIT + 1) } })
  })
  await hana.getByRole('textbox', { name: '메모' }).fill('짧은 글')
  await hana.getByRole('button', { name: '메모 저장' }).click()
  await expect(hana.getByText('글이 너무 깁니다. 500자까지 쓸 수 있습니다.')).toBeVisible()
})

test('long issues leave the place to write in sight, and are unfolded', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  for (const n of [1, 2, 3]) {
    await raise(
      hospital,
      person,
      `${'앱이 열리지 않는다고 하여 다시 설치하도록 안내함. '.repeat(14)}${n}`,
    )
  }
  await openUser(hana, person)
  await expect(hana.getByRole('textbox', { name: '메모' })).toBeInViewport()
  const issues = hana.getByRole('region', { name: '이슈' })
  const text = issues.getByText(/안내함\. 1$/)
  const heightOf = async () => (await text.boundingBox())?.height ?? 0
  const folded = await heightOf()

  const more = issues.getByRole('button', { name: '더 보기' }).first()
  await expect(more).toHaveAttribute('aria-expanded', 'false')
  await more.click()
  expect(await heightOf()).toBeGreaterThan(folded)
  await issues.getByRole('button', { name: '접기' }).click()
  expect(await heightOf()).toBe(folded)
})

test('a user who stays open over midnight is a day further', async ({ hospital, hana }) => {
  await openUser(hana, await hospital.user('홍길동', { day: '2026-02-27' }))
  await expect(hana.getByText('4일차 / 42일')).toBeVisible()
  await hospital.world.at('2026-03-03T00:05')
  await expect(hana.getByText('5일차 / 42일')).toBeVisible()
})
