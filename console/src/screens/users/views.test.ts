import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { USUAL_COLUMNS } from './columns.ts'
import { countOf, viewsIn, withView } from './views.ts'

describe('saved views', () => {
  test('are read back as they were kept', () => {
    const views = withView([], {
      name: '늦은 콜',
      shown: { outboundStatus: 'ACTIVE', sort: 'day' },
    })
    assert.deepEqual(viewsIn(JSON.stringify(views)), views)
  })

  test('keep their columns; one of before there were any has none', () => {
    const columns = { ...USUAL_COLUMNS, columnVisibility: { phone: false } }
    const views = withView([], { name: '전화 없이', shown: {}, columns })
    assert.deepEqual(viewsIn(JSON.stringify(views)), views)
    assert.equal(viewsIn('[{"name":"보기","shown":{}}]')[0]?.columns, undefined)
  })

  test('keep nothing that a person typed to find somebody', () => {
    const [view] = viewsIn('[{"name":"보기","shown":{"q":"홍길동","sequence":2}}]')
    assert.deepEqual(view, { name: '보기', shown: { sequence: 2 } })
  })

  test('are none where nothing can be read', () => {
    for (const text of ['', '{}', 'null', '[null,{"name":1},{"name":"가"}]']) {
      assert.deepEqual(viewsIn(text), [])
    }
  })

  test('stand in the order of their names, each name once', () => {
    const one = withView([], { name: '나', shown: {} })
    const two = withView(one, { name: '가', shown: {} })
    const three = withView(two, { name: '나', shown: { sequence: 1 } })
    assert.deepEqual(three, [
      { name: '가', shown: {} },
      { name: '나', shown: { sequence: 1 } },
    ])
  })

  test('count their filters, of which the order is none', () => {
    assert.equal(countOf({ sort: 'name', hasOpenIssue: false, dayFrom: 0 }), 2)
  })
})
