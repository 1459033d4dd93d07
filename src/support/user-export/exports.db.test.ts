import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { run } from '../../platform/db/db.ts'
import { callsOf, serviceOn, startCycle, type Call } from '../../testing/api.ts'
import { refusalIn } from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'

type Problem = { code: number; errors: { field: string }[] }
type Kept = {
  by: string
  at: string
  filters: object
  rows: number | null
  reason: string
}

const HEADER =
  'userId,name,phone,siteId,siteName,mdId,mdName,userCycleId,startDate,lengthDays,cycleState,day,outbounds,' +
  'nextDueDate,nextContactAt,openIssues,lastMemo,lastMemoBy,lastMemoAt,lastContactAt'

await onEachDatabase(async (open) => {
  const database = await open()
  const service = await serviceOn(database)
  const { admin } = service

  async function hospital(...names: string[]) {
    const siteId = `site-${randomUUID().slice(0, 8)}`
    const site = { siteId, name: '서울병원' }
    for (const name of names) await startCycle(service, { user: { name, phone: null }, site })
    return siteId
  }

  /** Users without a cycle, kept as the product keeps them, at once. */
  async function manyAt(siteId: string, names: readonly string[]) {
    await run(
      database.sql,
      `with site as (insert into private.site (site_id) values ($1))
       insert into private.user_profile (user_id, name, site_id, created_at, updated_at)
       select 'one-of-many-' || name, name, $1, now(), now() from unnest($2::text[]) name`,
      [siteId, names],
    )
  }

  async function linesOf(filters: object, call: Call = admin) {
    const reply = await call<string>('POST', '/v1/exports/users', { filters, reason: '월간 보고' })
    assert.equal(reply.status, 200)
    return reply.body.split('\r\n')
  }

  /** The last export that was kept. */
  async function kept(): Promise<Kept | undefined> {
    const rows = await run<Kept>(
      database.sql,
      `select e.requested_by as by, e.requested_at as at, e.filters, e.row_count as rows, t.text as reason
         from support.export_record e
         join private.text t on t.entity = 'ExportRecord' and t.entity_id = e.id::text and t.version = 1
        order by e.id desc limit 1`,
      [],
    )
    return rows[0]
  }

  describe('an export of users', () => {
    test('is a file that Excel opens: UTF-8 with its mark, one line for each user', async () => {
      const siteId = `site-${randomUUID().slice(0, 8)}`
      const { userId, userCycleId } = await startCycle(service, {
        user: { name: '홍길동', phone: '010-1234-5678' },
        site: { siteId, name: '서울병원' },
      })
      const [first] = await callsOf(service, userCycleId)
      const memo = '통화함, "내일" 다시\n전화'
      await admin('POST', `/v1/outbounds/${first?.id}/complete`, { memo })
      const reply = await admin<string>('POST', '/v1/exports/users', {
        filters: { siteId },
        reason: '월간 보고',
      })
      assert.equal(reply.headers['content-type'], 'text/csv; charset=utf-8')
      assert.match(
        String(reply.headers['content-disposition']),
        /attachment; filename="users-2026-01-05\.csv"/,
      )
      const at = '2026-01-05T01:00:00.000Z'
      const calls = '"1 COMPLETED, 2 PENDING, 3 PENDING, 4 PENDING"'
      assert.equal(
        reply.body,
        `\u{feff}${HEADER}\r\n${userId},홍길동,'+821012345678,${siteId},서울병원,md-lee,이의사,${userCycleId},` +
          `2026-01-05,42,STARTED,1,${calls},2026-01-11,,0,"통화함, ""내일"" 다시\n전화",token:bootstrap,${at},${at}\r\n`,
      )
    })

    test('makes cells harmless that a spreadsheet would take for a formula', async () => {
      const siteId = await hospital('=1+1', '+82', '-2', '@sum', '김하나')
      const names = (await linesOf({ siteId })).slice(1, -1).map((line) => line.split(',')[1])
      assert.deepEqual(names, ["'+82", "'-2", "'=1+1", "'@sum", '김하나'])
    })

    test('holds everybody, over many pages, in the order asked for', async () => {
      const names = Array.from({ length: 205 }, (_, n) => `김${String(n).padStart(3, '0')}`)
      const siteId = await hospital()
      await manyAt(siteId, names)
      const lines = (await linesOf({ siteId, sort: '-name' })).slice(1, -1)
      assert.deepEqual(
        lines.map((line) => line.split(',')[1]),
        names.toReversed(),
      )
      assert.equal((await kept())?.rows, 205)
    })

    test('of nobody has a header all the same', async () => {
      assert.deepEqual(await linesOf({ siteId: 'nowhere' }), [`\u{feff}${HEADER}`, ''])
    })

    test('holds who matches the filters, and only users of one’s own sites', async () => {
      const siteId = await hospital('홍길동', '김길동')
      assert.equal((await linesOf({ siteId, q: 'ㅎㄱ' })).length, 3)
      const elsewhere = await service.as('MANAGER', ['elsewhere'])
      assert.deepEqual(await linesOf({ siteId }, elsewhere), [`\u{feff}${HEADER}`, ''])
    })

    test('asked for again under its key is made again and kept again; the key opens no other', async () => {
      const filters = { siteId: await hospital('홍길동') }
      const key = { 'idempotency-key': randomUUID() }
      const ask = (reason: string) =>
        admin<string>('POST', '/v1/exports/users', { filters, reason }, key)

      const [first, again, other] = [
        await ask('월간 보고'),
        await ask('월간 보고'),
        await ask('다른 이유'),
      ]

      assert.equal(first.status, 200)
      assert.equal(again.body, first.body)
      assert.equal(refusalIn(other), '422 4202 IDEMPOTENCY_KEY_REUSED')
      assert.equal((await kept())?.reason, '월간 보고')
    })

    test('leaves behind who took it, when, why and by which filters, but not what was typed', async () => {
      const siteId = await hospital('홍길동')
      const filters = { siteId, hasOpenIssue: false, q: '홍길동' }
      await admin('POST', '/v1/exports/users', { filters, reason: ' 감사 요청 ' })
      const { q: _typed, ...others } = filters
      assert.deepEqual(await kept(), {
        by: 'token:bootstrap',
        at: '2026-01-05T01:00:00.000Z',
        filters: others,
        rows: 1,
        reason: '감사 요청',
      })
    })

    test('is refused without a reason or with unknown filters, and leaves nothing behind', async () => {
      const before = await kept()
      const wrong: [object, string][] = [
        [{ filters: {} }, 'reason'],
        [{ filters: {}, reason: '  ' }, 'reason'],
        [{ filters: {}, reason: '가'.repeat(501) }, 'reason'],
        [{ filters: { limit: 5 }, reason: '보고' }, 'filters.limit'],
        [{ filters: { colour: 'red' }, reason: '보고' }, 'filters.colour'],
      ]
      for (const [body, field] of wrong) {
        const reply = await admin<Problem>('POST', '/v1/exports/users', body)
        assert.deepEqual([reply.status, reply.body.code], [400, 4301])
        assert.deepEqual(
          reply.body.errors.map((error) => error.field),
          [field],
        )
      }
      assert.deepEqual(await kept(), before)
      const longest = await admin('POST', '/v1/exports/users', { reason: '가'.repeat(500) })
      assert.equal(longest.status, 200)
    })

    test('is no operator’s to take', async () => {
      for (const role of ['OPERATOR', 'SERVICE', 'AUDITOR'] as const) {
        const call = await service.as(role)
        const reply = await call<Problem>('POST', '/v1/exports/users', { reason: '보고' })
        assert.deepEqual([reply.status, reply.body.code], [403, 4004], role)
      }
    })
  })
})
