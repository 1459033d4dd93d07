import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ScreenTitle } from '../../parts/states.tsx'

export function TodayScreen() {
  const { t } = useTranslation('today')
  return (
    <>
      <ScreenTitle>{t('title')}</ScreenTitle>
      <Outlet />
    </>
  )
}
