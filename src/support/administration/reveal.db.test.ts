import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { run } from '../../platform/db/db.ts'
import { newSite, serviceOn, startCycle } from '../../testing/api.ts'
import { operatorOf, refusalIn, wrongFieldsIn } from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Logged = { at: string; by: string; role: string; action: string; reason: string }

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database, { ANBU_MASKED_ROLES: 'MANAGER' })

  /** What is on record of who saw that user, oldest first, with the reasons. */
  const seenOf = (userId: string) =>
    run<Logged>(
      database.sql,
      `select l.at, l.by, l.role, l.action, t.text as reason
         from support.access_log l
         left join private.text t on t.entity = 'AccessLog' and t.entity_id = l.id::text
        where l.user_id = $1 order by l.id`,
      [userId],
    )
  const someone = async () => {
    const site = newSite()
    const user = { name: '제갈공명', phone: '010-9876-5432' }
    return { site, ...(await startCycle(service, { user, site })) }
  }

  describe('a reveal', () => {
    test('shows name and phone, and leaves who, when and why', async () => {
      const { userId } = await someone()
      const { call, by } = await operatorOf(service, 'MANAGER')
      const hidden = await call<{ name: string; phone: string }>('GET', `/v1/users/${userId}`)
      assert.deepEqual([hidden.body.name, hidden.body.phone], ['제**명', '+8210****5432'])

      const shown = await call('POST', `/v1/users/${userId}/reveal`, { reason: ' 되전화 요청 ' })

      assert.equal(shown.status, 200)
      assert.deepEqual(shown.body, { name: '제갈공명', phone: '+821098765432' })
      const row = { by, role: 'MANAGER', action: 'REVEALED', reason: '되전화 요청' }
      assert.deepEqual(await seenOf(userId), [{ ...row, at: service.clock.now() }])
      const again = await call<{ name: string }>('GET', `/v1/users/${userId}`)
      assert.equal(again.body.name, '제**명')
    })

    test('is on record each time, also under an Idempotency-Key, which keeps nothing of it', async () => {
      const { userId } = await someone()
      const { call } = await operatorOf(service, 'MANAGER')
      const key = { 'idempotency-key': randomUUID() }
      for (let time = 0; time < 2; time += 1) {
        const reply = await call('POST', `/v1/users/${userId}/reveal`, { reason: '확인' }, key)
        assert.equal(reply.status, 200)
      }
      assert.equal((await seenOf(userId)).length, 2)
      const kept = await run(
        database.sql,
        'select 1 from private.idempotent_answer where key = $1',
        [key['idempotency-key']],
      )
      assert.deepEqual(kept, [])
    })

    test('of another site’s user, or of nobody, is a 404 and leaves nothing', async () => {
      const { userId } = await someone()
      const { call } = await operatorOf(service, 'MANAGER', ['elsewhere'])
      for (const id of [userId, 'nobody']) {
        const reply = await call('POST', `/v1/users/${id}/reveal`, { reason: '확인' })
        assert.equal(refusalIn(reply), '404 4101 USER_NOT_FOUND')
      }
      assert.deepEqual(await seenOf(userId), [])
    })

    test('needs a reason in words', async () => {
      const { userId } = await someone()
      const { call } = await operatorOf(service, 'MANAGER')
      for (const reason of ['', '   ', '가'.repeat(501)]) {
        const reply = await call('POST', `/v1/users/${userId}/reveal`, { reason })
        assert.deepEqual(wrongFieldsIn(reply), ['reason'])
      }
      assert.deepEqual(wrongFieldsIn(await call('POST', `/v1/users/${userId}/reveal`, {})), [
        'reason',
      ])
      assert.deepEqual(await seenOf(userId), [])
    })
  })

  test('the log of who saw whom can be added to, and neither changed nor emptied', async () => {
    const { userId } = await someone()
    const { call } = await operatorOf(service, 'MANAGER')
    await call('POST', `/v1/users/${userId}/reveal`, { reason: '확인' })
    const before = await seenOf(userId)
    for (const statement of [
      `update support.access_log set by = 'somebody else'`,
      'delete from support.access_log',
      'truncate support.access_log',
      `insert into support.access_log (id, at, by, role, action, user_id) overriding system value
       select id, at, 'somebody else', role, action, user_id from support.access_log
       on conflict (id) do update set by = excluded.by`,
    ]) {
      await assert.rejects(run(database.sql, statement, []), /append|refuse|change/i, statement)
    }
    assert.deepEqual(await seenOf(userId), before)
  })
})
