import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { median } from './load.ts'
import { residentMemory, start } from './servers.ts'

/** How long nobody asks anything before the memory is read. */
const IDLE = 10_000

/** `npm start` on the embedded database with the demo data: milliseconds until ready on a filled folder, and MB when idle. */
export async function measureEmbedded({ starts }: { starts: number }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'anbu-bench-'))
  const startAgain = () =>
    start({
      command: 'npm',
      args: ['start'],
      env: { DATABASE_URL: '', ANBU_DATA_DIR: folder, PORT: '3212', ANBU_DEMO: '1' },
      pidOf: () => Number(readFileSync(path.join(folder, 'anbu.lock'), 'utf8').split(' ')[0]),
    })
  const first = await startAgain()
  await first.stop()
  const readyAfter: number[] = []
  const memory: number[] = []
  for (let n = 0; n < starts; n += 1) {
    const server = await startAgain()
    readyAfter.push(server.readyAfter)
    await pause(IDLE)
    memory.push(residentMemory(server.pid))
    await server.stop()
  }
  rmSync(folder, { recursive: true })
  return { readyAfter: median(readyAfter), memory: median(memory) }
}
