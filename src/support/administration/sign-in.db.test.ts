import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openLog } from '../../platform/observe.ts'
import { inviteFirstAdmin } from '../../platform/auth/invitations.ts'
import { run } from '../../platform/db/db.ts'
import { SYSTEM } from '../../kernel/values.ts'
import { buildApp } from '../../app.ts'
import { serviceOn, type Reply } from '../../testing/api.ts'
import { browserOn } from '../../testing/browser.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { hire, PASSWORD, secretOf } from '../../testing/hired.ts'

type Problem = { code: number; reason?: string }
type Me = { operator: string; name: string; role: string; rights: string[]; sites: string[] | null }
type Made = { id: string; invitation: string }

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database, { ANBU_SIGN_IN_LIMIT: '0' })
  const { admin, app } = service
  const code = ({ status, body }: Reply<Problem>) => [status, body.code]
  const operator = (role = 'OPERATOR', sites?: string[]) =>
    hire(service, { role, ...(sites && { sites }) })
  const signIn = (email: string, password = PASSWORD) => {
    const browser = browserOn(app)
    return { browser, reply: browser.call<Problem>('POST', '/v1/session', { email, password }) }
  }

  test('the first ADMIN is invited once, says who they are, and manages the others', async () => {
    const invitation = await inviteFirstAdmin(database.sql, SYSTEM)
    assert.ok(invitation)
    assert.equal(await inviteFirstAdmin(database.sql, SYSTEM), undefined)
    const { call } = browserOn(app)
    const read = await call('POST', '/v1/invitations/read', { invitation })
    assert.deepEqual(read.body, { name: '', email: '', role: 'ADMIN' })

    const unsaid = await call<Problem>('POST', '/v1/invitations/accept', {
      invitation,
      password: PASSWORD,
    })
    assert.deepEqual(code(unsaid), [409, 4212])
    const person = { name: '강도윤', email: 'First@Anbu.Example' }
    const accepted = await call<Me>('POST', '/v1/invitations/accept', {
      invitation,
      password: PASSWORD,
      ...person,
    })

    assert.equal(accepted.status, 201)
    assert.equal(accepted.body.role, 'ADMIN')
    assert.equal((await call('GET', '/v1/tokens')).status, 200)
    const again = await call<Problem>('POST', '/v1/invitations/accept', {
      invitation,
      password: PASSWORD,
      ...person,
    })
    assert.deepEqual(code(again), [404, 4113])
  })

  describe('an operator', () => {
    test('signs in with the password of their invitation, as whom what they do is kept', async () => {
      const { email, id, name } = await operator('OPERATOR', ['seoul'])
      const { browser, reply } = signIn(email.toUpperCase())
      const { status, headers, body } = (await reply) as unknown as Reply<Me>

      assert.equal(status, 201)
      assert.partialDeepStrictEqual(body, {
        operator: id,
        name,
        role: 'OPERATOR',
        sites: ['seoul'],
      })
      assert.deepEqual(body.rights, ['care', 'directory'])
      const cookie = String(headers['set-cookie'])
      assert.match(
        cookie,
        /^anbu\.session_token=[^;]+; Max-Age=1800; Path=\/; HttpOnly; SameSite=Lax$/,
      )
      assert.equal((await browser.call<Me>('GET', '/v1/me')).body.operator, id)
      assert.equal((await browser.call('GET', '/v1/outbounds')).status, 200)
      assert.equal((await browser.call('GET', '/v1/tokens')).status, 403)
    })

    test('is told the same of a wrong password, of an address of nobody, and when locked', async () => {
      const { email } = await operator()
      const nobody = await signIn('nobody@anbu.example').reply
      for (let time = 0; time < 5; time += 1) {
        const wrong = await signIn(email, 'not my password').reply
        assert.deepEqual({ ...wrong.body, instance: '' }, { ...nobody.body, instance: '' })
        assert.deepEqual(code(wrong), [401, 4010])
      }
      const locked = await signIn(email).reply
      assert.deepEqual({ ...locked.body, instance: '' }, { ...nobody.body, instance: '' })
      const states = await admin<{ items: { email?: string; state: string }[] }>(
        'GET',
        '/v1/operators',
      )
      assert.equal(states.body.items.find((one) => one.email === email)?.state, 'LOCKED')

      await run(
        database.sql,
        `update private.sign_in_failure set last_at = now() - interval '16 minutes'`,
        [],
      )
      assert.equal((await signIn(email).reply).status, 201)
    })

    test('signs out, and the cookie is worth nothing any more', async () => {
      const { browser } = await operator()
      const cookie = browser.cookie()
      assert.equal((await browser.call('DELETE', '/v1/session')).status, 200)

      assert.equal(browser.cookie(), '')
      const again = await browser.call<Problem>('GET', '/v1/me', undefined, { cookie })
      assert.deepEqual(code(again), [401, 4010])
    })

    test('sees where they are signed in, and ends the other places', async () => {
      const { browser, email } = await operator()
      const other = signIn(email)
      await other.reply
      const { body } = await browser.call<{ items: { id: string; current: boolean }[] }>(
        'GET',
        '/v1/sessions',
      )
      assert.deepEqual(
        body.items.map(({ current }) => current),
        [false, true],
      )

      await browser.call('DELETE', `/v1/sessions/${body.items[0]?.id}`)
      assert.equal((await other.browser.call('GET', '/v1/me')).status, 401)
      assert.equal((await browser.call('GET', '/v1/me')).status, 200)
    })

    test('changes their password, which ends the other sessions', async () => {
      const { browser, email } = await operator()
      const other = signIn(email)
      await other.reply
      const wrong = await browser.call<Problem>('PUT', '/v1/me/password', {
        current: 'not my password',
        password: 'another password of mine',
      })
      assert.deepEqual(code(wrong), [401, 4010])

      const changed = await browser.call('PUT', '/v1/me/password', {
        current: PASSWORD,
        password: 'another password of mine',
      })
      assert.equal(changed.status, 200)
      assert.equal((await browser.call('GET', '/v1/me')).status, 200)
      assert.equal((await other.browser.call('GET', '/v1/me')).status, 401)
      assert.equal((await signIn(email).reply).status, 401)
      assert.equal((await signIn(email, 'another password of mine').reply).status, 201)
    })

    test('who is removed is out at once; what they wrote keeps their name', async () => {
      const { browser, id, name, email, invitation } = await operator()
      assert.equal((await browser.call('GET', '/v1/me')).status, 200)
      assert.equal((await admin('DELETE', `/v1/operators/${id}`)).status, 200)

      assert.equal((await browser.call('GET', '/v1/me')).status, 401)
      assert.equal((await signIn(email).reply).status, 401)
      const used = await browser.call('POST', '/v1/invitations/read', { invitation })
      assert.equal(used.status, 404)
      const names = await admin<{ items: { id: string; name: string }[] }>('GET', '/v1/operators')
      assert.equal(names.body.items.find((one) => one.id === id)?.name, name)
    })

    test('who may do less from now on may do less from now on', async () => {
      const { browser, id } = await operator('MANAGER')
      assert.equal((await browser.call('GET', '/v1/forgotten-cycles')).status, 200)
      const changed = await admin('PATCH', `/v1/operators/${id}`, { role: 'OPERATOR', sites: [] })
      assert.equal(changed.status, 200)

      const refused = await browser.call<Problem>('GET', '/v1/forgotten-cycles')
      assert.deepEqual(code(refused), [403, 4004])
    })

    test('gets a new link when the password is forgotten; an earlier link is worth nothing', async () => {
      const { id, email, browser } = await operator()
      const [first, second] = [
        await admin<Made>('POST', `/v1/operators/${id}/invitation`),
        await admin<Made>('POST', `/v1/operators/${id}/invitation`),
      ]
      const { call } = browserOn(app)
      const early = await call<Problem>('POST', '/v1/invitations/accept', {
        invitation: secretOf(first.body.invitation),
        password: 'the newest password',
      })
      assert.deepEqual(code(early), [404, 4113])
      const accepted = await call('POST', '/v1/invitations/accept', {
        invitation: secretOf(second.body.invitation),
        password: 'the newest password',
      })
      assert.equal(accepted.status, 201)
      assert.equal((await browser.call('GET', '/v1/me')).status, 401)
      assert.equal((await signIn(email, 'the newest password').reply).status, 201)
    })
  })

  describe('a session', () => {
    const age = (what: string, id: string) =>
      run(database.sql, `update private.session set ${what} where user_id = $1`, [id])

    test('ends after half an hour in which nobody asked', async () => {
      const { browser, id } = await operator()
      await age(`expires_at = now() - interval '1 second'`, id)
      await forgotten()
      assert.equal((await browser.call('GET', '/v1/me')).status, 401)
    })

    test('is kept alive by a person, not by an open screen', async () => {
      const { browser, id } = await operator()
      const expiry = async () => {
        const [row] = await run<{ at: string }>(
          database.sql,
          'select expires_at as at from private.session where user_id = $1',
          [id],
        )
        return row?.at ?? ''
      }
      await age(`expires_at = now() + interval '10 minutes'`, id)
      await forgotten()
      const before = await expiry()
      const screen = { 'x-anbu-background': '1' }
      assert.equal((await browser.call('GET', '/v1/me', undefined, screen)).status, 200)
      assert.equal(await expiry(), before)

      const { headers } = await browser.call('GET', '/v1/me')
      assert.ok((await expiry()) > before)
      assert.match(String(headers['set-cookie']), /anbu\.session_token/)
    })

    test('ends after twelve hours, whoever asks', async () => {
      const { browser, id } = await operator()
      await age(`created_at = now() - interval '12 hours'`, id)
      await forgotten()
      assert.equal((await browser.call('GET', '/v1/me')).status, 401)
      const [left] = await run<{ count: number }>(
        database.sql,
        'select count(*)::int as count from private.session where user_id = $1',
        [id],
      )
      assert.equal(left?.count, 0)
    })

    /** In this process nobody is remembered any more: it has taken a right away, if there was one. */
    const forgotten = () => admin('DELETE', '/v1/operators/nobody/sessions')
  })

  describe('what one ADMIN may do to others', () => {
    test('an address is given once', async () => {
      const { email } = await operator()
      const again = await admin<Problem>('POST', '/v1/operators', {
        name: '다른 사람',
        email: email.toUpperCase(),
        role: 'OPERATOR',
      })
      assert.deepEqual(code(again), [409, 4210])
    })

    test('nobody hands out a sight of sites that they do not have', async () => {
      const { browser } = await operator('ADMIN', ['seoul'])
      const person = { name: '새 사람', email: 'new@anbu.example', role: 'OPERATOR' }
      for (const sites of [undefined, ['busan']]) {
        const body = { ...person, ...(sites && { sites }) }
        const refused = await browser.call<Problem>('POST', '/v1/operators', body)
        assert.deepEqual(code(refused), [403, 4004])
      }
      const other = await operator('OPERATOR')
      const refused = await browser.call<Problem>('PATCH', `/v1/operators/${other.id}`, {
        name: 'x',
      })
      assert.deepEqual(code(refused), [403, 4004])
    })

    test('the last one who can manage all cannot be removed', async () => {
      const rows = await run<{ id: string }>(
        database.sql,
        `select id from private.operator where role = 'ADMIN' and sites is null and removed_at is null`,
        [],
      )
      for (const { id } of rows.slice(1)) await admin('DELETE', `/v1/operators/${id}`)
      const last = rows[0]?.id
      assert.deepEqual(code(await admin('DELETE', `/v1/operators/${last}`)), [409, 4211])
      const less = await admin<Problem>('PATCH', `/v1/operators/${last}`, { role: 'MANAGER' })
      assert.deepEqual(code(less), [409, 4211])
    })
  })

  test('one click signs in to a demo, and to nothing else', async () => {
    const none = await browserOn(app).call<Problem>('POST', '/v1/session/demo', { role: 'ADMIN' })
    assert.deepEqual(code(none), [401, 4010])

    const { config, clock } = service
    const { id } = await operator('MANAGER')
    const demoOperators = [{ id: id as never, name: '정유진', role: 'MANAGER' as const }]
    const parts = { config, clock, database, log: openLog('silent'), demoOperators }
    const demo = await buildApp(parts)
    await demo.app.ready()
    const { call } = browserOn(demo.app)
    const ways = await call<{ demo: string[] }>('GET', '/v1/sign-in')
    assert.deepEqual(ways.body.demo, ['MANAGER'])
    assert.equal((await call('POST', '/v1/session/demo', { role: 'MANAGER' })).status, 201)
    assert.equal((await call<Me>('GET', '/v1/me')).body.operator, id)
    const away = await demo.app.inject({
      method: 'POST',
      url: '/v1/session/demo',
      payload: { role: 'MANAGER' },
      remoteAddress: '192.0.2.7',
    })
    assert.equal(away.statusCode, 401)
    await demo.app.close()
  })
})
