import assert from 'node:assert/strict'
import fc from 'fast-check'
import { test, type TestContext } from 'node:test'
import { serviceOn } from '../testing/api.ts'
import { onEachDatabase } from '../testing/databases.ts'
import { anything, manyAtOnce, modelOf } from '../testing/model.ts'

const USUAL_RUNS = 40
const RUNS = Number(process.env['ANBU_MODEL_RUNS'] ?? USUAL_RUNS)
const SEED = Number(process.env['ANBU_MODEL_SEED'] ?? Date.now() % 2 ** 31)

/** Runs share a database, so that nothing counts over all of them. */
const SETTINGS = { ANBU_WORKDAYS: 'MON,TUE,WED,THU,FRI', ANBU_MESSAGES_PER_HOUR: '10000000' }

/** A slow machine does fewer runs rather than keep everybody waiting; who asks for more gets them all. */
const hasTime = (since: number, seconds: number) =>
  RUNS > USUAL_RUNS || performance.now() - since < seconds * 1_000

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open(), SETTINGS)
  const model = modelOf(service)

  test('whatever happens, state, timeline and events say what the model says', (t) =>
    holds(t, anything, { property: model.happen, seconds: 20 }))

  test('whatever happens at once, state, timeline and events say the same', (t) =>
    holds(t, manyAtOnce, { property: model.endure, seconds: 12 }))
})

type Trial<Run> = { property: (run: Run) => Promise<void>; seconds: number }

/** Tries the property on many runs, and says from which seed they can be had again. */
async function holds<Run>(t: TestContext, runs: fc.Arbitrary<Run>, trial: Trial<Run>) {
  const began = performance.now()
  let done = 0
  const tried = async (run: Run) => {
    if (!hasTime(began, trial.seconds)) return
    await trial.property(run)
    done += 1
  }
  t.diagnostic(`ANBU_MODEL_SEED=${SEED}`)
  await fc.assert(fc.asyncProperty(runs, tried), { seed: SEED, numRuns: RUNS })
  t.diagnostic(`${done} runs`)
  assert.ok(done > 0, 'there was no time for a single run')
}
