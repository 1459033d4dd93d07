import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { run, type Database } from '../platform/db/db.ts'
import { callsOf, logsOf, publishedAbout, serviceOn, startCycle } from '../testing/api.ts'
import { operatorOf } from '../testing/asking.ts'
import { onEachDatabase } from '../testing/databases.ts'

/** Everything that somebody wrote about one user, or that says who they are; no two are part of each other. */
const WORDS = {
  name: '제갈공명',
  newName: '제갈량',
  phone: '1098765432',
  doctor: '허준의사',
  hospital: '동의보감병원',
  wantedHospital: '서쪽병원',
  wantedDoctor: '화타의사',
  memo: '두통이심함',
  changedMemo: '편두통이었음',
  memoOnCompletion: '약을잘먹음',
  issue: '앱이안열림',
  changedIssue: '로그인이안됨',
  comment: '재설치로해결',
  skipNote: '여행중이라함',
  withdrawReason: '다른분이었음',
  attemptNote: '신호만감',
  preferenceReason: '전화가싫다함',
  endReason: '부작용으로중단',
  note: '타기관상담내용',
  rejection: '정원이찼다고함',
  message: '내일다시전화드릴게요',
} as const

const words: readonly string[] = Object.values(WORDS)
const found = (text: string) => words.filter((word) => text.includes(word))

/** What the tables of a schema hold, table by table, as text; the rows that carry that user's id may be left out. */
async function contentsOf({ sql }: Database, schema: string, without = '') {
  const tables = await run<{ name: string }>(
    sql,
    `select table_name as name from information_schema.tables
      where table_schema = $1 and table_type = 'BASE TABLE' order by table_name`,
    [schema],
  )
  const contents = new Map<string, string>()
  for (const { name } of tables) {
    const [row] = await run<{ text: string | null }>(
      sql,
      `select string_agg(t::text, E'\\n') as text from ${schema}.${name} t
        where to_jsonb(t) ->> 'user_id' is distinct from $1`,
      [without],
    )
    contents.set(name, row?.text ?? '')
  }
  return contents
}

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database)
  const { call } = await operatorOf(service)
  const whose = await startCycle(service, {
    user: { name: WORDS.name, phone: `0${WORDS.phone}` },
    site: { siteId: 'site-1', name: WORDS.hospital },
    md: { mdId: 'md-1', name: WORDS.doctor },
  })
  const { userId, userCycleId } = whose

  async function does(method: 'POST' | 'PUT' | 'PATCH', url: string, body: object) {
    const reply = await call<{ id: number; requestId: string }>(method, url, body)
    assert.ok(reply.status < 300, `${method} ${url}: ${JSON.stringify(reply.body)}`)
    return reply.body
  }

  async function told(type: string, data: object) {
    const { body } = await service.tell(type, { userId, ...data })
    assert.deepEqual(body, { accepted: 1, duplicates: 0, rejected: [] })
  }

  async function everythingDue() {
    const { status } = await service.admin('PUT', '/v1/test-clock', { now: service.clock.now() })
    assert.equal(status, 200)
  }

  async function live() {
    const cycle = `/v1/user-cycles/${userCycleId}`
    const [first, second, third] = await callsOf(service, userCycleId)
    assert.ok(first && second && third)
    await does('POST', `/v1/outbounds/${first.id}/attempts`, {
      result: 'NO_ANSWER',
      note: WORDS.attemptNote,
    })
    await does('POST', `/v1/outbounds/${first.id}/complete`, { memo: WORDS.memoOnCompletion })
    await does('POST', `/v1/outbounds/${first.id}/withdraw`, { reason: WORDS.withdrawReason })
    const skip = { reason: 'OTHER', note: WORDS.skipNote }
    await does('POST', `/v1/outbounds/${second.id}/skip`, skip)
    const memo = await does('POST', `${cycle}/memos`, { memo: WORDS.memo })
    await does('PATCH', `/v1/memos/${memo.id}`, { memo: WORDS.changedMemo })
    const issue = await does('POST', `${cycle}/issues`, { issue: WORDS.issue })
    await does('PATCH', `/v1/issues/${issue.id}`, { issue: WORDS.changedIssue })
    const solved = { status: 'RESOLVED', memo: WORDS.comment }
    await does('POST', `/v1/issues/${issue.id}/status`, solved)
    await does('POST', `${cycle}/messages`, { messageType: 'FREE_TEXT', content: WORDS.message })
    await everythingDue()
    const wants = { siteId: 'site-2', siteName: WORDS.wantedHospital }
    const { requestId } = await does('PUT', `/v1/users/${userId}/site`, wants)
    await told('UserSiteUpdateRejected', { requestId, reason: WORDS.rejection })
    await does('PUT', `/v1/users/${userId}/md`, { mdId: 'md-2', mdName: WORDS.wantedDoctor })
    const preference = { calls: true, messages: false, reason: WORDS.preferenceReason }
    await does('PUT', `/v1/users/${userId}/contact-preference`, preference)
    await does('POST', '/v1/users/search', { q: WORDS.name.slice(0, 2) })
    await told('SupportNoteReceived', { userCycleId, text: WORDS.note })
    await told('UserProfileUpdated', { name: WORDS.newName })
    await told('UserCycleEnded', { userCycleId, reason: WORDS.endReason })
    return { memo: memo.id, issue: issue.id }
  }

  const made = await live()

  async function read() {
    const pages = [
      `/v1/memos/${made.memo}`,
      `/v1/issues/${made.issue}`,
      `/v1/user-cycles/${userCycleId}/memos`,
      `/v1/user-cycles/${userCycleId}/messages`,
      '/v1/outbounds?status=SKIPPED',
    ]
    const replies = await Promise.all(pages.map((url) => call<object>('GET', url)))
    return {
      logs: await logsOf(service, userId),
      events: await publishedAbout(service, userCycleId),
      pages: replies.map(({ status, body }) => ({ status, body })),
    }
  }

  describe('what was written about a user', () => {
    test('is kept in the private schema', async () => {
      const kept = [...(await contentsOf(database, 'private')).values()].join('\n')
      assert.deepEqual(new Set(found(kept)), new Set(words.filter((word) => word !== WORDS.name)))
    })

    test('is all in rows that carry the id of the user, the names of hospitals and doctors aside', async () => {
      const tables = await contentsOf(database, 'private')
      assert.ok(tables.get('development_delivery')?.includes(WORDS.message))
      const others = await contentsOf(database, 'private', userId)
      others.delete('site')
      others.delete('md')
      assert.deepEqual(
        [...others].filter(([, text]) => found(text).length > 0),
        [],
      )
    })

    test('is nowhere in the tables of support, which are kept for ever', async () => {
      const contents = await contentsOf(database, 'support')
      assert.ok((contents.get('user_support_log') ?? '').includes(userId))
      assert.ok((contents.get('domain_event') ?? '').includes(userId))
      const leaks = [...contents].map(([table, text]) => [table, found(text)] as const)
      assert.deepEqual(
        leaks.filter(([, leaked]) => leaked.length > 0),
        [],
      )
    })

    test('can be read on the timeline and in the published events', async () => {
      const { logs, events } = await read()
      const onTheTimeline = new Set(found(JSON.stringify(logs)))
      const written = new Set<string>([
        WORDS.memo,
        WORDS.changedMemo,
        WORDS.memoOnCompletion,
        WORDS.issue,
        WORDS.changedIssue,
        WORDS.comment,
        WORDS.skipNote,
        WORDS.withdrawReason,
        WORDS.attemptNote,
        WORDS.preferenceReason,
        WORDS.endReason,
        WORDS.note,
        WORDS.rejection,
      ])
      assert.deepEqual(onTheTimeline, written)
      const published = new Set<string>([
        WORDS.memo,
        WORDS.changedMemo,
        WORDS.memoOnCompletion,
        WORDS.issue,
        WORDS.changedIssue,
        WORDS.comment,
        WORDS.wantedHospital,
        WORDS.wantedDoctor,
      ])
      assert.deepEqual(new Set(found(JSON.stringify(events))), published)
    })
  })

  describe('the history of a user whose texts were erased', () => {
    /** Not texts: what hospitals and doctors are called, and who the user is. */
    const names = new Set<unknown>([
      WORDS.newName,
      WORDS.doctor,
      WORDS.hospital,
      WORDS.wantedHospital,
      WORDS.wantedDoctor,
      `+82${WORDS.phone}`,
    ])

    /** What was read, with every text in it null. */
    const blanked = (value: object): object =>
      JSON.parse(
        JSON.stringify(value, (_key, item: unknown) =>
          words.includes(item as string) && !names.has(item) ? null : item,
        ),
      ) as object

    test('is whole: the same logs and events in the same order, with nulls', async () => {
      const before = await read()
      assert.ok(before.logs.length > 15)
      assert.ok(before.events.length > 25)

      await run(database.sql, 'update private.text set text = null where user_id = $1', [userId])

      const after = await read()
      assert.deepEqual(after, blanked(before))
      assert.notDeepEqual(after, before)
      assert.ok(after.pages.every(({ status }) => status === 200))
    })

    test('goes on: what is written next is kept as ever', async () => {
      const reply = await call<{ history: object[] }>('PATCH', `/v1/memos/${made.memo}`, {
        memo: '새로 씀',
      })
      assert.partialDeepStrictEqual(reply.body, {
        memo: '새로 씀',
        history: [{ memo: null }, { memo: null }, { memo: '새로 씀' }],
      })
    })
  })

  describe('the tables that are only added to', () => {
    for (const table of ['user_support_log', 'domain_event']) {
      for (const change of [
        `update support.${table} set user_id = null`,
        `update support.${table} set user_id = user_id where false`,
        `delete from support.${table}`,
        `truncate support.${table}`,
        `truncate support.${table} cascade`,
      ]) {
        test(`refuse: ${change}`, async () => {
          const count = `select count(*)::int as n from support.${table}`
          const before = await run<{ n: number }>(database.sql, count, [])
          await assert.rejects(run(database.sql, change, []), /append-only/)
          assert.deepEqual(await run(database.sql, count, []), before)
        })
      }
    }
  })
})
