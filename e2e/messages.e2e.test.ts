import { refuseNext, test, type Carrier } from './carrier.ts'
import { expect, type Hospital } from './world.ts'

/** A message that the carrier refused. */
async function failedMessage(hospital: Hospital, carrier: Carrier, content: string) {
  const { userCycleId } = await hospital.user('홍길동')
  await refuseNext(carrier)
  const { id } = await hospital.world.tell<{ id: number }>(
    'POST',
    `/v1/user-cycles/${userCycleId}/messages`,
    { messageType: 'FREE_TEXT', content },
  )
  const status = async () =>
    (await hospital.world.tell<{ status: string }>('GET', `/v1/messages/${id}`)).status
  await expect.poll(status).toBe('FAILED')
  return { id, status }
}

test('a failed message is tried again, and leaves the list of what failed', async ({
  hospital,
  hana,
  carrier,
}) => {
  const { status } = await failedMessage(hospital, carrier, '약은 드셨나요?')
  await hana.goto('/messages')
  const list = hana.getByRole('region', { name: '메시지 목록' })
  const row = list.getByRole('link', { name: /약은 드셨나요/ })
  await expect(row).toContainText('통신사의 답: BLOCKED')
  await expect(row).toContainText('홍길동')
  await row.click()
  const detail = hana.getByRole('region', { name: '내용' })
  await expect(detail).toContainText('1번째 시도')
  await expect(detail).toContainText('통신사가 거절함')

  await detail.getByRole('button', { name: '다시 보내기' }).click()

  await expect(hana.getByText('다시 보냅니다.')).toBeVisible()
  await expect.poll(status).toBe('SUCCESS')
  await expect(detail).toContainText('2번째 시도')
  await expect(detail).toContainText('통신사가 받음')
  await expect(row).toHaveCount(0)
  await hana.getByRole('navigation', { name: '상태' }).getByText('보냄', { exact: true }).click()
  await expect(row).toBeVisible()
})

test('the key goes on where a message was that is no longer on the list', async ({
  hospital,
  hana,
  carrier,
}) => {
  for (const content of ['첫째', '둘째', '셋째']) await failedMessage(hospital, carrier, content)
  await hana.goto('/messages')
  const messages = hana.getByRole('region', { name: '메시지 목록' }).locator('li').getByRole('link')
  const open = messages.and(hana.locator('[aria-current]'))
  await expect(messages).toHaveCount(3)
  await hana.keyboard.press('j')
  await hana.keyboard.press('j')
  await expect(open).toContainText('둘째')

  await hana.getByRole('button', { name: '다시 보내기' }).click()
  await expect(messages).toHaveCount(2)
  await hana.keyboard.press('j')

  await expect(open).toContainText('첫째')
})

test('at night one is asked first; by keyboard alone', async ({ hospital, hana, carrier }) => {
  const { status } = await failedMessage(hospital, carrier, '내일 다시 전화드리겠습니다')
  await hospital.world.at('2026-03-02T22:00')
  await hana.goto('/messages')
  await expect(hana.getByRole('link', { name: /내일 다시 전화/ })).toBeVisible()
  await hana.keyboard.press('j')
  await hana.getByRole('button', { name: '다시 보내기' }).press('Enter')
  const dialog = hana.getByRole('dialog')
  await expect(dialog).toContainText('밤 9시부터 아침 8시까지')
  expect(await status()).toBe('FAILED')

  await dialog.getByRole('button', { name: '그래도 보내기' }).press('Enter')

  await expect.poll(status).toBe('SUCCESS')
})

test('a message names its user, whatever is in their id', async ({ hospital, hana }) => {
  const userId = `a/b?${hospital.siteId}`
  await hospital.world.event('UserCycleStarted', {
    userId,
    userCycleId: `cycle-${hospital.siteId}`,
    startDate: '2026-03-02',
    user: { name: '홍길동', phone: '010-1234-5678' },
    site: { siteId: hospital.siteId, name: hospital.name },
  })
  const message = { messageType: 'FREE_TEXT', content: '내일 뵙겠습니다.' }
  const path = `/v1/user-cycles/cycle-${hospital.siteId}/messages`
  const { id } = await hospital.world.tell<{ id: number }>('POST', path, message)

  await hana.goto(`/messages?status=SUCCESS&open=${id}`)

  await expect(hana.getByRole('heading', { level: 2, name: '홍길동' })).toBeVisible()
})

test('by key the focus is on the message that is open, and stays there when it is closed', async ({
  hospital,
  hana,
  carrier,
}) => {
  for (const content of ['첫째', '둘째']) await failedMessage(hospital, carrier, content)
  await hana.goto('/messages')
  const first = hana.getByRole('link', { name: /둘째/ })
  await expect(first).toBeVisible()
  await hana.keyboard.press('j')
  await expect(first).toBeFocused()
  await expect(hana).toHaveURL(/open=/)
  await hana.keyboard.press('Escape')
  await expect(hana).not.toHaveURL(/open=/)
  await expect(first).toBeFocused()
})

test('while all messages are stopped, the messages say so', async ({ hospital, hana }) => {
  await hospital.world.tell('PUT', '/v1/switches', { messages: false })
  await hana.goto('/messages')

  await expect(hana.getByText('지금은 모든 문자 발송이 멈춰 있습니다.')).toBeVisible()
  await hospital.world.tell('PUT', '/v1/switches', { messages: true })
  await expect(hana.getByText('지금은 모든 문자 발송이 멈춰 있습니다.')).toHaveCount(0)
})

test('what was narrowed is said', async ({ hospital, hana, carrier }) => {
  await failedMessage(hospital, carrier, '약은 드셨나요?')
  const days = 'from=2026-02-20&to=2026-03-02'
  await hana.goto(`/messages?status=FAILED&reason=BLOCKED&siteId=${hospital.siteId}&${days}`)

  const narrowed = hana.getByRole('list', { name: '보고 있는 것' })
  await expect(narrowed.getByRole('listitem')).toHaveText([
    '통신사의 답: BLOCKED',
    '2월 20일 ~ 오늘',
    hospital.name,
  ])
})
