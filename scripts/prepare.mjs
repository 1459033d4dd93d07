/**
 * Brings what the commands stand on up to date, each only when it is stale: `install` the dependencies, `console` the
 * built web console. Runs on whatever Node the machine has, since the first is what brings ours.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const BUILT_FROM = ['console', 'src', 'package-lock.json', 'tsconfig.json']
/** Within what it vouches for: when that is deleted, so is this. */
const STAMP = 'dist/console/stamp'

if (process.argv.includes('install') && !isInstalled()) {
  console.error('Installing the dependencies, Node 26 among them (npm ci, about a minute) ...')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}
if (process.argv.includes('console')) {
  const wanted = hashOf(BUILT_FROM)
  if (textOf(STAMP) !== wanted) {
    console.error('Building the console ...')
    run('node', ['node_modules/vite/bin/vite.js', 'build', 'console', '--logLevel', 'warn'])
    compress(`${root}dist/console/assets`)
    writeFileSync(`${root}${STAMP}`, wanted)
  }
}

/** Beside each text a smaller one for browsers that take it: once here, at the best rate, instead of at every load. */
function compress(/** @type {string} */ folder) {
  for (const name of readdirSync(folder)) {
    if (!/\.(js|css|svg)$/.test(name)) continue
    const text = readFileSync(`${folder}/${name}`)
    writeFileSync(`${folder}/${name}.br`, brotliCompressSync(text))
    writeFileSync(`${folder}/${name}.gz`, gzipSync(text, { level: 9 }))
  }
}

/** npm writes its own list into node_modules last, so a broken install does not count. */
function isInstalled() {
  const installed = statSync(`${root}node_modules/.package-lock.json`, { throwIfNoEntry: false })
  const wanted = statSync(`${root}package-lock.json`)
  return installed !== undefined && installed.mtimeMs >= wanted.mtimeMs
}

/** Runs a program with our Node before the machine's, and ends when it fails. */
function run(/** @type {string} */ program, /** @type {string[]} */ args) {
  const paths = `${root}node_modules/.bin${path.delimiter}${process.env['PATH'] ?? ''}`
  const { status } = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, PATH: paths },
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) process.exit(status ?? 1)
}

/** What is in those files and folders, their names included; tests are not part of what is built. */
function hashOf(/** @type {string[]} */ items) {
  const hash = createHash('sha256')
  const add = (/** @type {string} */ item) => {
    if (statSync(`${root}${item}`).isDirectory()) {
      for (const name of readdirSync(`${root}${item}`).toSorted()) add(`${item}/${name}`)
    } else if (!item.endsWith('.test.ts')) {
      hash.update(`${item}\0`).update(readFileSync(`${root}${item}`))
    }
  }
  for (const item of items) add(item)
  return hash.digest('hex')
}

function textOf(/** @type {string} */ file) {
  try {
    return readFileSync(`${root}${file}`, 'utf8')
  } catch {
    return undefined
  }
}
