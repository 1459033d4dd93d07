import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { preferenceOf } from '../app/preferences.ts'
import type { texts as korean } from './ko/index.ts'
import { addFormats } from './formats.ts'

type Like<Pattern> = {
  [Key in keyof Pattern]: Pattern[Key] extends string ? string : Like<Pattern[Key]>
}

/** What a language has to say: everything that Korean says. */
export type Texts = Like<typeof korean>
export type Language = 'ko' | 'en'

const LOAD = {
  ko: async (): Promise<Texts> => (await import('./ko/index.ts')).texts,
  en: async (): Promise<Texts> => (await import('./en/index.ts')).texts,
} as const

/** Korean, unless somebody chose or their browser speaks English and no Korean. */
function firstLanguage(): Language {
  const chosen = preferenceOf('language')
  if (chosen === 'ko' || chosen === 'en') return chosen
  const spoken = new Set(navigator.languages.map((language) => language.slice(0, 2)))
  return spoken.has('en') && !spoken.has('ko') ? 'en' : 'ko'
}

export async function startTexts() {
  const language = firstLanguage()
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: await LOAD[language]() },
    ns: [],
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  const { formatter } = i18next.services
  if (formatter !== undefined) addFormats(formatter)
  document.documentElement.lang = language
}

export async function speak(language: Language) {
  for (const [part, words] of Object.entries(await LOAD[language]())) {
    i18next.addResourceBundle(language, part, words)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}
