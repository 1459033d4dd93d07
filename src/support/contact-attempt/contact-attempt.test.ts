import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AttemptId } from '../../kernel/values.ts'
import { about, call, completed, hana, minjun } from '../../testing/outbound.ts'
import { evolve } from '../user-outbound-plan/user-outbound-plan.ts'
import {
  ATTEMPT_RESULTS,
  recordAttempt,
  recorded,
  type ContactAttemptRecorded,
} from './contact-attempt.ts'

const attemptId = 9 as AttemptId
const { startDate } = call

describe('a call that was made', () => {
  test('is recorded with its result and what came of it, whatever the result', () => {
    for (const result of ATTEMPT_RESULTS) {
      const expected: ContactAttemptRecorded = {
        type: 'ContactAttemptRecorded',
        data: { ...about, attemptId, result, startDate },
        act: hana,
        text: '곧 다시 걸기로 함',
      }
      const made = { attemptId, result, note: '곧 다시 걸기로 함' }
      assert.deepEqual(recordAttempt(call, made, hana), expected)
    }
  })

  test('may go without a note', () => {
    const event = recordAttempt(call, { attemptId, result: 'BUSY' }, hana)
    assert.equal(event.text, undefined)
    assert.equal(recorded(event).note, null)
  })

  test('is an attempt of whoever made it, when they did', () => {
    const made = { attemptId, result: 'NO_ANSWER', note: '받지 않음' } as const
    assert.deepEqual(recorded(recordAttempt(call, made, hana)), {
      id: attemptId,
      ...about,
      result: 'NO_ANSWER',
      note: '받지 않음',
      createdBy: hana.by,
      createdAt: hana.at,
      startDate,
    })
  })

  test('is recorded under a call that is resolved too: the user rang back', () => {
    const resolved = evolve(call, completed)
    const event = recordAttempt(resolved, { attemptId, result: 'REACHED' }, minjun)
    assert.deepEqual(event.data, { ...about, attemptId, result: 'REACHED', startDate })
  })
})
