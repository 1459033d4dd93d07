import type { Page } from '@playwright/test'
import { expect, findings, test, type Hospital, type Person } from './world.ts'

type Issue = Readonly<{ id: number; status: string }>

const columnOf = (page: Page, name: string) => page.getByRole('region', { name })
const cardIn = (page: Page, column: string, { name }: Person) =>
  columnOf(page, column).getByRole('listitem').filter({ hasText: name })

async function raise({ world }: Hospital, person: Person, issue: string): Promise<Issue> {
  const path = `/v1/user-cycles/${person.userCycleId}/issues`
  return await world.tell<Issue>('POST', path, { issue })
}

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

for (const language of ['ko', 'en'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing on the board: ${language}, ${colorScheme}`, async ({ hospital }) => {
      const page = await hospital.operator('김하나', { colorScheme })
      await page.addInitScript((to) => localStorage.setItem('anbu.language', to), language)
      await page.goto('/issues')
      const none = language === 'ko' ? '아직 이슈가 없습니다' : 'There are no issues yet'
      await expect(page.getByText(none)).toBeVisible()
      expect(await findings(page)).toEqual([])

      const person = await hospital.user('홍길동')
      await raise(hospital, person, '앱이 열리지 않음')
      await hospital.world.at('2026-03-12T10:00')
      await page.reload()
      await expect(page.getByRole('link', { name: '홍길동' })).toBeVisible()
      await page.keyboard.press('j')
      await expect(page.getByRole('link', { name: '홍길동' })).toBeFocused()
      expect(await findings(page)).toEqual([])
      await page.setViewportSize({ width: 900, height: 900 })
      await page.keyboard.press('Shift+ArrowRight')
      await expect(page.getByRole('alert')).toBeVisible()
      await page.getByRole('button', { name: /홍길동/ }).click()
      await expect(page.getByRole('menuitem').first()).toBeVisible()
      expect(await findings(page)).toEqual([])
    })
  }
}
