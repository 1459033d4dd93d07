import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConfigError } from '../config-error.ts'
import { readCarrier } from './carriers.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

const solapi = {
  ANBU_CARRIER: 'solapi',
  SOLAPI_API_KEY: 'NCS0000000000001',
  SOLAPI_API_SECRET: 'S0000000000000000000000000000001',
  SOLAPI_SENDER: '02-1234-5678',
}
const webhook = {
  ANBU_CARRIER: 'webhook',
  ANBU_WEBHOOK_CARRIER_URL: 'https://sms.example.com/anbu?team=1',
  ANBU_WEBHOOK_CARRIER_SECRET: SECRET,
}

type Environment = Readonly<Record<string, string>>

function refused(env: Environment, sentence: RegExp) {
  assert.throws(
    () => readCarrier(env),
    (error) => {
      assert.ok(error instanceof ConfigError)
      assert.match(error.message, sentence)
      for (const secret of [solapi.SOLAPI_API_SECRET, SECRET, 'whsec_bad', 'letmein']) {
        assert.ok(!error.message.includes(secret), 'the sentence shows a secret')
      }
      return true
    },
  )
}

function without(env: Environment, name: string): Environment {
  return Object.fromEntries(Object.entries(env).filter(([other]) => other !== name))
}

describe('the carrier', () => {
  test('is the development carrier unless another is named', () => {
    assert.deepEqual(readCarrier({}), { carrier: 'development' })
    assert.deepEqual(readCarrier({ ANBU_CARRIER: '' }), { carrier: 'development' })
    assert.deepEqual(
      readCarrier({ ANBU_CARRIER: 'development', ...without(solapi, 'ANBU_CARRIER') }),
      {
        carrier: 'development',
      },
    )
  })

  test('is never the development carrier by an oversight: set up, but not named, is refused', () => {
    refused(without(solapi, 'ANBU_CARRIER'), /^SOLAPI_API_KEY is set, but ANBU_CARRIER/)
    refused(without(webhook, 'ANBU_CARRIER'), /^ANBU_WEBHOOK_CARRIER_URL is set, but ANBU_CARRIER/)
  })

  test('of another name is refused with the names there are', () => {
    refused({ ANBU_CARRIER: 'twilio' }, /^ANBU_CARRIER must be development or solapi or webhook\.$/)
  })

  test('waits 15 seconds unless told otherwise', () => {
    assert.equal(timeoutOf(webhook), 15)
    assert.equal(timeoutOf({ ...webhook, ANBU_CARRIER_TIMEOUT: '3' }), 3)
    for (const wrong of ['0', '-1', '1.5', '301', 'soon', ' 5', '1e2']) {
      refused({ ...solapi, ANBU_CARRIER_TIMEOUT: wrong }, /^ANBU_CARRIER_TIMEOUT must be/)
    }
  })
})

function timeoutOf(env: Environment) {
  const settings = readCarrier(env)
  return 'timeout' in settings ? settings.timeout : undefined
}

describe('SOLAPI', () => {
  test('is read with its own address and without a KakaoTalk channel', () => {
    assert.deepEqual(readCarrier(solapi), {
      carrier: 'solapi',
      apiKey: solapi.SOLAPI_API_KEY,
      apiSecret: solapi.SOLAPI_API_SECRET,
      sender: '0212345678',
      pfId: undefined,
      baseUrl: new URL('https://api.solapi.com'),
      timeout: 15,
    })
  })

  test('sends from the number as it is registered, however it is written', () => {
    const senders = {
      '15881234': '15881234',
      '+82 10-1234-5678': '01012345678',
      '(02) 123-4567': '021234567',
    }
    for (const [given, sender] of Object.entries(senders)) {
      const settings = readCarrier({ ...solapi, SOLAPI_SENDER: given })
      assert.equal('sender' in settings && settings.sender, sender)
    }
    for (const wrong of ['ANBU', '1234', '+1 212 555 0100', '010123456789012']) {
      refused({ ...solapi, SOLAPI_SENDER: wrong }, /^SOLAPI_SENDER must be/)
    }
  })

  for (const name of ['SOLAPI_API_KEY', 'SOLAPI_API_SECRET', 'SOLAPI_SENDER']) {
    test(`is refused without ${name}`, () => {
      refused(without(solapi, name), new RegExp(`^${name} must be set for ANBU_CARRIER=solapi\\.$`))
      refused({ ...solapi, [name]: '' }, new RegExp(`^${name} must be set`))
    })
  }

  test('is refused with keys that no header could carry', () => {
    refused({ ...solapi, SOLAPI_API_KEY: 'two words' }, /^SOLAPI_API_KEY must be one word/)
    refused({ ...solapi, SOLAPI_API_SECRET: 'letmein\n' }, /^SOLAPI_API_SECRET must be one word/)
    refused({ ...solapi, SOLAPI_PF_ID: 'KA01, PF' }, /^SOLAPI_PF_ID must be one word/)
  })

  test('may stand elsewhere, but not across a network in the clear', () => {
    for (const near of ['http://127.0.0.1:3900', 'http://[::1]:3900', 'http://sender:8080/api']) {
      const settings = readCarrier({ ...solapi, SOLAPI_BASE_URL: near })
      assert.equal('baseUrl' in settings && settings.baseUrl.href, new URL(near).href)
    }
    refused({ ...solapi, SOLAPI_BASE_URL: 'http://api.solapi.com' }, /^SOLAPI_BASE_URL .*https:/)
    refused({ ...solapi, SOLAPI_BASE_URL: 'http://203.0.113.7' }, /^SOLAPI_BASE_URL .*https:/)
    refused({ ...solapi, SOLAPI_BASE_URL: 'api.solapi.com' }, /^SOLAPI_BASE_URL must be an address/)
  })
})

describe("the user's own carrier", () => {
  test('is read with its address and secret', () => {
    assert.deepEqual(readCarrier(webhook), {
      carrier: 'webhook',
      url: new URL(webhook.ANBU_WEBHOOK_CARRIER_URL),
      secret: SECRET,
      timeout: 15,
    })
  })

  for (const name of ['ANBU_WEBHOOK_CARRIER_URL', 'ANBU_WEBHOOK_CARRIER_SECRET']) {
    test(`is refused without ${name}`, () => {
      refused(
        without(webhook, name),
        new RegExp(`^${name} must be set for ANBU_CARRIER=webhook\\.$`),
      )
    })
  }

  test('is refused with an address that is none, or that holds a password', () => {
    for (const wrong of ['sms.example.com', 'ftp://sms.example.com', 'https://']) {
      refused({ ...webhook, ANBU_WEBHOOK_CARRIER_URL: wrong }, /^ANBU_WEBHOOK_CARRIER_URL must be/)
    }
    const withPassword = 'https://anbu:letmein@sms.example.com'
    refused({ ...webhook, ANBU_WEBHOOK_CARRIER_URL: withPassword }, /no user name and no password/)
  })

  test('is refused with a secret that is too short or not written as Standard Webhooks do', () => {
    for (const wrong of [
      'letmein',
      'whsec_bad',
      SECRET.slice(6),
      'whsec_',
      `whsec_${'!'.repeat(40)}`,
    ]) {
      refused(
        { ...webhook, ANBU_WEBHOOK_CARRIER_SECRET: wrong },
        /^ANBU_WEBHOOK_CARRIER_SECRET must be/,
      )
    }
  })
})
