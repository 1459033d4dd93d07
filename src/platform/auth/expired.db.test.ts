import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemSupport } from '../../app.ts'
import { housekeeping } from '../../support/policies/housekeeping.ts'
import { serviceOn } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { hire } from '../../testing/hired.ts'
import { run } from '../db/db.ts'

const OLD = `now() - interval '32 days'`
const RECENT = `now() - interval '27 days'`

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database, { ANBU_SIGN_IN_LIMIT: '0' })
  const { admin } = service

  test('what has been over for a month is cleared away; what may be of use stays', async () => {
    const [old, recent, present] = [await hire(service), await hire(service), await hire(service)]
    const [forgotten, waiting] = [await invite('forgotten'), await invite('waiting')]
    const change = (statement: string, values: readonly unknown[] = []) =>
      run(database.sql, statement, values)
    for (const [{ id }, time] of [
      [old, OLD],
      [recent, RECENT],
    ] as const) {
      await change(`update private.session set expires_at = ${time} where user_id = $1`, [id])
    }
    for (const [{ id }, time] of [
      [forgotten, OLD],
      [waiting, RECENT],
    ] as const) {
      await change(`update private.invitation set expires_at = ${time} where operator_id = $1`, [
        id,
      ])
    }
    await change(
      `insert into private.sign_in_failure values ('old', 5, ${OLD}), ('recent', 5, ${RECENT})`,
    )
    await change(`insert into private.verification values
      ('old', '', '', ${OLD}, now(), now()), ('recent', '', '', ${RECENT}, now(), now())`)
    const { body: before } = await admin<{ items: Seen[] }>('GET', '/v1/operators')

    await housekeeping(systemSupport(service))

    const left = async (statement: string) =>
      (await run<{ is: string }>(database.sql, statement, [])).map((row) => row.is)
    const sessions = await left('select user_id as is from private.session order by created_at')
    assert.deepEqual(sessions, [recent.id, present.id])
    assert.deepEqual(await left('select operator_id as is from private.invitation'), [waiting.id])
    assert.deepEqual(await left('select address_hash as is from private.sign_in_failure'), [
      'recent',
    ])
    assert.deepEqual(await left('select id as is from private.verification'), ['recent'])
    const { body: after } = await admin<{ items: Seen[] }>('GET', '/v1/operators')
    assert.deepEqual(after, before)
    assert.equal((await present.browser.call('GET', '/v1/me')).status, 200)
  })

  async function invite(who: string) {
    const person = { name: who, email: `${who}@anbu.example`, role: 'OPERATOR' }
    return (await admin<{ id: string }>('POST', '/v1/operators', person)).body
  }
})

type Seen = { id: string; lastSeenAt?: string | null }
