import assert from 'node:assert/strict'
import { setImmediate as soon } from 'node:timers/promises'
import { afterEach, beforeEach, describe, mock, test } from 'node:test'
import { lookingOneByOne } from './looking.ts'

const REST = 150

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }))
afterEach(() => mock.timers.reset())

/** Looks that are answered when the test says so. */
function held() {
  const answers: (() => void)[] = []
  const looking = lookingOneByOne(REST, () => new Promise<void>((done) => answers.push(done)))
  return { looking, answers }
}

describe('what follows the changes', () => {
  test('looks at once, and never twice at a time', async () => {
    const { looking, answers } = held()
    looking.lookSoon()
    looking.lookSoon()
    mock.timers.tick(10 * REST)
    assert.equal(answers.length, 1)

    answers[0]?.()
    await soon()
    mock.timers.tick(REST)
    assert.equal(answers.length, 2)
  })

  test('looks once more after a burst, and then rests', async () => {
    const { looking, answers } = held()
    for (let times = 0; times < 5; times += 1) looking.lookSoon()
    for (let times = 0; times < 5; times += 1) {
      answers.at(-1)?.()
      await soon()
      mock.timers.tick(REST)
    }
    assert.equal(answers.length, 2)
  })

  test('looks no more when it is not shown any more', async () => {
    const { looking, answers } = held()
    looking.lookSoon()
    looking.lookSoon()
    looking.stop()
    answers[0]?.()
    await soon()
    mock.timers.tick(REST)
    assert.equal(answers.length, 1)
  })
})
