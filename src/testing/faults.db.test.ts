import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { surviveKills } from './faults/rounds.ts'
import { placesToTest } from './places.ts'

const ROUNDS = Number(process.env['ANBU_FAULT_ROUNDS'] ?? 20)
/** A round takes two or three seconds, and on a machine that is busy with something else a multiple. */
const PATIENCE = ROUNDS * 60_000

for (const { name, fresh } of await placesToTest()) {
  const title = `a server killed under load on ${name} has lost nothing that it acknowledged`
  test(title, { timeout: PATIENCE }, async (t) => {
    const place = await fresh()
    after(() => place.remove())
    const rounds = await surviveKills(place, ROUNDS)
    const sum = (of: 'acknowledged' | 'there' | 'absent' | 'repeated') =>
      rounds.reduce((total, round) => total + round[of], 0)
    assert.equal(rounds.length, ROUNDS)
    assert.ok(sum('acknowledged') > 0)
    t.diagnostic(
      `${ROUNDS} rounds: ${sum('acknowledged')} acknowledged; without an answer ` +
        `${sum('there')} done and ${sum('absent')} not, ${sum('repeated')} asked again`,
    )
  })
}
