import { openWebhookStandIn, WEBHOOK_SECRET } from '../src/testing/stand-ins/webhook.ts'
import { expect, findings, type Hospital, openWorld, test as base } from './world.ts'

type Carrier = Awaited<ReturnType<typeof openWebhookStandIn>>

/** A server whose carrier can be told to refuse. */
const test = base.extend<object, { carrier: Carrier }>({
  carrier: [
    async ({ browserName: _ }, use) => {
      const carrier = await openWebhookStandIn()
      await use(carrier)
      await carrier.close()
    },
    { scope: 'worker' },
  ],
  world: [
    async ({ carrier }, use) => {
      const world = await openWorld({
        ANBU_CARRIER: 'webhook',
        ANBU_WEBHOOK_CARRIER_URL: carrier.url,
        ANBU_WEBHOOK_CARRIER_SECRET: WEBHOOK_SECRET,
      })
      await use(world)
      await world.close()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
})

/** A message that the carrier refused. */
async function failedMessage(hospital: Hospital, carrier: Carrier, content: string) {
  const { userCycleId } = await hospital.user('홍길동')
  const body = { reason: 'BLOCKED' }
  await carrier.control({ faults: [{ do: 'ANSWER', status: 422, body }] })
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

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [locale, title] of [
    ['ko-KR', '메시지'],
    ['en-US', 'Messages'],
  ] as const) {
    test(`axe finds nothing in the messages: ${locale}, ${colorScheme}`, async ({
      hospital,
      carrier,
    }) => {
      const page = await hospital.operator('김하나', { colorScheme, locale })
      const { id } = await failedMessage(hospital, carrier, '안녕하세요')
      await page.goto(`/messages?open=${id}`)
      await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
      await expect(page.getByRole('heading', { name: '홍길동' })).toBeVisible()
      expect(await findings(page)).toEqual([])

      await page.goto('/messages?status=QUEUED')
      await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
      expect(await findings(page)).toEqual([])
    })
  }
}
