import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { search } from '../api/client.ts'
import type { Page, UserInList } from '../api/types.ts'
import { KeyHint } from '../keys/keys-help.tsx'
import { actOf, boundKeys, useKeys, type KeyName } from '../keys/keys.ts'
import { Icon } from '../parts/icon.tsx'
import { fits } from './fits.ts'
import { MENU, SETTINGS } from './menu.ts'
import { SCHEMES, useOwnSettings } from './own-settings.ts'
import { sayPhone } from './phone.ts'
import { signOut, useMay, useMe } from './session.tsx'
import { useTellWhy } from './words.ts'

const [store, finder] = createSpotlight()
const TYPING = 120
const FOUND = 8

/** What stands beside a label can be read on the chosen one, too: Mantine would let its colour through. */
const OPAQUE = {
  header: { display: 'none' },
  actionDescription: { opacity: 1 },
  actionSection: { opacity: 1 },
} as const

type Finding = Readonly<{
  id: string
  label: string
  description?: string
  /** The key that does it, too. */
  of?: KeyName
  act: () => void
}>

/**
 * Ctrl+K: users by name, initial consonants or digits; all that the keys do where one is; every screen; what one sets for
 * oneself. What is typed stands in no address.
 */
export function Finder({ className }: { className: string }) {
  const { t } = useTranslation('shell')
  const [query, setQuery] = useState('')
  const [keys, setKeys] = useState<readonly KeyName[]>([])
  const { open, choose, closed } = useReturning(() => setKeys(boundKeys()))
  const groups = [
    { label: t('findUsers'), findings: useUsers(query) },
    { label: t('findActs'), findings: useActs(keys).filter(({ label }) => fits(label, query)) },
    { label: t('findPages'), findings: usePages().filter(({ label }) => fits(label, query)) },
    { label: t('findOwn'), findings: useOwn().filter(({ label }) => fits(label, query)) },
  ].filter(({ findings }) => findings.length > 0)
  useKeys({ everything: open, search: open })
  useFirstSelected(query === '' ? '' : (groups[0]?.findings[0]?.id ?? ''))

  return (
    <>
      <button type="button" className={className} onClick={open}>
        <Icon name="search" size={20} />
        {t('findShort')}
      </button>
      <Spotlight.Root
        store={store}
        query={query}
        onQueryChange={setQuery}
        shortcut={null}
        returnFocus={false}
        transitionProps={{ duration: 0, onExited: closed }}
        title={t('find')}
        styles={OPAQUE}
        scrollable
        maxHeight={420}
      >
        <Spotlight.Search
          placeholder={t('findHint')}
          aria-label={t('find')}
          leftSection={<Icon name="search" />}
        />
        <Spotlight.ActionsList>
          {groups.map(({ label, findings }) => (
            <Spotlight.ActionsGroup key={label} label={label}>
              {findings.map(({ id, act, of, ...words }) => (
                <Spotlight.Action
                  key={id}
                  {...words}
                  rightSection={of !== undefined && <KeyHint of={of} />}
                  onClick={() => choose(act)}
                />
              ))}
            </Spotlight.ActionsGroup>
          ))}
          {groups.length === 0 && <Spotlight.Empty>{t('findNothing')}</Spotlight.Empty>}
        </Spotlight.ActionsList>
      </Spotlight.Root>
    </>
  )
}

/** What is chosen is done once the finder is closed and the focus is back where it was, so that it acts as its key does there. */
function useReturning(opening: () => void) {
  const from = useRef<Element>(null)
  const chosen = useRef<() => void>(undefined)
  return {
    open: () => {
      opening()
      from.current = document.activeElement
      finder.open()
    },
    choose: (act: () => void) => (chosen.current = act),
    closed: () => {
      const [element, act] = [from.current, chosen.current]
      // Once: what closes it has several parts, each of which says so.
      from.current = null
      chosen.current = undefined
      if (element instanceof HTMLElement) element.focus({ preventScroll: true })
      act?.()
    },
  }
}

/** Enter takes the first that was found, also when that came later than what else fits. */
function useFirstSelected(first: string) {
  useEffect(() => {
    const { listId, selected } = store.getState()
    if (first === '' || selected > 0) return
    const list = document.getElementById(listId)
    list?.querySelector('[data-selected]')?.removeAttribute('data-selected')
    list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true')
    store.updateState((state) => ({ ...state, selected: 0 }))
  }, [first])
}

/** Walking is left to the keys themselves. */
const WALKS = new Set<KeyName>(['down', 'up', 'left', 'right', 'search', 'everything'])
/** What is done with the list stands below what is done with a call. */
const OF_LISTS = new Set<KeyName>(['moveLeft', 'moveRight', 'open', 'close'])

function useActs(keys: readonly KeyName[]): readonly Finding[] {
  const { t } = useTranslation('keys')
  return keys
    .filter((name) => !WALKS.has(name))
    .toSorted((one, other) => Number(OF_LISTS.has(one)) - Number(OF_LISTS.has(other)))
    .map((name) => ({ id: name, label: t(name), of: name, act: () => actOf(name)?.() }))
}

function usePages(): readonly Finding[] {
  const { t } = useTranslation(['shell', 'settings'])
  const navigate = useNavigate()
  const { rights } = useMe()
  const screens = MENU.filter(({ right }) => rights.includes(right)).map(({ name, to }) => ({
    id: to,
    label: t(name),
    act: () => void navigate({ to }),
  }))
  const parts = SETTINGS.filter(({ right }) => rights.includes(right)).map(({ name }) => ({
    id: `settings-${name}`,
    label: t(`settings:${name}`),
    description: t('settings'),
    act: () => void navigate({ to: '/settings/$section', params: { section: name } }),
  }))
  return [...screens, ...parts]
}

function useOwn(): readonly Finding[] {
  const { t } = useTranslation('shell')
  const own = useOwnSettings()
  const tellWhy = useTellWhy()
  return [
    { id: 'language', label: t('languageName'), act: own.changeLanguage },
    ...SCHEMES.filter((scheme) => scheme !== own.colorScheme).map((scheme) => ({
      id: scheme,
      label: t('themeOf', { scheme: t(scheme) }),
      act: () => own.setColorScheme(scheme),
    })),
    {
      id: 'switchKeys',
      label: own.keys === 'on' ? t('keysOff') : t('keysOn'),
      act: own.switchKeys,
    },
    { id: 'signOut', label: t('signOut'), act: () => void signOut().catch(tellWhy) },
  ]
}

/** The users that fit what was typed, a moment after the last key. */
function useUsers(query: string): readonly Finding[] {
  const { t } = useTranslation('common')
  const navigate = useNavigate()
  const may = useMay('care')
  const [q] = useDebouncedValue(query.trim(), TYPING)
  const { data } = useQuery({
    queryKey: ['users', 'found', q],
    queryFn: ({ signal }) =>
      search<Page<UserInList>>('/v1/users/search', { q, limit: FOUND }, { signal }),
    enabled: may && q !== '',
    gcTime: 0,
  })
  // Enter takes the first: never somebody who was found by what was typed before.
  const users = q === query.trim() ? (data?.items ?? []) : []
  return users.map(({ userId, name, phone, site, cycle }) => ({
    id: userId,
    label: name,
    description: [
      phone === null ? undefined : sayPhone(phone),
      site?.name,
      cycle === null ? undefined : t('day', { day: cycle.day }),
    ]
      .filter(Boolean)
      .join(' · '),
    act: () => void navigate({ to: '/today/$userId', params: { userId } }),
  }))
}
