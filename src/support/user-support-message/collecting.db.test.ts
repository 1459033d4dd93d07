import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { serviceOn, startCycle } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { openSolapiStandIn, SOLAPI_ACCOUNT } from '../../testing/stand-ins/solapi.ts'
import { until } from '../../testing/until.ts'

/** Within which a process that is told to stop must have stopped. */
const STOP_WITHIN = 8_000

await onEachDatabase(async (open) => {
  const standIn = await openSolapiStandIn()
  after(() => standIn.close())
  const service = await serviceOn(await open(), {
    ANBU_CARRIER: 'solapi',
    SOLAPI_API_KEY: SOLAPI_ACCOUNT.apiKey,
    SOLAPI_API_SECRET: SOLAPI_ACCOUNT.apiSecret,
    SOLAPI_SENDER: SOLAPI_ACCOUNT.senders[0] ?? '',
    SOLAPI_BASE_URL: standIn.url,
    ANBU_CARRIER_TIMEOUT: '300',
  })
  const { admin } = service

  async function click() {
    const { userCycleId } = await startCycle(service)
    const body = { messageType: 'FREE_TEXT', content: '안녕하세요' }
    const url = `/v1/user-cycles/${userCycleId}/messages`
    return (await admin<{ id: number }>('POST', url, body)).body.id
  }
  const isSent = async (id: number) =>
    (await admin<{ status: string }>('GET', `/v1/messages/${id}`)).body.status === 'SUCCESS'

  test('a carrier that does not say what was delivered holds up no text, and no stop', async () => {
    await standIn.control({ deaf: true })
    const first = await click()
    await until(() => isSent(first), 'the first is sent')
    await until(() => standIn.unanswered() > 0, 'the carrier is asked what was delivered')

    const second = await click()

    await until(() => isSent(second), 'the second is sent')
    const began = performance.now()
    await service.app.close()
    assert.ok(performance.now() - began < STOP_WITHIN)
  })
})
