import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { forgetFailures, mayTry } from '../platform/auth/lockout.ts'
import { run } from '../platform/db/db.ts'
import { serviceOn, type Reply } from '../testing/api.ts'
import { browserOn } from '../testing/browser.ts'
import { onEachDatabase } from '../testing/databases.ts'
import { hire, PASSWORD, secretOf } from '../testing/hired.ts'

type Problem = { code: number; instance: string }

const TRIES = 15
/** What is told by time is told by every measurement; what else the machine does is not in all of them. */
const MEASUREMENTS = 6
const SECRET = 'a secret of these tests that is long enough'
/** Far more than noise makes, and far less than looking a password up or leaving that out would. */
const NOISE = 2.5

await onEachDatabase(async (open) => {
  const database = await open()
  const env = { ANBU_SIGN_IN_LIMIT: '0', ANBU_SECRET: SECRET }
  const service = await serviceOn(database, env)
  const { app, admin } = service

  const signIn = (email: string, password: string) =>
    browserOn(app).call<Problem>('POST', '/v1/session', { email, password })

  /** How long a wrong password takes for that address; its lock is as it was before. */
  async function timeOf(email: string, isLocked: boolean) {
    if (!isLocked) await forgetFailures(database.sql, { secret: SECRET, email })
    const began = performance.now()
    assert.equal((await signIn(email, 'not my password')).status, 401)
    return performance.now() - began
  }

  describe('who asks whether somebody has an account', () => {
    test('learns nothing from the time that the answer takes', async () => {
      const [known, locked, invited, removed] = [
        await hire(service),
        await hire(service),
        'invited-only@anbu.example',
        await hire(service),
      ]
      await admin('POST', '/v1/operators', { name: '새 사람', email: invited, role: 'OPERATOR' })
      await admin('DELETE', `/v1/operators/${removed.id}`)
      for (let n = 0; n < 6; n += 1) await signIn(locked.email, 'not my password')
      const nobody = 'nobody@anbu.example'
      for (let n = 0; n < 6; n += 1) await signIn(`locked-${nobody}`, 'not my password')
      const kinds = {
        nobody: [nobody, false],
        wrong: [known.email, false],
        locked: [locked.email, true],
        lockedNobody: [`locked-${nobody}`, true],
        invited: [invited, false],
        removed: [removed.email, false],
      } as const
      const times = Object.entries(kinds).map(([kind, [email, isLocked]]) => {
        return { kind, ask: () => timeOf(email, isLocked), took: [0] }
      })

      const measure = async () => {
        // In turns, so that whatever else the machine does is done to all of them.
        for (let round = -1; round < TRIES; round += 1) {
          for (const { ask, took } of times) took[Math.max(round, 0)] = await ask()
        }
        const [usual = 0] = times.map(({ took }) => medianOf(took))
        return times.map(({ kind, took }) => ({ kind, ratio: medianOf(took) / usual }))
      }
      const apart = async () =>
        (await measure()).filter(({ ratio }) => ratio >= NOISE || ratio <= 1 / NOISE)

      let told = await apart()
      for (let n = 1; n < MEASUREMENTS && told.length > 0; n += 1) told = await apart()
      assert.deepEqual(told, [])
    })

    test('nor from its words, its headers or its cookies', async () => {
      const { email } = await hire(service)
      const removed = await hire(service)
      await admin('DELETE', `/v1/operators/${removed.id}`)
      const answers = [
        await signIn('nobody-either@anbu.example', PASSWORD),
        await signIn(email, 'not my password'),
        await signIn(email.toUpperCase(), 'not my password'),
        await signIn(` ${email}`, 'not my password'),
        await signIn(removed.email, PASSWORD),
        await signIn('no address at all', PASSWORD),
        await signIn("' or 1=1 --@anbu.example", PASSWORD),
      ]
      for (const answer of answers) assert.deepEqual(said(answer), said(answers[0]))
      assert.deepEqual([answers[0]?.status, answers[0]?.body.code], [401, 4010])
    })

    test('nor, without a right to know, from any other address', async () => {
      const { email, id } = await hire(service)
      const operator = await hire(service, { role: 'MANAGER' })
      const names = await operator.browser.call<object>('GET', '/v1/operators')
      assert.equal(JSON.stringify(names.body).includes(email), false)
      for (const [method, url] of [
        ['POST', `/v1/operators/${id}/invitation`],
        ['POST', '/v1/operators/nobody/invitation'],
        ['DELETE', `/v1/operators/${id}/sessions`],
        ['DELETE', '/v1/operators/nobody/sessions'],
      ] as const) {
        assert.equal((await operator.browser.call(method, url)).status, 403, url)
      }
    })
  })

  describe('who tries out passwords', () => {
    test('has five tries, also when all are made at once', async () => {
      const { email } = await hire(service)
      const wrong = Array.from({ length: 20 }, () => signIn(email, 'not my password'))
      await Promise.all(wrong)
      const right = await Promise.all(Array.from({ length: 5 }, () => signIn(email, PASSWORD)))
      assert.deepEqual(
        right.map(({ status }) => status),
        [401, 401, 401, 401, 401],
      )
    })

    test('has no more of them looked at, however many are under way', async () => {
      const who = { secret: SECRET, email: 'at-once@anbu.example' }
      const looked = await Promise.all(Array.from({ length: 30 }, () => mayTry(database.sql, who)))
      assert.equal(looked.filter(Boolean).length, 5)
    })

    test('of the same address in another dress has no more of them', async () => {
      const { email } = await hire(service)
      const dresses = [email, email.toUpperCase(), ` ${email}`, `${email} `, `\t${email}`]
      for (const dress of dresses)
        assert.equal((await signIn(dress, 'not my password')).status, 401)
      assert.equal((await signIn(email, PASSWORD)).status, 401)
    })

    test('is slowed down by address of the network, too', async () => {
      const limited = await serviceOn(database, { ...env, ANBU_SIGN_IN_LIMIT: '3' })
      const call = browserOn(limited.app).call<Problem>
      const statuses: number[] = []
      for (let n = 0; n < 5; n += 1) {
        const body = { email: `many-${n}@anbu.example`, password: 'not my password' }
        // What a client says of its own address does not count without a proxy that we trust.
        const headers = { 'x-forwarded-for': `192.0.2.${n}`, forwarded: `for=192.0.2.${n}` }
        statuses.push((await call('POST', '/v1/session', body, headers)).status)
      }
      assert.deepEqual(statuses, [401, 401, 401, 429, 429])
      const invitation = await call('POST', '/v1/invitations/read', { invitation: 'guess' })
      assert.equal(invitation.status, 429)
    })
  })

  describe('who tries out invitations', () => {
    test('is told the same of one that was used, ran out, was replaced or never was', async () => {
      const used = await hire(service)
      const person = { name: '새 사람', email: 'of-two-links@anbu.example', role: 'OPERATOR' }
      type Made = { id: string; invitation: string }
      const first = await admin<Made>('POST', '/v1/operators', person)
      const second = await admin<Made>('POST', `/v1/operators/${first.body.id}/invitation`)
      await run(
        database.sql,
        `update private.invitation set expires_at = now() - interval '1 second' where operator_id = $1`,
        [first.body.id],
      )
      const worthless = [
        used.invitation,
        secretOf(first.body.invitation),
        secretOf(second.body.invitation),
        second.body.invitation,
        'anbu_invitation_',
        'anbu_invitation_guess',
        "' or 1=1 --",
      ]
      for (const route of ['read', 'accept']) {
        const answers = []
        for (const invitation of worthless) {
          const body = { invitation, ...(route === 'accept' && { password: PASSWORD }) }
          answers.push(said(await browserOn(app).call('POST', `/v1/invitations/${route}`, body)))
        }
        for (const answer of answers) assert.deepEqual(answer, answers[0])
        assert.equal(answers[0]?.status, 404)
      }
    })

    test('gets one account out of one that is used many times at once', async () => {
      const person = { name: '새 사람', email: 'at-once@anbu.example', role: 'OPERATOR' }
      const made = await admin<{ invitation: string }>('POST', '/v1/operators', person)
      const invitation = secretOf(made.body.invitation)
      const accepted = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          browserOn(app).call('POST', '/v1/invitations/accept', {
            invitation,
            password: `the password of number ${n}`,
          }),
        ),
      )
      const statuses = accepted.map(({ status }) => status).toSorted((a, b) => a - b)
      assert.deepEqual(statuses, [201, 404, 404, 404, 404, 404])
    })
  })
})

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

/** All of an answer that is not of this very moment. */
function said(reply: Reply<unknown> | undefined) {
  assert.ok(reply)
  const { date: _date, ...headers } = reply.headers
  return { status: reply.status, headers, body: { ...(reply.body as object), instance: '' } }
}
