import type { Request } from '@playwright/test'
import { expect, rowOf, test } from './world.ts'

const KILOBYTE = 1_000

test('the first load is at most 250 kB of compressed JavaScript', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  const scripts = new Map<string, Promise<number>>()
  const sizeOf = async (request: Request) => (await request.sizes()).responseBodySize
  hana.on('requestfinished', (request) => {
    if (request.url().endsWith('.js')) scripts.set(request.url(), sizeOf(request))
  })
  await hana.goto('/today')
  await expect(rowOf(hana, person)).toBeVisible()
  const sizes = await Promise.all(scripts.values())
  const total = sizes.reduce((sum, size) => sum + size, 0)
  process.stdout.write(`first load: ${Math.round(total / KILOBYTE)} kB of JavaScript\n`)
  expect(scripts.size).toBeGreaterThan(2)
  expect(total).toBeLessThanOrEqual(250 * KILOBYTE)
})
