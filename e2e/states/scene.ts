import { expect, type Page } from '@playwright/test'
import { texts as english } from '../../console/src/texts/en/index.ts'
import { texts as korean } from '../../console/src/texts/ko/index.ts'
import type { Language, Texts } from '../../console/src/texts/texts.ts'
import type { Hospital, Person } from '../world.ts'

/** Where somebody is: their browser, what its language says, their hospital, and how a message fails there. */
export type Scene = Readonly<{
  page: Page
  say: Texts
  hospital: Hospital
  refuseMessages: () => Promise<unknown>
}>

/**
 * How a screen comes to look like that, and how what was needed for it is put back once it was looked at. The states of a
 * screen are visited one after the other.
 */
export type State = (scene: Scene) => Promise<Leave | void>
export type Leave = () => Promise<unknown>

/** A screen, by whom it is seen, and its states by name. */
export type Screen = Readonly<{
  seenBy?: 'OPERATOR' | 'MANAGER' | 'ADMIN' | 'AUDITOR' | 'NOBODY'
  states: Readonly<Record<string, State>>
}>

export const SAY: Readonly<Record<Language, Texts>> = { ko: korean, en: english }

/** A text with its gaps filled. */
export function filled(text: string, gaps: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (gap, name: string) => String(gaps[name] ?? gap))
}

/** Lets that question wait for its answer for ever. */
async function hold(page: Page, path: string) {
  await page.route(path, () => new Promise<never>(() => undefined))
}

/** Answers that question with something else. */
export async function answer(page: Page, path: string, body: object, status = 200) {
  const contentType = status < 400 ? 'application/json' : 'application/problem+json'
  await page.route(path, (route) =>
    route.fulfill({ status, contentType, body: JSON.stringify(body) }),
  )
}

/** Refuses that question, as a server with a fault of its own does unless told otherwise. */
export async function refuse(page: Page, path: string, code = 5000, status = 500) {
  await answer(page, path, { type: '', title: '', detail: '', name: '', code, status }, status)
}

/** Shows the address, with whatever was loaded before forgotten. */
export async function open(page: Page, address: string) {
  await page.goto(address)
  await page.locator('main').waitFor()
}

/** Waits until that is to be seen. */
export async function seen(page: Page, words: string) {
  await page.getByText(words).first().waitFor()
}

export async function hasFailed({ page, say }: Scene) {
  await page.getByRole('button', { name: say.common.retry }).first().waitFor()
}

/** The two states of whatever asks that question at that address: no answer yet, and none to be had. */
export function beforeItsAnswer(question: string, address: string): Screen['states'] {
  return {
    loading: async ({ page, say }) => {
      await hold(page, question)
      await open(page, address)
      await page.getByRole('status', { name: say.common.loading }).first().waitFor()
    },
    failed: async (scene) => {
      await refuse(scene.page, question)
      await open(scene.page, address)
      await hasFailed(scene)
    },
  }
}

/** Opens what a key opens over the page. */
export async function dialogBy(page: Page, key: string) {
  // Away from whatever takes keys itself.
  await page.getByRole('main').focus()
  await page.keyboard.press(key)
  await page.getByRole('dialog').waitFor()
}

/** Closes what stands over the page, and before it what stands over that. */
export async function closeDialog(page: Page) {
  const dialog = page.getByRole('dialog')
  await expect(async () => {
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached', timeout: 1_000 })
  }).toPass()
}

/** Somebody with a past: an issue, a memo, an agreed time, and a call that a colleague is on. */
export async function busyPerson({ hospital }: Scene, name = '홍길동'): Promise<Person> {
  const person = await hospital.user(name, { day: '2026-02-27' })
  const { id } = await hospital.callOf(person)
  const cycle = `/v1/user-cycles/${person.userCycleId}`
  await hospital.world.tell('PUT', `/v1/outbounds/${id}/claim`)
  await hospital.world.tell('POST', `${cycle}/issues`, { issue: '1234' })
  await hospital.world.tell('POST', `${cycle}/memos`, { memo: '5678' })
  return person
}
