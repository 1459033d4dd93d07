/**
 * Installs the dependencies when package-lock.json is newer than what is installed.
 * Runs on whatever Node the machine has, since it is what brings ours.
 */
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

if (process.argv.includes('install') && !isInstalled()) {
  console.error('Installing the dependencies, Node 26 among them (npm ci, about a minute) ...')
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  process.exitCode = npm.status ?? 1
}

/** npm writes its own list into node_modules last, so a broken install does not count. */
function isInstalled() {
  const installed = statSync(`${root}node_modules/.package-lock.json`, { throwIfNoEntry: false })
  const wanted = statSync(`${root}package-lock.json`)
  return installed !== undefined && installed.mtimeMs >= wanted.mtimeMs
}
