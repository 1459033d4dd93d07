import { Menu } from '@mantine/core'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { KeysHelp } from '../keys/keys-help.tsx'
import { useKeys } from '../keys/keys.ts'
import { useConnection } from '../live/live.tsx'
import { Icon } from '../parts/icon.tsx'
import { AccountMenu } from './account-menu.tsx'
import { useNow } from './clock.ts'
import { Finder } from './finder.tsx'
import mark from './icon.svg'
import { MENU } from './menu.ts'
import { useNextCall } from './next-call.ts'
import { Reminder } from './reminder.tsx'
import { Screen } from './screen.tsx'
import { useMay, useMe } from './session.tsx'
import classes from './shell.module.css'
import { sayExactly } from './when.ts'
import { useSaying } from './words.ts'

/** What is around every screen: the menu, what is unusual about this server, and whether it answers. */
export function Shell() {
  const { t } = useTranslation('shell')
  const { rights } = useMe()
  const next = useNextCall()
  useKeys({ next: () => void next() }, { on: useMay('care') })
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {t('skipToContent')}
      </a>
      <Strips />
      <nav className={classes.rail} aria-label={t('menu')}>
        <img className={classes.mark} src={mark} alt="" />
        {MENU.filter(({ right }) => rights.includes(right)).map(({ name, to, icon }) => (
          <Link key={name} to={to} className={classes.item}>
            <Icon name={icon} size={20} />
            {t(name)}
          </Link>
        ))}
        <Finder className={`${classes.item} ${classes.rest}`} />
        <Menu position="right-end">
          <AccountMenu className={classes.item ?? ''} />
        </Menu>
      </nav>
      <Screen>
        <Outlet />
      </Screen>
      <LostConnection />
      <KeysHelp />
    </div>
  )
}

/** Made-up data and a clock that is not real stand above everything, from the first moment on; what is due soon floats. */
function Strips() {
  const { t } = useTranslation('shell')
  const { demo, testClock } = useMe()
  const now = useNow()
  const saying = useSaying()
  return (
    <aside className={classes.strips} aria-label={t('notices')}>
      {demo && <div className={classes.strip}>{t('demoData')}</div>}
      {testClock && (
        <div className={classes.strip}>{t('testClock', { now: sayExactly(now, saying) })}</div>
      )}
      <Reminder />
    </aside>
  )
}

/** Floats above the screen, so that nothing on it moves. */
function LostConnection() {
  const { t } = useTranslation('shell')
  const lost = useConnection() === 'lost'
  return <div role="status">{lost && <div className={classes.lost}>{t('lost')}</div>}</div>
}
