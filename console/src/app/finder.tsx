import { Spotlight, spotlight } from '@mantine/spotlight'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { search } from '../api/client.ts'
import type { Page, UserInList } from '../api/types.ts'
import { useKeys } from '../keys/keys.ts'
import { Icon } from '../parts/icon.tsx'
import { MENU } from './menu.ts'
import { sayPhone } from './phone.ts'
import { useMay, useMe } from './session.tsx'

const TYPING = 120
const FOUND = 8

/** Ctrl+K: users by name, initial consonants or digits, and every screen. What is typed stands in no address. */
export function Finder({ className }: { className: string }) {
  const { t } = useTranslation(['shell', 'common'])
  const navigate = useNavigate()
  const { rights } = useMe()
  const [query, setQuery] = useState('')
  const users = useFound(query)
  useKeys({ everything: () => spotlight.open(), search: () => spotlight.open() })

  const pages = MENU.filter(({ right }) => rights.includes(right))
    .map(({ name, to }) => ({ to, label: t(name) }))
    .filter(({ label }) => label.toLowerCase().includes(query.trim().toLowerCase()))

  return (
    <>
      <button type="button" className={className} onClick={() => spotlight.open()}>
        <Icon name="search" size={20} />
        {t('findShort')}
      </button>
      <Spotlight.Root
        query={query}
        onQueryChange={setQuery}
        shortcut={null}
        transitionProps={{ duration: 0 }}
        title={t('find')}
        styles={{ header: { display: 'none' } }}
        scrollable
        maxHeight={420}
      >
        <Spotlight.Search
          placeholder={t('findHint')}
          aria-label={t('find')}
          leftSection={<Icon name="search" />}
        />
        <Spotlight.ActionsList>
          {users.length > 0 && (
            <Spotlight.ActionsGroup label={t('findUsers')}>
              {users.map(({ userId, name, phone, site, cycle }) => (
                <Spotlight.Action
                  key={userId}
                  label={name}
                  description={[
                    phone === null ? undefined : sayPhone(phone),
                    site?.name,
                    cycle === null ? undefined : t('common:day', { day: cycle.day }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                  onClick={() => void navigate({ to: '/today/$userId', params: { userId } })}
                />
              ))}
            </Spotlight.ActionsGroup>
          )}
          {pages.length > 0 && (
            <Spotlight.ActionsGroup label={t('findPages')}>
              {pages.map(({ to, label }) => (
                <Spotlight.Action key={to} label={label} onClick={() => void navigate({ to })} />
              ))}
            </Spotlight.ActionsGroup>
          )}
          {users.length === 0 && pages.length === 0 && (
            <Spotlight.Empty>{t('findNothing')}</Spotlight.Empty>
          )}
        </Spotlight.ActionsList>
      </Spotlight.Root>
    </>
  )
}

/** The users that fit what was typed, a moment after the last key. */
function useFound(query: string): readonly UserInList[] {
  const may = useMay('care')
  const [q] = useDebouncedValue(query.trim(), TYPING)
  const { data } = useQuery({
    queryKey: ['users', 'found', q],
    queryFn: ({ signal }) =>
      search<Page<UserInList>>('/v1/users/search', { q, limit: FOUND }, { signal }),
    enabled: may && q !== '',
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  return q === '' || query.trim() === '' ? [] : (data?.items ?? [])
}
