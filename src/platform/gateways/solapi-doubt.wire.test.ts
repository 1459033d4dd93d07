import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import {
  aMessage,
  NOBODY,
  reasonOf,
  solapiSettings,
  timeoutFor,
} from '../../testing/stand-ins/given.ts'
import { openSolapiStandIn, type SolapiStandIn } from '../../testing/stand-ins/solapi.ts'
import type { Fault } from '../../testing/stand-ins/stand-in.ts'
import type { Carrier, Parcel } from './carrier.ts'
import { openSolapi, type SolapiSettings } from './solapi.ts'

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

function inSolapi({ key }: Parcel) {
  return solapi.stored().find(({ customFields }) => customFields?.['anbuKey'] === key)
}

async function sendMeeting(
  fault: Fault,
  message = aMessage(),
  other: Partial<SolapiSettings> = {},
) {
  await solapi.control({ faults: [fault] })
  const answer = await openSolapi(solapiSettings(solapi, other)).send(message)
  return { answer, taken: solapi.counts()[message.key] ?? 0 }
}

describe('a message that SOLAPI does not take now', () => {
  for (const status of [408, 429, 500, 502, 503]) {
    test(`with HTTP ${status} may be tried again`, async () => {
      const { answer, taken } = await sendMeeting({ do: 'ANSWER', status })
      assert.deepEqual([answer.outcome, taken], ['UNREACHABLE', 0])
    })
  }

  test('because nobody listens there may be tried again', async () => {
    const answer = await openSolapi(solapiSettings(solapi, { baseUrl: NOBODY })).send(aMessage())
    assert.deepEqual(answer, { outcome: 'UNREACHABLE', reason: 'no connection: ECONNREFUSED' })
  })

  test('because its name is not known may be tried again', async () => {
    const baseUrl = new URL('https://solapi.invalid')
    const answer = await openSolapi(solapiSettings(solapi, { baseUrl })).send(aMessage())
    assert.equal(answer.outcome, 'UNREACHABLE')
    assert.match(reasonOf(answer), /^no connection: (ENOTFOUND|EAI_AGAIN)$/)
  })

  test('because its certificate is none may be tried again: nothing was sent', async () => {
    const plain = new URL(solapi.url.replace('http:', 'https:'))
    const answer = await openSolapi(solapiSettings(solapi, { baseUrl: plain })).send(aMessage())
    assert.equal(answer.outcome, 'UNREACHABLE')
  })
})

describe('a message of which nobody knows whether SOLAPI took it', () => {
  const taken: Record<string, [Fault, number]> = {
    'whose answer never came': [{ do: 'SLOW', seconds: 6 }, 1],
    'that was never answered': [{ do: 'HANG' }, 0],
    'whose connection was cut afterwards': [{ do: 'DROP_AFTER' }, 1],
    'whose connection was reset afterwards': [{ do: 'DROP_AFTER', reset: true }, 1],
    'whose connection was cut before': [{ do: 'DROP_BEFORE' }, 0],
    'whose connection was reset before': [{ do: 'DROP_BEFORE', reset: true }, 0],
    'whose answer was cut in two': [{ do: 'CUT' }, 1],
    'that was answered with a page of something else': [{ do: 'GARBAGE' }, 1],
    'that a gateway gave up on': [{ do: 'ANSWER', status: 504 }, 0],
  }
  for (const [what, [fault, count]] of Object.entries(taken)) {
    test(`${what} is uncertain, is not repeated, and can be asked about`, async () => {
      const message = aMessage()
      const sent = await sendMeeting(fault, message, { timeout: timeoutFor(fault) })
      assert.deepEqual([sent.answer.outcome, sent.taken], ['UNCERTAIN', count])

      const found = await carrier.find(message.key, { to: message.to })
      const truth = { outcome: 'ACCEPTED', id: inSolapi(message)?.messageId }
      assert.deepEqual(found, count === 1 ? truth : { outcome: 'UNKNOWN' })
      assert.equal(solapi.counts()[message.key] ?? 0, count)
    })
  }

  test('but that answered an error after taking it is accepted: it is looked up before anything else', async () => {
    for (const status of [500, 502, 504]) {
      const message = aMessage()
      const { answer, taken: count } = await sendMeeting({ do: 'ANSWER_AFTER', status }, message)
      assert.deepEqual(answer, { outcome: 'ACCEPTED', id: inSolapi(message)?.messageId })
      assert.equal(count, 1)
    }
  })

  test('because the answer is for another message is uncertain', async () => {
    const other = { messageId: 'M4V1', statusCode: '2000', customFields: { anbuKey: 'another' } }
    const groupInfo = { count: { registeredSuccess: 1 } }
    const body = { failedMessageList: [], groupInfo, messageList: [other] }
    const { answer } = await sendMeeting({ do: 'ANSWER', status: 200, body })
    assert.equal(answer.outcome, 'UNCERTAIN')
  })
})

describe('asked about a message, SOLAPI', () => {
  test('tells it apart from others to the same number, and finds it among many', async () => {
    const to = '+821077778888'
    const message = aMessage({ to })
    await carrier.send(message)
    for (let n = 0; n < 120; n += 1) await carrier.send(aMessage({ to, text: `뒤의 ${n}` }))

    const found = { outcome: 'ACCEPTED', id: inSolapi(message)?.messageId }
    assert.deepEqual(await carrier.find(message.key, { to }), found)
    assert.deepEqual(await carrier.find(message.key), found)
    assert.deepEqual(await carrier.find(randomUUID(), { to }), { outcome: 'UNKNOWN' })
  })

  test('finds it although the number that we know has changed', async () => {
    const message = aMessage()
    const answer = await carrier.send(message)
    assert.deepEqual(await carrier.find(message.key, { to: '+821099990000' }), answer)
  })

  test('tells that it was refused', async () => {
    const message = aMessage({ to: '+821044445555' })
    await solapi.control({ register: '1030', faults: [{ do: 'DROP_AFTER' }] })
    assert.equal((await carrier.send(message)).outcome, 'UNCERTAIN')
    assert.deepEqual(await carrier.find(message.key, { to: message.to }), {
      outcome: 'REFUSED',
      reason: '1030 잔액 부족',
    })
  })

  test('reports nothing while it is under way, then that it arrived', async () => {
    const message = aMessage()
    const answer = await carrier.send(message)
    const traces = { to: message.to, id: 'id' in answer ? answer.id : null }
    assert.equal(await carrier.report?.(message.key, traces), undefined)
    await solapi.control({ settle: { [message.key]: '3000' } })
    assert.equal(await carrier.report?.(message.key, traces), undefined)

    await solapi.control({ settle: { [message.key]: '4000' } })

    const report = await carrier.report?.(message.key, traces)
    assert.deepEqual(report, {
      key: message.key,
      at: inSolapi(message)?.dateReceived,
      undeliveredReason: null,
    })
  })

  test('reports why it did not arrive', async () => {
    const message = aMessage()
    await carrier.send(message)
    await solapi.control({ settle: { [message.key]: '3043' } })
    const report = await carrier.report?.(message.key, { to: message.to })
    assert.equal(report?.undeliveredReason, '3043 단말기 Power off')
  })

  test('cannot tell while it is away', async () => {
    const away = openSolapi(solapiSettings(solapi, { baseUrl: NOBODY }))
    assert.deepEqual(await away.find(randomUUID()), { outcome: 'UNKNOWN' })
    assert.equal(await away.report?.(randomUUID()), undefined)
  })
})
