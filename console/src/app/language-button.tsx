import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useOwnSettings } from './own-settings.ts'

/** Changes to the other language, whose name it carries. */
export function LanguageButton() {
  const { t } = useTranslation('shell')
  const { otherLanguage, changeLanguage } = useOwnSettings()
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      lang={otherLanguage}
      onClick={changeLanguage}
    >
      {t('language')}
    </Button>
  )
}
