import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'

const root = path.join(import.meta.dirname, '../..')
const guide = path.join(root, 'docs/guide')
const items = JSON.parse(readFileSync(path.join(guide, 'domain-items.json'), 'utf8')) as Readonly<
  Record<string, readonly string[]>
>
const page = sectionsOf(readFileSync(path.join(guide, 'domain.md'), 'utf8'))

type Row = Readonly<{ item: string; symbol: string; test: string }>

describe('the page of the domain model', () => {
  test('has the sections of the source, and none beside', () => {
    assert.deepEqual([...page.keys()], Object.keys(items))
  })

  for (const [section, expected] of Object.entries(items)) {
    const rows = page.get(section) ?? []

    test(`names every item of its ${section.toLowerCase()}, once and in order`, () => {
      assert.deepEqual(
        rows.map(({ item }) => item),
        expected,
      )
    })

    test(`names symbols that are there for its ${section.toLowerCase()}`, () => {
      assert.deepEqual(rows.map(missingSymbol).filter(Boolean), [])
    })

    test(`names tests that are there for its ${section.toLowerCase()}`, () => {
      assert.deepEqual(rows.map(missingTest).filter(Boolean), [])
    })
  }

  test('would tell of a symbol, a part of one or a test that is not there', () => {
    const file = 'user-support-memo/user-support-memo.ts'
    const memo = { item: 'a memo', symbol: `${file}#create`, test: '`texts.db.test.ts`: is kept' }
    const wrong = [
      memo,
      { ...memo, symbol: `${file}#destroy` },
      { ...memo, symbol: `${file}#UserSupportMemo.colour` },
      { ...memo, symbol: 'no-such-file.ts#create' },
    ]
    assert.deepEqual(wrong.map(missingSymbol).map(Boolean), [false, true, true, true])
    const untested = [
      { ...memo, test: '`texts.db.test.ts`: is kept with the completion' },
      { ...memo, test: '`texts.db.test.ts`: is kept' },
      { ...memo, test: '`no-such.test.ts`: is kept with the completion' },
      { ...memo, test: 'is kept with the completion' },
    ]
    assert.deepEqual(untested.map(missingTest).map(Boolean), [false, true, true, true])
  })
})

/** The rows of each section's table, by the section's heading. */
function sectionsOf(markdown: string): Map<string, Row[]> {
  const sections = markdown.split(/^## /m).slice(1)
  return new Map(
    sections.map((section) => [section.slice(0, section.indexOf('\n')), rowsOf(section)]),
  )
}

function rowsOf(section: string): Row[] {
  const lines = section.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) => {
    const [item = '', symbol = '', cell = ''] = line
      .split('|')
      .slice(1)
      .map((text) => text.trim())
    return { item: unquoted(item), symbol: unquoted(symbol), test: cell }
  })
}

function unquoted(cell: string): string {
  return cell.replaceAll('`', '')
}

/** What is not there of `file#symbol.part`, if anything is missing. */
function missingSymbol({ item, symbol }: Row): string | undefined {
  const { file, name, part } =
    /^(?<file>.+)#(?<name>\w+)(\.(?<part>\w+))?$/.exec(symbol)?.groups ?? {}
  if (file === undefined || name === undefined) return `${item}: ${symbol} is no symbol`
  const declaration = declarationOf(textOf(file), name)
  if (declaration === undefined) return `${item}: ${file} exports no ${name}`
  const isThere = part === undefined || new RegExp(`\\b${part}\\b`).test(declaration)
  return isThere ? undefined : `${item}: ${name} has no ${part}`
}

/** What a file says of something that it exports: from its `export` to the next thing at the beginning of a line. */
function declarationOf(text: string, name: string): string | undefined {
  const exported = new RegExp(`^export (?:async )?(?:const|function|type|class) ${name}\\b`, 'm')
  const start = text.search(exported)
  if (start < 0) return undefined
  const rest = text.slice(start + 1)
  const end = rest.search(/^(?:export|async function|function|const|type|class|\/\*\*) ?/m)
  return end < 0 ? rest : rest.slice(0, end)
}

/** What is not there of "`file`: title", if anything is missing. */
function missingTest({ item, test: cell }: Row): string | undefined {
  const { file, title } = /^`(?<file>[^`]+)`: (?<title>.+)$/.exec(cell)?.groups ?? {}
  if (file === undefined || title === undefined) return `${item}: ${cell} is no test`
  const text = textOf(file)
  const isThere = ["'", '"', '`'].some((quote) => text.includes(`test(${quote}${title}${quote}`))
  return isThere ? undefined : `${item}: ${file} has no test '${title}'`
}

/** A source file; empty when there is none. Paths are from src/support unless they say otherwise. */
function textOf(file: string): string {
  const full = path.join(root, file.startsWith('src/') ? file : `src/support/${file}`)
  return existsSync(full) ? readFileSync(full, 'utf8') : ''
}
