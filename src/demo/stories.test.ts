import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant } from '../kernel/values.ts'
import { everyDay, seoul } from '../testing/outbound.ts'
import { DEMO_PEOPLE } from './demo.ts'
import { personOf } from './people.ts'
import { presentOf } from './present.ts'
import { STORIES } from './stories.ts'

const times = [
  seoul('2026-04-15T00:00'),
  seoul('2026-04-15T08:59'),
  seoul('2026-04-15T23:59'),
] as const

test('the demo has two hundred users', () => {
  assert.equal(DEMO_PEOPLE, 200)
})

test('whatever the hour, a story happened in order and lies in the past', () => {
  for (const now of times) {
    const present = presentOf({ now: () => now, calendar: everyDay })
    for (const [story, { people, tell }] of Object.entries(STORIES)) {
      for (let part = 0; part < people; part++) {
        const moments = tell(personOf({ story, part, number: 1 }), present)
        const at = moments.map((moment) => moment.at)
        assert.ok(moments.length > 0, `${story} has no moments`)
        assert.deepEqual(at, at.toSorted(), `${story} is out of order at ${now}`)
        assert.ok((at.at(-1) ?? '') <= now, `${story} happens after ${now}`)
      }
    }
  }
})

test('told again for the same moment, every story is the same', () => {
  const [, now] = times
  for (const [story, { people }] of Object.entries(STORIES)) {
    for (let part = 0; part < people; part++) {
      assert.deepEqual(telling({ story, part, now }), telling({ story, part, now }))
    }
  }
  const overdue = (part: number) => telling({ story: 'overdue', part, now })
  assert.notDeepEqual(overdue(1), overdue(2))
})

test('an agreed time of today stays within today', () => {
  for (const now of times) {
    const { today, ago, soon } = presentOf({ now: () => now, calendar: everyDay })
    for (const minutes of [1, 30, 200]) {
      const dates = [ago(minutes), soon(minutes)].map((at) =>
        Temporal.Instant.from(at).toZonedDateTimeISO('Asia/Seoul').toPlainDate().toString(),
      )
      assert.deepEqual(dates, [today, today])
    }
  }
})

type Telling = { story: string; part: number; now: Instant }

function telling({ story, part, now }: Telling) {
  const { chance, ...person } = personOf({ story, part, number: 7 })
  const present = presentOf({ now: () => now, calendar: everyDay })
  const moments = STORIES[story]?.tell({ ...person, chance }, present)
  return { person, at: moments?.map(({ at }) => at) }
}
