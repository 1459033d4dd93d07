import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { SETTINGS } from './help.ts'
import { rightsTable } from './support/access.ts'
import { INBOUND } from './support/inbound/contract.ts'
import { PUBLISHED } from './support/policies/publication.ts'
import { LOG_TYPES } from './support/user-support-log/user-support-log.ts'

const root = path.join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const SOURCES = globSync('src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))
const PAGES = globSync(['*.md', 'docs/**/*.md', 'src/**/*.md'], { cwd: root })
const REFUSAL = /\brefusal\(\s*(?<code>\d{4}),\s*'(?<name>\w+)'/g

test('the guide explains every setting', () => {
  const guide = read('docs/guide/running.md')
  assert.deepEqual(
    Object.keys(SETTINGS).filter((name) => !guide.includes(`\`${name}\``)),
    [],
  )
})

test('the page on security has the table of rights that requests go by', () => {
  const page = read('docs/guide/security.md')
  const [, told] = /<!-- rights -->\n([\s\S]*?)\n<!-- \/rights -->/.exec(page) ?? []
  assert.equal(told, rightsTable(), '`npm run rights` writes it')
})

test('the domain on one page has every error code under its name, and no other', () => {
  const refusals = SOURCES.flatMap((file) => [...read(file).matchAll(REFUSAL)])
  const codes = refusals.map(({ groups }) => `${groups?.['code']} ${groups?.['name']}`)
  const rows = read('src/support/README.md').matchAll(/^\| (\d{4}) \| (\w+)/gm)
  const told = [...rows].map(([, code, name]) => `${code} ${name}`)
  assert.deepEqual(told, [...new Set(codes)].toSorted())
})

test('the domain on one page has every event and every type of the timeline', () => {
  const words = new Set(read('src/support/README.md').match(/\w+/g))
  const names = [...Object.keys(INBOUND), ...PUBLISHED, ...LOG_TYPES]
  assert.deepEqual(
    names.filter((name) => !words.has(name)),
    [],
  )
})

test('links between the documents lead somewhere', () => {
  const links = PAGES.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, to = '']) =>
      path.join(path.dirname(page), to),
    ),
  )
  assert.ok(links.length > 10)
  assert.deepEqual(
    links.filter((to) => !existsSync(path.join(root, to))),
    [],
  )
})
