import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, mock, test } from 'node:test'
import { openStream } from './stream.ts'

/** The browser's end of a stream. */
class Source extends EventTarget {
  static readonly CLOSED = 2
  readyState = 0
  constructor() {
    super()
    sources.push(this)
  }
  close() {
    this.readyState = Source.CLOSED
  }
}

let sources: Source[] = []
let told: string[] = []
let close = () => {}
const browser = new EventTarget()
Object.assign(globalThis, {
  EventSource: Source,
  addEventListener: browser.addEventListener.bind(browser),
  removeEventListener: browser.removeEventListener.bind(browser),
})

/** The server says that on the newest line. */
function hear(type: string, data = '{}') {
  sources.at(-1)?.dispatchEvent(new MessageEvent(type, { data }))
}

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] })
  sources = []
  told = []
  close = openStream({
    changed: () => told.push('changed'),
    returned: () => told.push('returned'),
    turnedAway: () => told.push('turned away'),
    connection: (state) => told.push(state),
  })
  hear('open')
})
afterEach(() => {
  close()
  mock.timers.reset()
})

describe('the stream of changes', () => {
  test('has everything asked anew when another network is there, since it begins again', () => {
    browser.dispatchEvent(new Event('online'))
    hear('open')
    assert.deepEqual(told, ['live', 'live', 'returned'])
    assert.equal(sources.length, 2)
  })

  test('is lost when the server is not heard any more, and taken up again', () => {
    mock.timers.tick(60_000)
    assert.equal(told[1], 'lost')
    mock.timers.tick(5_000)
    hear('open')
    assert.deepEqual(told.slice(-2), ['live', 'returned'])
  })

  test('stays for as long as the server is heard', () => {
    for (const type of ['heartbeat', 'changed', 'heartbeat', 'heartbeat']) {
      mock.timers.tick(30_000)
      hear(type)
    }
    mock.timers.tick(30_000)
    assert.deepEqual(told, ['live', 'changed'])
    assert.equal(sources.length, 1)
  })
})
