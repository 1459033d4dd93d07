import assert from 'node:assert/strict'
import { test } from 'node:test'
import { run } from '../../platform/db/db.ts'
import { serviceOn } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { hire, PASSWORD } from '../../testing/hired.ts'

type Seen = { id: string; lastSeenAt: string | null }

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database, { ANBU_SIGN_IN_LIMIT: '0' })
  const { admin } = service

  const seen = async (id: string) => {
    const { body } = await admin<{ items: Seen[] }>('GET', '/v1/operators')
    return body.items.find((one) => one.id === id)?.lastSeenAt ?? 'never'
  }

  type Hired = Awaited<ReturnType<typeof hire>>
  const ends: Record<string, (one: Hired) => Promise<unknown>> = {
    'has signed out': ({ browser }) => browser.call('DELETE', '/v1/session'),
    'was signed out by an ADMIN': ({ id }) => admin('DELETE', `/v1/operators/${id}/sessions`),
    'was removed': ({ id }) => admin('DELETE', `/v1/operators/${id}`),
    'had a session that is over and cleared away': ({ id }) =>
      run(database.sql, 'delete from private.session where user_id = $1', [id]),
  }
  for (const [name, end] of Object.entries(ends)) {
    test(`who ${name} was here as before`, async () => {
      const one = await hire(service)
      const before = await seen(one.id)
      assert.notEqual(before, 'never')

      await end(one)

      assert.equal(await seen(one.id), before)
    })
  }

  test('who has chosen another password, and left, was here later than before', async () => {
    const { browser, id } = await hire(service)
    const before = await seen(id)
    const change = { current: PASSWORD, password: 'another password of mine' }
    assert.equal((await browser.call('PUT', '/v1/me/password', change)).status, 200)
    await browser.call('DELETE', '/v1/session')

    assert.ok((await seen(id)) > before)
    assert.notEqual(await seen(id), 'never')
  })

  test('who has not come yet was never here', async () => {
    const person = { name: '새 사람', email: 'never@anbu.example', role: 'OPERATOR' }
    const { body } = await admin<{ id: string }>('POST', '/v1/operators', person)
    assert.equal(await seen(body.id), 'never')
  })
})
