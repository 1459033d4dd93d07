import { Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon } from '../parts/icon.tsx'
import { SCHEMES, useOwnSettings } from './own-settings.ts'
import { signOut, useMe } from './session.tsx'
import { useTellWhy } from './words.ts'

/** Who is signed in, and what one may set for oneself. Its `Menu` is around it. */
export function AccountMenu({ className }: { className: string }) {
  const { t } = useTranslation(['shell', 'common'])
  const me = useMe()
  const own = useOwnSettings()
  const tellWhy = useTellWhy()
  return (
    <>
      <Menu.Target>
        <button type="button" className={className}>
          <Icon name="account" size={20} />
          {t('account')}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name} · {t(`common:role.${me.role}`)}
        </Menu.Label>
        <Menu.Item lang={own.otherLanguage} onClick={own.changeLanguage}>
          {t('language')}
        </Menu.Item>
        <Menu.Item onClick={own.switchKeys}>
          {own.keys === 'on' ? t('keysOff') : t('keysOn')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('theme')}</Menu.Label>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme}
            fw={scheme === own.colorScheme ? 700 : 400}
            aria-current={scheme === own.colorScheme}
            onClick={() => own.setColorScheme(scheme)}
          >
            {t(scheme)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut().catch(tellWhy)}>{t('signOut')}</Menu.Item>
      </Menu.Dropdown>
    </>
  )
}
