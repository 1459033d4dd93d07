import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PAYLOADS, PUBLISHED, publishedType } from './publication.ts'

const whose = { userId: 'user-1', userCycleId: 'cycle-1' }

/** What is published of that event, recorded with these data and, beside them, that text and these names. */
function payloadOf(event: string, data: object, beside: object = {}) {
  const none = { text: null, siteName: null, mdName: null }
  const stored = { ...whose, actor: 'hana', data: { ...whose, ...data }, ...none, ...beside }
  return PAYLOADS[event]?.(stored)
}

/** What an event of that call records for itself beside what it publishes. */
const call = { userOutboundId: 7, from: 'ACTIVE', dueDate: '2026-04-13', dueReason: 'PLAN' }

describe('a call is published', () => {
  test('that was completed, with its user, cycle and id', () => {
    const expected = { ...whose, userOutboundId: 7 }
    assert.deepEqual(payloadOf('OutboundCompleted', call), expected)
  })

  test('that was skipped, without why', () => {
    const skipped = payloadOf('OutboundSkipped', { ...call, reason: 'OTHER' }, { text: '여행 중' })
    assert.deepEqual(skipped, { ...whose, userOutboundId: 7 })
  })

  test('that was withdrawn, without why', () => {
    const withdrawn = payloadOf('OutboundWithdrawn', { ...call, to: 'ACTIVE' }, { text: '실수' })
    assert.deepEqual(withdrawn, { ...whose, userOutboundId: 7 })
  })

  test('that was agreed for a time, with that time', () => {
    const data = { ...call, scheduleAt: '2026-04-13T06:00:00.000Z', previous: null }
    assert.deepEqual(payloadOf('OutboundScheduleRecorded', data), {
      ...whose,
      userOutboundId: 7,
      scheduleAt: '2026-04-13T06:00:00.000Z',
    })
  })

  test('whose agreed time no longer holds', () => {
    const data = { ...call, previous: '2026-04-13T06:00:00.000Z' }
    const expected = { ...whose, userOutboundId: 7 }
    assert.deepEqual(payloadOf('OutboundScheduleCanceled', data), expected)
  })

  test('that the software completed, the last of its cycle, and which it was', () => {
    const expected = { ...whose, userOutboundId: 7 }
    assert.deepEqual(payloadOf('LastOutboundAutoCompleted', call), expected)
  })

  test('that was tried, with what came of it and without the note', () => {
    const data = { userOutboundId: 7, attemptId: 9, result: 'BUSY', startDate: '2026-04-06' }
    assert.deepEqual(payloadOf('ContactAttemptRecorded', data, { text: '통화 중' }), {
      ...whose,
      userOutboundId: 7,
      attemptId: 9,
      result: 'BUSY',
    })
  })
})

describe('a memo is published', () => {
  test('when it is created, with its text and the id by which a later change is matched', () => {
    const data = { memoId: 3, dayIndex: 7, startDate: '2026-04-06' }
    assert.deepEqual(payloadOf('UserMemoCreated', data, { text: '두통' }), {
      ...whose,
      memoId: 3,
      dayIndex: 7,
      memo: '두통',
    })
  })

  test('when it is changed, with its new text', () => {
    const data = { memoId: 3, dayIndex: 7, previousVersion: 1 }
    assert.deepEqual(payloadOf('UserMemoUpdated', data, { text: '나았다' }), {
      ...whose,
      memoId: 3,
      dayIndex: 7,
      memo: '나았다',
    })
  })

  test('without its text once that was erased: null, never left out', () => {
    const data = { memoId: 3, dayIndex: 7 }
    assert.deepEqual(payloadOf('UserMemoCreated', data), { ...whose, ...data, memo: null })
  })
})

describe('an issue is published', () => {
  test('when it is raised, with its text and the id by which a later change is matched', () => {
    const data = { issueId: 5, dayIndex: 7, startDate: '2026-04-06' }
    assert.deepEqual(payloadOf('UserIssueCreated', data, { text: '앱' }), {
      ...whose,
      issueId: 5,
      dayIndex: 7,
      issue: '앱',
    })
  })

  test('when its text is changed, with the new text as memo', () => {
    const data = { issueId: 5, dayIndex: 7, previousVersion: 1, status: 'REGISTERED' }
    assert.deepEqual(payloadOf('UserIssueUpdated', data, { text: '앱이 가끔' }), {
      ...whose,
      issueId: 5,
      dayIndex: 7,
      memo: '앱이 가끔',
    })
  })

  test('when its status changes, with both statuses, the comment and the day', () => {
    const data = {
      issueId: 5,
      outboundDay: 9,
      status: 'RESOLVED',
      previousStatus: 'REGISTERED',
      textVersion: 1,
    }
    const { textVersion: _version, ...published } = data
    const withComment = payloadOf('UserIssueStatusChanged', data, { text: '해결' })
    assert.deepEqual(withComment, { ...whose, ...published, memo: '해결' })
    const without = payloadOf('UserIssueStatusChanged', data)
    assert.deepEqual(without, { ...whose, ...published, memo: null })
  })
})

describe('a change is asked of the Site context', () => {
  test('of the site, with its name, the present one and who asked', () => {
    const data = { requestId: 'r1', from: 'seoul', to: 'busan' }
    assert.deepEqual(payloadOf('UserSiteUpdateRequested', data, { siteName: '부산병원' }), {
      ...whose,
      requestId: 'r1',
      siteId: 'busan',
      siteName: '부산병원',
      previous: 'seoul',
      requestedBy: 'hana',
    })
  })

  test('of the doctor, with their name, the present one and who asked', () => {
    const data = { requestId: 'r2', from: null, to: 'md-park' }
    assert.deepEqual(payloadOf('UserMdUpdateRequested', data, { mdName: '박의사' }), {
      ...whose,
      requestId: 'r2',
      mdId: 'md-park',
      mdName: '박의사',
      previous: null,
      requestedBy: 'hana',
    })
  })

  test('to have no doctor, with the present one and who asked', () => {
    const data = { requestId: 'r3', from: 'md-lee' }
    assert.deepEqual(payloadOf('UserMdDeleteRequested', data), {
      ...whose,
      requestId: 'r3',
      previous: 'md-lee',
      requestedBy: 'hana',
    })
  })
})

describe('a message is published', () => {
  const message = {
    userOutboundId: 7,
    messageId: 11,
    messageType: 'MISSED_CALL',
    templateId: 2,
    dayIndex: 7,
    sender: 'hana',
    answered: null,
  }

  test('that was sent after a missed call, with its call, its template and the day', () => {
    const expected = { userOutboundId: 7, messageId: 11, templateId: 2, dayIndex: 7 }
    const sent = payloadOf('MissedCallMessageSent', message, { text: '전화드렸습니다' })
    assert.deepEqual(sent, { ...whose, ...expected })
  })

  test('that was sent without a template or a call: null, never left out', () => {
    const { userOutboundId: _call, templateId: _template, ...rest } = message
    const expected = { userOutboundId: null, messageId: 11, templateId: null, dayIndex: 7 }
    for (const event of ['TemplateMessageSent', 'FreeTextMessageSent', 'MissedCallMessageSent']) {
      assert.deepEqual(payloadOf(event, rest), { ...whose, ...expected }, event)
    }
  })

  test('that failed, with the reason', () => {
    const failed = { ...message, reason: 'STALE' }
    const expected = { userOutboundId: 7, reason: 'STALE', dayIndex: 7 }
    for (const type of ['Template', 'FreeText', 'MissedCall']) {
      assert.deepEqual(payloadOf(`${type}MessageFailed`, failed), { ...whose, ...expected }, type)
    }
  })
})

describe('a log is published', () => {
  test('that was recorded, with its type, its day and what it is about', () => {
    const data = { logId: 13, type: 'MEMO', dayIndex: 7, relationId: 3 }
    assert.deepEqual(payloadOf('SupportLogHistoryRecorded', data), { ...whose, ...data })
  })
})

describe('what is published', () => {
  test('are the events of the domain, by their own type, and no internal one', () => {
    assert.deepEqual(PUBLISHED.toSorted(), [
      'ContactAttemptRecorded',
      'FreeTextMessageFailed',
      'FreeTextMessageSent',
      'LastOutboundAutoCompleted',
      'MissedCallMessageFailed',
      'MissedCallMessageSent',
      'OutboundCompleted',
      'OutboundScheduleCanceled',
      'OutboundScheduleRecorded',
      'OutboundSkipped',
      'OutboundWithdrawn',
      'SupportLogHistoryRecorded',
      'TemplateMessageFailed',
      'TemplateMessageSent',
      'UserIssueCreated',
      'UserIssueStatusChanged',
      'UserIssueUpdated',
      'UserMdDeleteRequested',
      'UserMdUpdateRequested',
      'UserMemoCreated',
      'UserMemoUpdated',
      'UserSiteUpdateRequested',
    ])
    assert.equal(publishedType('OutboundCompleted'), 'anbu.support.OutboundCompleted.v1')
  })
})
