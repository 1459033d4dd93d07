import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { temporaryFolder } from '../../testing/server.ts'
import { lockFolder } from './folder-lock.ts'

/** Reads the file again and again until it is told to stop, and says how often it was there, and how often empty. */
const READER = `
  const { readFileSync } = require('node:fs')
  const { parentPort, workerData: { file, stop } } = require('node:worker_threads')
  let [read, empty] = [0, 0]
  parentPort.postMessage('reading')
  while (Atomics.load(stop, 0) === 0) {
    try {
      if (readFileSync(file, 'utf8') === '') empty += 1
      read = Atomics.add(stop, 1, 1) + 1
    } catch {}
  }
  parentPort.postMessage({ read, empty })
`
/** So often the lock is put there at least, and so often it is seen. */
const TIMES = 1_000
const SEEN = 100

test('a lock is never found without the name of its process, which would pass for stale', async () => {
  const { folder, remove } = temporaryFolder()
  const data = path.join(folder, 'data')
  mkdirSync(data)
  // Whether to stop, and how often the lock was seen.
  const stop = new Int32Array(new SharedArrayBuffer(8))
  const file = path.join(data, 'anbu.lock')
  const reader = new Worker(READER, { eval: true, workerData: { file, stop } })
  await once(reader, 'message')

  for (let time = 0; time < TIMES || Atomics.load(stop, 1) < SEEN; time += 1) {
    rmSync(lockFolder(data))
  }
  Atomics.store(stop, 0, 1)
  const [found] = (await once(reader, 'message')) as [{ read: number; empty: number }]

  assert.ok(found.read >= SEEN)
  assert.equal(found.empty, 0)
  assert.deepEqual(readdirSync(data), [])
  remove()
})
