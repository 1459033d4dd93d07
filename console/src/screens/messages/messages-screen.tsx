import { Button, Group, Text } from '@mantine/core'
import { useInfiniteQuery, type InfiniteData } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { MESSAGE_STATUSES } from '../../../../src/support/user-support-message/user-support-message.ts'
import type { MessageRow } from '../../../../src/support/user-support-message/contract.ts'
import { get } from '../../api/client.ts'
import type { Page } from '../../api/types.ts'
import { useMay } from '../../app/session.tsx'
import { useKeys } from '../../keys/keys.ts'
import { Failed, Loading, Notice, ScreenTitle } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { pathOf, type MessagesShown } from './filters.ts'
import { MessageDetail } from './message-detail.tsx'
import classes from './messages.module.css'
import { useSayOutcome } from './words.ts'

const route = getRouteApi('/messages')

/** What waits, failed and went out, and each with what became of it. */
export function MessagesScreen() {
  const { t } = useTranslation(['messages', 'common'])
  const shown = route.useSearch()
  const may = useMay('care')
  if (!may) return <Notice title={t('common:noRight')} hint={t('common:noRightHint')} />
  return (
    <div className={classes.screen}>
      <section className={classes.list} aria-label={t('list')}>
        <Head shown={shown} />
        <List shown={shown} />
      </section>
      <section className={classes.detail} aria-label={t('content')} tabIndex={-1}>
        {shown.open === undefined ? (
          <Notice title={t('choose')} hint={t('chooseHint')} />
        ) : (
          <MessageDetail key={shown.open} id={shown.open} />
        )}
      </section>
    </div>
  )
}

function Head({ shown }: { shown: MessagesShown }) {
  const { t } = useTranslation('messages')
  const { status, open: _open, ...filters } = shown
  const isFiltered = Object.keys(filters).length > 0
  return (
    <header className={classes.head}>
      <ScreenTitle>{t('title')}</ScreenTitle>
      <nav className={classes.folders} aria-label={t('folders')}>
        {FOLDERS.map((folder) => (
          <Link
            key={folder}
            to="/messages"
            search={{ ...filters, reason: undefined, status: folder }}
            className={classes.folder}
            aria-current={folder === status ? 'page' : undefined}
            activeProps={{}}
          >
            {t(`folder.${folder}`)}
          </Link>
        ))}
      </nav>
      {isFiltered && <Filtered shown={shown} />}
    </header>
  )
}

/** What needs somebody first. */
const FOLDERS = MESSAGE_STATUSES.toSorted((a, b) => Number(b === 'FAILED') - Number(a === 'FAILED'))

function Filtered({ shown: { status } }: { shown: MessagesShown }) {
  const { t } = useTranslation('messages')
  return (
    <div className={classes.filtered}>
      <Text size="sm">{t('filtered')}</Text>
      <Button
        size="compact-sm"
        variant="default"
        renderRoot={(props: object) => <Link to="/messages" search={{ status }} {...props} />}
      >
        {t('unfilter')}
      </Button>
    </div>
  )
}

type Pages = InfiniteData<Page<MessageRow>, string | null>

function useMessages({ open: _open, ...filters }: MessagesShown) {
  return useInfiniteQuery({
    queryKey: ['messages', filters],
    queryFn: ({ pageParam, signal }) =>
      get<Page<MessageRow>>(pathOf(filters, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }: Pages) => pages.flatMap(({ items }) => items),
  })
}

function List({ shown }: { shown: MessagesShown }) {
  const { t } = useTranslation('messages')
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useMessages(shown)
  const navigate = useNavigate()
  const step = (by: number) => {
    if (data === undefined || data.length === 0) return
    const at = data.findIndex(({ id }) => id === shown.open)
    const next = data[Math.min(Math.max(at + by, 0), data.length - 1)]
    const search = { ...shown, open: next?.id }
    void navigate({ to: '/messages', search, replace: true })
  }
  useKeys({
    down: () => step(1),
    up: () => step(-1),
    close: () => void navigate({ to: '/messages', search: { ...shown, open: undefined } }),
  })
  if (data === undefined) {
    return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />
  }
  if (data.length === 0) {
    const { status, open: _open, ...filters } = shown
    const isFiltered = Object.keys(filters).length > 0
    return <Notice title={t(`empty.${status}`)} {...(isFiltered && { hint: t('emptyFiltered') })} />
  }
  return (
    <ul className={classes.rows}>
      {data.map((message) => (
        <li key={message.id}>
          <Row message={message} shown={shown} />
        </li>
      ))}
      <li>
        <Group justify="center" p="sm">
          {hasNextPage ? (
            <Button
              variant="default"
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              {t('older')}
            </Button>
          ) : (
            <Text size="xs" c="dimmed">
              {t('count', { count: data.length })}
            </Text>
          )}
        </Group>
      </li>
    </ul>
  )
}

function Row({ message, shown }: { message: MessageRow; shown: MessagesShown }) {
  const { t } = useTranslation(['messages', 'common'])
  const sayOutcome = useSayOutcome()
  const link = useRef<HTMLAnchorElement>(null)
  const isOpen = message.id === shown.open
  const outcome = sayOutcome(message)
  useEffect(() => {
    if (isOpen) link.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  return (
    <Link
      ref={link}
      to="/messages"
      search={{ ...shown, open: message.id }}
      replace={shown.open !== undefined}
      className={classes.row}
      activeProps={{}}
      aria-current={isOpen ? 'true' : undefined}
    >
      <span>
        {message.user.name}{' '}
        <span className={classes.quiet}>
          {t('common:day', { day: message.dayIndex })} · {t(`types.${message.messageType}`)}
        </span>
      </span>
      <span className={classes.quiet}>
        <When at={message.createdAt} />
      </span>
      <span className={`${classes.line} ${classes.quiet}`}>{message.content ?? t('erased')}</span>
      <span className={classes.quiet}>{t(`kinds.${message.kind}`)}</span>
      {outcome !== undefined && message.status !== 'SUCCESS' && (
        <span className={classes.why}>{outcome}</span>
      )}
    </Link>
  )
}
