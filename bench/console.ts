import type { Page } from '@playwright/test'
import { businessDate, toInstant } from '../src/kernel/calendar.ts'
import { readConfig } from '../src/config.ts'
import { DESK, startChromium } from '../e2e/chromium.ts'
import { fillWith } from '../src/testing/fill.ts'
import { dropDatabase, makeDatabase } from './databases.ts'
import { start } from './servers.ts'

const DATABASE = 'anbu_bench_console'
const TOKEN = 'a-bootstrap-token-of-the-bench-which-is-long'
const PASSWORD = 'a password of the bench'
/** So many open calls put more than ten thousand on the day's list. */
const OPEN = 200_000
const ROWS = 10_000
const SCROLLING = 4_000
const KEYS = 60
const CHANGES = 40
const PATIENCE = 180_000
const SLOWER = 4

export type ConsoleFigures = Readonly<{
  /** Kilobytes of JavaScript, as they went over the wire, until the day's list stood there. */
  firstLoad: number
  rows: number
  /** Frames a second while scrolling through all rows. */
  frames: number
  /** Milliseconds from a key to the picture that answers it, of 95 in 100, on a processor four times slower. */
  key: number
  /** Milliseconds from a colleague's asking to the row that shows what they did, of 95 in 100. */
  live: number
}>

/** What the console costs a browser: its first load, a long list, and a key. */
export async function measureConsole(): Promise<ConsoleFigures> {
  const { calendar } = await readConfig({})
  const today = businessDate(calendar, toInstant(Date.now()))
  const url = await makeDatabase(DATABASE, (sql) => fillWith(sql, { open: OPEN, sites: 20, today }))
  const server = await start({
    command: process.execPath,
    args: ['src/main.ts', 'serve'],
    env: {
      DATABASE_URL: url,
      PORT: '3212',
      ANBU_BOOTSTRAP_TOKEN: TOKEN,
      ANBU_RATE_LIMIT: '0',
      ANBU_SIGN_IN_LIMIT: '0',
    },
  })
  const browser = await startChromium()
  try {
    const page = await browser.newPage(DESK)
    await signIn(page, server.url)
    const firstLoad = await loadedScripts(page, server.url)
    const rows = await scrollUntil(page, ROWS)
    const frames = await framesWhileScrolling(page)
    const live = await colleaguesSeen(page, server.url)
    const key = await keysAnswered(page)
    return { firstLoad, rows, frames, key, live }
  } finally {
    await browser.close()
    await server.stop()
    await dropDatabase(DATABASE)
  }
}

async function signIn(page: Page, url: string) {
  const email = `bench-${Date.now()}@anbu.example`
  const made = await fetch(`${url}/v1/operators`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: '김하나', email, role: 'OPERATOR' }),
  })
  const { invitation } = (await made.json()) as { invitation: string }
  const accepted = await page.request.post(`${url}/v1/invitations/accept`, {
    headers: { origin: url },
    data: { invitation: invitation.replace('/invitation#', ''), password: PASSWORD },
  })
  if (!accepted.ok()) throw new Error(`the operator could not sign in: ${accepted.status()}`)
}

async function loadedScripts(page: Page, url: string): Promise<number> {
  await page.goto(`${url}/today`)
  await page.locator('[data-call]').first().waitFor()
  return await page.evaluate<number>(`performance.getEntriesByType('resource')
    .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000`)
}

/** What runs in the page is text: the project's own types know no browser. This finds what the rows scroll in. */
const LIST = `
  let list = document.querySelector('[data-call]').parentElement
  while (list.scrollHeight <= list.clientHeight + 1 && list.parentElement) list = list.parentElement`

/** Scrolls down until so many rows are there; answers how many the list is high. */
async function scrollUntil(page: Page, rows: number): Promise<number> {
  return await page.evaluate<number>(`(async () => {
    ${LIST}
    const patience = performance.now() + ${PATIENCE}
    for (;;) {
      const there = Math.floor(list.scrollHeight / document.querySelector('[data-call]').offsetHeight)
      if (there >= ${rows} || performance.now() > patience) return there
      list.scrollTop = list.scrollHeight
      await new Promise((resolve) => setTimeout(resolve, 60))
    }
  })()`)
}

async function framesWhileScrolling(page: Page): Promise<number> {
  return await page.evaluate<number>(`(async () => {
    ${LIST}
    list.scrollTop = 0
    const begun = performance.now()
    let frames = 0
    while (performance.now() - begun < ${SCROLLING}) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      list.scrollTop += 90
      frames += 1
    }
    return (frames * 1000) / (performance.now() - begun)
  })()`)
}

async function keysAnswered(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.evaluate(`{
    globalThis.seen = []
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === 'keydown') seen.push(duration)
    }).observe({ type: 'event', durationThreshold: 16 })
  }`)
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press('KeyJ')
    await page.waitForTimeout(120)
  }
  const slow = await page.evaluate<number[]>('seen')
  // What took less than a frame is not told.
  return ofMost([...slow, ...Array.from({ length: Math.max(0, KEYS - slow.length) }, () => 16)])
}

/** A colleague has called in vain again and again; this finds when a row on the screen says so. */
async function colleaguesSeen(page: Page, url: string): Promise<number> {
  await page.evaluate(`{ ${LIST}
    list.scrollTop = 0 }`)
  const id = await page.locator('[aria-posinset="2"] [data-call]').getAttribute('data-call')
  const took: number[] = []
  for (let change = 0; change < CHANGES; change += 1) {
    const seen = page.evaluate<number>(`new Promise((resolve, reject) => {
      const row = document.querySelector('[data-call="${id}"]')
      const before = row.textContent
      new MutationObserver(() => {
        if (row.textContent !== before) requestAnimationFrame(() => resolve(Date.now()))
      }).observe(row, { subtree: true, childList: true, characterData: true })
      setTimeout(() => reject(new Error('a change was not seen')), 10000)
    })`)
    // The row is watched before anything is done.
    await page.evaluate('0')
    const begun = Date.now()
    const answer = await fetch(`${url}/v1/outbounds/${id}/attempts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ result: 'NO_ANSWER' }),
    })
    if (!answer.ok) throw new Error(`an attempt was not recorded: ${answer.status}`)
    took.push((await seen) - begun)
  }
  return ofMost(took)
}

function ofMost(took: readonly number[]): number {
  return took.toSorted((one, other) => one - other)[Math.floor(took.length * 0.95)] ?? 0
}
