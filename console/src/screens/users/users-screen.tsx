import { Button } from '@mantine/core'
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserInList } from '../../api/types.ts'
import type { UsersShown } from '../../app/filters.ts'
import { useMay } from '../../app/session.tsx'
import { useKeys } from '../../keys/keys.ts'
import { Icon } from '../../parts/icon.tsx'
import { Failed, Loading, NoRight, Notice, ScreenTitle } from '../../parts/states.tsx'
import { BesideList, type Beside } from '../today/next.ts'
import { ColumnsButton } from './columns-button.tsx'
import { useUsersTable } from './definitions.tsx'
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
  const shown = useSearch({ from: '/users' })
  const { userId: openedUser } = useParams({ strict: false })
  const navigate = useNavigate()
  // What was typed is kept here alone: in no address, and nowhere in the browser.
  const [q, setQ] = useState('')
  const [isGoing, setGoing] = useState(false)
  const [isFiltering, setFiltering] = useState(() => countOf(shown) > 0)
  const list = useUsers(shown, q)
  const users = useMemo(() => rowsOf(list.data), [list.data])

  const show = (next: UsersShown) => void navigate({ to: '.', search: next, replace: true })
  const table = useUsersTable({
    users,
    sort: shown.sort ?? 'name',
    sortBy: (sort) => show({ ...shown, sort }),
  })
  const open = useCallback(
    ({ userId }: UserInList) =>
      void navigate({ to: '/users/$userId', params: { userId }, search: true }),
    [navigate],
  )
  const close = useCallback(() => {
    const back = () => openedUser !== undefined && focusUser(openedUser)
    // Where there is room for one of them, the list is only then there again.
    void navigate({ to: '/users', search: true }).then(() => requestAnimationFrame(back))
  }, [navigate, openedUser])
  useKeys({ ...(openedUser !== undefined && { close }) })
  const beside = useMemo((): Beside => {
    const next = users[users.findIndex(({ userId }) => userId === openedUser) + 1]
    return {
      openAfter: () => (next === undefined ? close() : open(next)),
      close,
      chosen: undefined,
    }
  }, [users, openedUser, open, close])

  const { fetchNextPage, isFetchingNextPage } = list
  const load = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, isFetchingNextPage])
  return (
    <div className={classes.screen} data-beside={openedUser !== undefined || undefined}>
      <section className={classes.users} aria-labelledby="users-title">
        <Header
          shown={shown}
          show={show}
          q={q}
          search={setQ}
          go={setGoing}
          isFiltering={isFiltering}
          setFiltering={setFiltering}
          count={list.data === undefined ? undefined : { n: users.length, more: list.hasNextPage }}
        />
        {isFiltering && <FilterPanel shown={shown} show={show} />}
        {list.isBehind && (
          <div className={classes.behind} role="status">
            {t('changed')}
            <Button size="compact-xs" variant="subtle" onClick={list.refresh}>
              {t('refresh')}
            </Button>
          </div>
        )}
        <Found list={list} users={users} isAll={q === '' && countOf(shown) === 0}>
          <Table
            table={table}
            list={JSON.stringify([shown, q])}
            openedUser={openedUser}
            open={open}
            goal={isGoing && !list.isPlaceholderData ? users[0]?.userId : undefined}
            more={{ has: list.hasNextPage, error: list.error, load }}
          />
        </Found>
      </section>
      <BesideList value={beside}>
        <Outlet />
      </BesideList>
    </div>
  )
}

type FoundProps = Readonly<{
  list: ReturnType<typeof useUsers>
  users: readonly UserInList[]
  /** Whether nothing narrows the list. */
  isAll: boolean
  children: ReactNode
}>

/** The list, or why there is none. */
function Found({ list, users, isAll, children }: FoundProps) {
  const { t } = useTranslation('users')
  if (list.data === undefined) {
    return list.isError ? (
      <Failed error={list.error} retry={() => void list.refetch()} />
    ) : (
      <Loading />
    )
  }
  if (users.length > 0) return children
  return (
    <Notice
      title={t(isAll ? 'nobody' : 'nobodyFits')}
      hint={t(isAll ? 'nobodyHint' : 'nobodyFitsHint')}
    />
  )
}

type HeaderProps = Readonly<{
  shown: UsersShown
  show: (shown: UsersShown) => void
  q: string
  search: (q: string) => void
  go: (is: boolean) => void
  isFiltering: boolean
  setFiltering: (is: boolean) => void
  count: Readonly<{ n: number; more: boolean }> | undefined
}>

function Header({ shown, show, q, search, go, isFiltering, setFiltering, count }: HeaderProps) {
  const { t } = useTranslation('users')
  const mayExport = useMay('manage')
  const filters = countOf(shown)
  return (
    <header className={classes.header}>
      <div id="users-title">
        <ScreenTitle>{t('title')}</ScreenTitle>
      </div>
      <SearchBox search={search} go={go} />
      <Button
        variant={filters > 0 ? 'light' : 'default'}
        size="xs"
        leftSection={<Icon name="filter" size={14} />}
        aria-expanded={isFiltering}
        onClick={() => setFiltering(!isFiltering)}
      >
        {filters > 0 ? t('filtersOn', { n: filters }) : t('filters')}
      </Button>
      <ColumnsButton />
      <ViewsMenu shown={shown} show={show} />
      <span className={classes.count} role="status">
        {count !== undefined &&
          t(count.more ? 'countMore' : 'count', { n: count.n.toLocaleString() })}
      </span>
      {mayExport && <ExportButton filters={{ ...shown, ...(q !== '' && { q }) }} />}
    </header>
  )
}
