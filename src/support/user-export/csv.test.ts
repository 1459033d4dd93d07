import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import { text } from 'node:stream/consumers'
import type { UserRow } from '../views/contract.ts'
import { csvOf } from './csv.ts'

const nobody = {
  userId: 'user-1',
  name: '',
  phone: null,
  site: null,
  md: null,
  cycle: null,
  outbounds: [],
  upcomingOutbound: null,
  openIssues: 0,
  lastMemo: null,
  lastContactAt: null,
}

function named(name: string): UserRow {
  return { ...nobody, name } as unknown as UserRow
}

/** The names' cells in a file of users who have nothing else. */
async function cellsOf(...names: string[]) {
  const file = await text(csvOf(users(...names)))
  return file
    .slice(file.indexOf('\r\n') + 2)
    .split('user-1,')
    .slice(1)
    .map((line) => line.replace(/,+0,+\r\n$/, ''))
}

async function* failing() {
  yield named('홍길동')
  throw new Error('the database is gone')
}

async function* users(...names: string[]) {
  for (const name of names) yield named(name)
}

describe('a file of users', () => {
  test('begins with the mark by which Excel knows UTF-8', async () => {
    const bytes = await csvOf(users('홍길동')).toArray()
    assert.deepEqual([...Buffer.concat(bytes as Buffer[]).subarray(0, 3)], [0xef, 0xbb, 0xbf])
  })

  test('keeps Korean, commas, quotes and line ends within their cells', async () => {
    assert.deepEqual(await cellsOf('홍길동', '홍, 길동', '"홍"', '홍\n길', '홍\r길'), [
      '홍길동',
      '"홍, 길동"',
      '"""홍"""',
      '"홍\n길"',
      '"홍\r길"',
    ])
  })

  test('makes text of what a spreadsheet would run: = + - @, a tab, a line’s end, and the wide forms', async () => {
    assert.deepEqual(
      await cellsOf('=1', '+1', '-1', '@a', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠a'),
      ["'=1", "'+1", "'-1", "'@a", "'\t=1", '"\'\r=1"', "'＝1", "'＋1", "'－1", "'＠a"],
    )
  })

  test('leaves a hyphen within a name alone', async () => {
    assert.deepEqual(await cellsOf('Anna-Maria', '1=1'), ['Anna-Maria', '1=1'])
  })

  test('is read no faster than it is taken, and no further when it is broken off', async () => {
    let read = 0
    let ended = false
    async function* many() {
      try {
        for (; read < 100_000; read += 1) yield named(`김${read}`)
      } finally {
        ended = true
      }
    }
    const file = csvOf(many())
    await once(file, 'readable')
    assert.ok(file.read(1) !== null)
    file.destroy()
    await once(file, 'close')
    await new Promise(setImmediate)
    assert.ok(ended)
    assert.ok(read < 2_000, `${read} rows were read`)
  })

  test('that cannot be finished ends with an error, never as if it were whole', async () => {
    await assert.rejects(text(csvOf(failing())), /the database is gone/)
  })
})
