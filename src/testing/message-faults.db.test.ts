import { after, describe, test } from 'node:test'
import { messageFaults } from './message-faults.ts'
import { placesToTest } from './places.ts'

const ROUNDS = Number(process.env['ANBU_MESSAGE_FAULT_ROUNDS'] ?? 10)

const places = await placesToTest()

describe('no text is sent twice and none is lost when the server is killed while it sends', () => {
  for (const { name, fresh } of places) {
    test(`on ${name}`, { timeout: 3_600_000 }, async (context) => {
      const { env, remove } = await fresh()
      after(remove)
      const tally = await messageFaults(ROUNDS, env)
      context.diagnostic(JSON.stringify(tally))
    })
  }
})
