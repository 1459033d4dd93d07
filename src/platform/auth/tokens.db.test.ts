import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { serviceOn, type Call } from '../../testing/api.ts'
import { wrongFieldsIn } from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { until } from '../../testing/until.ts'
import { run } from '../db/db.ts'

type Made = { id: number; token: string }
type Shown = {
  id: number
  name: string
  role: string
  sites: string[] | null
  createdBy: string
  expiresAt: string
  lastUsedAt: string | null
}
type Problem = { code: number }

const DAY = 86_400_000

const BOOTSTRAP = 'a-bootstrap-token-that-is-long-enough'

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database)
  const another = await serviceOn(database)
  const { admin } = service

  async function make(given: object = {}) {
    const wanted = { name: 'the night shift', role: 'OPERATOR', ...given }
    const { status, body } = await admin<Made>('POST', '/v1/tokens', wanted)
    assert.equal(status, 201)
    return body
  }

  describe('a token', () => {
    test('says who asks, in which role and for which sites', async () => {
      const { id, token } = await make({ role: 'MANAGER', sites: ['seoul', 'busan'] })

      const me = await service.withToken(token)('GET', '/v1/me')

      assert.deepEqual(me.body, {
        operator: `token:${id}`,
        name: 'the night shift',
        role: 'MANAGER',
        sites: ['seoul', 'busan'],
        rights: ['care', 'directory', 'manage'],
        masked: false,
        zone: 'Asia/Seoul',
        now: service.clock.now(),
        testClock: true,
        memoMax: 500,
        demo: false,
      })
    })

    test('is listed without its value', async () => {
      const { id, token } = await make({ sites: [] })

      const list = await admin<{ items: Shown[] }>('GET', '/v1/tokens')

      assert.partialDeepStrictEqual(
        list.body.items.find((shown) => shown.id === id),
        { name: 'the night shift', role: 'OPERATOR', sites: [], createdBy: 'token:bootstrap' },
      )
      const text = JSON.stringify(list.body)
      for (const secret of [token, hashOf(token)]) assert.equal(text.includes(secret), false)
    })

    test('is stored as a hash only, wherever one looks', async () => {
      const { id, token } = await make()
      const rows = await run<{ text: string }>(
        database.sql,
        'select t::text as text from support.token t where id = $1',
        [id],
      )
      assert.ok(rows[0]?.text.includes(hashOf(token)))

      const tables = await run<{ name: string }>(
        database.sql,
        `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
          where table_schema in ('support', 'private') and table_type = 'BASE TABLE'`,
        [],
      )
      assert.ok(tables.length > 10)
      for (const { name } of tables) {
        const found = await run(
          database.sql,
          `select 1 from ${name} t where strpos(t::text, $1) > 0`,
          [token],
        )
        assert.deepEqual([name, found.length], [name, 0])
      }
    })

    test('that is revoked ends at once, where it was revoked', async () => {
      for (let n = 0; n < 30; n += 1) {
        const { id, token } = await make()
        const call = service.withToken(token)
        assert.equal((await call('GET', '/v1/me')).status, 200)

        const revoked = await admin('DELETE', `/v1/tokens/${id}`)

        assert.deepEqual([revoked.status, revoked.body], [200, { id }])
        await assertUnauthenticated(call)
      }
    })

    test('that is revoked ends in every other process, too, as soon as it hears of it', async () => {
      const { id, token } = await make()
      const elsewhere = another.withToken(token)
      assert.equal((await elsewhere('GET', '/v1/me')).status, 200)

      await admin('DELETE', `/v1/tokens/${id}`)

      await until(async () => (await elsewhere('GET', '/v1/me')).status === 401)
      await assertUnauthenticated(elsewhere)
    })

    test('that is revoked under an Idempotency-Key ends with that transaction', async () => {
      const { id, token } = await make()
      const call = service.withToken(token)
      await call('GET', '/v1/me')

      const headers = { 'idempotency-key': `revoke-${id}` }
      await admin('DELETE', `/v1/tokens/${id}`, undefined, headers)

      await assertUnauthenticated(call)
    })

    test('is revoked once, and is not listed any more', async () => {
      const { id } = await make()
      await admin('DELETE', `/v1/tokens/${id}`)

      const again = await admin<Problem>('DELETE', `/v1/tokens/${id}`)
      const list = await admin<{ items: Shown[] }>('GET', '/v1/tokens')

      assert.deepEqual([again.status, again.body.code], [404, 4110])
      assert.equal(
        list.body.items.some((shown) => shown.id === id),
        false,
      )
    })

    test('gives nobody a sight of sites that its maker does not have', async () => {
      const limited = await service.as('ADMIN', ['seoul'])
      const wanted = { name: 'a colleague', role: 'OPERATOR' }

      const everywhere = await limited<Problem>('POST', '/v1/tokens', wanted)
      const elsewhere = await limited<Problem>('POST', '/v1/tokens', { ...wanted, sites: ['jeju'] })
      const within = await limited('POST', '/v1/tokens', { ...wanted, sites: ['seoul'] })

      assert.deepEqual([everywhere.status, everywhere.body.code], [403, 4004])
      assert.deepEqual([elsewhere.status, elsewhere.body.code], [403, 4004])
      assert.equal(within.status, 201)
    })
  })

  describe('the life of a token', () => {
    const shown = async (id: number) => {
      const { body } = await admin<{ items: Shown[] }>('GET', '/v1/tokens')
      const token = body.items.find((one) => one.id === id)
      assert.ok(token)
      return token
    }
    const used = async (id: number) => (await shown(id)).lastUsedAt
    /** Until the last use, which nobody waits for, is written down. */
    async function becomesUsed(id: number) {
      await until(async () => (await used(id)) !== null)
      return await used(id)
    }

    /** Until a use that came later is written down: what is not by then will not be. */
    async function othersAreWritten() {
      const { id, token } = await make()
      await service.withToken(token)('GET', '/v1/me')
      await becomesUsed(id)
    }

    test('is a year when nothing else is said, by the real time', async () => {
      const { expiresAt } = await shown((await make()).id)
      const days = (Date.parse(expiresAt) - Date.now()) / DAY
      assert.ok(Math.abs(days - 365) < 0.1, `${days} days`)
    })

    test('ends when it was said to', async (t) => {
      const end = new Date(Date.now() + DAY).toISOString()
      const { id, token } = await make({ expiresAt: end })
      const call = service.withToken(token)
      const elsewhere = another.withToken(token)
      assert.equal((await shown(id)).expiresAt, end)
      // The one remembers it from before its end, the other hears of it only then.
      assert.equal((await call('GET', '/v1/me')).status, 200)

      t.mock.timers.enable({ apis: ['Date'], now: Date.parse(end) - 1 })
      assert.equal((await call('GET', '/v1/me')).status, 200)
      t.mock.timers.setTime(Date.parse(end))

      await assertUnauthenticated(call)
      await assertUnauthenticated(call)
      await assertUnauthenticated(elsewhere)
      assert.equal((await shown(id)).expiresAt, end)
    })

    test('cannot be over when it begins', async () => {
      const wanted = { name: 'too late', role: 'OPERATOR' }
      for (const expiresAt of ['2020-01-01T00:00:00Z', new Date(Date.now() - 1).toISOString()]) {
        const reply = await admin<Problem>('POST', '/v1/tokens', { ...wanted, expiresAt })
        assert.deepEqual(wrongFieldsIn(reply), ['expiresAt'])
      }
      const unreadable = await admin('POST', '/v1/tokens', { ...wanted, expiresAt: 'tomorrow' })
      assert.deepEqual(wrongFieldsIn(unreadable), ['expiresAt'])
      const { body } = await admin<{ items: Shown[] }>('GET', '/v1/tokens')
      assert.ok(!body.items.some(({ name }) => name === 'too late'))
    })

    test('tells when it was last used, to the minute', async () => {
      const { id, token } = await make()
      const call = service.withToken(token)
      assert.equal(await used(id), null)

      await call('GET', '/v1/me')
      const first = await becomesUsed(id)
      assert.ok(first !== null && Math.abs(Date.parse(first) - Date.now()) < 10_000)
      for (let n = 0; n < 5; n += 1) await call('GET', '/v1/me')
      await othersAreWritten()
      assert.equal(await used(id), first)
    })

    test('tells it again after that minute, also to a process that had not seen it', async () => {
      const { id, token } = await make()
      await service.withToken(token)('GET', '/v1/me')
      await becomesUsed(id)
      await run(
        database.sql,
        `update support.token set last_used_at = now() - interval '61 seconds' where id = $1`,
        [id],
      )
      const before = await used(id)

      await another.withToken(token)('GET', '/v1/me')

      await until(async () => (await used(id)) !== before)
      assert.ok(Date.parse((await used(id)) ?? '') > Date.parse(before ?? ''))
    })

    test('is not prolonged by its use, nor by a token that is over', async () => {
      const { id, token } = await make()
      await run(database.sql, 'update support.token set expires_at = now() where id = $1', [id])
      await assertUnauthenticated(service.withToken(token))
      await othersAreWritten()
      assert.equal(await used(id), null)
    })
  })

  describe('a token that was not given out', () => {
    test('is no token', async () => {
      const { token } = await make()
      const forged = [
        token.slice(0, -1),
        `${token}x`,
        token.toUpperCase(),
        token.replace('anbu_', ''),
        hashOf(token),
        `anbu_${hashOf(token)}`,
        'anbu_',
        "anbu_' or '1'='1",
        `anbu_${'x'.repeat(4_000)}`,
        BOOTSTRAP.slice(0, -1),
        `${BOOTSTRAP}x`,
        hashOf(BOOTSTRAP),
        'token:1',
        'null',
      ]
      for (const text of forged) await assertUnauthenticated(service.withToken(text))
    })

    test('nor is one in another dress', async () => {
      const { token } = await make()
      const wrong = ['', 'Bearer', 'Bearer ', token, `Basic ${token}`, `Bearer${token}`]
      for (const authorization of [...wrong, `Bearer ${token} ${token}`, `x, Bearer ${token}`]) {
        const headers = { authorization }
        const reply = await service.anybody<Problem>('GET', '/v1/me', undefined, headers)
        assert.deepEqual([authorization, reply.status], [authorization, 401])
      }
      const inAddress = await service.anybody('GET', `/v1/me?token=${token}`)
      assert.equal(inAddress.status, 401)
    })
  })

  test('the bootstrap token is an ADMIN without limits, while it is set', async () => {
    const without = await serviceOn(database, { ANBU_BOOTSTRAP_TOKEN: '' })

    const me = await admin('GET', '/v1/me')

    assert.deepEqual(me.body, {
      operator: 'token:bootstrap',
      name: 'bootstrap',
      role: 'ADMIN',
      sites: null,
      rights: ['care', 'directory', 'manage', 'exchange', 'administer'],
      masked: false,
      zone: 'Asia/Seoul',
      now: service.clock.now(),
      testClock: true,
      memoMax: 500,
      demo: false,
    })
    await assertUnauthenticated(without.withToken(BOOTSTRAP))
  })
})

async function assertUnauthenticated(call: Call) {
  const { status, body } = await call<Problem>('GET', '/v1/me')
  assert.deepEqual([status, body.code], [401, 4010])
}

function hashOf(token: string) {
  return createHash('sha256').update(token).digest('base64url')
}
