import { expect, openUser, openWorld, Hospital, rowOf, TEN, test } from './world.ts'

test('a memo being written survives a reload, and goes when it is kept', async ({
  hospital,
  hana,
}) => {
  await openUser(hana, await hospital.user('홍길동'))
  await hana.keyboard.press('n')
  await hana.keyboard.type('잠을 잘 못 잔다고 함')

  await hana.reload()

  const memo = hana.getByRole('textbox', { name: '메모' })
  await expect(memo).toHaveValue('잠을 잘 못 잔다고 함')
  const kept = await hana.evaluate(() => JSON.stringify(Object.entries(localStorage)))
  expect(kept).not.toMatch(/홍길동|1234/)
  await hana.getByRole('button', { name: '메모 저장' }).click()
  await expect(memo).toHaveValue('')
  await expect(hana.getByRole('region', { name: '지나온 일' })).toContainText(
    '잠을 잘 못 잔다고 함',
  )
  await hana.reload()
  await expect(memo).toHaveValue('')
})

test('what is being written about a user outlives the start of another treatment', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  const memo = hana.getByRole('textbox', { name: '메모' })
  await memo.fill('다음 치료를 시작한다고 함')

  const { userId, userCycleId } = person
  await hospital.world.event('UserCycleEnded', { userId, userCycleId, reason: '치료를 마침' })
  await hospital.world.event('UserCycleStarted', {
    userId,
    userCycleId: `second-${userCycleId}`,
    startDate: '2026-03-01',
    user: { name: person.name, phone: '010-1234-5678' },
  })
  await expect(hana.getByText('2일차 / 42일')).toBeVisible()

  await expect(memo).toHaveValue('다음 치료를 시작한다고 함')
  await hana.getByRole('button', { name: '메모 저장' }).click()
  await expect(memo).toHaveValue('')
  const path = `/v1/user-cycles/second-${userCycleId}/memos`
  const { items } = await hospital.world.tell<{ items: { memo: string }[] }>('GET', path)
  expect(items.map((one) => one.memo)).toEqual(['다음 치료를 시작한다고 함'])
})

test('a memo is changed within 24 hours, and a later change is refused in words and lost to nobody', async ({
  hospital,
  hana,
}) => {
  await openUser(hana, await hospital.user('홍길동'))
  const memo = hana.getByRole('textbox', { name: '메모' })
  await memo.fill('처음 쓴 글')
  await hana.getByRole('button', { name: '메모 저장' }).click()
  const timeline = hana.getByRole('region', { name: '지나온 일' })
  const editor = timeline.getByRole('textbox', { name: '고치기' })

  await timeline.getByRole('button', { name: '고치기' }).click()
  await editor.fill('고쳐 쓴 글')
  await timeline.getByRole('button', { name: '저장' }).click()
  await expect(timeline).toContainText('메모를 고침')
  await expect(timeline).toContainText('고쳐 쓴 글')

  await timeline.getByRole('button', { name: '고치기' }).click()
  await editor.fill('너무 늦게 쓴 글')
  await hospital.world.at('2026-03-03T10:00')
  await timeline.getByRole('button', { name: '저장' }).click()
  await expect(timeline.getByRole('alert')).toHaveText(
    '메모는 쓴 지 24시간이 지나면 고칠 수 없습니다.',
  )
  await hana.reload()
  await expect(editor).toHaveValue('너무 늦게 쓴 글')
  await timeline.getByRole('button', { name: '취소' }).click()
  await expect(timeline).toContainText('고쳐 쓴 글')
  await expect(timeline.getByRole('button', { name: '고치기' })).toHaveCount(0)
})

test('another hospital is asked for, pending, and confirmed', async ({
  hospital,
  world,
  browser,
}) => {
  const person = await hospital.user('홍길동')
  const other = new Hospital(world, browser)
  await other.user('남궁민수')
  const page = await hospital.operator('박민준', { sites: [hospital.siteId, other.siteId] })
  await openUser(page, person)

  await page.getByRole('button', { name: '병원 변경' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: '병원' }).click()
  await dialog.getByRole('option', { name: other.name }).click()
  await dialog.getByRole('button', { name: '변경 요청' }).click()
  await expect(page.getByText(`병원 변경 요청 중: ${other.name} (박민준)`)).toBeVisible()

  await world.event('UserSiteUpdated', {
    userId: person.userId,
    siteId: other.siteId,
    name: other.name,
  })
  await expect(page.getByText('병원 변경 요청 중')).toHaveCount(0)
  await expect(page.getByRole('region', { name: '홍길동' })).toContainText(`병원 ${other.name}`)
})

test('a user is found by initial consonants and by the last digits of the phone', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동', { phone: '010-9876-4321' })
  await hospital.user('남궁민수')
  for (const words of ['ㅎㄱㄷ', '4321']) {
    await hana.goto('/today')
    await expect(rowOf(hana, person)).toBeVisible()
    await hana.keyboard.press('Control+k')
    await expect(hana.getByPlaceholder('초성')).toBeFocused()
    await hana.keyboard.type(words)
    const found = hana.getByRole('dialog').getByRole('button', { name: '홍길동' })
    await expect(found).toBeVisible()
    await expect(hana.getByRole('dialog').getByRole('button', { name: '남궁민수' })).toHaveCount(0)
    await hana.keyboard.press('ArrowDown')
    await found.click()
    await expect(hana.getByRole('heading', { name: '홍길동' })).toBeVisible()
    expect(hana.url()).not.toMatch(/4321|%/)
  }
})

test('the server goes and comes back while somebody types: nothing is lost, nothing is done twice', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const world = await openWorld()
  const hospital = new Hospital(world, browser)
  await world.at(TEN)
  const person = await hospital.user('홍길동')
  const page = await hospital.operator('김하나')
  await openUser(page, person)
  await page.keyboard.press('n')
  await page.keyboard.type('통화 도중에 ')

  const again = await world.restart(async () => {
    await page.keyboard.type('연결이 끊김')
    await page.getByRole('button', { name: '메모 저장' }).click()
    await expect(page.getByRole('alert')).toContainText('서버에 연결하지 못했습니다')
    await expect(page.getByText('연결이 끊겼습니다. 다시 연결하는 중입니다.')).toBeVisible()
  })
  const memo = page.getByRole('textbox', { name: '메모' })
  await expect(memo).toHaveValue('통화 도중에 연결이 끊김')
  await expect(page.getByText('연결이 끊겼습니다.')).toHaveCount(0, { timeout: 40_000 })
  // A restarted server begins at real time.
  await world.at(TEN)
  const second = await hospital.user('남궁민수')
  await expect(rowOf(page, second)).toHaveCount(1)
  await page.getByRole('button', { name: '메모 저장' }).click()
  await expect(memo).toHaveValue('')

  const { items } = await world.tell<{ items: object[] }>(
    'GET',
    `/v1/user-cycles/${person.userCycleId}/memos`,
  )
  expect(items).toHaveLength(1)
  await hospital.close()
  await again.stop()
  world.remove()
})

test('what is typed while an answer is under way stays', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  const memo = hana.getByRole('textbox', { name: '메모' })
  async function meanwhile(path: string, act: () => Promise<void>) {
    const answered = Promise.withResolvers<void>()
    await hana.route(
      path,
      async (route) => {
        const response = await route.fetch()
        await answered.promise
        await route.fulfill({ response })
      },
      { times: 1 },
    )
    await act()
    answered.resolve()
  }
  await hana.keyboard.press('n')
  await hana.keyboard.type('잠을 잘 잠')
  await meanwhile('**/memos', async () => {
    await hana.keyboard.press('Control+Enter')
    await hana.keyboard.type(' 약도 드심')
  })
  await expect(hana.getByText('메모를 저장했습니다')).toBeVisible()
  await expect(memo).toHaveValue('약도 드심')

  await memo.press('Escape')
  await meanwhile('**/complete', async () => {
    await hana.keyboard.press('c')
    await hana.keyboard.press('n')
    await hana.keyboard.press('Control+End')
    await hana.keyboard.type(' 산책도 함')
  })
  await expect(hana.getByText('1차 콜을 완료했습니다')).toBeVisible()
  await expect(memo).toHaveValue('산책도 함')
})

test('who cannot sign out, since the server is away, keeps what was being written', async ({
  hospital,
  hana,
}) => {
  await openUser(hana, await hospital.user('홍길동'))
  await hana.keyboard.press('n')
  await hana.keyboard.type('잠을 잘 잠')
  await hana.route('**/v1/session', (route) => route.abort())
  await hana.getByRole('button', { name: '내 계정' }).click()
  await hana.getByRole('menuitem', { name: '로그아웃' }).click()

  await expect(hana.getByText('입력한 내용은 남아 있으니')).toBeVisible()
  await expect(hana.getByRole('textbox', { name: '메모' })).toHaveValue('잠을 잘 잠')
})

test('the search says what the list is narrowed by, also once everything is cleared', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await hana.goto('/today')
  const search = hana.getByRole('searchbox', { name: '목록에서 찾기' })
  await search.fill('없는사람')
  await expect(hana.getByText('조건에 맞는 콜이 없습니다')).toBeVisible()

  await hana.getByRole('button', { name: '모두 지우기' }).last().press('Enter')

  await expect(rowOf(hana, person)).toBeVisible()
  await expect(search).toHaveValue('')
  await expect(search).toBeFocused()
})
