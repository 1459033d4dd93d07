import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { MessageNotReceivedError, SolapiMessageService } from 'solapi'
import { openSolapi } from '../../platform/gateways/solapi.ts'
import { solapiSettings } from './given.ts'
import { openSolapiStandIn, SOLAPI_ACCOUNT, type SolapiStandIn } from './solapi.ts'

/** What SOLAPI's own client writes and reads is what the stand-in has to understand and to say. */
let solapi: SolapiStandIn
const own = new SolapiMessageService(SOLAPI_ACCOUNT.apiKey, SOLAPI_ACCOUNT.apiSecret)
const fetchAnywhere = globalThis.fetch

before(async () => {
  solapi = await openSolapiStandIn()
  globalThis.fetch = (input, init) =>
    fetchAnywhere(
      typeof input === 'string' ? input.replace('https://api.solapi.com', solapi.url) : input,
      init,
    )
})
beforeEach(() => solapi.control({ faults: [], register: null }))
after(async () => {
  globalThis.fetch = fetchAnywhere
  await solapi.close()
})

const from = '0212345678'
const TEMPLATE = 'KA01TP000000000000000000000000001'

function sent(key: string) {
  const {
    messageId: _id,
    groupId: _group,
    dateCreated: _c,
    dateUpdated: _u,
    ...message
  } = solapi.stored().find(({ customFields }) => customFields?.['anbuKey'] === key) ?? {}
  return { ...message, customFields: undefined }
}

describe("SOLAPI's own SDK", () => {
  test('sends to the stand-in and reads its answer', async () => {
    const key = randomUUID()
    const { groupInfo, messageList } = await own.send(
      {
        to: '010-1234-5678',
        from,
        text: '안녕하세요',
        type: 'SMS',
        customFields: { anbuKey: key },
      },
      { showMessageList: true },
    )
    assert.equal(groupInfo.count.registeredSuccess, 1)
    assert.deepEqual(messageList?.[0]?.customFields, { anbuKey: key })
    assert.equal(solapi.counts()[key], 1)
  })

  test('reads a refusal of the stand-in as one', async () => {
    await assert.rejects(
      () => own.send({ to: '01012345678', from: '0299999999', text: '안녕하세요', type: 'SMS' }),
      (error) =>
        error instanceof MessageNotReceivedError &&
        error.failedMessageList[0]?.statusCode === '1062',
    )
  })

  test('reads the list of the stand-in', async () => {
    const key = randomUUID()
    await own.send({
      to: '01011112222',
      from,
      text: '목록',
      type: 'SMS',
      customFields: { anbuKey: key },
    })
    const { messageList } = await own.getMessages({ to: '01011112222', limit: 5 })
    assert.deepEqual(
      Object.values(messageList).map(({ customFields, text }) => [customFields?.['anbuKey'], text]),
      [[key, '목록']],
    )
  })

  test('writes a message, and an AlimTalk, exactly as our carrier does', async () => {
    const { pfId } = SOLAPI_ACCOUNT
    const carrier = openSolapi(solapiSettings(solapi))
    const text = SOLAPI_ACCOUNT.templates[TEMPLATE] ?? ''
    const keys = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const
    const to = '+821012345678'

    await carrier.send({ key: keys[0], to, text: '문자', kind: 'SMS' })
    await carrier.send({ key: keys[1], to, text, kind: 'ALIMTALK', templateCode: TEMPLATE })
    const by = { to: '01012345678', from }
    const kakaoOptions = { pfId, templateId: TEMPLATE, disableSms: false }
    await own.send({ ...by, text: '문자', type: 'SMS', customFields: { anbuKey: keys[2] } })
    await own.send({ ...by, text, type: 'ATA', kakaoOptions, customFields: { anbuKey: keys[3] } })

    assert.deepEqual(sent(keys[0]), sent(keys[2]))
    assert.deepEqual(sent(keys[1]), sent(keys[3]))
  })

  test('sends a message again by itself when its connection is reset: why it does not send ours', async () => {
    const key = randomUUID()
    await solapi.control({ faults: [{ do: 'DROP_AFTER', reset: true }] })
    await own.send({
      to: '01012345678',
      from,
      text: '한 번만',
      type: 'SMS',
      customFields: { anbuKey: key },
    })
    assert.equal(solapi.counts()[key], 2)
  })
})
