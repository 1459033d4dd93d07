import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, beforeEach, describe, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { aMessage, NOBODY, timeoutFor } from '../../testing/stand-ins/given.ts'
import type { Fault } from '../../testing/stand-ins/stand-in.ts'
import {
  openWebhookStandIn,
  WEBHOOK_SECRET,
  type PostedReport,
  type WebhookStandIn,
} from '../../testing/stand-ins/webhook.ts'
import type { Carrier, Parcel, Report } from './carrier.ts'
import { openWebhook } from './webhook.ts'

const OTHER_SECRET = `whsec_${Buffer.from('another secret of 24 bytes').toString('base64')}`

let own: WebhookStandIn
let carrier: Carrier

before(async () => {
  own = await openWebhookStandIn()
  carrier = openWebhook(settings())
})
beforeEach(() => own.control({ faults: [], always: null }))
after(async () => {
  await carrier.close()
  await own.close()
})

function settings() {
  return { url: new URL(`${own.url}/messages?team=support`), secret: WEBHOOK_SECRET, timeout: 30 }
}

function aText(other: Partial<Parcel> = {}): Parcel {
  return aMessage({ text: '홍길동님, 뷁?\n💊', kind: 'LMS', ...other })
}

async function sendMeeting(fault: Fault, message = aText()) {
  await own.control({ faults: [fault] })
  const timed = { ...settings(), timeout: timeoutFor(fault) }
  const answer = await openWebhook(timed).send(message)
  return { answer, taken: own.counts()[message.key] ?? 0 }
}

describe("a message that the user's own carrier takes", () => {
  test('is posted whole and signed', async () => {
    const message = aText({ kind: 'ALIMTALK', templateCode: 'T1' })
    const plain = aText()

    assert.deepEqual(await carrier.send(message), { outcome: 'ACCEPTED', id: `own-${message.key}` })
    await carrier.send(plain)

    assert.deepEqual(own.messages().slice(-2), [message, { ...plain, templateCode: null }])
  })

  test('may be answered with any 2xx: with a number, without an id, without a body', async () => {
    const answers: [number, unknown, string | null][] = [
      [200, { id: 17 }, '17'],
      [201, {}, null],
      [204, '', null],
      [202, { id: null }, null],
      [202, { id: 'a\0b' }, 'a b'],
      [202, { id: `${'a'.repeat(199)}💊` }, `${'a'.repeat(199)}💊`],
    ]
    for (const [status, body, id] of answers) {
      const { answer } = await sendMeeting({ do: 'ANSWER_AFTER', status, body })
      assert.deepEqual(answer, { outcome: 'ACCEPTED', id })
    }
  })

  test('is taken once although its answer comes twice', async () => {
    const { answer, taken } = await sendMeeting({ do: 'REPEAT' })
    const next = aText()
    assert.deepEqual([answer.outcome, taken], ['ACCEPTED', 1])
    assert.deepEqual(await carrier.send(next), { outcome: 'ACCEPTED', id: `own-${next.key}` })
  })
})

describe('a message that it refuses', () => {
  test('is refused with its reason, without numbers and texts', async () => {
    const message = aText({ text: '불면증 상담' })
    const body = { reason: `010-1234-5678 is blocked for "${message.text}"` }
    const { answer, taken } = await sendMeeting({ do: 'ANSWER', status: 422, body }, message)
    assert.deepEqual([answer, taken], [{ outcome: 'REFUSED', reason: '… is blocked for "…"' }, 0])
  })

  test('in words that no database can hold is refused with those that it can', async () => {
    const body = { reason: 'blocked\0by\ud800 the user' }
    const { answer } = await sendMeeting({ do: 'ANSWER', status: 422, body })
    assert.deepEqual(answer, { outcome: 'REFUSED', reason: 'blocked by\ufffd the user' })
  })

  test('without a reason is refused with the status', async () => {
    for (const body of ['', {}, '<h1>Not found</h1>', { reason: '' }]) {
      const { answer } = await sendMeeting({ do: 'ANSWER', status: 404, body })
      assert.deepEqual(answer, { outcome: 'REFUSED', reason: 'HTTP 404' })
    }
  })

  test('because the secret is another is refused, and the secret is not told', async () => {
    const message = aText()
    const answer = await openWebhook({ ...settings(), secret: OTHER_SECRET }).send(message)
    assert.deepEqual(answer, { outcome: 'REFUSED', reason: 'The signature is wrong.' })
    assert.equal(own.counts()[message.key], undefined)
  })

  test('because its address has moved is refused, not sent after it', async () => {
    const { answer } = await sendMeeting({ do: 'ANSWER', status: 308, body: '' })
    assert.deepEqual(answer, { outcome: 'REFUSED', reason: 'HTTP 308: the address has moved' })
  })
})

describe('a message that it does not take now', () => {
  for (const status of [408, 429, 500, 502, 503, 504]) {
    test(`with HTTP ${status} may be tried again`, async () => {
      const { answer, taken } = await sendMeeting({ do: 'ANSWER', status })
      assert.deepEqual([answer, taken], [{ outcome: 'UNREACHABLE', reason: `HTTP ${status}` }, 0])
    })
  }

  test('because nobody listens there may be tried again', async () => {
    const url = NOBODY
    const answer = await openWebhook({ ...settings(), url }).send(aText())
    assert.deepEqual(answer, { outcome: 'UNREACHABLE', reason: 'no connection: ECONNREFUSED' })
  })
})

describe('a message of which nobody knows whether it was taken', () => {
  const taken: Record<string, [Fault, number]> = {
    'whose answer never came': [{ do: 'SLOW', seconds: 6 }, 1],
    'that was never answered': [{ do: 'HANG' }, 0],
    'whose connection was cut afterwards': [{ do: 'DROP_AFTER' }, 1],
    'whose connection was reset before': [{ do: 'DROP_BEFORE', reset: true }, 0],
    'whose answer was cut in two': [{ do: 'CUT' }, 1],
    'whose answer was cut before its body': [{ do: 'CUT', after: 0 }, 1],
    'that was answered with a page of something else': [{ do: 'GARBAGE' }, 1],
    'that was answered by a See Other': [{ do: 'ANSWER_AFTER', status: 303, body: '' }, 1],
  }
  for (const [what, [fault, count]] of Object.entries(taken)) {
    test(`${what} is uncertain, is not repeated, and can be asked about`, async () => {
      const message = aText()
      const sent = await sendMeeting(fault, message)
      assert.deepEqual([sent.answer.outcome, sent.taken], ['UNCERTAIN', count])

      const truth = { outcome: 'ACCEPTED', id: `own-${message.key}` }
      const found = await carrier.find(message.key)
      assert.deepEqual(found, count === 1 ? truth : { outcome: 'UNKNOWN' })
      assert.equal(own.counts()[message.key] ?? 0, count)
    })
  }
})

describe('asked about a message, it', () => {
  test('may say that it was refused', async () => {
    const { key } = aText()
    await own.control({ became: { [key]: 'REFUSED' } })
    const found = await carrier.find(key)
    assert.deepEqual(found, { outcome: 'REFUSED', reason: 'The number is blocked.' })
  })

  test('is not believed where it does not know our signature', async () => {
    const message = aText()
    await carrier.send(message)
    const stranger = openWebhook({ ...settings(), secret: OTHER_SECRET })
    assert.deepEqual(await stranger.find(message.key), { outcome: 'UNKNOWN' })
  })
})

/** Posts reports to a listener of ours and answers what the carrier read of them. */
async function posted(report: { reports: unknown; secret?: string; at?: string; times?: number }) {
  const read: (readonly Report[] | undefined)[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = request.headers as Record<string, string>
      read.push(carrier.readReports?.(headers, Buffer.concat(chunks).toString()))
      response.end()
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`
  await own.control({ report: { ...report, reports: report.reports as PostedReport, url } })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  return read
}

describe('a delivery report', () => {
  test('says when a message arrived, or why it did not', async () => {
    const reports = [
      { key: 'a', at: '2026-04-01T09:00:00+09:00' },
      { key: 'b', at: '2026-04-01T00:00:01.5Z', undeliveredReason: 'switched off: 010-1234-5678' },
      { key: 'c', at: '2026-04-01T00:00:02Z', undeliveredReason: null },
      { key: 'd', at: '2026-04-01T00:00:03Z', undeliveredReason: '' },
    ]
    assert.deepEqual(await posted({ reports }), [
      [
        { key: 'a', at: '2026-04-01T00:00:00.000Z', undeliveredReason: null },
        { key: 'b', at: '2026-04-01T00:00:01.500Z', undeliveredReason: 'switched off: …' },
        { key: 'c', at: '2026-04-01T00:00:02.000Z', undeliveredReason: null },
        { key: 'd', at: '2026-04-01T00:00:03.000Z', undeliveredReason: 'no reason given' },
      ],
    ])
  })

  test('may come alone, and twice', async () => {
    const report = { key: 'a', at: '2026-04-01T00:00:00Z' }
    const read = [{ key: 'a', at: '2026-04-01T00:00:00.000Z', undeliveredReason: null }]
    assert.deepEqual(await posted({ reports: report, times: 2 }), [read, read])
  })

  test('signed by another secret, or long ago, is not read', async () => {
    const reports = { key: 'a', at: '2026-04-01T00:00:00Z' }
    assert.deepEqual(await posted({ reports, secret: OTHER_SECRET }), [undefined])
    const old = new Date(Date.now() - 6 * 60_000).toISOString()
    assert.deepEqual(await posted({ reports, at: old }), [undefined])
  })

  test('that is signed but is none is not read', async () => {
    const wrong = [
      {},
      { key: '', at: '2026-04-01T00:00:00Z' },
      { key: 'a', at: 'yesterday' },
      [{ key: 'a' }],
      'a',
      { key: 'a\0b', at: '2026-04-01T00:00:00Z' },
    ]
    for (const reports of wrong) assert.deepEqual(await posted({ reports }), [undefined])
  })

  test('of a time that no database can hold is not read', async () => {
    const times = ['+012026-04-01T00:00:00Z', '-000001-04-01T00:00:00Z', '0000-04-01T00:00:00Z']
    for (const at of times)
      assert.deepEqual(await posted({ reports: { key: 'a', at } }), [undefined])
  })

  test('whose body was changed on the way, or without a signature, is not read', () => {
    const body = JSON.stringify({ key: 'a', at: '2026-04-01T00:00:00Z' })
    const now = new Date()
    const headers = {
      'webhook-id': 'r1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(WEBHOOK_SECRET).sign('r1', now, body),
    }
    assert.equal(carrier.readReports?.(headers, body)?.length, 1)
    assert.equal(carrier.readReports(headers, body.replace('a', 'b')), undefined)
    assert.equal(carrier.readReports({}, body), undefined)
    assert.equal(
      carrier.readReports({ ...headers, 'webhook-signature': undefined }, body),
      undefined,
    )
    assert.equal(carrier.readReports({ ...headers, 'webhook-signature': 'v1' }, body), undefined)
  })
})
