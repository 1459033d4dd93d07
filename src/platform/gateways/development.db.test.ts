import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { toInstant } from '../../kernel/calendar.ts'
import { onEachDatabase } from '../../testing/databases.ts'
import { run } from '../db/db.ts'
import type { Parcel } from './carrier.ts'
import { openCarrier, readCarrier } from './carriers.ts'

const at = toInstant(Date.parse('2026-04-01T09:00:00+09:00'))
const later = toInstant(Date.parse('2026-04-01T09:05:00+09:00'))

function aMessage(): Parcel {
  return { key: randomUUID(), to: '+821012345678', text: '뷁, 안녕하세요?\n"상담"', kind: 'SMS' }
}

await onEachDatabase(async (open) => {
  const { sql } = await open()
  let now = at
  const carrier = openCarrier(readCarrier({}), { sql, now: () => now })
  const delivered = (key: string) =>
    run(sql, `select recipient, text, kind from private.development_delivery where key = $1`, [key])

  describe('the development carrier', () => {
    test('delivers into the database, text intact', async () => {
      const message = aMessage()

      assert.deepEqual(await carrier.send(message), { outcome: 'ACCEPTED', id: message.key })

      const { to: recipient, text, kind } = message
      assert.deepEqual(await delivered(message.key), [{ recipient, text, kind }])
    })

    test('delivers a message once, however often it is sent', async () => {
      const message = aMessage()
      const tries = Array.from({ length: 8 }, () => carrier.send(message))

      const answers = await Promise.all(tries)

      assert.ok(answers.every(({ outcome }) => outcome === 'ACCEPTED'))
      assert.equal((await delivered(message.key)).length, 1)
    })

    test('says delivered at once, with the time of the first delivery', async () => {
      const { key } = aMessage()
      now = at
      await carrier.send({ ...aMessage(), key })
      now = later
      await carrier.send({ ...aMessage(), key })

      assert.deepEqual(await carrier.report?.(key), { key, at, undeliveredReason: null })
      assert.deepEqual(await carrier.find(key), { outcome: 'ACCEPTED', id: key })
    })

    test('knows nothing of a message that it was not given', async () => {
      const key = randomUUID()
      assert.deepEqual(await carrier.find(key), { outcome: 'UNKNOWN' })
      assert.equal(await carrier.report?.(key), undefined)
    })
  })
})
