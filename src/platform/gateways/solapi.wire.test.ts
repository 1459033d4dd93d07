import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { aMessage, reasonOf, solapiSettings } from '../../testing/stand-ins/given.ts'
import {
  openSolapiStandIn,
  SOLAPI_ACCOUNT,
  type SolapiStandIn,
} from '../../testing/stand-ins/solapi.ts'
import type { Fault } from '../../testing/stand-ins/stand-in.ts'
import type { Carrier, Parcel } from './carrier.ts'
import { openSolapi } from './solapi.ts'

const TEMPLATE = 'KA01TP000000000000000000000000001'

let solapi: SolapiStandIn
let carrier: Carrier

before(async () => {
  solapi = await openSolapiStandIn()
  carrier = openSolapi(solapiSettings(solapi))
})
beforeEach(() => solapi.control({ faults: [], always: null, register: null, notOnKakao: [] }))
after(async () => {
  await carrier.close()
  await solapi.close()
})

function anAlimTalk(other: Partial<Parcel> = {}): Parcel {
  const text = SOLAPI_ACCOUNT.templates[TEMPLATE] ?? ''
  return aMessage({ kind: 'ALIMTALK', templateCode: TEMPLATE, text, ...other })
}

function inSolapi({ key }: Parcel) {
  return solapi.stored().find(({ customFields }) => customFields?.['anbuKey'] === key)
}

async function sendMeeting(fault: Fault, message = aMessage()) {
  await solapi.control({ faults: [fault] })
  const answer = await carrier.send(message)
  return { answer, taken: solapi.counts()[message.key] ?? 0 }
}

describe('a message that SOLAPI takes', () => {
  test('arrives with its text intact, from the registered number, under our key', async () => {
    const message = aMessage({ text: '뷁 “따옴표”\n둘째 줄' })

    const answer = await carrier.send(message)

    const stored = inSolapi(message)
    assert.deepEqual(answer, { outcome: 'ACCEPTED', id: stored?.messageId })
    const { text, to, from, type, country } = stored ?? {}
    assert.deepEqual(
      { text, to, from, type, country },
      {
        text: message.text,
        to: '01012345678',
        from: '0212345678',
        type: 'SMS',
        country: undefined,
      },
    )
    assert.equal(solapi.counts()[message.key], 1)
  })

  test('is an LMS beyond 90 bytes, up to 2,000', async () => {
    const message = aMessage({ kind: 'LMS', text: '가'.repeat(1_000) })
    assert.equal((await carrier.send(message)).outcome, 'ACCEPTED')
    assert.equal(inSolapi(message)?.type, 'LMS')
    assert.equal(inSolapi(message)?.text, message.text)
  })

  test('goes abroad with the country beside the number', async () => {
    const message = aMessage({ to: '+14155552671' })
    assert.equal((await carrier.send(message)).outcome, 'ACCEPTED')
    const { to, country } = inSolapi(message) ?? {}
    assert.deepEqual({ to, country }, { to: '4155552671', country: '1' })
  })

  test('is taken once although its answer comes twice; the next message hears its own answer', async () => {
    const { answer, taken } = await sendMeeting({ do: 'REPEAT' })
    const next = aMessage()
    assert.deepEqual([answer.outcome, taken], ['ACCEPTED', 1])
    assert.deepEqual(await carrier.send(next), {
      outcome: 'ACCEPTED',
      id: inSolapi(next)?.messageId,
    })
  })

  test('may be slow, within the time that it is given', async () => {
    const { answer } = await sendMeeting({ do: 'SLOW', seconds: 0.3 })
    assert.equal(answer.outcome, 'ACCEPTED')
  })
})

describe('an AlimTalk', () => {
  test('carries the channel and the approved template, and leaves the SMS fallback on', async () => {
    const message = anAlimTalk()
    assert.equal((await carrier.send(message)).outcome, 'ACCEPTED')
    const { type, text, kakaoOptions } = inSolapi(message) ?? {}
    assert.equal(type, 'ATA')
    assert.equal(text, message.text)
    assert.deepEqual(kakaoOptions, {
      pfId: SOLAPI_ACCOUNT.pfId,
      templateId: TEMPLATE,
      disableSms: false,
    })
  })

  test('that KakaoTalk cannot deliver goes out by SOLAPI itself as SMS or LMS, as the same message', async () => {
    const message = anAlimTalk({ to: '+821055556666' })
    await solapi.control({ notOnKakao: ['01055556666'] })

    const answer = await carrier.send(message)

    const { messageId, type, replacement } = inSolapi(message) ?? {}
    assert.deepEqual([type, replacement], ['SMS', true])
    assert.deepEqual(answer, { outcome: 'ACCEPTED', id: messageId })
    assert.deepEqual(await carrier.find(message.key, { to: message.to }), answer)
    assert.equal(solapi.counts()[message.key], 1)
  })

  test('whose text is not the approved one is refused', async () => {
    const message = anAlimTalk({ text: '다른 내용' })
    assert.deepEqual(await carrier.send(message), {
      outcome: 'REFUSED',
      reason: '1043 등록한 템플릿과 내용이 다릅니다.',
    })
  })

  test('is refused without a channel, before SOLAPI is asked', async () => {
    const message = anAlimTalk()
    const answer = await openSolapi(solapiSettings(solapi, { pfId: undefined })).send(message)
    assert.equal(answer.outcome, 'REFUSED')
    assert.match(reasonOf(answer), /^SOLAPI_PF_ID is not set/)
    assert.equal(inSolapi(message), undefined)
  })
})

describe('a message that SOLAPI refuses', () => {
  test('for its sender is refused in SOLAPI’s words', async () => {
    const message = aMessage()
    const answer = await openSolapi(solapiSettings(solapi, { sender: '0299999999' })).send(message)
    assert.deepEqual(answer, { outcome: 'REFUSED', reason: '1062 발신번호 미등록' })
    assert.equal(solapi.counts()[message.key], undefined)
  })

  test('for want of money, for its number, for its length is refused too', async () => {
    await solapi.control({ register: '1030' })
    assert.deepEqual(await carrier.send(aMessage()), {
      outcome: 'REFUSED',
      reason: '1030 잔액 부족',
    })
    await solapi.control({ register: null })
    const landline = await carrier.send(aMessage({ to: '+8221234567' }))
    assert.deepEqual(landline, { outcome: 'REFUSED', reason: '1011 Format Error' })
    const tooLong = await carrier.send(aMessage({ text: '가'.repeat(46) }))
    assert.match(reasonOf(tooLong), /^1031 /)
  })

  test('because its own server failed may be tried again', async () => {
    await solapi.control({ register: '1024' })
    assert.deepEqual(await carrier.send(aMessage()), {
      outcome: 'UNREACHABLE',
      reason: '1024 서버 오류',
    })
  })

  for (const status of [400, 402, 403, 404]) {
    test(`with HTTP ${status} is refused with its code, without numbers and keys`, async () => {
      const { answer, taken } = await sendMeeting({ do: 'ANSWER', status })
      assert.equal(answer.outcome, 'REFUSED')
      const reason = reasonOf(answer)
      assert.match(reason, /^[A-Za-z]+: /)
      assert.ok(!reason.includes('1234') && !reason.includes(SOLAPI_ACCOUNT.apiKey), reason)
      assert.equal(taken, 0)
    })
  }

  test('never tells its text, even where SOLAPI repeats it', async () => {
    const message = aMessage({ text: '불면증 치료 6주차 상담' })
    const body = { errorCode: 'ValidationError', errorMessage: `"${message.text}" is wrong` }
    const { answer } = await sendMeeting({ do: 'ANSWER', status: 400, body }, message)
    assert.deepEqual(answer, { outcome: 'REFUSED', reason: 'ValidationError: "…" is wrong' })
  })
})

describe('who signs wrongly', () => {
  const wrong = {
    SignatureDoesNotMatch: { apiSecret: 'ANOTHERSECRET0000000000000000001' },
    InvalidAPIKey: { apiKey: 'NCSANOTHERKEY001' },
  }
  for (const [code, other] of Object.entries(wrong)) {
    test(`is refused by SOLAPI (${code}), and neither key is told`, async () => {
      const message = aMessage()
      const answer = await openSolapi(solapiSettings(solapi, other)).send(message)
      assert.equal(answer.outcome, 'REFUSED')
      assert.match(reasonOf(answer), new RegExp(`^${code}: `))
      for (const key of Object.values({ ...SOLAPI_ACCOUNT, ...other }).flat()) {
        assert.ok(typeof key !== 'string' || !JSON.stringify(answer).includes(key))
      }
      assert.equal(inSolapi(message), undefined)
      const found = await openSolapi(solapiSettings(solapi, other)).find(message.key, {
        to: message.to,
      })
      assert.deepEqual(found, { outcome: 'UNKNOWN' })
    })
  }

  test('a request that had arrived before may have been taken the first time', async () => {
    const body = { errorCode: 'DuplicatedSignature', errorMessage: '15분 안에 동일한 signature 값' }
    const { answer } = await sendMeeting({ do: 'ANSWER', status: 403, body })
    assert.equal(answer.outcome, 'UNCERTAIN')
  })
})
