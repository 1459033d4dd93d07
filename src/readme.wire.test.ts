import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { BOOTSTRAP, startServer, temporaryFolder } from './testing/server.ts'

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
/** What a reader types, and the answer shown to the last line of it; `sh terminal` marks what is typed elsewhere. */
const BLOCKS = /^```sh\n(?<typed>[^]*?)^```$(?:\n```json\n(?<shown>[^]*?)^```$)?/gm
const END = '==='

const missing = ['bash', 'curl'].filter((program) => spawnSync(program, ['--version']).error)
if (missing.length > 0 && process.env['ANBU_TEST_REQUIRE'] === undefined) {
  process.stderr.write(`left out: the commands of README, which need ${missing.join(' and ')}.\n`)
} else {
  test('the cycle that README tells by curl goes as it says', replay)
}

async function replay() {
  const { folder, remove } = temporaryFolder()
  after(remove)
  const server = await startServer({ ANBU_DATA_DIR: folder, ANBU_TEST_CLOCK: '1' })
  after(() => server.stop())

  const blocks = [...cycle().matchAll(BLOCKS)].map(({ groups }) => groups ?? {})
  const script = blocks.map(({ typed = '' }) => `${typed}echo ${END}\n`).join('')
  const answers = bash(
    script
      .replace('http://127.0.0.1:3000', server.url)
      .replace('a-secret-of-at-least-32-characters', BOOTSTRAP),
  ).split(`${END}\n`)

  const shown = blocks.flatMap(({ shown: json }, n) => {
    const last = answers[n]?.trim().split('\n').at(-1)
    return json === undefined ? [] : [[JSON.parse(last ?? ''), JSON.parse(json)] as const]
  })
  assert.equal(shown.length, 15)
  for (const [answer, json] of shown) assert.partialDeepStrictEqual(answer, json)
}

function cycle(): string {
  const [, section = ''] = /^## A whole cycle[^\n]*\n([^]*?)^## /m.exec(README) ?? []
  return section
}

function bash(script: string): string {
  return execFileSync('bash', ['-euo', 'pipefail'], { input: script, encoding: 'utf8' })
}
