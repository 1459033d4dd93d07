import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { businessDate, toInstant } from '../src/kernel/calendar.ts'
import { readConfig } from '../src/config.ts'
import { fillWith } from '../src/testing/fill.ts'
import { compareCompleting, compareWorklist, startSides, type Comparison } from './against-bare.ts'
import {
  copyDatabase,
  dropDatabase,
  explain,
  makeDatabase,
  serverFacts,
  settle,
} from './databases.ts'
import { measureConsole } from './console.ts'
import { measureEmbedded } from './embedded.ts'
import { measureUsers } from './find-users.ts'
import { median } from './load.ts'
import { measureMessages } from './messages.ts'
import { measureRecognising } from './recognising.ts'
import { learnStatements } from './statements.ts'

/**
 * Measures the product side by side with what the machine gives without it, in one run, since only ratios taken
 * together mean anything. `--only complete|worklist|users|console|messages|embedded`, `--rounds 5`, `--open 400000`, `--users 1000000`,
 * `--messages 100000`, `--plan`; `--keep` leaves the database of users to the next run.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    open: { type: 'string', default: '400000' },
    users: { type: 'string', default: '1000000' },
    messages: { type: 'string', default: '100000' },
    plan: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const open = Number(values.open)
const OURS = 'anbu_bench_ours'
const BARE = 'anbu_bench_bare'
/** Requests a round, long enough for some seconds each. */
const PAGES = 2_000
const COMPLETIONS = 6_000
/** A second: what one process owes to a programme that texts everybody in a morning. */
const LEAST_MESSAGES = 100

type Line = Readonly<{
  measure: string
  ours: string
  bare: string
  ratio: string
  target: string
  met: boolean
}>

const lines: Line[] = []
say(
  `${cpus()[0]?.model ?? 'a processor'}, ${availableParallelism()} cores, Node ${process.version}`,
)
if (!['embedded', 'users', 'messages', 'console'].includes(values.only ?? '')) await againstBare()
if (values.only === undefined || values.only === 'users') await users()
if (values.only === undefined || values.only === 'messages') await messages()
if (values.only === undefined || values.only === 'embedded') await embedded()
if (values.only === undefined || values.only === 'console') await consoleFigures()
console.table(lines)

async function againstBare() {
  say(await serverFacts())
  say(
    'ours and bare: the same statements, prepared by both; 10 connections each; a copy each of the data',
  )
  say(`filling two databases with ${open} open calls ...`)
  const { calendar } = await readConfig({})
  const today = businessDate(calendar, toInstant(Date.now()))
  const first = await makeDatabase(OURS, (sql) => fillWith(sql, { open, sites: 20, today }))
  const statements = await learnStatements(first)
  const urls = { ours: first, bare: await copyDatabase(OURS, BARE) }
  await settle()
  if (values.plan) say(await explain(first, statements.worklist))
  const sides = await startSides(urls, statements)
  try {
    if (values.only !== 'complete') {
      const measure = { clients: 8, amount: PAGES, rounds }
      add(`worklist page of 50, ${open} open, 8 clients`, await compareWorklist(sides, measure))
    }
    if (values.only !== 'worklist') {
      const [at8, at32] = await compareCompleting(sides, [
        { clients: 8, amount: COMPLETIONS, rounds },
        { clients: 32, amount: COMPLETIONS, rounds },
      ])
      if (at8 !== undefined) add('complete a call, 8 clients', at8)
      if (at32 !== undefined) add('complete a call, 32 clients', at32)
      if (at8 !== undefined) addRecognising(await measureRecognising(first), at8)
    }
  } finally {
    await sides.ours.server.stop()
    await sides.bare.server.stop()
    await dropDatabase(OURS)
    await dropDatabase(BARE)
  }
}

async function users() {
  const count = Number(values.users)
  say(await serverFacts())
  say(`a database of ${count} users: filled, or the one that was kept ...`)
  const { keep, plan } = values
  const found = await measureUsers({ count, keep, plan, clients: 8, rounds })
  for (const { what, p50, p99, most } of found.searches) {
    lines.push({
      measure: `find ${count} users by ${what}, 8 clients`,
      ours: `p50 ${p50}, p99 ${p99}, most ${most} ms`,
      bare: '',
      ratio: '',
      target: 'p99 ≤ 50 ms',
      met: p99 <= 50,
    })
  }
  add('a user, 8 clients', found.user)
  add('a timeline of 50, 8 clients', found.timeline)
  for (const text of found.plans) say(text)
}

async function messages() {
  const many = Number(values.messages)
  say(await serverFacts())
  say(
    'messages: a carrier as a process of its own; bare: the same texts signed and posted, 8 at once, and nothing kept',
  )
  const { drained, flow } = await measureMessages({ rounds, many })
  const ratio = median(drained.ratios)
  lines.push(
    {
      measure: 'messages to a carrier, 5000 queued',
      ours: `${drained.ours.toFixed(0)}/s`,
      bare: `${drained.bare.toFixed(0)}/s`,
      ratio: `${ratio.toFixed(2)} (${rangeOf(drained.ratios)})`,
      target: `≥ ${LEAST_MESSAGES}/s`,
      met: drained.ours >= LEAST_MESSAGES,
    },
    {
      measure: `${many} queued messages drain`,
      ours: `${flow.perSecond.toFixed(0)}/s`,
      bare: '',
      ratio: `${flow.start.toFixed(0)}, ${flow.middle.toFixed(0)}, ${flow.end.toFixed(0)} MB`,
      target: 'end ≤ 1.2 × middle',
      met: flow.end <= flow.middle * 1.2,
    },
  )
}

async function consoleFigures() {
  say('the console in a browser, with ten thousand calls on its list ...')
  const { firstLoad, rows, frames, key, live } = await measureConsole()
  const none = { bare: '', ratio: '' }
  lines.push(
    {
      measure: 'console: first load, compressed JavaScript',
      ours: `${firstLoad.toFixed(0)} kB`,
      ...none,
      target: '≤ 250 kB',
      met: firstLoad <= 250,
    },
    {
      measure: `console: scrolling ${rows} rows`,
      ours: `${frames.toFixed(0)} frames/s`,
      ...none,
      target: '≥ 55 frames/s',
      met: frames >= 55 && rows >= 10_000,
    },
    {
      measure: 'console: a key answered, p95, processor 4 times slower',
      ours: `${key.toFixed(0)} ms`,
      ...none,
      target: '≤ 100 ms',
      met: key <= 100,
    },
    {
      measure: 'console: what a colleague did is seen, p95',
      ours: `${live.toFixed(0)} ms`,
      ...none,
      target: '≤ 1,000 ms',
      met: live <= 1_000,
    },
  )
}

async function embedded() {
  say('npm start on the embedded database ...')
  const { readyAfter, memory } = await measureEmbedded({ starts: 3 })
  const none = { bare: '', ratio: '' }
  lines.push(
    {
      measure: 'npm start to ready',
      ours: `${(readyAfter / 1_000).toFixed(1)} s`,
      ...none,
      target: '< 3 s',
      met: readyAfter < 3_000,
    },
    {
      measure: 'resident when idle',
      ours: `${memory.toFixed(0)} MB`,
      ...none,
      target: '< 400 MB',
      met: memory < 400,
    },
  )
}

/** What knowing the caller takes of a completion. */
function addRecognising(costs: Readonly<Record<string, number>>, { ours }: Comparison) {
  const completion = 1_000_000 / ours
  for (const [way, cost] of Object.entries(costs)) {
    const share = cost / completion
    lines.push({
      measure: `know a caller by ${way}, of a completion`,
      ours: `${cost.toFixed(1)} µs`,
      bare: `${completion.toFixed(0)} µs`,
      ratio: share.toFixed(3),
      target: '≤ 0.1',
      met: share <= 0.1,
    })
  }
}

function add(measure: string, { ours, bare, ratios }: Comparison) {
  const ratio = median(ratios)
  lines.push({
    measure,
    ours: `${ours.toFixed(0)}/s`,
    bare: `${bare.toFixed(0)}/s`,
    ratio: `${ratio.toFixed(2)} (${rangeOf(ratios)})`,
    target: '≥ 0.6',
    met: ratio >= 0.6,
  })
}

function rangeOf(ratios: readonly number[]): string {
  return `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`
}

function say(line: string) {
  process.stdout.write(`${line}\n`)
}
