import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openLog } from './observe.ts'

type Told = { err: { type: string; code?: string; stack: string; cause?: object } }

describe('an error in the log', () => {
  test('is told by its kind, its code and its place', () => {
    const error = Object.assign(new TypeError('남궁민수 is not a number'), { code: '22P02' })

    const { err } = told(error)

    assert.equal(err.type, 'TypeError')
    assert.equal(err.code, '22P02')
    assert.match(err.stack, /observe\.test\.ts:\d+:\d+/)
  })

  test('never quotes what was wrong: not its message, its detail, its query or its parameters', () => {
    const error = Object.assign(new Error('Failing row contains 남궁민수'), {
      code: '23514',
      constraint: 'user_profile_check',
      detail: 'Failing row contains (user-1, 남궁민수, +821098765432)',
      where: 'PL/pgSQL function on 남궁민수',
      query: "insert into private.user_profile values ('남궁민수')",
      parameters: ['남궁민수'],
      body: { name: '남궁민수' },
    })

    assertSilent(error)
  })

  test('tells no line of a message that looks like a place', () => {
    assertSilent(new Error('broken\n    at 남궁민수 (file:///the/ward:1:1)\n    at 남궁민수'))
  })

  test('tells causes in the same way', () => {
    const cause = Object.assign(new Error('남궁민수 was first'), { code: '40P01' })
    const error = new Error('남궁민수 was second', { cause })

    assertSilent(error)
    assert.partialDeepStrictEqual(told(error).err.cause, { type: 'Error', code: '40P01' })
  })

  test('that is no error at all is told by its type', () => {
    assert.deepEqual(told('남궁민수').err, { type: 'string' })
    assert.deepEqual(told({ name: '남궁민수' }).err, { type: 'object' })
  })
})

function lineOf(err: unknown): string {
  const lines: string[] = []
  openLog('info', { write: (line) => void lines.push(line) }).error({ err }, 'request failed')
  return lines.join('')
}

function told(err: unknown): Told {
  return JSON.parse(lineOf(err)) as Told
}

function assertSilent(error: Error) {
  const line = lineOf(error)
  assert.match(line, /request failed/)
  assert.doesNotMatch(line, /남궁민수|821098765432|Failing row/)
}
