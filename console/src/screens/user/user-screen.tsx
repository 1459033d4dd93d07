import { useTranslation } from 'react-i18next'

export function UserScreen() {
  const { t } = useTranslation('user')
  return <h2>{t('title')}</h2>
}
