import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { texts as english } from './en/index.ts'
import { texts as korean } from './ko/index.ts'
import { addFormats, FORMATS } from './formats.ts'

const GAP = /\{\{\s*(\w+)\s*(?:,\s*([^}]+?)\s*)?\}\}/g
const README = path.join(import.meta.dirname, '../../../src/support/README.md')

describe('the console speaks both languages', () => {
  const [ko, en] = [sentencesOf(korean), sentencesOf(english)]

  test('and says everything in each', () => {
    assert.deepEqual([...en.keys()].toSorted(), [...ko.keys()].toSorted())
    assert.ok(ko.size > 100)
    for (const [key, words] of [...ko, ...en]) assert.notEqual(words.trim(), '', key)
  })

  test('with the same gaps to fill', () => {
    for (const [key, words] of ko) assert.deepEqual(gapsIn(en.get(key)), gapsIn(words), key)
  })

  test('and neither in the words of the other', () => {
    const hangul = [...en].filter(
      ([key, words]) => /[가-힣]/.test(words) && key !== 'shell.language',
    )
    assert.deepEqual(hangul, [])
    const latin = [...ko].filter(([, words]) => !/[가-힣]/.test(words.replaceAll(GAP, '')))
    assert.deepEqual(
      latin.map(([key]) => key).filter((key) => !SHARED.has(key)),
      [],
    )
  })

  test('with the particle that fits the word before it, and no capital within a sentence', () => {
    const said = new Map<string, (word: unknown) => string>()
    addFormats({ add: (format, say) => said.set(format, say) })
    assert.equal(said.get('으로/로')?.('상담사'), '상담사로')
    assert.equal(said.get('으로/로')?.('팀장'), '팀장으로')
    assert.equal(said.get('으로/로')?.('병원 계정'), '병원 계정으로')
    assert.equal(said.get('within')?.('Tomorrow 14:30'), 'tomorrow 14:30')
    assert.equal(said.get('within')?.('March 2'), 'March 2')

    const known = new Set<string | undefined>([undefined, ...FORMATS])
    for (const [key, words] of [...ko, ...en]) {
      assert.doesNotMatch(words, /\([가-힣]\)[가-힣]|[가-힣]\([가-힣]\)(?![가-힣])/, key)
      for (const [, , format] of words.matchAll(GAP)) assert.ok(known.has(format), key)
    }
    for (const [key, words] of ko) {
      assert.doesNotMatch(words, /\}\}(?:은|는|이|가|을|를|와|과|로|으로)(?![가-힣])/, key)
    }
  })

  test('and has words for every refusal that the server knows', () => {
    const codes = [...readFileSync(README, 'utf8').matchAll(/^\| (\d{4}) \|/gm)].map(
      ([, code]) => code,
    )
    assert.ok(codes.length > 30)
    assert.deepEqual(
      codes.filter((code) => !ko.has(`problems.p${code}`)),
      [],
    )
  })
})

/** Texts that Korean writes in other letters, or with none. */
const SHARED = new Set([
  'common.days',
  'overview.noRate',
  'overview.periodOf',
  'shell.language',
  'user.resolved',
  'user.log.status',
])

type Part = { readonly [key: string]: string | Part }

function sentencesOf(part: Part, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(part).flatMap(([key, words]): [string, string][] =>
      typeof words === 'string'
        ? [[prefix + key, words]]
        : [...sentencesOf(words, `${prefix}${key}.`)],
    ),
  )
}

function gapsIn(words = ''): string[] {
  return [...words.matchAll(GAP)].map(([, name = '']) => name).toSorted()
}
