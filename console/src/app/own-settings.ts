import { useMantineColorScheme } from '@mantine/core'
import { speak } from '../texts/texts.ts'
import { usePreference } from './preferences.ts'
import { useLanguage } from './words.ts'

export const SCHEMES = ['light', 'dark', 'auto'] as const

/** What one sets for oneself in this browser, wherever it is offered. */
export function useOwnSettings() {
  const language = useLanguage()
  const other = language === 'ko' ? 'en' : 'ko'
  const [, keepLanguage] = usePreference('language', language)
  const [keys, setKeys] = usePreference<'on' | 'off'>('keys', 'on')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return {
    otherLanguage: other,
    changeLanguage: () => {
      keepLanguage(other)
      void speak(other)
    },
    keys,
    switchKeys: () => setKeys(keys === 'on' ? 'off' : 'on'),
    colorScheme,
    setColorScheme,
  } as const
}
