import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ConfigError } from '../config-error.ts'

/** The folder of the embedded database is in use by another process. */
export class FolderInUse extends Error {}

/**
 * Takes the folder for this process and answers the lock file's path. The file names its process by pid and start
 * time, so that a lock left by a process that was killed is recognised even when its pid has been given away again.
 */
export function lockFolder(folder: string): string {
  const file = path.join(folder, 'anbu.lock')
  for (;;) {
    if (isTaken(folder, file)) return file
    const found = contentOf(file)
    const [pid, started] = found.split(' ')
    if (pid !== undefined && startOf(Number(pid)) === started && Number(pid) !== process.pid) {
      throw new FolderInUse(
        `The data folder ${folder} is in use by process ${pid}: an embedded database serves one process at a time.`,
      )
    }
    clearStale(file, found)
  }
}

/** Moves a stale lock away before it is gone, since whoever found it at the same moment may have replaced it by theirs. */
function clearStale(file: string, found: string) {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (contentOf(aside) === found) rmSync(aside, { force: true })
  else renameSync(aside, file)
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

/** Puts the lock file there, unless there is one. */
function isTaken(folder: string, file: string): boolean {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw unusable(folder, error)
  }
  try {
    putThere(file, `${process.pid} ${startOf(process.pid)}`)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw unusable(folder, error)
  }
}

/** With its content at once, since an empty lock passes for one that was left behind. */
function putThere(file: string, content: string) {
  const draft = `${file}.${process.pid}.draft`
  writeFileSync(draft, content)
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!LINKLESS.has((error as NodeJS.ErrnoException).code ?? '')) throw error
    writeFileSync(file, content, { flag: 'wx' })
  } finally {
    rmSync(draft, { force: true })
  }
}

/** What file systems say that cannot give a file a second name. */
const LINKLESS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

function unusable(folder: string, error: unknown) {
  const { code } = error as NodeJS.ErrnoException
  return new ConfigError(`The data folder ${folder} cannot be used (${code}); set ANBU_DATA_DIR.`)
}

/** When the process began, as the system tells it; `unknown` where it cannot, `gone` where there is no such process. */
function startOf(pid: number): string {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'gone'
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown'
  } catch {
    return 'unknown'
  }
}
