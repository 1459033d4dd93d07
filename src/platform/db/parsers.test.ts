import { types } from '@electric-sql/pglite'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parsers } from './parsers.ts'

function instant(text: string) {
  const read = parsers[types.TIMESTAMPTZ]
  assert.ok(read)
  return read(text)
}

describe('an instant as a database in UTC writes it', () => {
  test('is read to the millisecond', () => {
    assert.equal(instant('2026-04-12 01:02:03+00'), '2026-04-12T01:02:03.000Z')
    assert.equal(instant('2026-04-12 01:02:03.5+00'), '2026-04-12T01:02:03.500Z')
    assert.equal(instant('2026-04-12 01:02:03.123456+00'), '2026-04-12T01:02:03.123Z')
  })

  test('is read as any other way of reading it would', () => {
    const years = { min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }
    fc.assert(
      fc.property(fc.date(years), (date) => {
        const iso = date.toISOString()
        const written = `${iso.slice(0, 10)} ${iso.slice(11, 23).replace(/\.?0+$/, '')}+00`
        assert.equal(instant(written), new Date(written).toISOString())
      }),
    )
  })

  test('is read in another zone, too', () => {
    assert.equal(instant('2026-04-12 10:02:03.5+09'), '2026-04-12T01:02:03.500Z')
  })
})
