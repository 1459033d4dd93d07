import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { serviceOn } from '../../testing/api.ts'
import { freshPostgres, onServer, postgresAnswers } from '../../testing/databases.ts'
import { until } from '../../testing/until.ts'
import { run } from './db.ts'

if (await postgresAnswers()) {
  await describe('a PostgreSQL server', async () => {
    const database = await freshPostgres()
    const [{ name } = { name: '' }] = await run<{ name: string }>(
      database.sql,
      'select current_database() as name',
      [],
    )
    await serviceOn(database)
    after(() => database.close())

    /** The connections on which somebody listens, or has tried to. */
    const listening = (channel: string) =>
      run<{ pid: number }>(
        database.sql,
        `select pid from pg_stat_activity where datname = $1 and query = format('listen "%s"', $2::text)`,
        [name, channel],
      )

    test('is listened to on one connection a channel', async () => {
      assert.equal((await listening('anbu_callers')).length, 1)
    })

    test('keeps no connection of a try to listen that failed', async () => {
      const noName = ''
      for (let time = 0; time < 3; time += 1) {
        await assert.rejects(
          database.listen(noName, () => {}),
          { code: '42601' },
        )
      }
      await until(async () => (await listening(noName)).length === 0, 'nobody listens')
    })

    test('is listened to again on one connection when that was lost', async () => {
      for (let time = 0; time < 3; time += 1) {
        const [before] = await listening('anbu_callers')
        await onServer(`select pg_terminate_backend(${before?.pid})`)
        await until(async () => {
          const now = await listening('anbu_callers')
          return now.length > 0 && now.every(({ pid }) => pid !== before?.pid)
        })
      }
      assert.equal((await listening('anbu_callers')).length, 1)
    })

    test('that ends a connection in the middle of a script is said to have done so', async () => {
      const script = 'begin; select pg_terminate_backend(pg_backend_pid()); commit'
      await assert.rejects(database.script(script), { code: '57P01' })
      await database.script('select 1')
    })
  })
}
