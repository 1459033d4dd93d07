import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { doInRounds } from './rounds.ts'

describe('work that is done in rounds', () => {
  test('is never done twice at once, and is over when it has been stopped', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] })
    const under = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let begun = 0
    const done: number[] = []
    const rounds = doInRounds(async () => {
      const round = begun
      begun += 1
      await under[round]?.promise
      done.push(round)
    }, 1_000)

    t.mock.timers.tick(3_000)
    assert.equal(begun, 1)
    under[0]?.resolve()
    await settled()
    t.mock.timers.tick(1_000)
    assert.equal(begun, 2)

    let isStopped = false
    const stopped = rounds.stop().finally(() => {
      isStopped = true
    })
    await settled()
    assert.equal(isStopped, false)
    under[1]?.resolve()
    await stopped

    assert.deepEqual(done, [0, 1])
    t.mock.timers.tick(5_000)
    assert.equal(begun, 2)
  })
})

/** Until everything has had its turn that could go on. */
function settled() {
  return new Promise((resolve) => setImmediate(resolve))
}
