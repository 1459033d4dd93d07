import { expect, rowOf, test } from './world.ts'

const KILOBYTE = 1_000
const USERS = 2_500
const BATCH = 250

test('the first load is at most 250 kB of compressed JavaScript', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  const scripts = new Map<string, number>()
  hana.on('requestfinished', async (request) => {
    if (!request.url().endsWith('.js')) return
    scripts.set(request.url(), (await request.sizes()).responseBodySize)
  })
  await hana.goto('/today')
  await expect(rowOf(hana, person)).toBeVisible()
  const total = [...scripts.values()].reduce((sum, size) => sum + size, 0)
  process.stdout.write(`first load: ${Math.round(total / KILOBYTE)} kB of JavaScript\n`)
  expect(scripts.size).toBeGreaterThan(2)
  expect(total).toBeLessThanOrEqual(250 * KILOBYTE)
})

test('10,000 rows scroll without a stutter, and keys are answered at once on a slow machine', async ({
  hospital,
  hana,
}) => {
  test.setTimeout(180_000)
  for (let from = 0; from < USERS; from += BATCH) await hospital.fill(from, BATCH)
  await hana.goto('/today')
  const list = hana.getByRole('list', { name: '오늘' })
  await expect(list.getByRole('link').first()).toBeVisible()
  const rows = () => list.evaluate((element) => element.scrollHeight / 46)
  await expect
    .poll(
      async () => {
        await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight }))
        return await rows()
      },
      { timeout: 90_000, intervals: [60] },
    )
    .toBeGreaterThan(9_990)

  const frames = await list.evaluate(async (element) => {
    element.scrollTo({ top: 0 })
    await new Promise((resolve) => setTimeout(resolve, 500))
    const began = performance.now()
    let count = 0
    for (let now = began; now - began < 3_000; count += 1) {
      element.scrollBy({ top: 120 })
      now = await new Promise<number>(requestAnimationFrame)
    }
    return (count / (performance.now() - began)) * 1_000
  })
  process.stdout.write(`scrolling 10,000 rows: ${frames.toFixed(1)} frames a second\n`)
  expect(frames).toBeGreaterThanOrEqual(55)

  const session = await hana.context().newCDPSession(hana)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await hana.evaluate(() => {
    const answers: number[] = []
    Object.assign(globalThis, { answers })
    addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => setTimeout(() => answers.push(performance.now() - timeStamp))),
      { capture: true },
    )
  })
  for (let press = 0; press < 40; press += 1) {
    await hana.keyboard.press('j')
    await hana.waitForTimeout(60)
  }
  const answers = await hana.evaluate(
    () => (globalThis as unknown as { answers: number[] }).answers,
  )
  const p95 =
    answers.toSorted((one, other) => one - other)[Math.floor(answers.length * 0.95)] ?? Infinity
  process.stdout.write(
    `a key is answered within ${p95.toFixed(0)} ms (p95 of ${answers.length}, at a quarter of the speed)\n`,
  )
  expect(answers.length).toBe(40)
  expect(p95).toBeLessThanOrEqual(100)
})
