import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'

/** `file` imports `of`: a file of ours by its place in src/, or a package by its name. */
type Import = Readonly<{ file: string; of: string; onlyTypes: boolean }>

const source = import.meta.dirname
const isTest = (file: string) => file.endsWith('.test.ts') || file.startsWith('testing/')
const files = globSync('**/*.ts', { cwd: source }).filter((file) => !isTest(file))
const imports = files.flatMap((file) => importsOf(file))

const top = (file: string) => /^(\w+)\//.exec(file)?.[1]
const folder = (file: string) => /^support\/([\w-]+)\//.exec(file)?.[1]
const part = (file: string) => path.basename(file, '.ts')
const isAggregate = (file: string) => folder(file) === part(file)
const AGGREGATES = new Set(files.filter(isAggregate).map(folder))

test('there are aggregates and imports to look at', () => {
  assert.ok(AGGREGATES.has('user-outbound-plan'))
  assert.ok(AGGREGATES.size > 5)
  assert.ok(imports.length > 300)
})

describe('the arrows between the parts point one way', () => {
  test('the kernel needs nothing', () => {
    forbid(({ file, of }) => top(file) === 'kernel' && top(of) !== 'kernel')
  })

  test('the platform knows nothing of support, nor of what is made of both', () => {
    const ours = (of: string) => files.includes(of)
    forbid(
      ({ file, of }) =>
        top(file) === 'platform' && ours(of) && top(of) !== 'platform' && top(of) !== 'kernel',
    )
  })

  test('support knows nothing of the process that it runs in', () => {
    const outside = new Set(['app.ts', 'door.ts', 'main.ts', 'service.ts', 'config.ts', 'help.ts'])
    forbid(({ file, of }) => top(file) === 'support' && (outside.has(of) || top(of) === 'demo'))
  })

  test('the process is begun by main alone', () => {
    forbid(({ of }) => of === 'main.ts')
  })

  test('nothing but a test imports testing/', () => {
    forbid(({ of }) => top(of) === 'testing')
  })
})

describe('within a folder of support', () => {
  /** An aggregate is pure: what it reaches, over however many files, is the kernel and rules like itself. */
  test('an aggregate needs only the kernel and pure rules', () => {
    const pure = (aggregate: string, of: string) =>
      top(of) === 'kernel' ||
      of === 'support/texts.ts' ||
      of === 'node:util' ||
      folder(of) === folder(aggregate)
    for (const aggregate of files.filter(isAggregate)) {
      assert.deepEqual(
        [...reachedFrom(aggregate, { types: true })].filter((of) => !pure(aggregate, of)),
        [],
        aggregate,
      )
    }
  })

  test('routes call commands, commands use the repository, the repository knows the aggregate', () => {
    const ORDER = ['routes', 'commands', 'repository']
    const rank = (file: string) => (isAggregate(file) ? ORDER.length : ORDER.indexOf(part(file)))
    forbid(({ file, of }) => {
      if (folder(file) === undefined || folder(file) !== folder(of)) return false
      return rank(file) >= 0 && rank(of) >= 0 && rank(of) < rank(file)
    })
  })

  test('a contract reaches no database and no server', () => {
    const BEHIND = /^(kysely|pg|@electric-sql\/.*|fastify|@fastify\/.*|pino)$|^platform\/db\//
    for (const contract of files.filter((file) => part(file) === 'contract')) {
      assert.deepEqual(
        [...reachedFrom(contract, { types: false })].filter((of) => BEHIND.test(of)),
        [],
        contract,
      )
    }
  })
})

describe('between the folders of support', () => {
  /**
   * A message's words are made of a template's: the one place where an aggregate's folder uses another's decisions.
   */
  const KNOWN = new Set([
    'support/user-support-message/composing.ts > support/message-template/message-template.ts',
  ])

  test('one aggregate uses of another only its contract, and its repository to look things up', () => {
    forbid(({ file, of }) => {
      const [from, to] = [folder(file), folder(of)]
      if (!AGGREGATES.has(from) || !AGGREGATES.has(to) || from === to) return false
      return part(of) !== 'contract' && part(of) !== 'repository' && !KNOWN.has(`${file} > ${of}`)
    })
  })

  test('a contract is made of other contracts and of words, never of what works', () => {
    const WORKS = new Set(['routes', 'commands', 'repository'])
    forbid(({ file, of }) => part(file) === 'contract' && WORKS.has(part(of)))
  })

  test('only routes answer HTTP: nothing is built upon them but the app and its door', () => {
    const wires = new Set(['app.ts', 'door.ts'])
    forbid(({ file, of }) => part(of).endsWith('routes') && !wires.has(file))
  })

  test('a view only reads: it knows no command', () => {
    forbid(({ file, of }) => folder(file) === 'views' && part(of) === 'commands')
  })

  test('what two aggregates do together stands in policies/, and nowhere else', () => {
    forbid(({ file, of }) => {
      const reaches = part(of) === 'commands' && folder(file) !== folder(of)
      return reaches && folder(file) !== 'policies' && top(file) === 'support'
    })
  })
})

test('time is an argument: support and the kernel read no clock', () => {
  const reading = files
    .filter((file) => top(file) === 'support' || top(file) === 'kernel')
    .filter((file) => /\bDate\.now\(|\bnew Date\(\)|Temporal\.Now/.test(textOf(file)))
  assert.deepEqual(reading, [])
})

function forbid(broken: (edge: Import) => boolean) {
  const found = imports.filter(broken).map(({ file, of }) => `${file} > ${of}`)
  assert.deepEqual(found, [])
}

/** Everything that is loaded with a file, directly or by what it imports. */
function reachedFrom(file: string, { types }: { types: boolean }, seen = new Set<string>()) {
  for (const { of, onlyTypes } of importsOf(file)) {
    if (seen.has(of) || (onlyTypes && !types)) continue
    seen.add(of)
    if (files.includes(of)) reachedFrom(of, { types }, seen)
  }
  return seen
}

function importsOf(file: string): Import[] {
  const statements = textOf(file).matchAll(
    /^(?:import|export)(?<type> type)?(?:[^'"]*? from)? '(?<of>[^']+)'|\bimport\('(?<late>[^']+)'\)/gm,
  )
  return [...statements].map(({ groups }) => {
    const of = groups?.['of'] ?? groups?.['late'] ?? ''
    const place = of.startsWith('.') ? path.join(path.dirname(file), of) : of
    return { file, of: place, onlyTypes: groups?.['type'] !== undefined }
  })
}

function textOf(file: string): string {
  return readFileSync(path.join(source, file), 'utf8')
}
