import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { speak } from '../texts/texts.ts'
import { usePreference } from './preferences.ts'
import { useLanguage } from './words.ts'

/** Changes to the other language, whose name it carries. */
export function LanguageButton() {
  const { t } = useTranslation('shell')
  const language = useLanguage()
  const [, keep] = usePreference('language', language)
  const other = language === 'ko' ? 'en' : 'ko'
  function change() {
    keep(other)
    void speak(other)
  }
  return (
    <Button variant="subtle" color="gray" size="compact-sm" lang={other} onClick={change}>
      {t('language')}
    </Button>
  )
}
