import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { run } from '../../platform/db/db.ts'
import { serviceOn } from '../../testing/api.ts'
import { freshPostgres, postgresAnswers } from '../../testing/databases.ts'
import { hire } from '../../testing/hired.ts'
import { untilWaiting } from '../../testing/until.ts'

type Shown = { id: string; name: string; role?: string; sites?: string[] | null; state?: string }

if (await postgresAnswers()) {
  await describe('two who manage operators at the same moment', async () => {
    const database = await freshPostgres()
    const service = await serviceOn(database, { ANBU_SIGN_IN_LIMIT: '0' })
    const { admin } = service
    after(() => database.close())

    const shown = async (id: string) => {
      const { body } = await admin<{ items: Shown[] }>('GET', '/v1/operators')
      return body.items.find((one) => one.id === id)
    }
    const chiefs = async () => {
      const { body } = await admin<{ items: Shown[] }>('GET', '/v1/operators')
      return body.items.filter(
        ({ role, sites, state }) => role === 'ADMIN' && sites === null && state === 'ACTIVE',
      )
    }

    /** Begins both while the rows of all operators are held, then lets them go on. */
    async function atOnce<Answer>(begin: readonly (() => Promise<Answer>)[], meanwhile = '') {
      const { begun } = await database.sql.transaction().execute(async (tx) => {
        await run(tx, 'select 1 from private.operator order by id for update', [])
        const under = begin.map((one) => one())
        await untilWaiting(database.sql, begin.length)
        if (meanwhile !== '') await run(tx, meanwhile, [])
        return { begun: under }
      })
      return await Promise.all(begun)
    }

    for (const [name, method, body] of [
      ['remove each other', 'DELETE', undefined],
      ['make each other operators', 'PATCH', { role: 'OPERATOR' }],
      ['leave each other one hospital', 'PATCH', { sites: ['seoul'] }],
    ] as const) {
      test(`and ${name} leave one who manages all`, async () => {
        const [one, other] = [
          await hire(service, { role: 'ADMIN' }),
          await hire(service, { role: 'ADMIN' }),
        ]
        for (const { id } of await chiefs()) {
          if (id !== one.id && id !== other.id) await admin('DELETE', `/v1/operators/${id}`)
        }

        const replies = await atOnce([
          () => one.browser.call(method, `/v1/operators/${other.id}`, body),
          () => other.browser.call(method, `/v1/operators/${one.id}`, body),
        ])

        const statuses = replies.map(({ status }) => status).toSorted((a, b) => a - b)
        assert.deepEqual(statuses, [200, 409])
        assert.equal((await chiefs()).length, 1)
      })
    }

    test('a new name gives no right back that was taken away meanwhile', async () => {
      const { id } = await hire(service, { role: 'MANAGER', sites: ['seoul', 'busan'] })

      const [renamed] = await atOnce(
        [() => admin<Shown>('PATCH', `/v1/operators/${id}`, { name: '새 이름' })],
        `update private.operator set role = 'OPERATOR', sites = '["seoul"]' where id = '${id}'`,
      )

      const wanted = { name: '새 이름', role: 'OPERATOR', sites: ['seoul'] }
      assert.partialDeepStrictEqual(renamed?.body, wanted)
      assert.partialDeepStrictEqual(await shown(id), wanted)
    })

    test('nobody changes whom they do not manage any more', async () => {
      const { browser } = await hire(service, { role: 'ADMIN', sites: ['seoul'] })
      const { id } = await hire(service, { sites: ['seoul'] })

      const replies = await atOnce(
        [
          () => browser.call('PATCH', `/v1/operators/${id}`, { role: 'ADMIN' }),
          () => browser.call('DELETE', `/v1/operators/${id}`),
        ],
        `update private.operator set sites = null where id = '${id}'`,
      )

      assert.deepEqual(
        replies.map(({ status }) => status),
        [403, 403],
      )
      assert.partialDeepStrictEqual(await shown(id), { role: 'OPERATOR', state: 'ACTIVE' })
    })
  })
}
