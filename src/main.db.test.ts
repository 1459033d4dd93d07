import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { lockFolder } from './platform/db/folder-lock.ts'
import { ask, read } from './testing/http.ts'
import { silentListener } from './testing/net.ts'
import {
  emptyDatabase,
  emptyFolder,
  filledFolder,
  placesToTest,
  type Place,
} from './testing/places.ts'
import { anbu, beginServer, startServer, type Ended } from './testing/server.ts'
import { WEBHOOK_SECRET } from './testing/stand-ins/webhook.ts'

const QUIET = { PORT: '0', ANBU_DEMO: '0', ANBU_LOG: 'silent' }

/** A place that is removed when the tests around it end. */
async function of<Kind extends Place>(fresh: () => Promise<Kind> | Kind): Promise<Kind> {
  const place = await fresh()
  after(() => place.remove())
  return place
}

/** It was refused as a person can read it: in words, without a stack, and with exit code 1. */
function refused({ code, out, err }: Ended, words: RegExp) {
  const lines = err.trimEnd().split('\n')
  assert.match(lines.at(-1) ?? '', words)
  assert.ok(
    lines.every((line) => line.startsWith('anbu: ')),
    err,
  )
  assert.deepEqual({ code, out }, { code: 1, out: '' })
}

describe('the embedded database', () => {
  test('serves one process at a time, and is free again when that was killed', async () => {
    const { env, folder } = await of(filledFolder)
    const first = await startServer(env)
    refused(await anbu(['serve'], { ...QUIET, ...env }), /is in use by process \d+/)
    refused(await anbu(['migrate'], { ...QUIET, ...env }), /is in use by process \d+/)
    assert.equal((await ask(first.url, { method: 'GET', path: '/readyz' }))?.status, 200)

    await first.kill()
    assert.ok(existsSync(path.join(folder, 'anbu.lock')))
    const second = await startServer(env)
    assert.equal((await second.stop()).code, 0)
    assert.deepEqual(readdirSync(folder), ['database'])
  })

  test('is made anew when its process was killed while making it', async () => {
    const { env, folder } = await of(emptyFolder)
    const first = beginServer(env)
    await draftIn(folder)
    await first.kill()
    assert.ok(!existsSync(path.join(folder, 'database')))
    const second = await startServer(env)
    assert.equal((await second.stop()).code, 0)
    assert.deepEqual(readdirSync(folder), ['database'])
  })

  test('is not kept from us by a process that was given the pid of a killed one', async () => {
    const { folder } = await of(emptyFolder)
    mkdirSync(folder)
    writeFileSync(path.join(folder, 'anbu.lock'), `${process.ppid} 1`)
    const lock = lockFolder(folder)
    assert.match(readFileSync(lock, 'utf8'), new RegExp(`^${process.pid} \\S+$`))
    assert.deepEqual(readdirSync(folder), ['anbu.lock'])
  })

  test('needs a folder', async () => {
    const { folder } = await of(emptyFolder)
    writeFileSync(folder, 'a file')
    refused(
      await anbu(['serve'], { ...QUIET, ANBU_DATA_DIR: folder }),
      /cannot be used \(EEXIST\); set ANBU_DATA_DIR/,
    )
  })

  test('as a demo is served to this machine only', async () => {
    const { env, folder } = await of(emptyFolder)
    refused(
      await anbu(['serve'], { ...QUIET, ...env, ANBU_DEMO: '1', HOST: '0.0.0.0' }),
      /HOST is 0\.0\.0\.0: set ANBU_DEMO=0/,
    )
    assert.ok(!existsSync(folder))
  })
})

describe('without a carrier', () => {
  const NOBODY = /^anbu: texts reach nobody\b.*ANBU_CARRIER/gm

  test('it is said once, before anybody is served, that texts reach nobody', async () => {
    const { env } = await of(filledFolder)
    const server = await startServer(env)
    assert.equal(server.said().err.match(NOBODY)?.length, 1)
    const { err } = await server.stop()
    assert.equal(err.match(NOBODY)?.length, 1)
  })

  test('and with one it is not', async () => {
    const { env } = await of(filledFolder)
    const webhook = {
      ANBU_CARRIER: 'webhook',
      ANBU_WEBHOOK_CARRIER_URL: 'http://127.0.0.1:9',
      ANBU_WEBHOOK_CARRIER_SECRET: WEBHOOK_SECRET,
    }
    const { err } = await (await startServer({ ...env, ...webhook })).stop()
    assert.equal(err.match(NOBODY), null)
  })
})

describe('a database that is away', { concurrency: 2 }, () => {
  const away = (url: string) => anbu(['serve'], { ...QUIET, DATABASE_URL: url })

  test('is told by the reason', async () => {
    refused(await away('postgres://postgres@127.0.0.1:1/anbu'), /does not answer \(ECONNREFUSED\)/)
  })

  test('is not waited for without end', async () => {
    const { port, close } = await silentListener()
    const began = performance.now()
    refused(await away(`postgres://postgres@127.0.0.1:${port}/anbu`), /does not answer/)
    assert.ok(performance.now() - began < 20_000)
    close()
  })

  test('is told apart from one that does not want us', async () => {
    const { url } = await of(emptyDatabase)
    refused(await away(`${url}_of_somebody_else`), /refuses the connection \(3D000\)/)
  })
})

test('a port in use is told by its number', async () => {
  const { env } = await of(filledFolder)
  const other = createServer()
  await once(other.listen(0, '127.0.0.1'), 'listening')
  after(() => other.close())
  const address = other.address()
  assert.ok(typeof address === 'object' && address !== null)
  refused(
    await anbu(['serve'], { ...QUIET, ...env, PORT: String(address.port) }),
    new RegExp(`Port ${address.port} is in use by another program; set PORT`),
  )
})

test('a wrong setting is told by its name', async () => {
  refused(await anbu(['serve'], { ...QUIET, ANBU_WORKDAYS: 'WEEKDAYS' }), /ANBU_WORKDAYS/)
})

describe('a command', { concurrency: 2 }, () => {
  test('that is not asked for by name is help, with every command and setting', async () => {
    const [asked, unasked] = await Promise.all([anbu(['help']), anbu([])])
    for (const word of ['serve', 'migrate', 'token', 'demo', 'DATABASE_URL', 'ANBU_TEST_CLOCK']) {
      assert.match(asked.out, new RegExp(`\\b${word}\\b`))
    }
    assert.equal(asked.code, 0)
    assert.equal(unasked.out, asked.out)
  })

  test('that does not exist is refused without a stack', async () => {
    const { code, err } = await anbu(['serbe'])
    assert.equal(code, 1)
    assert.match(err, /serbe/)
    assert.doesNotMatch(err, /^ +at /m)
  })
})

for (const { name, fresh } of await placesToTest()) {
  describe(`on ${name}`, () => {
    test('the zone of the first start is the zone', async () => {
      const { env } = await of(fresh)
      const migrated = await anbu(['migrate'], { ...QUIET, ...env, ANBU_TIME_ZONE: 'Asia/Tokyo' })
      assert.deepEqual(migrated, {
        code: 0,
        signal: null,
        out: 'The database is up to date.\n',
        err: '',
      })
      refused(
        await anbu(['serve'], { ...QUIET, ...env }),
        /Asia\/Tokyo.*ANBU_TIME_ZONE.*Asia\/Seoul/,
      )
    })

    test('an operator invited on the command line chooses a password by the link', async () => {
      const { env } = await of(fresh)
      const invite = (...args: string[]) => anbu(['invite', ...args], { ...QUIET, ...env })
      const person = ['--name', '김하나', '--email', 'hana@anbu.example', '--role', 'MANAGER']
      const made = await invite(...person)
      assert.equal(made.code, 0)
      const invitation = /\/invitation#(\S+)\n$/.exec(made.out)?.[1]
      assert.ok(invitation)
      refused(await invite(...person), /operator with this address already/)
      const server = await startServer(env)
      const me = await ask(server.url, {
        method: 'POST',
        path: '/v1/invitations/accept',
        body: { invitation, password: 'a password that is long' },
      })
      assert.partialDeepStrictEqual(me, { status: 201, body: { name: '김하나', role: 'MANAGER' } })
      const { err } = await server.stop()
      assert.ok(!err.includes('nobody can sign in yet'))
    })

    test('the first start tells how the first ADMIN comes in, once', async () => {
      const { env } = await of(fresh)
      const first = await (await startServer(env)).stop()
      assert.match(first.err, /nobody can sign in yet.*\/invitation#anbu_invitation_[\w-]{40,}/)
      const second = await (await startServer(env)).stop()
      assert.ok(!second.err.includes('/invitation#'))
    })

    test('a token made on the command line comes in, with its role and its sites', async () => {
      const { env } = await of(fresh)
      const make = (...args: string[]) => anbu(['token', ...args], { ...QUIET, ...env })
      const made = await make('--name', 'Hana', '--role', 'OPERATOR', '--sites', 'seoul, busan,')
      assert.equal(made.code, 0)
      assert.match(made.out, /^anbu_[\w-]{40,}\n$/)
      refused(await make('--name', 'Hana', '--role', 'EMPEROR'), /--role must be one of .*MANAGER/)
      const server = await startServer(env)
      const me = await ask(server.url, { method: 'GET', path: '/v1/me', token: made.out.trim() })
      assert.partialDeepStrictEqual(me, {
        status: 200,
        body: { name: 'Hana', role: 'OPERATOR', sites: ['seoul', 'busan'] },
      })
      await server.stop()
    })

    test('changed working days move the open calls, and only these, at the next start', async () => {
      const { env } = await of(fresh)
      const before = await startServer(env)
      const cycle = await startOnMonday(before.url)
      const [, agreed, done] = await callsOf(before.url, cycle)
      const at = '2030-01-13T01:00:00.000Z'
      const outbound = (id: number | undefined) => `/v1/outbounds/${id}`
      await expect200(before.url, 'PUT', `${outbound(agreed?.id)}/schedule`, { scheduleAt: at })
      await expect200(before.url, 'POST', `${outbound(done?.id)}/complete`, {})
      const planned = await callsOf(before.url, cycle)
      await before.stop()

      const rested = await startServer({ ...env, ANBU_WORKDAYS: 'MON,TUE,WED,THU,FRI' })
      const moved = await callsOf(rested.url, cycle)
      assert.deepEqual(
        moved.map(({ dueDate }) => dueDate),
        ['2030-01-07', '2030-01-13', '2030-01-27', '2030-02-18'],
      )
      assert.deepEqual(planDates(moved), planDates(planned))
      await rested.stop()

      const again = await startServer(env)
      assert.deepEqual(await callsOf(again.url, cycle), planned)
      await again.stop()
    })
  })
}

test('two processes that start at once on an empty server make its tables once', async () => {
  const { env } = await of(emptyDatabase)
  const [one, other] = await Promise.all([startServer(env), startServer(env)])
  const made = await ask<{ token: string }>(one.url, {
    method: 'POST',
    path: '/v1/tokens',
    body: { name: 'for both', role: 'MANAGER' },
  })
  assert.equal(made?.status, 201)
  const plans = { method: 'GET', path: '/v1/outbound-plans', token: made.body.token } as const
  const seen = await ask<{ items: object[] }>(other.url, plans)
  assert.equal(seen?.body.items.length, 4)
  assert.deepEqual([(await one.stop()).code, (await other.stop()).code], [0, 0])
})

/** Waits until a database is being made there. */
async function draftIn(folder: string): Promise<void> {
  const draft = path.join(folder, 'database.draft')
  const patience = performance.now() + 20_000
  while (!existsSync(path.join(draft, 'base'))) {
    assert.ok(performance.now() < patience, 'no database was begun in 20 seconds')
    await pause(1)
  }
}

type Call = { id: number; planDate: string; dueDate: string; status: string }

/** A cycle whose calls of day 7, 21 and 42 fall on Sundays. */
async function startOnMonday(url: string): Promise<string> {
  const userCycleId = 'cycle-of-hana'
  const data = { userId: 'hana', userCycleId, startDate: '2030-01-07', user: { name: '김하나' } }
  const type = 'UserCycleStarted'
  const event = { specversion: '1.0', source: '/tests', id: userCycleId, type, data }
  const reply = await ask(url, { method: 'POST', path: '/v1/events', body: event })
  assert.equal(reply?.status, 202)
  return userCycleId
}

async function callsOf(url: string, userCycleId: string): Promise<Call[]> {
  return (await read<{ items: Call[] }>(url, `/v1/user-cycles/${userCycleId}/outbounds`)).items
}

async function expect200(url: string, method: 'POST' | 'PUT', address: string, body: object) {
  assert.equal((await ask(url, { method, path: address, body }))?.status, 200)
}

function planDates(calls: readonly Call[]) {
  return calls.map(({ planDate }) => planDate)
}
