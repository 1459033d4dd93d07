import assert from 'node:assert/strict'
import fc from 'fast-check'
import { commanding, idFor, type No } from './one.ts'
import type { Real } from './step.ts'
import {
  dayOf,
  isOpen,
  later,
  note,
  type Cycle,
  type Issue,
  type Memo,
  type Thing,
  type World,
  type Written,
} from './world.ts'

const MAX = 500
const CHANGEABLE = 24 * 3_600_000

/** What people write: as it is kept, to be trimmed, in pieces (NFD), just short enough and too long, and nothing. */
export const words = fc.constantFrom(
  'slept well',
  '  took the pills  ',
  '약을 드심',
  '약을 드심'.normalize('NFD'),
  '💊'.repeat(MAX),
  'x'.repeat(MAX + 1),
  '   ',
)

const asKept = (text: string) => text.normalize('NFC').trim()
export const isBlank = (text: string) => asKept(text) === ''
export const isTooLong = (text: string) => Array.from(asKept(text)).length > MAX

const onCycle = commanding<Cycle>({
  all: ({ cycles }) => [...cycles.values()],
  url: ({ userCycleId }) => `/v1/user-cycles/${userCycleId}`,
  notFound: 4102,
})
const onMemo = commanding<Memo>({
  all: ({ memos }) => memos,
  url: ({ id }) => `/v1/memos/${id}`,
  notFound: 4104,
  view: (_, memo) => memoOf(memo),
})
const onIssue = commanding<Issue>({
  all: ({ issues }) => issues,
  url: ({ id }) => `/v1/issues/${id}`,
  notFound: 4105,
  view: (_, issue) => issueOf(issue),
})

/** What operators write down. */
export const ON_TEXTS = {
  createMemo: onCycle({
    own: fc.record({ memo: words }),
    ask: (_, own) => ({ method: 'POST', path: '/memos', body: own }),
    isMalformed: ({ memo }) => isBlank(memo),
    decide(world, cycle, { by, memo: text }) {
      if (isTooLong(text)) return { code: 4003 }
      const memo = writeMemo(world, cycle, { by, memo: text })
      const { history: _, id: _id, ...body } = memoOf(memo)
      return { status: 201, body, learn: idFor(memo) }
    },
  }),

  updateMemo: onMemo({
    own: fc.record({ memo: words }),
    ask: (_, own) => ({ method: 'PATCH', path: '', body: own }),
    isMalformed: ({ memo }) => isBlank(memo),
    decide(world, memo, { by, memo: text }) {
      const no = mayRewrite(world, memo, { by, text, late: 4006 })
      if (no !== undefined) return no
      const previous = memo.text
      if (previous === asKept(text)) return { body: memoOf(memo) }
      rewrite(world, memo, text)
      memo.history.push(versionOf(memo, { by, at: world.now }))
      noteMemo(world, memo, { by, type: 'UserMemoUpdated', previous })
      return { body: memoOf(memo) }
    },
  }),

  createIssue: onCycle({
    event: 'UserIssueCreated',
    own: fc.record({ issue: words }),
    ask: (_, own) => ({ method: 'POST', path: '/issues', body: own }),
    isMalformed: ({ issue }) => isBlank(issue),
    decide(world, cycle, { by, issue: text }) {
      if (isTooLong(text)) return { code: 4003 }
      const issue: Issue = { ...written(world, cycle, { by, text }), status: 'REGISTERED' }
      world.issues.push(issue)
      const payload = () => ({ issueId: issue.id, dayIndex: issue.dayIndex, issue: asKept(text) })
      const meta = { issue: asKept(text), previous: null, status: 'REGISTERED' }
      noteIssue(world, issue, { by, type: 'UserIssueCreated', meta, payload })
      const { id: _, ...body } = issueOf(issue)
      return { status: 201, body, learn: idFor(issue) }
    },
  }),

  updateIssue: onIssue({
    own: fc.record({ issue: words }),
    ask: (_, own) => ({ method: 'PATCH', path: '', body: own }),
    isMalformed: ({ issue }) => isBlank(issue),
    decide(world, issue, { by, issue: text }) {
      const no = mayRewrite(world, issue, { by, text, late: 4005, closed: !isOpen(issue) })
      if (no !== undefined) return no
      const previous = issue.text
      if (previous === asKept(text)) return { body: issueOf(issue) }
      rewrite(world, issue, text)
      const { dayIndex, status } = issue
      const payload = () => ({ issueId: issue.id, dayIndex, memo: asKept(text) })
      const meta = { issue: asKept(text), previous, status }
      noteIssue(world, issue, { by, type: 'UserIssueUpdated', meta, payload })
      return { body: issueOf(issue) }
    },
  }),

  changeIssueStatus: onIssue({
    event: 'UserIssueStatusChanged',
    own: fc.record({
      status: fc.constantFrom('REGISTERED', 'IN_PROGRESS', 'RESOLVED', 'CANCELLED'),
      memo: fc.option(words, { nil: undefined, freq: 2 }),
    }),
    ask: (_, own) => ({ method: 'POST', path: '/status', body: own }),
    isMalformed: ({ memo }) => memo !== undefined && isBlank(memo),
    decide(world, issue, { by, status, memo: comment }) {
      const previousStatus = issue.status
      if (!(NEXT[previousStatus] ?? []).includes(status)) return { code: 4005 }
      if (comment !== undefined && isTooLong(comment)) return { code: 4003 }
      const memo = comment === undefined ? null : asKept(comment)
      Object.assign(issue, { status, version: issue.version + 1, updatedAt: world.now })
      const outboundDay = dayOn(world, issue)
      const about = { outboundDay, status, previousStatus, memo }
      const payload = () => ({ issueId: issue.id, ...about })
      const meta = { issue: issue.text, status, previousStatus, memo }
      noteIssue(world, issue, { by, type: 'UserIssueStatusChanged', meta, payload })
      return { body: issueOf(issue) }
    },
  }),
}

const NEXT: Readonly<Record<string, readonly string[]>> = {
  REGISTERED: ['IN_PROGRESS', 'RESOLVED', 'CANCELLED'],
  IN_PROGRESS: ['RESOLVED', 'CANCELLED'],
  RESOLVED: ['IN_PROGRESS'],
  CANCELLED: ['IN_PROGRESS'],
}

/** Writes a memo, whose id is learned later. */
export function writeMemo(
  world: World,
  cycle: Cycle,
  { by, memo: text }: { by: string; memo: string },
): Memo {
  const memo: Memo = { ...written(world, cycle, { by, text }), history: [] }
  memo.history.push(versionOf(memo, { by, at: world.now }))
  world.memos.push(memo)
  noteMemo(world, memo, { by, type: 'UserMemoCreated', previous: null })
  return memo
}

/** Learns the id of a memo that was written beside something else. */
export async function learnMemo({ as: { admin } }: Real, memo: Memo): Promise<void> {
  const url = `/v1/user-cycles/${memo.userCycleId}/memos?limit=1`
  const { body } = await admin<{ items: { id: number; memo: string }[] }>('GET', url)
  const [latest] = body.items
  assert.ok(latest)
  assert.equal(latest.memo, memo.text)
  memo.id = latest.id
}

function written(world: World, cycle: Cycle, { by, text }: { by: string; text: string }): Written {
  const { userId, userCycleId } = cycle
  const times = { createdBy: by, createdAt: world.now, updatedAt: world.now, version: 1 }
  return { id: 0, userId, userCycleId, text: asKept(text), dayIndex: dayOf(world, cycle), ...times }
}

type Rewriting = { by: string; text: string; late: number; closed?: boolean }

function mayRewrite(
  { now }: World,
  { createdBy, createdAt }: Written,
  { by, text, late, closed = false }: Rewriting,
): No | undefined {
  if (by !== createdBy) return { code: 4004 }
  if (closed || now >= later(createdAt, CHANGEABLE)) return { code: late }
  return isTooLong(text) ? { code: 4003 } : undefined
}

function rewrite(world: World, one: Written, text: string) {
  Object.assign(one, { text: asKept(text), version: one.version + 1, updatedAt: world.now })
}

function versionOf({ version, text: memo }: Written, { by, at }: { by: string; at: string }) {
  return { version, memo, createdBy: by, createdAt: at }
}

/** A memo as it is answered; a copy, since it is compared after more has happened. */
function memoOf({ text: memo, history, ...own }: Memo) {
  return { ...own, memo, history: [...history] }
}

function issueOf({ text: issue, ...own }: Issue) {
  return { ...own, issue }
}

function dayOn(world: World, { userCycleId }: Written): number | null {
  const cycle = world.cycles.get(userCycleId)
  return cycle === undefined ? null : dayOf(world, cycle)
}

function thingOf(one: Written): Thing {
  const { userId, userCycleId } = one
  return { userId, userCycleId, id: () => one.id, relation: () => one.id }
}

type OfMemo = { by: string; type: string; previous: string | null }

function noteMemo(world: World, memo: Memo, { by, type, previous }: OfMemo) {
  const { version, text, dayIndex } = memo
  const log = { type: 'MEMO', meta: { memo: text, previous } }
  const payload = () => ({ memoId: memo.id, dayIndex, memo: text })
  note(world, thingOf(memo), { type, version, by, log, payload })
}

type OfIssue = { by: string; type: string; meta: object; payload: () => object }

function noteIssue(world: World, issue: Issue, { by, type, meta, payload }: OfIssue) {
  const log = { type: 'ISSUE', meta }
  note(world, thingOf(issue), { type, version: issue.version, by, log, payload })
}
