import type { Page } from '@playwright/test'
import { signedIn } from './signed-in.ts'
import { expect, openUser, rowOf, statusOfCall, test } from './world.ts'

/** Lets the server do what is asked there next, and loses its answer. */
async function loseAnswer(page: Page, path: string) {
  await page.route(
    path,
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
}

/** Holds back what the server answers there, and counts how often it is asked. */
async function holdAnswers(page: Page, path: string) {
  const released = Promise.withResolvers<void>()
  let asked = 0
  await page.route(path, async (route) => {
    asked += 1
    const response = await route.fetch()
    await released.promise
    await route.fulfill({ response })
  })
  return { release: () => released.resolve(), count: () => asked }
}

test('a key that is held down acts once: the call that comes up next stays open', async ({
  hospital,
  hana,
}) => {
  const first = await hospital.user('가나다')
  const second = await hospital.user('나다라')
  await openUser(hana, first)

  await hana.keyboard.down('Shift')
  await hana.keyboard.down('C')
  await expect(hana.getByRole('heading', { name: second.name })).toBeVisible()
  for (let times = 0; times < 5; times += 1) await hana.keyboard.down('C')
  await hana.keyboard.up('C')
  await hana.keyboard.up('Shift')

  await expect(hana.getByText('가나다 님의 1차 콜을 완료했습니다')).toBeVisible()
  await hana.reload()
  await expect(hana.getByRole('heading', { name: second.name })).toBeVisible()
  expect(await statusOfCall(hospital, first)).toBe('COMPLETED')
  expect(await statusOfCall(hospital, second)).toBe('ACTIVE')
})

test('Enter that is held down answers one question, not the next one as well', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  await hana.keyboard.press('a')
  const dialog = hana.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: '통화함', exact: true })).toBeFocused()

  await hana.keyboard.down('Enter')
  await expect(dialog.getByRole('button', { name: '완료', exact: true })).toBeFocused()
  for (let times = 0; times < 5; times += 1) await hana.keyboard.down('Enter')
  await hana.keyboard.up('Enter')

  await expect(dialog.getByRole('button', { name: '완료', exact: true })).toBeVisible()
  expect(await statusOfCall(hospital, person)).toBe('ACTIVE')
})

test('a message whose answer was lost is not sent twice, even after a reload', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  const path = `/v1/user-cycles/${person.userCycleId}/messages`
  const sent = async () =>
    (await hospital.world.tell<{ items: { content: string }[] }>('GET', path)).items
  await openUser(hana, person)
  await hana.keyboard.press('e')
  await hana.keyboard.type('약은 드셨나요?')
  await loseAnswer(hana, `**${path}`)
  const send = hana.getByRole('button', { name: '보내기', exact: true })
  await send.click()
  await expect(hana.getByRole('alert')).toContainText('서버에 연결하지 못했습니다')

  await hana.reload()
  await hana.getByRole('tab', { name: '문자' }).click()
  const message = hana.getByRole('textbox', { name: '직접 쓰기' })
  await expect(message).toHaveValue('약은 드셨나요?')
  await send.click()

  await expect(message).toHaveValue('')
  expect(await sent()).toHaveLength(1)
  await message.fill('약은 드셨나요?')
  await send.click()
  await expect(message).toHaveValue('')
  expect(await sent(), 'said again on purpose').toHaveLength(2)
})

test('a secret whose answer was lost is not shown as if it had come', async ({
  hospital,
  browser,
}) => {
  const admin = await signedIn(hospital.world, browser, 'ADMIN')
  await admin.goto('/settings/tokens')
  await admin.getByRole('button', { name: '토큰 만들기' }).click()
  const form = admin.getByRole('dialog')
  await form.getByLabel('이름').fill(hospital.siteId)
  await loseAnswer(admin, '**/v1/tokens')
  const make = form.getByRole('button', { name: '토큰 만들기' })
  await make.click()
  await expect(admin.getByRole('alert')).toContainText('서버에 연결하지 못했습니다')

  await make.click()

  await expect(admin.getByText('토큰은 만들었지만 값을 받지 못했습니다')).toBeVisible()
  await expect(form).toHaveCount(0)
  await expect(admin.getByRole('row', { name: hospital.siteId })).toHaveCount(1)
  await admin.context().close()
})

test('a call that was completed unheard, taken back and completed again is completed', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  await loseAnswer(hana, '**/v1/outbounds/*/complete')
  await hana.keyboard.press('c')
  await expect(hana.getByRole('button', { name: '1차 콜 되돌리기' })).toBeVisible()
  await hana.keyboard.press('w')
  await expect(hana.getByText('1차 콜을 되돌렸습니다')).toBeVisible()
  expect(await statusOfCall(hospital, person)).toBe('ACTIVE')
  await expect(hana.getByRole('heading', { name: /^1차/ })).toBeVisible()

  await hana.keyboard.press('c')

  await expect(hana.getByText('1차 콜을 완료했습니다')).toBeVisible()
  expect(await statusOfCall(hospital, person)).toBe('COMPLETED')
})

test('a colleague who is faster takes nothing from what is being written about the call', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  const { id } = await hospital.callOf(person)
  await openUser(hana, person)
  await hana.keyboard.press('s')
  const dialog = hana.getByRole('dialog')
  await dialog.getByRole('textbox').fill('가족이 받음')

  await hospital.world.tell('POST', `/v1/outbounds/${id}/complete`)
  await expect(hana.getByRole('region', { name: '지나온 일', includeHidden: true })).toContainText(
    '할 차례 → 완료',
  )
  await expect(dialog.getByRole('textbox')).toHaveValue('가족이 받음')
  await dialog.getByRole('button', { name: '건너뛰기' }).click()

  await expect(hana.getByText('이미 완료된 콜입니다')).toBeVisible()
  await expect(dialog.getByRole('textbox')).toHaveValue('가족이 받음')
  await hana.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(hana.getByRole('heading', { name: /^2차/ })).toBeVisible()
})

test('a double click completes one call, not the one that comes up under the pointer as well', async ({
  hospital,
  hana,
}) => {
  const first = await hospital.user('가나다')
  const second = await hospital.user('나다라')
  await openUser(hana, first)
  const button = hana.getByRole('button', { name: '완료하고 다음' })
  await button.click()
  await expect(hana.getByRole('heading', { name: second.name })).toBeVisible()
  await button.hover()
  await hana.mouse.down({ clickCount: 2 })
  await hana.mouse.up({ clickCount: 2 })

  await expect(hana.getByText('가나다 님의 1차 콜을 완료했습니다')).toBeVisible()
  await hana.waitForTimeout(500)
  expect(await statusOfCall(hospital, first)).toBe('COMPLETED')
  expect(await statusOfCall(hospital, second)).toBe('ACTIVE')
  await button.click()
  await expect(hana.getByText('나다라 님의 1차 콜을 완료했습니다')).toBeVisible()
})

test('a time that a colleague agreed meanwhile is not overruled', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  const { id } = await hospital.callOf(person)
  await openUser(hana, person)
  await hana.keyboard.press('t')
  const dialog = hana.getByRole('dialog')
  await dialog.getByLabel('시각').fill('15:00')
  const scheduleAt = '2026-03-02T07:30:00.000Z'
  await hospital.world.tell('PUT', `/v1/outbounds/${id}/schedule`, { scheduleAt })
  await expect(hana.getByText('오늘 16:30', { exact: false }).first()).toBeVisible()

  await dialog.getByRole('button', { name: '약속하기' }).click()

  await expect(hana.getByText('그사이 다른 사람이 바꾸었습니다.')).toBeVisible()
  await expect(dialog.getByLabel('시각')).toHaveValue('15:00')
  const call = await hospital.world.tell<{ contactAt: string }>('GET', `/v1/outbounds/${id}`)
  expect(call.contactAt).toBe(scheduleAt)
})

test('the second click of a double click takes no other call', async ({ hospital, hana }) => {
  const first = await hospital.user('가나다')
  const second = await hospital.user('나다라')
  await hana.goto('/today')
  await expect(rowOf(hana, second)).toBeVisible()
  const next = hana.getByRole('button', { name: '다음 콜' })

  await next.click()
  await expect(hana.getByRole('heading', { name: first.name })).toBeVisible()
  await next.dispatchEvent('click', { detail: 2 })
  await expect(hana.getByText('내가 통화하고 있습니다')).toBeVisible()
  await hana.waitForTimeout(300)

  await expect(hana.getByRole('heading', { name: first.name })).toBeVisible()
  const free = `/v1/outbounds?siteId=${hospital.siteId}&claimed=none&status=ACTIVE`
  const { items } = await hospital.world.tell<{ items: { userId: string }[] }>('GET', free)
  expect(items.map(({ userId }) => userId)).toEqual([second.userId])
})

test('a key that is pressed again before the answer completes no other call of the user', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동', { day: '2026-02-16' })
  const calls = `/v1/user-cycles/${person.userCycleId}/outbounds`
  await hana.goto('/today')
  await rowOf(hana, person).first().click()
  await expect(hana.getByRole('heading', { name: /^1차/ })).toBeVisible()
  await hana.keyboard.press('n')
  await hana.keyboard.type('잠을 잘 잠')
  await hana.keyboard.press('Escape')
  const answers = await holdAnswers(hana, '**/v1/outbounds/*/complete')
  await hana.keyboard.press('c')
  await expect(hana.getByRole('heading', { name: /^2차/ })).toBeVisible()

  await hana.keyboard.press('c')
  answers.release()

  await expect(hana.getByText('1차 콜을 완료했습니다')).toBeVisible()
  await expect(hana.getByRole('textbox', { name: '메모' })).toHaveValue('')
  const { items } = await hospital.world.tell<{ items: { status: string }[] }>('GET', calls)
  expect(items.map(({ status }) => status).slice(0, 2)).toEqual(['COMPLETED', 'ACTIVE'])
  await hana.keyboard.press('c')
  await expect(hana.getByText('2차 콜을 완료했습니다')).toBeVisible()
  expect(answers.count()).toBe(2)
  const memos = `/v1/user-cycles/${person.userCycleId}/memos`
  const kept = await hospital.world.tell<{ items: object[] }>('GET', memos)
  expect(kept.items).toHaveLength(1)
})

test('a call is skipped once, however often that is clicked', async ({ hospital, hana }) => {
  await openUser(hana, await hospital.user('홍길동'))
  const answers = await holdAnswers(hana, '**/v1/outbounds/*/skip')
  await hana.keyboard.press('s')
  const dialog = hana.getByRole('dialog')

  await dialog.getByRole('button', { name: '건너뛰기' }).dblclick()
  answers.release()

  await expect(hana.getByText('1차 콜을 건너뛰었습니다')).toBeVisible()
  await expect(dialog).toHaveCount(0)
  expect(answers.count()).toBe(1)
})

test('who is looked at for a reason is looked at once, however often that is asked', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await hana.route('**/v1/me', async (route) => {
    const response = await route.fetch()
    const me: unknown = await response.json()
    await route.fulfill({ response, json: Object.assign({}, me, { masked: true }) })
  })
  await openUser(hana, person)
  const answers = await holdAnswers(hana, '**/reveal')
  const reveal = hana.getByRole('button', { name: '가린 정보 보기' })
  await reveal.click()
  const reason = hana.getByRole('dialog').getByLabel('보는 사유')
  await reason.fill('되전화')

  await reason.press('Enter')
  await reason.press('Enter')
  answers.release()

  await expect(reveal).toHaveCount(0)
  expect(answers.count()).toBe(1)
})
