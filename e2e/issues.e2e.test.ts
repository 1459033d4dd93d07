import type { Page } from '@playwright/test'
import { expect, findings, raise, test, type Hospital, type Issue, type Person } from './world.ts'

const columnOf = (page: Page, name: string) => page.getByRole('region', { name })
const cardIn = (page: Page, column: string, { name }: Person) =>
  columnOf(page, column).getByRole('listitem').filter({ hasText: name })

async function statusOf({ world }: Hospital, { id }: Issue): Promise<string> {
  return (await world.tell<Issue>('GET', `/v1/issues/${id}`)).status
}

test('an issue goes from registered to resolved and is reopened, and a colleague sees it', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  const issue = await raise(hospital, person, '앱이 열리지 않음')
  const colleague = await hospital.operator('박민준')
  await colleague.goto('/issues')
  await hana.goto('/issues')
  await expect(cardIn(hana, '등록', person)).toContainText('앱이 열리지 않음')
  await expect(cardIn(hana, '등록', person)).toContainText('오늘 등록')

  await hana.keyboard.press('j')
  await hana.keyboard.press('Shift+ArrowRight')
  await expect(cardIn(hana, '진행 중', person)).toBeVisible()
  await expect(cardIn(hana, '진행 중', person).getByRole('link')).toBeFocused()
  await expect(cardIn(colleague, '진행 중', person)).toBeVisible()
  await expect(hana.getByText('홍길동 님의 이슈: 진행 중')).toBeVisible()

  await hana.getByRole('button', { name: '홍길동 님의 이슈 옮기기' }).click()
  await hana.getByRole('menuitem', { name: '해결 칸으로' }).click()
  await expect(cardIn(hana, '해결', person)).toBeVisible()
  await expect(hana.getByText('홍길동 님의 이슈: 해결')).toBeVisible()
  await expect(cardIn(colleague, '해결', person)).toBeVisible()
  expect(await statusOf(hospital, issue)).toBe('RESOLVED')

  await hana.getByRole('button', { name: '되돌리기', exact: true }).click()
  await expect(cardIn(hana, '진행 중', person)).toBeVisible()
  await expect(cardIn(colleague, '진행 중', person)).toBeVisible()
  expect(await statusOf(hospital, issue)).toBe('IN_PROGRESS')
})

test('an issue is dragged to where it may go, and elsewhere refused in words', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  const issue = await raise(hospital, person, '앱이 열리지 않음')
  await hana.goto('/issues')

  await cardIn(hana, '등록', person).dragTo(columnOf(hana, '취소'))
  await expect(cardIn(hana, '취소', person)).toBeVisible()
  await expect(hana.getByRole('button', { name: '다시 열기' })).toBeVisible()

  await cardIn(hana, '취소', person).dragTo(columnOf(hana, '등록'))
  await expect(hana.getByText('‘취소’에서 ‘등록’ 칸으로는 옮길 수 없습니다.')).toBeVisible()
  await expect(cardIn(hana, '취소', person)).toBeVisible()
  expect(await statusOf(hospital, issue)).toBe('CANCELLED')

  await hana.getByRole('button', { name: '다시 열기' }).click()
  await expect(cardIn(hana, '진행 중', person)).toBeVisible()
})

test('a move that the server refuses goes back, and says why', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  const issue = await raise(hospital, person, '앱이 열리지 않음')
  // What a colleague does meanwhile is not heard of here.
  await hana.route('**/v1/stream', (route) => route.abort())
  await hana.goto('/issues')
  await expect(cardIn(hana, '등록', person)).toBeVisible()
  const resolved = { status: 'RESOLVED' }
  await hospital.world.tell('POST', `/v1/issues/${issue.id}/status`, resolved)

  await hana.keyboard.press('j')
  await hana.keyboard.press('Shift+ArrowRight')

  await expect(hana.getByText('그사이 다른 사람이 바꾸었습니다.')).toBeVisible()
  await expect(cardIn(hana, '해결', person)).toBeVisible()
  await expect(cardIn(hana, '진행 중', person)).toHaveCount(0)
})

test('the oldest stands first with its age, and leads to its user', async ({ hospital, hana }) => {
  const [old, fresh] = [await hospital.user('홍길동'), await hospital.user('남궁민수')]
  await hospital.world.at('2026-03-02T10:00')
  await raise(hospital, old, '앱이 열리지 않음')
  await hospital.world.at('2026-03-09T10:00')
  await raise(hospital, fresh, '약이 바뀜')
  await hana.goto('/issues')

  const cards = columnOf(hana, '등록').getByRole('listitem')
  await expect(cards).toHaveCount(2)
  await expect(cards.nth(0)).toContainText('홍길동')
  await expect(cards.nth(0)).toContainText('7일째')
  await expect(cards.nth(1)).toContainText('오늘 등록')
  await hana.keyboard.press('ArrowDown')
  await hana.keyboard.press('j')
  await hana.keyboard.press('Enter')
  await expect(hana.getByRole('heading', { name: '남궁민수' })).toBeVisible()
})

test('the board stays while a user is open beside it, and takes the focus back', async ({
  hospital,
  hana,
}) => {
  const [first, second] = [await hospital.user('홍길동'), await hospital.user('남궁민수')]
  await raise(hospital, first, '앱이 열리지 않음')
  const same = await raise(hospital, first, '알림이 오지 않음')
  await raise(hospital, second, '약이 바뀜')
  const card = ({ id }: Issue) => hana.locator(`[data-issue="${id}"]`)
  const opened = (person: Person) => hana.getByRole('heading', { name: person.name, level: 2 })
  await hana.goto(`/issues?siteId=${hospital.siteId}`)
  await expect(columnOf(hana, '등록').getByRole('listitem')).toHaveCount(3)

  await card(same).click()
  await expect(opened(first)).toBeVisible()
  await expect(hana).toHaveURL(`/issues/${first.userId}?siteId=${hospital.siteId}`)
  await expect(hana.locator('[data-opened]')).toHaveText(/알림이 오지 않음/)
  await hana.keyboard.press('j')
  await expect(opened(second)).toBeVisible()
  await hana.keyboard.press('k')
  await expect(opened(first)).toBeVisible()
  await hana.keyboard.press('Shift+ArrowRight')
  await expect(cardIn(hana, '진행 중', first)).toContainText('알림이 오지 않음')
  await expect(card(same)).toBeFocused()

  await hana.keyboard.press('n')
  await hana.keyboard.type('의사에게 물어봄')
  await hana.keyboard.press('Escape')
  await expect(opened(first)).toBeVisible()
  await hana.keyboard.press('Escape')
  await expect(opened(first)).toHaveCount(0)
  await expect(card(same)).toBeFocused()
  await expect(hana).toHaveURL(`/issues?siteId=${hospital.siteId}`)

  await hana.setViewportSize({ width: 900, height: 900 })
  await hana.keyboard.press('Enter')
  await expect(opened(first)).toBeVisible()
  await expect(columnOf(hana, '등록').getByRole('listitem')).toHaveCount(2)
  await expect(hana.getByRole('button', { name: '메모 저장' })).toBeVisible()
  expect(await findings(hana)).toEqual([])
})

test('the focus stays with a card wherever it goes, and goes to its neighbour when it leaves', async ({
  hospital,
  hana,
}) => {
  const [first, second] = [await hospital.user('홍길동'), await hospital.user('남궁민수')]
  const issue = await raise(hospital, first, '앱이 열리지 않음')
  const next = await raise(hospital, second, '약이 바뀜')
  const link = ({ id }: Issue) => hana.locator(`[data-issue="${id}"]`)
  const moves = async ({ id }: Issue, status: string) =>
    await hospital.world.tell('POST', `/v1/issues/${id}/status`, { status })
  await hana.goto('/issues')
  await expect(link(next)).toBeVisible()
  await hana.keyboard.press('j')
  await expect(link(issue)).toBeFocused()

  await moves(issue, 'IN_PROGRESS')
  await expect(cardIn(hana, '진행 중', first)).toBeVisible()
  await expect(link(issue).or(link(next)).and(hana.locator(':focus'))).toHaveCount(1)

  await link(issue).focus()
  await hana.keyboard.press('Shift+ArrowRight')
  await expect(cardIn(hana, '해결', first)).toBeVisible()
  await hana.getByRole('button', { name: '되돌리기', exact: true }).press('Enter')
  await expect(cardIn(hana, '진행 중', first)).toBeVisible()
  await expect(link(issue)).toBeFocused()
  await expect(hana.getByText('홍길동 님의 이슈: 진행 중')).toBeVisible()

  await hana.route('**/v1/issues/*/status', (route) => route.abort())
  await hana.keyboard.press('Shift+ArrowRight')
  await expect(hana.getByText(/서버에 연결하지 못했습니다/)).toBeVisible()
  await expect(cardIn(hana, '진행 중', first)).toBeVisible()
  await expect(link(issue)).toBeFocused()
  await hana.keyboard.press('Shift+ArrowLeft')
  await expect(hana.getByText('‘진행 중’에서 ‘등록’ 칸으로는 옮길 수 없습니다.')).toBeVisible()
})

test('a board whose issues were all closed long ago says so, and shows them', async ({
  hospital,
  hana,
}) => {
  await hospital.world.at('2025-10-01T10:00')
  const person = await hospital.user('홍길동', { day: '2025-10-01' })
  const { id } = await raise(hospital, person, '앱이 열리지 않음')
  await hospital.world.tell('POST', `/v1/issues/${id}/status`, { status: 'RESOLVED' })
  await hospital.world.at('2026-03-02T10:00')
  await hana.goto('/issues')

  await expect(hana.getByText('열린 이슈가 없습니다')).toBeVisible()
  await hana.getByRole('button', { name: '끝난 이슈 모두 보기' }).click()
  await expect(cardIn(hana, '해결', person)).toBeVisible()
})

test('a column says how many issues it has, also where not all are shown', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  for (let nth = 1; nth <= 52; nth += 1) await raise(hospital, person, `${nth}번째 문의`)
  await hana.goto('/issues')

  await expect(columnOf(hana, '등록').getByRole('listitem')).toHaveCount(50)
  await expect(columnOf(hana, '등록').getByRole('heading')).toHaveText(/52$/)
})
