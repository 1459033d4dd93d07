import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { run } from '../../platform/db/db.ts'
import { freePort } from '../../testing/net.ts'
import { serviceOn } from '../../testing/api.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { OIDC_CLIENT } from '../../testing/stand-ins/identity-provider.ts'
import { Visitor } from '../../testing/visitor.ts'

type Me = { operator: string; name: string; role: string; sites: string[] | null }

const PROVIDER = path.join(import.meta.dirname, '../../testing/stand-ins/identity-provider.ts')
const GROUPS = {
  nurses: { role: 'OPERATOR', sites: ['seoul', 'busan'] },
  staff: { role: 'OPERATOR', sites: ['jeju'] },
  chiefs: { role: 'MANAGER' },
}

await onEachDatabase(async (open) => {
  const port = await freePort()
  const providerPort = await freePort()
  const url = `http://127.0.0.1:${port}`
  const issuer = `http://127.0.0.1:${providerPort}`
  const callback = `${url}/v1/auth/callback/oidc`
  const database = await open()
  const provider = spawn(process.execPath, [PROVIDER, String(providerPort), callback], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  after(() => provider.kill())

  await once(provider.stdout, 'data')
  const service = await serviceOn(database, {
    ANBU_PUBLIC_URL: url,
    ANBU_OIDC_ISSUER: issuer,
    ANBU_OIDC_CLIENT_ID: OIDC_CLIENT.id,
    ANBU_OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
    ANBU_OIDC_NAME: '병원 계정',
    ANBU_OIDC_SCOPES: 'groups',
    ANBU_OIDC_GROUPS: JSON.stringify(GROUPS),
  })
  await service.app.listen({ host: '127.0.0.1', port })

  /** Goes all the way as a browser does, and answers where it ended. */
  async function comeIn(login: string, visitor = new Visitor(url)) {
    const { body } = await visitor.ask<{ url: string }>('POST', '/v1/session/oidc', {})
    const end = await visitor.signInAt(body.url, login)
    return { visitor, end, me: await visitor.ask<Me>('GET', '/v1/me') }
  }

  describe('somebody with an account at the provider', () => {
    test('is told of it where one signs in', async () => {
      const { body } = await new Visitor(url).ask('GET', '/v1/sign-in')
      assert.partialDeepStrictEqual(body, { oidc: { name: '병원 계정' }, demo: [] })
    })

    test('comes in with the role and the sites that their groups give', async () => {
      const { end, me } = await comeIn('nurse')
      assert.equal(end, `${url}/`)
      assert.equal(me.status, 200)
      assert.partialDeepStrictEqual(me.body, { name: '한간호', role: 'OPERATOR' })
      assert.deepEqual(me.body.sites?.toSorted(), ['busan', 'jeju', 'seoul'])
    })

    test('is the same operator when they come again, and may do what their groups give now', async () => {
      const first = await comeIn('chief')
      await service.admin('PATCH', `/v1/operators/${first.me.body.operator}`, { role: 'OPERATOR' })
      const second = await comeIn('chief')
      assert.equal(first.me.body.operator, second.me.body.operator)
      assert.deepEqual([second.me.body.role, second.me.body.sites], ['MANAGER', null])
    })

    test('leaves none of the provider’s tokens with us', async () => {
      await comeIn('chief')
      const kept = await run(
        database.sql,
        'select 1 from private.account where coalesce(id_token, access_token, refresh_token) is not null',
        [],
      )
      assert.deepEqual(kept, [])
    })

    test('whose groups give nothing stays out', async () => {
      const { end, me } = await comeIn('visitor')
      assert.equal(end, `${url}/sign-in?failed=oidc`)
      assert.equal(me.status, 401)
    })

    test('does not become an operator of ours by an address that nobody has checked', async () => {
      const person = { name: '진짜', email: 'chosen@anbu.example', role: 'ADMIN' }
      const made = await service.admin<{ id: string }>('POST', '/v1/operators', person)
      const { me } = await comeIn('impostor')
      assert.equal(me.status, 401)
      const { body } = await service.admin<{ items: { id: string; role?: string }[] }>(
        'GET',
        '/v1/operators',
      )
      assert.equal(body.items.find(({ id }) => id === made.body.id)?.role, 'ADMIN')
    })

    test('who was removed here stays out, whatever the provider says', async () => {
      const { me } = await comeIn('nurse')
      await service.admin('DELETE', `/v1/operators/${me.body.operator}`)
      const again = await comeIn('nurse')
      assert.equal(again.end, `${url}/sign-in?failed=oidc`)
      assert.equal(again.me.status, 401)
    })
  })

  describe('an answer of the provider', () => {
    test('counts only in the browser that asked, and once', async () => {
      const victim = new Visitor(url)
      const { body } = await victim.ask<{ url: string }>('POST', '/v1/session/oidc', {})
      const answer = await victim.answerFor(body.url, 'chief')
      const stranger = new Visitor(url)
      await stranger.follow(answer)
      assert.equal((await stranger.ask('GET', '/v1/me')).status, 401)
    })

    test('that was made up lets nobody in', async () => {
      const visitor = new Visitor(url)
      const end = await visitor.follow(`${callback}?code=made-up&state=made-up`)
      assert.equal(end, `${url}/sign-in?failed=oidc`)
      assert.equal((await visitor.ask('GET', '/v1/me')).status, 401)
    })
  })
})
