import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callOn, serviceOn, startCycle } from '../testing/api.ts'
import { operatorOf, recordedAbout, refusalIn, wrongFieldsIn } from '../testing/asking.ts'
import { onEachDatabase } from '../testing/databases.ts'

const syllables = (length: number) => '각'.repeat(length)
const jamo = (length: number) => syllables(length).normalize('NFD')
const emoji = (length: number) => '😀'.repeat(length)

type Made = { id: number; memo?: string; issue?: string; status: string }
type Page = { items: Made[] }

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database)
  const strict = await serviceOn(database, { ANBU_MEMO_MAX: '10' })
  const hana = await operatorOf(service)

  /** Somebody new with a memo and an issue, and every request in which an operator writes a text. */
  async function writings() {
    const whose = await startCycle(service)
    const memos = `/v1/user-cycles/${whose.userCycleId}/memos`
    const issues = `/v1/user-cycles/${whose.userCycleId}/issues`
    const memo = await hana.call<Made>('POST', memos, { memo: '두통' })
    const issue = await hana.call<Made>('POST', issues, { issue: '앱' })
    return {
      whose,
      requests: [
        { method: 'POST', url: memos, field: 'memo', more: {} },
        { method: 'PATCH', url: `/v1/memos/${memo.body.id}`, field: 'memo', more: {} },
        { method: 'POST', url: issues, field: 'issue', more: {} },
        { method: 'PATCH', url: `/v1/issues/${issue.body.id}`, field: 'issue', more: {} },
        {
          method: 'POST',
          url: `/v1/issues/${issue.body.id}/status`,
          field: 'memo',
          more: { status: 'IN_PROGRESS' },
        },
      ] as const,
    }
  }

  describe('the text of a memo, an issue or a comment', () => {
    test('has up to 500 syllables, in whole or in jamo, or emoji', async () => {
      for (const longest of [syllables(500), jamo(500), emoji(500)]) {
        const { requests } = await writings()
        for (const { method, url, field, more } of requests) {
          const reply = await hana.call<Made>(method, url, { ...more, [field]: ` ${longest}\n` })
          assert.ok(reply.status < 300, `${method} ${url}`)
          if (!url.endsWith('/status')) {
            assert.partialDeepStrictEqual(reply.body, { [field]: longest.normalize('NFC') })
          }
        }
      }
    })

    test('may be as long as whoever signs in is told', async () => {
      const answers = [hana, await operatorOf(strict)].map(({ call }) => call('GET', '/v1/me'))
      const told = (await Promise.all(answers)).map(({ body }) => body)
      assert.partialDeepStrictEqual(told, [{ memoMax: 500 }, { memoMax: 10 }])
    })

    test('of more than 500 code points is refused, and nothing is kept', async () => {
      const { whose, requests } = await writings()
      const before = await recordedAbout(service, whose)
      for (const tooLong of [syllables(501), jamo(501), emoji(501)]) {
        for (const { method, url, field, more } of requests) {
          const reply = await hana.call(method, url, { ...more, [field]: tooLong })
          assert.equal(refusalIn(reply), '422 4003 MEMO_CONTENT_TOO_LONG', `${method} ${url}`)
        }
      }
      assert.deepEqual(await recordedAbout(service, whose), before)
    })

    test('must say something, and be text', async () => {
      const { whose, requests } = await writings()
      const before = await recordedAbout(service, whose)
      const unseen = '\u200b\u2060\ufe0f\u3164'
      for (const blank of ['', '  ', '\n\t\u3000\u00a0', unseen, null, 7, ['두통']]) {
        for (const { method, url, field, more } of requests) {
          const reply = await hana.call(method, url, { ...more, [field]: blank })
          assert.deepEqual(wrongFieldsIn(reply), [field], `${method} ${url}`)
        }
      }
      assert.deepEqual(await recordedAbout(service, whose), before)
    })

    test('may be limited to fewer code points by the programme', async () => {
      const { userCycleId } = await startCycle(service)
      for (const [kind, field] of [
        ['memos', 'memo'],
        ['issues', 'issue'],
      ] as const) {
        const url = `/v1/user-cycles/${userCycleId}/${kind}`
        assert.equal((await strict.admin('POST', url, { [field]: syllables(10) })).status, 201)
        const reply = await strict.admin('POST', url, { [field]: syllables(11) })
        assert.equal(refusalIn(reply), '422 4003 MEMO_CONTENT_TOO_LONG')
      }
    })

    test('that is blank is ill-formed also under a key that was used', async () => {
      const { userCycleId } = await startCycle(service)
      const url = `/v1/user-cycles/${userCycleId}/memos`
      const headers = { 'idempotency-key': `key-${userCycleId}` }
      const first = await hana.call<Made>('POST', url, { memo: '두통' }, headers)
      const again = await hana.call<Made>('POST', url, { memo: '두통' }, headers)
      assert.deepEqual([again.status, again.body], [201, first.body])
      const blank = await hana.call('POST', url, { memo: ' ' }, headers)
      assert.deepEqual(wrongFieldsIn(blank), ['memo'])
      const other = await hana.call('POST', url, { memo: '복통' }, headers)
      assert.equal(refusalIn(other), '422 4202 IDEMPOTENCY_KEY_REUSED')
      assert.equal((await hana.call<Page>('GET', url)).body.items.length, 1)
    })
  })

  describe('a memo written when a call is completed', () => {
    type Call = { id: number; userId: string; userCycleId: string; version: number }

    const complete = ({ id }: Call, body: object, headers = {}) =>
      hana.call<Made>('POST', `/v1/outbounds/${id}/complete`, body, headers)

    async function left({ id, userCycleId }: Call) {
      const call = await hana.call<Made>('GET', `/v1/outbounds/${id}`)
      const memos = await hana.call<Page>('GET', `/v1/user-cycles/${userCycleId}/memos`)
      return { status: call.body.status, memos: memos.body.items.map(({ memo }) => memo) }
    }

    test('is kept with the completion', async () => {
      const call = await callOn(service, '2026-01-05')
      const reply = await complete(call, { memo: ' 잘 지낸다 ' })
      assert.deepEqual([reply.status, reply.body.status], [200, 'COMPLETED'])
      assert.deepEqual(await left(call), { status: 'COMPLETED', memos: ['잘 지낸다'] })
    })

    test('completes nothing when it is refused', async () => {
      const call = await callOn(service, '2026-01-05')
      const before = await recordedAbout(service, call)
      const tooLong = await complete(call, { memo: emoji(501) })
      assert.equal(refusalIn(tooLong), '422 4003 MEMO_CONTENT_TOO_LONG')
      assert.deepEqual(wrongFieldsIn(await complete(call, { memo: ' ' })), ['memo'])
      assert.deepEqual(await left(call), { status: 'ACTIVE', memos: [] })
      assert.deepEqual(await recordedAbout(service, call), before)
    })

    test('is not kept when the call cannot be completed, or was seen in another version', async () => {
      const call = await callOn(service, '2026-01-05')
      const stale = await complete(call, { memo: emoji(501) }, { 'if-match': '"7"' })
      assert.equal(refusalIn(stale), '412 4201 VERSION_CONFLICT')
      await complete(call, {})
      const again = await complete(call, { memo: emoji(501) })
      assert.equal(refusalIn(again), '409 4002 CALL_ALREADY_COMPLETED')
      const short = await complete(call, { memo: '잘 지낸다' })
      assert.equal(refusalIn(short), '409 4002 CALL_ALREADY_COMPLETED')
      assert.deepEqual(await left(call), { status: 'COMPLETED', memos: [] })
    })

    test('stays when the completion is withdrawn', async () => {
      const call = await callOn(service, '2026-01-05')
      await complete(call, { memo: '잘 지낸다' })
      const withdrawn = await hana.call('POST', `/v1/outbounds/${call.id}/withdraw`, {})
      assert.equal(withdrawn.status, 200)
      assert.deepEqual(await left(call), { status: 'ACTIVE', memos: ['잘 지낸다'] })
    })

    test('is kept once when twenty complete the call at once', async () => {
      const call = await callOn(service, '2026-01-05')
      const replies = await Promise.all(
        Array.from({ length: 20 }, (_, n) => complete(call, { memo: `잘 지낸다 ${n}` })),
      )
      const won = replies.findIndex(({ status }) => status === 200)
      assert.deepEqual(await left(call), { status: 'COMPLETED', memos: [`잘 지낸다 ${won}`] })
      const lost = replies.filter(({ status }) => status !== 200)
      assert.equal(lost.length, 19)
      assert.deepEqual(new Set(lost.map(refusalIn)), new Set(['409 4002 CALL_ALREADY_COMPLETED']))
    })
  })
})
