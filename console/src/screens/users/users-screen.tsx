import { Button } from '@mantine/core'
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserInList } from '../../api/types.ts'
import type { UsersShown } from '../../app/filters.ts'
import { useMay } from '../../app/session.tsx'
import { useKeys } from '../../keys/keys.ts'
import { Icon } from '../../parts/icon.tsx'
import { Failed, Loading, NoRight, Notice, ScreenTitle } from '../../parts/states.tsx'
import { ExportButton } from './export.tsx'
import { FilterPanel } from './filters.tsx'
import { useUsers } from './list.ts'
import { rowsOf } from './rows.ts'
import { SearchBox } from './search-box.tsx'
import { focusUser, Table } from './table.tsx'
import classes from './users.module.css'
import { countOf } from './views.ts'
import { ViewsMenu } from './views-menu.tsx'

/** Everybody whom one may see, by whatever is known of them. */
export function UsersScreen() {
  return useMay('care') ? <Users /> : <NoRight />
}

function Users() {
  const { t } = useTranslation('users')
  const mayExport = useMay('manage')
  const shown = useSearch({ from: '/users' })
  const { userId: openedUser } = useParams({ strict: false })
  const navigate = useNavigate()
  // What was typed is kept here alone: in no address, and nowhere in the browser.
  const [q, setQ] = useState('')
  const [isFiltering, setFiltering] = useState(() => countOf(shown) > 0)
  const list = useUsers(shown, q)
  const users = useMemo(() => rowsOf(list.data), [list.data])

  const show = (next: UsersShown) => void navigate({ to: '.', search: next, replace: true })
  const open = useCallback(
    ({ userId }: UserInList) =>
      void navigate({ to: '/users/$userId', params: { userId }, search: true }),
    [navigate],
  )
  const close = useCallback(() => {
    void navigate({ to: '/users', search: true })
    requestAnimationFrame(() => openedUser !== undefined && focusUser(openedUser))
  }, [navigate, openedUser])
  useKeys({ ...(openedUser !== undefined && { close }) })

  const { fetchNextPage, isFetchingNextPage } = list
  const load = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, isFetchingNextPage])
  const filters = countOf(shown)
  const isAll = q === '' && filters === 0
  return (
    <div className={classes.screen} data-beside={openedUser !== undefined || undefined}>
      <section className={classes.users} aria-labelledby="users-title">
        <header className={classes.header}>
          <div id="users-title">
            <ScreenTitle>{t('title')}</ScreenTitle>
          </div>
          <SearchBox search={setQ} />
          <Button
            variant={filters > 0 ? 'light' : 'default'}
            size="xs"
            leftSection={<Icon name="filter" size={14} />}
            aria-expanded={isFiltering}
            onClick={() => setFiltering(!isFiltering)}
          >
            {filters > 0 ? t('filtersOn', { n: filters }) : t('filters')}
          </Button>
          <ViewsMenu shown={shown} show={show} />
          <span className={classes.count} role="status">
            {list.data !== undefined &&
              t(list.hasNextPage ? 'countMore' : 'count', { n: users.length.toLocaleString() })}
          </span>
          {mayExport && <ExportButton filters={{ ...shown, ...(q !== '' && { q }) }} />}
        </header>
        {isFiltering && <FilterPanel shown={shown} show={show} />}
        {list.isBehind && (
          <div className={classes.behind} role="status">
            {t('changed')}
            <Button size="compact-xs" variant="subtle" onClick={list.refresh}>
              {t('refresh')}
            </Button>
          </div>
        )}
        {list.data === undefined ? (
          list.isError ? (
            <Failed error={list.error} retry={() => void list.refetch()} />
          ) : (
            <Loading />
          )
        ) : users.length === 0 ? (
          <Notice
            title={t(isAll ? 'nobody' : 'nobodyFits')}
            hint={t(isAll ? 'nobodyHint' : 'nobodyFitsHint')}
          />
        ) : (
          <Table
            // Another list begins at its top.
            key={JSON.stringify([shown, q])}
            users={users}
            openedUser={openedUser}
            sort={shown.sort ?? 'name'}
            sortBy={(sort) => show({ ...shown, sort })}
            open={open}
            more={{ has: list.hasNextPage, error: list.error, load }}
          />
        )}
      </section>
      <Outlet />
    </div>
  )
}
