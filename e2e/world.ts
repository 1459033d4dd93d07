import AxeBuilder from '@axe-core/playwright'
import {
  expect,
  test as base,
  type Browser,
  type BrowserContext,
  type Page,
} from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { ask } from '../src/testing/http.ts'
import { startServer, temporaryFolder, type Environment } from '../src/testing/server.ts'
import { arrive, type BrowserOptions, type SignedIn } from './invited.ts'

/** Ten o'clock in Seoul on Monday 2 March 2026, at which every test begins. */
export const TEN = '2026-03-02T10:00'

export type World = Awaited<ReturnType<typeof openWorld>>
export type Person = Readonly<{ userId: string; userCycleId: string; name: string }>

/** A server of one's own on an empty database, with a clock that the tests set. */
export async function openWorld(env: Environment = {}) {
  const { folder, remove } = temporaryFolder()
  const given = {
    ANBU_TEST_CLOCK: '1',
    ANBU_DATA_DIR: `${folder}/data`,
    // Everybody signs in from this machine, many within a minute.
    ANBU_SIGN_IN_LIMIT: '0',
    ...env,
  }
  const server = await startServer(given)
  const { url } = server

  async function tell<Answer = unknown>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<Answer> {
    const reply = await ask<Answer>(url, { method, path, ...(body !== undefined && { body }) })
    if (reply === undefined || reply.status >= 300) {
      throw new Error(`${method} ${path} was answered ${JSON.stringify(reply)}`)
    }
    return reply.body
  }

  async function event(type: string, data: object) {
    const envelope = { specversion: '1.0', id: randomUUID(), source: '/tests', type, data }
    const { accepted } = await tell<{ accepted: number }>('POST', '/v1/events', envelope)
    expect(accepted).toBe(1)
  }

  return {
    url,
    tell,
    event,
    /** Sets the clock to that time in Seoul. */
    at: async (time: string) => {
      await tell('PUT', '/v1/test-clock', { now: new Date(`${time}+09:00`).toISOString() })
    },
    close: async () => {
      await server.stop()
      remove()
    },
    remove,
    /** Ends the server, and starts another on the same data and port when that is done. */
    restart: async (meanwhile: () => Promise<void>) => {
      await server.stop()
      await meanwhile()
      return await startServer({ ...given, PORT: new URL(url).port })
    },
  }
}

type Position = BrowserOptions &
  Readonly<{ role?: 'OPERATOR' | 'MANAGER' | 'AUDITOR'; sites?: readonly string[] }>

/** A hospital with its own operators and users: what one test does is not seen by the others. */
export class Hospital {
  readonly siteId = `site-${randomUUID().slice(0, 8)}`
  readonly name = `${this.siteId.slice(5)}병원`
  readonly world: World
  readonly #browser: Browser
  readonly #contexts: BrowserContext[] = []
  readonly #broken: Error[] = []

  constructor(world: World, browser: Browser) {
    this.world = world
    this.#browser = browser
  }

  /** Somebody whose call of day 1 is due on that day, today unless said otherwise. */
  async user(
    name: string,
    given: { day?: string; phone?: string; lengthDays?: number } = {},
  ): Promise<Person> {
    const userId = `user-${randomUUID().slice(0, 8)}`
    const userCycleId = `cycle-${userId}`
    await this.world.event('UserCycleStarted', {
      userId,
      userCycleId,
      startDate: given.day ?? '2026-03-02',
      lengthDays: given.lengthDays ?? 42,
      user: { name, phone: given.phone ?? '010-1234-5678' },
      site: { siteId: this.siteId, name: this.name },
      md: { mdId: `md-of-${this.siteId}`, name: '이의사' },
    })
    return { userId, userCycleId, name }
  }

  /** A call of somebody, the first one unless said otherwise. */
  async callOf({ userCycleId }: Person, sequence = 1): Promise<{ id: number }> {
    const path = `/v1/user-cycles/${userCycleId}/outbounds?sequence=${sequence}`
    const { items } = await this.world.tell<{ items: { id: number }[] }>('GET', path)
    const [call] = items
    if (call === undefined) throw new Error('no call is planned')
    return call
  }

  /** Has that call completed, by nobody who is signed in. */
  async complete(person: Person, sequence = 1): Promise<void> {
    const { id } = await this.callOf(person, sequence)
    await this.world.tell('POST', `/v1/outbounds/${id}/complete`)
  }

  /** Invites an operator of this hospital, who chooses a password, and gives their browser. */
  async operator(
    name: string,
    { role = 'OPERATOR', sites = [this.siteId], ...options }: Position = {},
  ): Promise<SignedIn> {
    const page = await arrive(this.world, this.#browser, { name, role, sites }, options)
    this.#contexts.push(page.context())
    page.on('pageerror', (error) => this.#broken.push(error))
    return page
  }

  /** Closes what was opened here, in which nothing may have broken. */
  async close() {
    for (const context of this.#contexts) await context.close()
    expect(this.#broken).toEqual([])
  }
}

type PerTest = { hospital: Hospital; hana: SignedIn }
type PerWorker = { world: World }

/** A test with a hospital of its own, and 김하나, who is signed in to it. */
export const test = base.extend<PerTest, PerWorker>({
  world: [
    async ({ browserName: _ }, use) => {
      const world = await openWorld()
      await use(world)
      await world.close()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  hospital: async ({ world, browser }, use) => {
    await world.at(TEN)
    const hospital = new Hospital(world, browser)
    await use(hospital)
    await hospital.close()
  },
  hana: async ({ hospital }, use) => {
    await use(await hospital.operator('김하나'))
  },
})

export { expect }

export type Issue = Readonly<{ id: number; status: string }>

/** Has an issue raised about somebody, by nobody who is signed in. */
export async function raise({ world }: Hospital, person: Person, issue: string): Promise<Issue> {
  const path = `/v1/user-cycles/${person.userCycleId}/issues`
  return await world.tell<Issue>('POST', path, { issue })
}

/** The status of somebody's first call. */
export async function statusOfCall(hospital: Hospital, person: Person): Promise<string> {
  const { id } = await hospital.callOf(person)
  return (await hospital.world.tell<{ status: string }>('GET', `/v1/outbounds/${id}`)).status
}

/** The row of that user on the list. */
export const rowOf = (page: Page, { name }: Person) =>
  page.getByRole('list', { name: '오늘' }).getByRole('link', { name })

/** Opens the day's list, and the user, once they are on it. */
export async function openUser(page: Page, person: Person) {
  await page.goto('/today')
  await rowOf(page, person).click()
  await expect(page.getByRole('heading', { name: person.name })).toBeVisible()
}

/** What axe finds wrong with the page as it is, by rule and place. */
export async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    // Without frames there is nothing to gather, which takes longer than to look.
    .setLegacyMode()
    .analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}
