import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CalendarDate } from './kernel/values.ts'
import { ConfigError, readConfig, unknownHolidays } from './config.ts'

describe('a setting that cannot be used is refused by its name', () => {
  const wrong: [string, string][] = [
    ['DATABASE_URL', 'mysql://localhost/anbu'],
    ['DATABASE_URL', 'postgres://localhost:99999/anbu'],
    ['HOST', '0.0.0.0'],
    ['PORT', '65536'],
    ['PORT', 'http'],
    ['PORT', '-1'],
    ['ANBU_DEMO', 'yes'],
    ['ANBU_BOOTSTRAP_TOKEN', 'shorter-than-thirty-two'],
    ['ANBU_TIME_ZONE', 'Asia/Atlantis'],
    ['ANBU_WORKDAYS', 'MON,TUE,Friday'],
    ['ANBU_WORKDAYS', ','],
    ['ANBU_HOLIDAYS', 'DE'],
    ['ANBU_CYCLE_GRACE', '-1'],
    ['ANBU_MEMO_MAX', '0'],
    ['ANBU_MISSED_CALL_GAP', 'half an hour'],
    ['ANBU_RATE_LIMIT', '1.5'],
    ['ANBU_TEST_CLOCK', 'true'],
    ['ANBU_LOG', 'loud'],
  ]
  for (const [name, value] of wrong) {
    test(`${name}=${value}`, async () => {
      await assert.rejects(
        readConfig({ [name]: value }),
        (error) => error instanceof ConfigError && error.message.includes(name),
      )
    })
  }
})

describe('without settings', () => {
  test('the embedded database is filled with a demo that serves this machine only', async () => {
    const { databaseUrl, dataDir, demo, host, port } = await readConfig({})
    assert.deepEqual(
      { databaseUrl, dataDir, demo, host, port },
      { databaseUrl: undefined, dataDir: './data', demo: true, host: '127.0.0.1', port: 3000 },
    )
  })

  test('a server gets no demo', async () => {
    const { demo } = await readConfig({ DATABASE_URL: 'postgres://localhost/anbu' })
    assert.equal(demo, false)
  })

  test('a setting left empty is as good as none', async () => {
    const config = await readConfig({ PORT: '', ANBU_TIME_ZONE: '', ANBU_WORKDAYS: '' })
    assert.deepEqual(config, await readConfig({}))
  })
})

test('the programme works on every day unless it says otherwise', async () => {
  const everyDay = await readConfig({})
  const weekdays = await readConfig({ ANBU_WORKDAYS: 'MON, TUE,WED,THU,FRI', ANBU_HOLIDAYS: 'KR' })
  assert.deepEqual([...everyDay.calendar.workdays], [1, 2, 3, 4, 5, 6, 7])
  assert.equal(everyDay.calendar.holidays.size, 0)
  assert.deepEqual([...weekdays.calendar.workdays], [1, 2, 3, 4, 5])
  assert.ok(weekdays.calendar.holidays.has('2026-03-01'))
})

for (const host of ['127.0.0.1', '127.8.8.8', 'localhost', '::1']) {
  test(`a demo may be served on ${host}`, async () => {
    assert.equal((await readConfig({ HOST: host })).host, host)
  })
}

test('what is no demo may be served to everybody', async () => {
  assert.equal((await readConfig({ HOST: '0.0.0.0', ANBU_DEMO: '0' })).host, '0.0.0.0')
})

describe('holidays', () => {
  const said = async (day: string, env = {}) =>
    unknownHolidays((await readConfig(env)).calendar, day as CalendarDate)
  const korean = { ANBU_HOLIDAYS: 'KR' }

  test('that are kept are known for some years, and it is said when they are over', async () => {
    assert.equal(await said('2027-12-31', korean), undefined)
    assert.match((await said('2028-01-01', korean)) ?? '', /ANBU_HOLIDAYS: .*2028.*2027/)
  })

  test('that are not kept are not missed', async () => {
    assert.equal(await said('2100-01-01'), undefined)
  })
})
