import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { run } from '../platform/db/db.ts'
import { serviceOn, type Reply } from '../testing/api.ts'
import { browserOn } from '../testing/browser.ts'
import { onEachDatabase } from '../testing/databases.ts'
import { hire, PASSWORD } from '../testing/hired.ts'

type Problem = { code: number }
type Me = { operator: string }

const NAME = 'anbu.session_token'
const SECRET = 'a secret of these tests that is long enough'

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database, { ANBU_SIGN_IN_LIMIT: '0', ANBU_SECRET: SECRET })
  const { anybody } = service

  const meBy = (cookie: string) => anybody<Problem & Me>('GET', '/v1/me', undefined, { cookie })
  const assertNobody = async (cookie: string) => assertRefused(await meBy(cookie), cookie)
  const valueOf = ({ jar }: { jar: Map<string, string> }) => jar.get(NAME) ?? ''
  const tokenOf = (value: string) => decodeURIComponent(value).split('.')[0] ?? ''
  const signed = (token: string, secret: string) =>
    encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`)

  test('a session is known by the very cookie that was given out', async () => {
    const { browser, id } = await hire(service)
    const value = valueOf(browser)
    assert.equal(signed(tokenOf(value), SECRET), value)
    assert.equal((await meBy(`${NAME}=${value}`)).body.operator, id)
  })

  describe('a cookie that was not given out', () => {
    test('is nobody’s: without a signature, with another’s, or for another session', async () => {
      const one = valueOf((await hire(service)).browser)
      const other = valueOf((await hire(service, { role: 'ADMIN' })).browser)
      const [token, signature] = decodeURIComponent(one).split('.')
      const forged = [
        token,
        `${token}.`,
        `.${signature}`,
        `${tokenOf(other)}.${signature}`,
        `${token}.${'A'.repeat(43)}=`,
        `${token}x.${signature}`,
        `${token}.${signature}x`,
        token?.toUpperCase(),
        'null',
        'undefined',
        '{}',
        "' or 1=1 --",
        'a'.repeat(4_000),
        '',
      ]
      for (const text of forged) await assertNobody(`${NAME}=${encodeURIComponent(String(text))}`)
      for (const secret of ['better-auth-secret-12345678901234567890', 'another secret']) {
        await assertNobody(`${NAME}=${signed(tokenOf(other), secret)}`)
      }
      await assertNobody(`${NAME}=${signed(randomBytes(24).toString('base64url'), SECRET)}`)
    })

    test('is not made good by what the library would keep in others', async () => {
      const { id } = await hire(service, { role: 'ADMIN' })
      const data = Buffer.from(
        JSON.stringify({ session: { session: { userId: id }, user: { id, role: 'ADMIN' } } }),
      ).toString('base64url')
      await assertNobody(`anbu.session_data=${data}`)
      await assertNobody(`${NAME}=x; anbu.session_data=${data}; anbu.dont_remember=true`)
      await assertNobody(`better-auth.session_token=${signed('x', SECRET)}`)
    })

    test('does not become good beside a good one: nobody can say whose it is', async () => {
      const { browser } = await hire(service, { role: 'ADMIN' })
      const good = `${NAME}=${valueOf(browser)}`
      for (const planted of [`${NAME}=planted`, `__Secure-${NAME}=planted`, `${NAME} =planted`]) {
        for (const both of [`${planted}; ${good}`, `${good}; ${planted}`]) await meBy(both)
        await assertNobody(planted)
        await assertNobody(planted.replace('__Secure-', ''))
      }
      await assertNobody(`${NAME}=planted; ${good}`)
      await assertNobody(`${good}; ${good}`)
    })

    test('is no token either, and a token is no cookie', async () => {
      const value = valueOf((await hire(service)).browser)
      for (const token of [value, tokenOf(value), decodeURIComponent(value)]) {
        assertRefused(await service.withToken(token)('GET', '/v1/me'), token)
      }
      const made = await service.admin<{ token: string }>('POST', '/v1/tokens', {
        name: 'a token',
        role: 'OPERATOR',
      })
      await assertNobody(`${NAME}=${made.body.token}`)
      await assertNobody(`${NAME}=${signed(made.body.token, SECRET)}`)
    })
  })

  test('the name of a cookie behind TLS is not believed without it, nor the other way round', async () => {
    const env = { ANBU_SECRET: SECRET, ANBU_PUBLIC_URL: 'https://anbu.example' }
    const secure = await serviceOn(database, { ANBU_SIGN_IN_LIMIT: '0', ...env })
    const { email } = await hire(service)
    const browser = browserOn(secure.app)
    const own = { origin: 'https://anbu.example' }
    const credentials = { email, password: PASSWORD }
    const { headers } = await browser.call('POST', '/v1/session', credentials, own)
    const cookie = String(headers['set-cookie'])
    assert.match(cookie, /^__Secure-anbu\.session_token=.*; HttpOnly; Secure; SameSite=Lax$/)

    const value = browser.jar.get(`__Secure-${NAME}`) ?? ''
    const me = (text: string) =>
      secure.anybody<Problem>('GET', '/v1/me', undefined, { cookie: text })
    assert.equal((await me(`__Secure-${NAME}=${value}`)).status, 200)
    assertRefused(await me(`${NAME}=${value}`), 'without the prefix')
    await assertNobody(`__Secure-${NAME}=${value}`)
    // Another page of the domain, or of a network without TLS, may plant what has no prefix.
    assert.equal((await me(`${NAME}=planted; __Secure-${NAME}=${value}`)).status, 200)
    assertRefused(await me(`${NAME}=planted`), 'planted')
  })

  describe('a cookie whose time is over', () => {
    const changed = async (id: string, what: string) => {
      await run(database.sql, `update private.session set ${what} where user_id = $1`, [id])
      // It takes a right away, if there was one: nobody is remembered any more.
      await service.admin('DELETE', '/v1/operators/nobody/sessions')
    }

    for (const [name, what] of [
      ['idle', "expires_at = now() - interval '1 second'"],
      [
        'absolute',
        "created_at = now() - interval '12 hours 1 second', expires_at = now() + interval '30 minutes'",
      ],
    ] as const) {
      test(`is nobody’s, also where it was remembered: ${name}`, async () => {
        const { browser, id } = await hire(service)
        const cookie = browser.cookie()
        assert.equal((await meBy(cookie)).status, 200)
        await changed(id, what)
        await assertNobody(cookie)
        await assertNobody(cookie)
      })
    }

    test('is nobody’s after signing out, changing the password, or being removed', async () => {
      const [out, changes, removed] = [
        await hire(service),
        await hire(service),
        await hire(service),
      ]
      const cookies = [out, changes, removed].map(({ browser }) => browser.cookie())
      for (const cookie of cookies) assert.equal((await meBy(cookie)).status, 200)

      await out.browser.call('DELETE', '/v1/session')
      const password = 'another password of mine'
      const change = { current: PASSWORD, password }
      assert.equal((await changes.browser.call('PUT', '/v1/me/password', change)).status, 200)
      await service.admin('DELETE', `/v1/operators/${removed.id}`)

      for (const cookie of cookies) await assertNobody(cookie)
    })
  })

  describe('a session that somebody else began (fixation)', () => {
    test('is never taken over by who signs in: each sign-in is another session', async () => {
      const attacker = await hire(service)
      const victim = await hire(service)
      const planted = attacker.browser.cookie()
      for (const cookie of [
        planted,
        `${NAME}=chosen-by-me`,
        `${NAME}=${signed('chosen', SECRET)}`,
      ]) {
        const browser = browserOn(service.app)
        const credentials = { email: victim.email, password: PASSWORD }
        const reply = await browser.call<Me>('POST', '/v1/session', credentials, { cookie })
        assert.deepEqual([reply.status, reply.body.operator], [201, victim.id])
        assert.notEqual(browser.cookie(), cookie)
        await assertNobody(cookie)
        assert.equal((await meBy(browser.cookie())).body.operator, victim.id)
      }
    })

    test('cannot be asked for in the body, the query or a header', async () => {
      const { email } = await hire(service)
      const id = 'chosen-by-me'
      const credentials = { email, password: PASSWORD }
      const call = browserOn(service.app).call<Problem>
      for (const extra of ['token', 'sessionId', 'id', 'rememberMe', 'callbackURL']) {
        const reply = await call('POST', '/v1/session', { ...credentials, [extra]: id })
        assert.deepEqual([reply.status, reply.body.code], [400, 4301], extra)
      }
      assert.equal((await call('POST', `/v1/session?token=${id}`, credentials)).status, 400)
    })

    test('nobody ends, or sees, the session of another', async () => {
      const [one, other] = [await hire(service), await hire(service, { role: 'ADMIN' })]
      type Sessions = { items: { id: string }[] }
      const theirs = await one.browser.call<Sessions>('GET', '/v1/sessions')
      const own = await other.browser.call<Sessions>('GET', '/v1/sessions')
      assert.equal(JSON.stringify(own.body).includes(String(theirs.body.items[0]?.id)), false)
      await other.browser.call('DELETE', `/v1/sessions/${theirs.body.items[0]?.id}`)
      assert.equal((await one.browser.call('GET', '/v1/me')).status, 200)
      assert.equal(JSON.stringify(theirs.body).includes(tokenOf(valueOf(one.browser))), false)
    })
  })

  test('of the library’s own addresses none is open', async () => {
    const { browser } = await hire(service)
    const addresses = [
      'get-session',
      'list-sessions',
      'ok',
      'error',
      'delete-user/callback',
      'token',
    ]
    for (const address of addresses) {
      const { status } = await browser.call('GET', `/v1/auth/${address}`)
      assert.equal(status, 404, address)
    }
    for (const address of [
      'sign-up/email',
      'sign-in/email',
      'update-user',
      'link-social',
      'sign-in/social',
    ]) {
      const { status } = await browser.call('POST', `/v1/auth/${address}`, { role: 'ADMIN' })
      assert.equal(status, 404, address)
    }
    for (const odd of ['..%5cget-session', '..%2fget-session', 'google', 'credential']) {
      const { status, headers } = await browser.call(
        'GET',
        `/v1/auth/callback/${odd}?code=1&state=2`,
      )
      assert.deepEqual(
        [odd, status, headers.location, headers['set-cookie']],
        [odd, 302, '/sign-in?failed=oidc', undefined],
      )
    }
  })
})

function assertRefused({ status, body }: Reply<unknown>, of: string) {
  assert.deepEqual([of, status, (body as Problem).code], [of, 401, 4010])
}
