import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { systemSupport } from '../../app.ts'
import { readConfig } from '../../config.ts'
import { openClock } from '../../platform/clock.ts'
import { run } from '../../platform/db/db.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { fillPeople } from '../../testing/fill-people.ts'
import { termsOf } from '../user-support/search-terms.ts'
import type { Person } from '../user-support/user-support.ts'
import type { UserFilters } from './contract.ts'
import { usersAfter } from './find-users.ts'

const PEOPLE = 5_000

await onEachDatabase(async (open) => {
  const database = await open()
  await fillPeople(database.sql, PEOPLE)
  const config = await readConfig({ ANBU_DEMO: '0' })
  const support = systemSupport({ config, database, clock: openClock() })

  async function planOf(filters: UserFilters, sites: string[] | null = null): Promise<string> {
    const statement = usersAfter({ ...support, sites }, filters, { limit: 51 })
    const { sql, parameters } = statement.compile(database.sql)
    const rows = await run<{ 'QUERY PLAN': string }>(database.sql, `explain ${sql}`, parameters)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }

  describe(`among ${PEOPLE} people`, () => {
    test('the terms made for them all at once are those that the product makes', async () => {
      const people = await run<{ userId: string; person: Person; terms: string[] }>(
        database.sql,
        `select u.user_id as "userId", json_build_object('name', u.name, 'phone', u.phone) as person,
                (select array_agg(t.term || case when t.starts then ' starts' else '' end)
                   from private.search_term t
                  where t.user_id = u.user_id and t.name = u.name and t.site_id = u.site_id) as terms
           from private.user_profile u order by u.user_id limit 500`,
        [],
      )
      assert.equal(people.length, 500)
      for (const { person, terms } of people) {
        const made = termsOf(person).map(({ term, starts }) => (starts ? `${term} starts` : term))
        assert.deepEqual(terms.toSorted(), made.toSorted(), person.name)
      }
    })

    const WALKS = [
      ['two syllables', '민준', 'search_term_two'],
      ['two initials', 'ㅈㅎ', 'search_term_two'],
      ['three initials', 'ㅎㄱㄷ', 'search_term_three'],
      ['a whole name', '김민준', 'search_term_three'],
      ['the first digits of every phone', '01', 'search_term_two'],
      ['one character', '김', 'search_term_one'],
      ['one initial', 'ㄱ', 'search_term_one'],
    ] as const

    for (const [what, q, index] of WALKS) {
      test(`${what} are found along an index in the order of names`, async () => {
        for (const sites of [null, ['site-1', 'site-2']]) {
          const plan = await planOf({ q }, sites)
          assert.match(plan, new RegExp(`Index Only Scan using ${index} on search_term`), plan)
          assertNothingIsReadWhole(plan)
        }
      })
    }

    for (const [what, q] of [
      ['the last four digits', '5678'],
      ['a long name', '남궁민준'],
    ] as const) {
      test(`${what} are found where their terms begin, or along an index when these are many`, async () => {
        const plan = await planOf({ q })
        assert.match(plan, /Index Only Scan using search_term_whole on search_term/, plan)
        assert.match(
          plan,
          /Index (Only )?Scan using search_term_(two|three|whole) on search_term u/,
          plan,
        )
        assertNothingIsReadWhole(plan)
      })
    }

    test('everybody is listed along the index of names, forwards and backwards', async () => {
      assert.match(await planOf({}), /Index (Only )?Scan using user_profile_name/)
      assert.match(await planOf({ sort: '-name' }), /Scan Backward using user_profile_name/)
    })
  })
})

/** The people of a page, once they are found, may be looked up in whichever way is the shortest. */
function assertNothingIsReadWhole(plan: string) {
  assert.doesNotMatch(plan, /Seq Scan on search_term/, plan)
}
