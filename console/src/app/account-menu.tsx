import { Menu, useMantineColorScheme } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon } from '../parts/icon.tsx'
import { speak } from '../texts/texts.ts'
import { usePreference } from './preferences.ts'
import { signOut, useMe } from './session.tsx'
import { useLanguage, useTellWhy } from './words.ts'

/** Who is signed in, and what one may set for oneself. Its `Menu` is around it. */
export function AccountMenu({ className }: { className: string }) {
  const { t } = useTranslation(['shell', 'common'])
  const me = useMe()
  const language = useLanguage()
  const [, keepLanguage] = usePreference('language', language)
  const [keys, setKeys] = usePreference<'on' | 'off'>('keys', 'on')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const tellWhy = useTellWhy()
  function changeLanguage() {
    const other = language === 'ko' ? 'en' : 'ko'
    keepLanguage(other)
    void speak(other)
  }
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
        <Menu.Item lang={language === 'ko' ? 'en' : 'ko'} onClick={changeLanguage}>
          {t('language')}
        </Menu.Item>
        <Menu.Item onClick={() => setKeys(keys === 'on' ? 'off' : 'on')}>
          {keys === 'on' ? t('keysOff') : t('keysOn')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('theme')}</Menu.Label>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme}
            fw={scheme === colorScheme ? 700 : 400}
            aria-current={scheme === colorScheme}
            onClick={() => setColorScheme(scheme)}
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

const SCHEMES = ['light', 'dark', 'auto'] as const
