import { parseArgs } from 'node:util'
import { messageFaults } from './message-faults.ts'
import { placesToTest } from './places.ts'
import { surviveKills } from './faults/rounds.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, help: { type: 'boolean' } },
})

const say = (line: string) => process.stdout.write(`${line}\n`)

if (values.help === true) {
  say('npm run faults [-- --rounds N]: kills a real server N times on each database,')
  say('while operators work, and again while it sends messages.')
} else {
  for (const { name, fresh } of await placesToTest()) {
    say(`On ${name}:`)
    const place = await fresh()
    let round = 0
    try {
      await surviveKills(place, Number(values.rounds), ({ after, ...found }) => {
        round += 1
        const { acknowledged, there, absent, repeated } = found
        say(
          `  ${round}. killed after ${after} ms: ${acknowledged} acknowledged, all there once; ` +
            `of those without an answer ${there} done, ${absent} not; ${repeated} asked again`,
        )
      })
    } finally {
      await place.remove()
    }
    const another = await fresh()
    try {
      say(
        `  while it sends: ${JSON.stringify(await messageFaults(Number(values.rounds), another.env))}`,
      )
    } finally {
      await another.remove()
    }
  }
}
