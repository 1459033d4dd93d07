import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isSameLog, LEGACY_CODES, LOG_TYPES, type LogVO } from './user-support-log.ts'

describe('what a log says', () => {
  const log: LogVO = { type: 'MEMO', meta: { memo: '두통', previous: null } }

  test('is equal to the same type and meta, in whichever order its fields stand', () => {
    assert.ok(isSameLog(log, { type: 'MEMO', meta: { previous: null, memo: '두통' } }))
    assert.ok(
      isSameLog(
        { type: 'LOG', meta: { to: { calls: false, messages: true } } },
        { type: 'LOG', meta: { to: { messages: true, calls: false } } },
      ),
    )
  })

  test('is another when the type differs', () => {
    assert.ok(!isSameLog(log, { ...log, type: 'ISSUE' }))
  })

  test('is another when the meta differs, however deep, or has more or less', () => {
    assert.ok(!isSameLog(log, { ...log, meta: { memo: '두통', previous: '복통' } }))
    assert.ok(!isSameLog(log, { ...log, meta: { memo: '두통' } }))
    assert.ok(!isSameLog(log, { ...log, meta: { ...log.meta, kind: 'x' } }))
    assert.ok(
      !isSameLog(
        { type: 'LOG', meta: { to: { calls: false } } },
        { type: 'LOG', meta: { to: { calls: true } } },
      ),
    )
  })
})

describe('the types of logs', () => {
  test('are those of the domain model', () => {
    assert.deepEqual(LOG_TYPES, [
      'LOG',
      'MEMO',
      'ISSUE',
      'CONTACT_SCHEDULE_CHANGE',
      'OUTBOUND_STATUS_CHANGE',
      'ACCOUNT_UPDATED',
      'ACCOUNT_DELETED',
      'SITE_UPDATE',
      'MESSAGE_SENT',
    ])
  })

  test('know the codes of the system that this one replaces', () => {
    assert.deepEqual(LEGACY_CODES, {
      MEMO: 'LOG',
      ISSUE: 'PATIENT_ISSUE',
      CONTACT_SCHEDULE_CHANGE: 'CALL_SCHEDULE_CHANGE',
      OUTBOUND_STATUS_CHANGE: 'FOLLOW_UP_STATUS_CHANGE',
    })
  })
})
