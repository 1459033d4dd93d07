import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { serviceOn, type Call } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'

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

async function ask(call: Call, times: number) {
  const statuses: number[] = []
  for (let n = 0; n < times; n += 1) statuses.push((await call('GET', '/v1/me')).status)
  return statuses
}

function askFrom(call: Call, address: string) {
  return call('GET', '/v1/me', undefined, { 'x-forwarded-for': address })
}
