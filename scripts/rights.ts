/** Writes the table of rights into docs/guide/security.md, from the code that every request goes by. */
import { readFileSync, writeFileSync } from 'node:fs'
import { rightsTable } from '../src/support/access.ts'

const PAGE = new URL('../docs/guide/security.md', import.meta.url)
const PLACE = /(<!-- rights -->\n)[\s\S]*?(<!-- \/rights -->)/

const page = readFileSync(PAGE, 'utf8')
writeFileSync(
  PAGE,
  page.replace(PLACE, (_, begin: string, end: string) => `${begin}${rightsTable()}\n${end}`),
)
