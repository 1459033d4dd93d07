import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { serviceOn, type Call } from '../../testing/api.ts'
import { freshPostgres, postgresAnswers } from '../../testing/databases.ts'
import { browserOn } from '../../testing/browser.ts'
import { hire, PASSWORD } from '../../testing/hired.ts'
import { until } from '../../testing/until.ts'
import { openPostgres } from '../db/postgres.ts'

type Made = { id: number; token: string }

/** In milliseconds: far less than what is remembered would be believed for. */
const AT_ONCE = 15_000

if (await postgresAnswers()) {
  await describe('what is taken away in one process is gone in another, which remembers who came', async () => {
    const here = await freshPostgres()
    const there = await openPostgres(here.url, () => {})
    const secret = { ANBU_SIGN_IN_LIMIT: '0' }
    const [service, another] = [await serviceOn(here, secret), await serviceOn(there, secret)]
    after(async () => {
      await there.close()
      await here.close()
    })

    const make = async () => {
      const wanted = { name: 'a program', role: 'OPERATOR' }
      return (await service.admin<Made>('POST', '/v1/tokens', wanted)).body
    }
    const withCookie = (cookie: string) => () =>
      another.anybody('GET', '/v1/me', undefined, { cookie })

    test('a token that is revoked', async () => {
      for (let n = 0; n < 10; n += 1) {
        const { id, token } = await make()
        const call: Call = another.withToken(token)
        const ask = () => call('GET', '/v1/me')
        assert.equal((await ask()).status, 200)
        assert.equal((await service.admin('DELETE', `/v1/tokens/${id}`)).status, 200)
        await assertGone(ask)
      }
    })

    test('a session that is signed out, of somebody removed, or whose role is another now', async () => {
      const [out, removed, ended] = [await hire(service), await hire(service), await hire(service)]
      const asks = [out, removed, ended].map(({ browser }) => withCookie(browser.cookie()))
      for (const ask of asks) assert.equal((await ask()).status, 200)

      await out.browser.call('DELETE', '/v1/session')
      await service.admin('DELETE', `/v1/operators/${removed.id}`)
      await service.admin('DELETE', `/v1/operators/${ended.id}/sessions`)

      for (const ask of asks) await assertGone(ask)
    })

    test('a session begun with a password that is another now', async () => {
      const { browser, email } = await hire(service)
      const stolen = browserOn(service.app)
      await stolen.call('POST', '/v1/session', { email, password: PASSWORD })
      const ask = withCookie(stolen.cookie())
      assert.equal((await ask()).status, 200)

      const change = { current: PASSWORD, password: 'another password of mine' }
      assert.equal((await browser.call('PUT', '/v1/me/password', change)).status, 200)

      await assertGone(ask)
      assert.equal((await withCookie(browser.cookie())()).status, 200)
    })

    test('a role', async () => {
      const { browser, id } = await hire(service, { role: 'ADMIN', sites: ['seoul'] })
      const ask = () =>
        another.anybody('GET', '/v1/tokens', undefined, { cookie: browser.cookie() })
      assert.equal((await ask()).status, 200)
      const less = { role: 'OPERATOR' }
      assert.equal((await service.admin('PATCH', `/v1/operators/${id}`, less)).status, 200)
      await assertGone(ask, 403)
    })
  })
}

async function assertGone(ask: () => Promise<{ status: number }>, status = 401) {
  await until(async () => (await ask()).status === status, `an answer with ${status}`, AT_ONCE)
  assert.equal((await ask()).status, status)
}
