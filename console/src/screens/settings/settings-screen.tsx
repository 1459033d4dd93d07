import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SETTINGS, type SettingsPart } from '../../app/menu.ts'
import { useMe } from '../../app/session.tsx'
import { Notice, ScreenTitle } from '../../parts/states.tsx'
import { AccountSection } from './account-section.tsx'
import { OperatorsSection } from './operators-section.tsx'
import { PlanSection } from './plan-section.tsx'
import classes from './settings.module.css'
import { SwitchesSection } from './switches-section.tsx'
import { TemplatesSection } from './templates-section.tsx'
import { TokensSection } from './tokens-section.tsx'

/** What each part of the settings shows (app/menu.ts). */
const SECTIONS: Readonly<Record<SettingsPart, ReactNode>> = {
  account: <AccountSection />,
  templates: <TemplatesSection />,
  plan: <PlanSection />,
  operators: <OperatorsSection />,
  tokens: <TokensSection />,
  switches: <SwitchesSection />,
}

const route = getRouteApi('/settings/$section')

/** What one sets for oneself, and what managers and administrators set for all. */
export function SettingsScreen() {
  const { t } = useTranslation(['settings', 'common'])
  const { rights } = useMe()
  const { section: wanted } = route.useParams()
  const there = SETTINGS.find(({ name }) => name === wanted)
  const mayNot = there !== undefined && !rights.includes(there.right)
  return (
    <div className={classes.screen}>
      <nav className={classes.sections} aria-label={t('sections')}>
        <ScreenTitle>{t('title')}</ScreenTitle>
        {SETTINGS.filter(({ right }) => rights.includes(right)).map(({ name }) => (
          <Link
            key={name}
            to="/settings/$section"
            params={{ section: name }}
            className={classes.section}
          >
            {t(name)}
          </Link>
        ))}
      </nav>
      <div className={classes.body} tabIndex={-1}>
        <div className={classes.inner}>
          {there === undefined && (
            <Notice title={t('common:notThere')} hint={t('common:notThereHint')} />
          )}
          {mayNot && <Notice title={t('common:noRight')} hint={t('common:noRightHint')} />}
          {there !== undefined && !mayNot && SECTIONS[there.name]}
        </div>
      </div>
    </div>
  )
}
