import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { texts as english } from './en/index.ts'
import { texts as korean } from './ko/index.ts'

const GAP = /\{\{\s*(\w+)\s*\}\}/g
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
const SHARED = new Set(['shell.language', 'user.resolved'])

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
