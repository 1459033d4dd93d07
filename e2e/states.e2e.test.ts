import type { Browser, Page } from '@playwright/test'
import { refuseNext, test } from './carrier.ts'
import { signedIn } from './signed-in.ts'
import { issues, messages, users, usersForManagers } from './states/lists.ts'
import { auditor, overview, settings } from './states/managing.ts'
import { SAY, type Screen } from './states/scene.ts'
import { invitation, signIn } from './states/sign-in.ts'
import { shell, today } from './states/today.ts'
import { masked, user } from './states/user.ts'
import { expect, findings, type Hospital } from './world.ts'

const SCREENS: Readonly<Record<string, Screen>> = {
  'signing in': signIn,
  'an invitation': invitation,
  'what is around every screen': shell,
  'the day': today,
  'a user': user,
  'a masked user': masked,
  users,
  'users, for managers': usersForManagers,
  issues,
  messages,
  'the overview': overview,
  settings,
  'an auditor’s console': auditor,
}

/** Milliseconds, on a machine that is busy with other things. */
const FOR_A_STATE = 30_000

/** Each state is looked at twice: wide and narrow, and over both languages in every light at every width. */
const LOOKS = {
  ko: [
    { colorScheme: 'light', width: 1440 },
    { colorScheme: 'dark', width: 900 },
  ],
  en: [
    { colorScheme: 'dark', width: 1440 },
    { colorScheme: 'light', width: 900 },
  ],
} as const

test.describe.configure({ mode: 'parallel' })

for (const [screen, { seenBy, states }] of Object.entries(SCREENS)) {
  for (const language of ['ko', 'en'] as const) {
    test(`${screen}: nothing is wrong in any state, in ${language}`, async ({
      hospital,
      browser,
      carrier,
    }) => {
      test.setTimeout(FOR_A_STATE * (1 + Object.keys(states).length))
      const page = await pageOf(seenBy, { hospital, browser, language })
      page.setDefaultTimeout(15_000)
      const say = SAY[language]
      const refuseMessages = () => refuseNext(carrier)
      for (const [state, reach] of Object.entries(states)) {
        await test.step(state, async () => {
          const leave = await reach({ page, say, hospital, refuseMessages })
          for (const { colorScheme, width } of LOOKS[language]) {
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
            await page.setViewportSize({ width, height: 900 })
            const look = `${state}, ${colorScheme}, ${width}`
            expect.soft(await findings(page), look).toEqual([])
            expect.soft(await isTooWide(page), look).toBe(false)
          }
          expect.soft(await wordsOf(page, language), state).toEqual([])
          await leave?.()
          await page.unrouteAll({ behavior: 'ignoreErrors' })
        })
      }
      await page.context().close()
    })
  }
}

type Seat = Readonly<{ hospital: Hospital; browser: Browser; language: 'ko' | 'en' }>

async function pageOf(
  seenBy: Screen['seenBy'],
  { hospital, browser, language }: Seat,
): Promise<Page> {
  const options = { locale: language === 'ko' ? 'ko-KR' : 'en-US' }
  switch (seenBy) {
    case undefined:
    case 'OPERATOR':
      return await hospital.operator('김하나', options)
    case 'NOBODY': {
      const context = await browser.newContext({ baseURL: hospital.world.url, ...options })
      return await context.newPage()
    }
    case 'MANAGER':
    case 'ADMIN':
    case 'AUDITOR':
      return await signedIn(hospital.world, browser, seenBy, options)
  }
}

/** Whether the page as a whole has to be scrolled sideways. */
async function isTooWide(page: Page): Promise<boolean> {
  return await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
}

/** What is said in another language than the page's; names and texts that people gave may be in any. */
async function wordsOf(page: Page, language: 'ko' | 'en'): Promise<string[]> {
  const heard = await page.locator('body').ariaSnapshot()
  const said = heard.matchAll(/"[^"]+"|(?<!url): .+$/gm)
  return [...said]
    .map(([words]) => words.replaceAll(GIVEN, ''))
    .filter((words) => FOREIGN[language].test(words))
}

/** Names of people, places and programs, secrets, and what is said of the languages themselves. */
const GIVEN = new RegExp(
  [
    '홍길동|남궁민수|가나다|김하나|관리자|매니저|개인정보 담당자|이의사|한빛|[\\w-]*병원',
    '\\S*\\*\\S*|\\S+@\\S+|bootstrap|webhook|Chrome, Linux|Ctrl',
    'site-\\w+|https?:\\S+|anbu_\\S+|#content|한국어|English',
  ].join('|'),
  'g',
)
const FOREIGN = { ko: /[a-z]{3,}/, en: /[가-힣]/ } as const
