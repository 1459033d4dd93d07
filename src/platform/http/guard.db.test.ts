import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { serviceOn, type Call } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import type { Database } from '../db/db.ts'

type Problem = { code: number; name: string }

await onEachDatabase(async (open) => {
  const database = await open()

  describe('with a limit of three requests a minute', async () => {
    const service = await serviceOn(database, { ANBU_RATE_LIMIT: '3' })
    const unlimited = await serviceOn(database)

    async function newcomer() {
      const { body } = await unlimited.admin<{ token: string }>('POST', '/v1/tokens', {
        name: 'a newcomer',
        role: 'OPERATOR',
      })
      return service.withToken(body.token)
    }

    test('the fourth is refused, and told when to come again', async () => {
      const call = await newcomer()

      const statuses = await ask(call, 3)
      const refused = await call<Problem>('GET', '/v1/me')

      assert.deepEqual(statuses, [200, 200, 200])
      assert.deepEqual([refused.status, refused.body.code], [429, 4290])
      assert.match(String(refused.headers['content-type']), /^application\/problem\+json/)
      const wait = Number(refused.headers['retry-after'])
      assert.ok(wait > 0 && wait <= 60, `Retry-After: ${wait}`)
    })

    test('one caller does not use up what another has', async () => {
      const [one, another] = [await newcomer(), await newcomer()]

      await ask(one, 4)

      assert.deepEqual(await ask(another, 3), [200, 200, 200])
    })

    test('it is counted before anything else is looked at', async () => {
      const call = await newcomer()
      const wrong = [
        ['GET', '/v1/nothing'],
        ['PUT', '/v1/me'],
        ['GET', '/v1/tokens'],
      ] as const
      for (const [method, url] of wrong) await call(method, url)

      for (const [method, url] of wrong) {
        const { status, body } = await call<Problem>(method, url)
        assert.deepEqual([status, body.code], [429, 4290])
      }
    })

    test('callers without a token, or with a forged one, share what their address has', async () => {
      const forged = service.withToken('anbu_forged')

      const statuses = [...(await ask(service.anybody, 2)), ...(await ask(forged, 2))]

      assert.deepEqual(statuses, [401, 401, 401, 429])
    })
  })

  describe('a flood of tokens that nobody has', async () => {
    const asked: string[] = []
    const service = await serviceOn(listenedTo(database, asked), { ANBU_RATE_LIMIT: '3' })
    const unlimited = await serviceOn(database)
    const newcomer = async () => {
      const wanted = { name: 'a newcomer', role: 'OPERATOR' }
      return (await unlimited.admin<{ token: string }>('POST', '/v1/tokens', wanted)).body.token
    }
    const from = async (remoteAddress: string, token: string) => {
      const headers = { authorization: `Bearer ${token}` }
      const { statusCode } = await service.app.inject({ url: '/v1/me', headers, remoteAddress })
      return statusCode
    }
    const lookUps = () => asked.filter((text) => /from support\.token/.test(text)).length

    test('is held back by its address before the database is asked', async () => {
      const flood = '192.0.2.1'
      for (let n = 0; n < 3; n += 1) assert.equal(await from(flood, `anbu_forged-${n}`), 401)
      assert.equal(lookUps(), 3)

      for (let n = 3; n < 9; n += 1) assert.equal(await from(flood, `anbu_forged-${n}`), 429)

      assert.equal(lookUps(), 3)
    })

    test('keeps out nobody who is known already, or who comes from elsewhere', async () => {
      const flood = '192.0.2.2'
      const [known, other] = [await newcomer(), await newcomer()]
      assert.equal(await from(flood, known), 200)
      for (let n = 0; n < 6; n += 1) await from(flood, `anbu_forged-${n}`)

      assert.equal(await from(flood, known), 200)
      assert.equal(await from('192.0.2.3', other), 200)
      assert.equal(await from(flood, await newcomer()), 429)
    })
  })

  describe('without a limit (ANBU_RATE_LIMIT=0)', async () => {
    const { admin } = await serviceOn(database, { ANBU_RATE_LIMIT: '0' })

    test('nobody is refused', async () => {
      const statuses = new Set(await ask(admin, 700))
      assert.deepEqual(statuses, new Set([200]))
    })
  })

  describe('behind a proxy that is trusted (ANBU_TRUST_PROXY)', async () => {
    const env = { ANBU_RATE_LIMIT: '1', ANBU_TRUST_PROXY: '1' }
    const { anybody } = await serviceOn(database, env)
    const direct = await serviceOn(database, { ANBU_RATE_LIMIT: '1' })

    test('callers are told apart by the address that it forwards, and not otherwise', async () => {
      const trusted = [await askFrom(anybody, '192.0.2.1'), await askFrom(anybody, '192.0.2.2')]
      const untrusted = [
        await askFrom(direct.anybody, '192.0.2.1'),
        await askFrom(direct.anybody, '::1'),
      ]

      assert.deepEqual(
        trusted.map(({ status }) => status),
        [401, 401],
      )
      assert.deepEqual(
        untrusted.map(({ status }) => status),
        [401, 429],
      )
    })
  })
})

/** The same database, and the statements that it is asked. */
function listenedTo(database: Database, asked: string[]): Database {
  const sql = new Proxy(database.sql, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...given: unknown[]) => {
        if (name === 'executeQuery') asked.push((given[0] as { sql: string }).sql)
        return Reflect.apply(value, target, given) as unknown
      }
    },
  })
  return { ...database, sql }
}

async function ask(call: Call, times: number) {
  const statuses: number[] = []
  for (let n = 0; n < times; n += 1) statuses.push((await call('GET', '/v1/me')).status)
  return statuses
}

function askFrom(call: Call, address: string) {
  return call('GET', '/v1/me', undefined, { 'x-forwarded-for': address })
}
