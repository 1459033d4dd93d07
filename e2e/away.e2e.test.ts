import type { Page } from '@playwright/test'
import { expect, Hospital, openUser, openWorld, rowOf, TEN, test, type Person } from './world.ts'

const LOST = '연결이 끊겼습니다. 다시 연결하는 중입니다.'

type Windows = Readonly<{ today: Page; issues: Page; messages: Page }>
type People = Readonly<{ done: Person; talked: Person }>

/** Today with somebody open, the board and the messages, each in a window of one's own. */
async function openWindows(today: Page, { talked }: People): Promise<Windows> {
  const [issues, messages] = [await today.context().newPage(), await today.context().newPage()]
  await openUser(today, talked)
  await issues.goto('/issues')
  await expect(cardsIn(issues, '등록')).toHaveText([/앱이 열리지 않음/])
  await messages.goto('/messages?status=SUCCESS')
  await expect(messages.getByText('보낸 메시지가 없습니다')).toBeVisible()
  return { today, issues, messages }
}

const cardsIn = (page: Page, column: string) =>
  page.getByRole('region', { name: column }).getByRole('listitem')

/** A completed call, a new user, an issue moved and another raised, a memo, a message. */
async function workOfAColleague(hospital: Hospital, { done, talked }: People): Promise<Person> {
  const { world } = hospital
  const cycle = `/v1/user-cycles/${talked.userCycleId}`
  const { items } = await world.tell<{ items: { id: number }[] }>('GET', `${cycle}/issues`)
  await hospital.complete(done)
  await world.tell('POST', `/v1/issues/${items[0]?.id}/status`, { status: 'IN_PROGRESS' })
  await world.tell('POST', `${cycle}/issues`, { issue: '알림이 오지 않음' })
  await world.tell('POST', `${cycle}/memos`, { memo: '약을 잘 드심' })
  const message = { messageType: 'FREE_TEXT', content: '내일 뵙겠습니다.' }
  const sent = await world.tell<{ id: number }>('POST', `${cycle}/messages`, message)
  await expect
    .poll(
      async () => (await world.tell<{ status: string }>('GET', `/v1/messages/${sent.id}`)).status,
    )
    .toBe('SUCCESS')
  return await hospital.user('새사람')
}

/** Each of it, once, and nothing that is not so any more. */
async function expectAll(
  { today, issues, messages }: Windows,
  { done, talked }: People,
  come: Person,
) {
  const rows = today.getByRole('list', { name: '오늘' }).getByRole('link')
  await expect(rows).toHaveCount(2)
  for (const person of [talked, come]) await expect(rowOf(today, person)).toHaveCount(1)
  await expect(rowOf(today, done)).toHaveCount(0)
  await expect(today.getByText('오늘 완료 1')).toBeVisible()

  const timeline = today.getByRole('region', { name: '지나온 일' })
  for (const words of ['약을 잘 드심', '알림이 오지 않음', '문자']) {
    await expect(timeline.getByRole('listitem').filter({ hasText: words })).toHaveCount(1)
  }
  await expect(cardsIn(issues, '등록')).toHaveText([/알림이 오지 않음/])
  await expect(cardsIn(issues, '진행 중')).toHaveText([/앱이 열리지 않음/])
  await expect(messages.getByRole('link', { name: /내일 뵙겠습니다/ })).toHaveCount(1)
}

async function people(hospital: Hospital): Promise<People> {
  const [done, talked] = [await hospital.user('홍길동'), await hospital.user('남궁민수')]
  const issues = `/v1/user-cycles/${talked.userCycleId}/issues`
  await hospital.world.tell('POST', issues, { issue: '앱이 열리지 않음' })
  return { done, talked }
}

test('whoever was offline sees what a colleague did meanwhile, each thing once', async ({
  hospital,
  hana,
}) => {
  test.setTimeout(180_000)
  const known = await people(hospital)
  const windows = await openWindows(hana, known)
  await hana.context().setOffline(true)
  for (const page of Object.values(windows)) await expect(page.getByText(LOST)).toBeVisible()
  const come = await workOfAColleague(hospital, known)
  await expect(rowOf(hana, known.done)).toHaveCount(1)
  await hana.context().setOffline(false)

  for (const page of Object.values(windows)) {
    await expect(page.getByText(LOST)).toHaveCount(0, { timeout: 40_000 })
  }
  await expectAll(windows, known, come)
  // And it is live again.
  await hospital.complete(come)
  await expect(rowOf(hana, come)).toHaveCount(0)
})

test('a list that was on its way while a colleague acted does not bring back what is done', async ({
  hospital,
  hana,
}) => {
  const { done, talked } = await people(hospital)
  const { id } = await hospital.callOf(done)
  await hana.goto('/today')
  await expect(rowOf(hana, done)).toBeVisible()
  const late = Promise.withResolvers<void>()
  await hana.route(
    '**/v1/outbounds/search',
    async (route) => {
      const { ids, scheduled } = route.request().postDataJSON() as Record<string, unknown>
      if (ids !== undefined || scheduled !== false) return await route.fallback()
      const answer = await route.fetch()
      await hospital.world.tell('POST', `/v1/outbounds/${id}/complete`)
      await expect(rowOf(hana, done)).toHaveCount(0)
      await route.fulfill({ response: answer })
      late.resolve()
    },
    { times: 20 },
  )
  await hana.context().setOffline(true)
  await expect(hana.getByText(LOST)).toBeVisible()
  await hana.context().setOffline(false)
  await late.promise
  await hana.unrouteAll({ behavior: 'ignoreErrors' })

  await expect(rowOf(hana, done)).toHaveCount(0)
  await hana.waitForTimeout(500)
  await expect(rowOf(hana, done)).toHaveCount(0)
  await expect(rowOf(hana, talked)).toHaveCount(1)
})

test('after the server was away the screens show what was done when it came back, each thing once', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  const world = await openWorld()
  const hospital = new Hospital(world, browser)
  await world.at(TEN)
  const known = await people(hospital)
  const windows = await openWindows(await hospital.operator('김하나'), known)
  const pages = Object.values(windows)
  const again = await world.restart(async () => {
    for (const page of pages) await expect(page.getByText(LOST)).toBeVisible()
    // Until the colleague has done it all, these windows do not hear of it.
    for (const page of pages) await page.route('**/v1/stream', (route) => route.abort())
  })
  // A restarted server begins at real time.
  await world.at(TEN)
  const come = await workOfAColleague(hospital, known)
  for (const page of pages) {
    await page.unroute('**/v1/stream')
    await expect(page.getByText(LOST)).toHaveCount(0, { timeout: 40_000 })
  }
  await expectAll(windows, known, come)
  await hospital.close()
  await again.stop()
  world.remove()
})

test('whose session is ended elsewhere is asked to sign in, without touching anything', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  await hana.evaluate(async () => {
    await fetch('/v1/session', { method: 'DELETE', headers: { origin: location.origin } })
  })
  await hospital.user('남궁민수')

  await expect(hana.getByText('로그인이 끝났습니다.')).toBeVisible({ timeout: 40_000 })
  await expect(hana.getByText(person.name)).toHaveCount(0)
  await expect(hana).toHaveTitle('안부')
})

test('whose session has ended is still told so when another tab is heard of late', async ({
  hospital,
  hana,
}) => {
  await openUser(hana, await hospital.user('홍길동'))
  const tab = await hana.context().newPage()
  await tab.goto('/issues')
  await tab.getByRole('button', { name: '내 계정' }).waitFor()
  await hana.context().request.delete('/v1/session', { headers: { origin: hospital.world.url } })
  await expect(hana.getByText('로그인이 끝났습니다.')).toBeVisible()

  const askedAgain = hana.waitForRequest('**/v1/me')
  await tab.evaluate(() => {
    const kept = Object.keys(localStorage).map(
      (key) => [key, localStorage.getItem(key) ?? ''] as const,
    )
    localStorage.clear()
    for (const [key, value] of kept) localStorage.setItem(key, value)
  })
  await askedAgain
  await expect(hana.getByText('로그인이 끝났습니다.')).toBeVisible()
})

test('what a colleague does while an older change is being looked at shows on the list as it is narrowed now', async ({
  hospital,
  hana,
}) => {
  const [first, second] = [await hospital.user('가나다'), await hospital.user('남궁민수')]
  await hana.goto('/today')
  await expect(rowOf(hana, first)).toBeVisible()
  const [asked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await hana.route('**/v1/outbounds/search', async (route) => {
    const { ids } = route.request().postDataJSON() as { ids?: unknown }
    if (ids === undefined) return await route.fallback()
    asked.resolve()
    await released.promise
    await route.fallback()
  })
  await hospital.complete(first)
  await asked.promise
  await hana.getByRole('searchbox').fill(second.name)
  await expect(rowOf(hana, first)).toHaveCount(0)
  await hospital.complete(second)
  await expect(hana.getByText('오늘 완료 2')).toBeVisible()

  released.resolve()

  await expect(rowOf(hana, second)).toHaveCount(0)
})

test('an answer that comes late takes nothing from a timeline that has newer entries', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  const timeline = hana.getByRole('region', { name: '지나온 일' })
  const write = async (memo: string) =>
    await hospital.world.tell('POST', `/v1/user-cycles/${person.userCycleId}/memos`, { memo })
  const [asked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await hana.route(
    '**/logs?*',
    async (route) => {
      const response = await route.fetch()
      asked.resolve()
      await released.promise
      await route.fulfill({ response })
    },
    { times: 1 },
  )
  await write('첫째 메모')
  await asked.promise
  await write('둘째 메모')
  await expect(rowOf(hana, person)).toContainText('둘째 메모')
  const late = hana.waitForEvent('requestfinished', (request) => /logs\?/.test(request.url()))

  released.resolve()
  await late

  await expect(timeline).toContainText('첫째 메모')
  await expect(timeline).toContainText('둘째 메모')
})

test('a screen that is opened while the server is away comes by itself when it is back', async ({
  hana,
}) => {
  await hana.goto('/today')
  await expect(hana.getByRole('heading', { name: '오늘', exact: true })).toBeVisible()
  await hana.context().setOffline(true)
  await hana.getByRole('link', { name: '메시지', exact: true }).click()
  await expect(hana.getByText('서버에 연결할 수 없습니다')).toBeVisible()
  await expect(hana.getByRole('link', { name: '이슈', exact: true })).toBeVisible()
  await hana.context().setOffline(false)

  await expect(hana.getByRole('heading', { name: '메시지', exact: true })).toBeVisible()
})
