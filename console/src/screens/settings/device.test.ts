import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deviceOf } from './device.ts'

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

describe('a browser is named in short', () => {
  for (const [userAgent, name] of [
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME}`, 'Chrome, Windows'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Edg/140.0`, 'Edge, Windows'],
    [`Mozilla/5.0 (X11; Linux x86_64) ${CHROME} Whale/4.3`, 'Whale, Linux'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/19.0 Safari/605.1', 'Safari, macOS'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1', 'Safari, iPhone'],
    ['curl/8.5.0', undefined],
    ['', undefined],
  ] as const) {
    test(userAgent === '' ? 'that says nothing' : userAgent, () => {
      assert.equal(deviceOf(userAgent), name)
    })
  }
})
