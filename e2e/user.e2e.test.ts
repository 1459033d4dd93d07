import type { Page } from '@playwright/test'
import { expect, openUser, raise, rowOf, test, type Person } from './world.ts'

const timelineOf = (page: Page) => page.getByRole('region', { name: '지나온 일' })

test('every version of a memo can be read, and the focus stays with the memo', async ({
  hospital,
  hana,
}) => {
  await openUser(hana, await hospital.user('홍길동'))
  await hana.getByRole('textbox', { name: '메모' }).fill('처음 쓴 글')
  await hana.getByRole('button', { name: '메모 저장' }).click()
  const edit = timelineOf(hana).getByRole('button', { name: '고치기' })
  for (const text of ['고쳐 쓴 글', '또 고쳐 쓴 글']) {
    await edit.click()
    await timelineOf(hana).getByRole('textbox', { name: '고치기' }).fill(text)
    await hana.keyboard.press('Control+Enter')
    await expect(timelineOf(hana).getByText(text, { exact: true }).first()).toBeVisible()
    await expect(edit).toBeFocused()
  }
  await timelineOf(hana).getByText('고친 이력').first().click()
  await expect(timelineOf(hana)).toContainText('1번째 글 · 김하나')
  await expect(timelineOf(hana)).toContainText('3번째 글 · 김하나')
})

test('a user who wants no calls leaves the list and comes back; without messages nothing is sent', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)

  await hana.getByRole('button', { name: '연락 변경' }).click()
  const dialog = hana.getByRole('dialog')
  await expect(dialog.getByRole('checkbox', { name: '전화를 원함' })).toBeFocused()
  await dialog.getByRole('checkbox', { name: '전화를 원함' }).uncheck()
  await expect(dialog).toContainText('열린 콜 4건이 콜 목록에서 빠집니다.')
  await dialog.getByRole('checkbox', { name: '문자를 원함' }).uncheck()
  await expect(dialog.getByRole('button', { name: '저장' })).toBeDisabled()
  await dialog.getByLabel('사유').fill('본인이 연락을 원하지 않음')
  await dialog.getByRole('button', { name: '저장' }).click()

  await expect(rowOf(hana, person)).toHaveCount(0)
  await expect(hana.getByRole('button', { name: '연락 변경' })).toBeFocused()
  await expect(timelineOf(hana)).toContainText('전화 원함 → 원하지 않음 · 문자 원함 → 원하지 않음')
  await expect(timelineOf(hana)).toContainText('본인이 연락을 원하지 않음')
  await expect(hana.getByText('콜 목록에 나오지 않습니다.')).toBeVisible()
  await hana.keyboard.press('e')
  await expect(hana.getByText('문자를 받지 않겠다고 했습니다.')).toBeVisible()

  await hana.getByRole('button', { name: '연락 변경' }).click()
  await dialog.getByRole('checkbox', { name: '전화를 원함' }).check()
  await dialog.getByLabel('사유').fill('다시 통화하기로 함')
  await dialog.getByRole('button', { name: '저장' }).click()
  await expect(rowOf(hana, person)).toBeVisible()
})

test('a colleague who changed the preference meanwhile is not overruled', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  await hana.getByRole('button', { name: '연락 변경' }).click()
  const path = `/v1/users/${person.userId}/contact-preference`
  const noCalls = { calls: false, messages: true, reason: '전화를 원하지 않음' }
  await hospital.world.tell('PUT', path, noCalls)
  const dialog = hana.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: '문자를 원함' }).uncheck()
  await dialog.getByLabel('사유').fill('문자를 원하지 않음')
  await dialog.getByRole('button', { name: '저장' }).click()
  await expect(hana.getByText('그사이 다른 사람이 바꾸었습니다.')).toBeVisible()
  await expect(dialog.getByLabel('사유')).toHaveValue('문자를 원하지 않음')
})

test('a pending change is replaced, and taken back', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  const mdId = `other-${hospital.siteId}`
  const { userId } = await hospital.user('남궁민수')
  await hospital.world.event('UserMdUpdated', { userId, mdId, name: '박의사' })
  await hospital.world.tell('PUT', `/v1/users/${person.userId}/md`, { mdId })
  await openUser(hana, person)
  await expect(hana.getByText('담당의 변경 요청 중: 박의사')).toBeVisible()

  await hana.getByRole('button', { name: '변경 요청한 담당의 바꾸기' }).click()
  const dialog = hana.getByRole('dialog')
  await expect(dialog).toContainText('앞의 요청을 대신합니다')
  await dialog.getByRole('combobox', { name: '담당의' }).click()
  await dialog.getByRole('option', { name: '이의사 (지금 그대로)' }).click()
  await dialog.getByRole('button', { name: '변경 요청' }).click()

  await expect(hana.getByText('담당의 변경 요청 중: 이의사 (김하나)')).toBeVisible()
  await hospital.world.event('UserMdUpdated', {
    userId: person.userId,
    mdId: `md-of-${hospital.siteId}`,
    name: '이의사',
  })
  await expect(hana.getByText('담당의 변경 요청 중')).toHaveCount(0)
})

test('a second cycle stands before the first, which can be unfolded', async ({
  hospital,
  hana,
}) => {
  const first = await hospital.user('홍길동', { day: '2026-01-01' })
  const { userId, userCycleId } = first
  await hospital.world.tell('POST', `/v1/user-cycles/${userCycleId}/memos`, { memo: '처음 치료' })
  await hospital.world.event('UserCycleEnded', { userId, userCycleId, reason: '치료를 마침' })
  await openFromUsers(hana, first)
  // Its calls are over: nothing of them is taken back.
  await expect(hana.getByText('치료 끝남').first()).toBeVisible()
  await expect(hana.getByRole('button', { name: /콜 되돌리기$/ })).toHaveCount(0)

  await hospital.world.event('UserCycleStarted', {
    userId,
    userCycleId: `second-${userCycleId}`,
    startDate: '2026-03-02',
    user: { name: '홍길동', phone: '010-1234-5678' },
  })
  await expect(hana.getByText('1일차 / 42일')).toBeVisible()
  await hana.getByText('지난 치료: 1월 1일 시작, 42일').click()
  await expect(hana.getByRole('listitem').filter({ hasText: '4차 · 42일차' })).toHaveCount(2)
  await expect(timelineOf(hana)).toContainText('지난 치료 61일차')
})

test('what was sent can be read on the timeline', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  const path = `/v1/user-cycles/${person.userCycleId}/messages`
  const content = '내일 전화드리겠습니다.'
  await hospital.world.tell('POST', path, { messageType: 'FREE_TEXT', content })
  await openUser(hana, person)
  await timelineOf(hana).getByText('내용 보기').click()
  await expect(timelineOf(hana)).toContainText(content)
})

test('a call that is early asks once, and that it was completed can be taken back', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동', { day: '2026-03-05' })
  await openFromUsers(hana, person)
  await expect(hana.getByRole('heading', { name: '1차 · 1일차' })).toBeVisible()

  await hana.keyboard.press('c')
  await expect(hana.getByRole('dialog')).toContainText('계획된 날은 3월 5일입니다.')
  await hana.getByRole('button', { name: '지금 완료' }).click()
  await expect(timelineOf(hana)).toContainText('1차 콜 예정 → 완료')

  await hana.getByRole('button', { name: '되돌리기', exact: true }).first().click()
  await expect(timelineOf(hana)).toContainText('1차 콜 완료 → 예정')
})

test('a skipped call is taken back from where that was told', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  await hana.keyboard.press('s')
  await hana.getByRole('dialog').getByRole('button', { name: '건너뛰기' }).click()
  await expect(hana.getByText('홍길동 님의 1차 콜을 건너뛰었습니다.')).toBeVisible()
  await hana.getByRole('alert').getByRole('button', { name: '되돌리기', exact: true }).click()
  await expect(rowOf(hana, person)).toBeVisible()
})

test('what another system tells is on the timeline, which is narrowed to one kind', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  const { userId, userCycleId } = person
  await raise(hospital, person, '앱이 열리지 않음')
  await openUser(hana, person)
  const text = '앱에서 문의를 남김'
  await hospital.world.event('SupportNoteReceived', { userId, userCycleId, text })
  await expect(timelineOf(hana)).toContainText(text)

  await hana.getByRole('button', { name: '이슈', exact: true }).click()
  await expect(timelineOf(hana)).toContainText('이슈 등록')
  await expect(timelineOf(hana)).not.toContainText(text)
})

/** Opens a user whom no call puts on the day's list. */
async function openFromUsers(page: Page, { userId, name }: Person) {
  await page.goto(`/users/${userId}`)
  await expect(page.getByRole('heading', { name })).toBeVisible()
}

test('late in the evening the next half hour is on the next day', async ({ hospital, hana }) => {
  await openUser(hana, await hospital.user('홍길동'))
  await hospital.world.at('2026-03-02T23:40')
  await expect(hana.getByText('23:40:00')).toBeVisible()

  await hana.keyboard.press('t')

  const dialog = hana.getByRole('dialog')
  await expect(dialog.getByLabel('시각')).toHaveValue('00:30')
  await expect(dialog.getByLabel('날짜')).toHaveValue('2026-03-03')
  await dialog.getByRole('button', { name: '약속하기' }).click()
  await expect(hana.getByText('내일 00:30에 통화하기로 했습니다')).toBeVisible()
})

test('a call of tomorrow is said to be early in the words of people', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동', { day: '2026-02-25' })
  await openUser(hana, person)
  await hana.keyboard.press('c')
  await expect(hana.getByText('1차 콜을 완료했습니다')).toBeVisible()

  await hana.keyboard.press('c')

  await expect(hana.getByText('계획된 날은 내일입니다. 지금 완료할까요?')).toBeVisible()
  await hana.keyboard.press('Escape')
  await hana.getByRole('button', { name: '내 계정' }).click()
  await hana.getByRole('menuitem', { name: 'English' }).click()
  await expect(hana.getByRole('menu')).toHaveCount(0)
  await hana.keyboard.press('c')
  const asked = 'It is planned for tomorrow. Complete it now?'
  await expect(hana.getByText(asked, { exact: true })).toBeVisible()
})
