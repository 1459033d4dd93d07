import { Alert, Button, Group, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery, type InfiniteData } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { MESSAGE_STATUSES } from '../../../../src/support/user-support-message/user-support-message.ts'
import type { MessageRow } from '../../../../src/support/user-support-message/contract.ts'
import { messageSendingQuery } from '../../api/administration.ts'
import { get } from '../../api/client.ts'
import type { Page } from '../../api/types.ts'
import { useMay } from '../../app/session.tsx'
import { useKeys } from '../../keys/keys.ts'
import { useStepping } from '../../keys/stepping.ts'
import { Narrowed, useSayDays, useSiteName } from '../../parts/narrowed.tsx'
import { Failed, Loading, NoRight, Notice, ScreenTitle } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { pathOf, type MessagesShown } from './filters.ts'
import { MessageDetail } from './message-detail.tsx'
import classes from './messages.module.css'
import { useSayOutcome, useSayReason } from './words.ts'

const route = getRouteApi('/messages')

/** What waits, failed and went out, and each with what became of it. */
export function MessagesScreen() {
  const { t } = useTranslation('messages')
  const shown = route.useSearch()
  const may = useMay('care')
  if (!may) return <NoRight />
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
      <Stopped />
      <nav className={classes.folders} aria-label={t('folders')}>
        {FOLDERS.map((folder) => (
          <Link
            key={folder}
            to="/messages"
            search={{ ...filters, reason: undefined, hasReason: undefined, status: folder }}
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

/** Nobody wonders why nothing goes out. */
function Stopped() {
  const { t } = useTranslation('messages')
  const { data } = useQuery(messageSendingQuery)
  if (data?.isOn !== false) return null
  return (
    <Alert color="orange" p="xs" className={classes.stopped} role="status" title={t('stopped')}>
      {t('stoppedHint')}
    </Alert>
  )
}

/** What needs somebody first. */
const FOLDERS = MESSAGE_STATUSES.toSorted((a, b) => Number(b === 'FAILED') - Number(a === 'FAILED'))

function Filtered({ shown }: { shown: MessagesShown }) {
  const { t } = useTranslation('messages')
  const sayReason = useSayReason()
  const sayDays = useSayDays()
  const siteName = useSiteName()
  const { status, reason, hasReason, siteId } = shown
  const why = reason === undefined ? undefined : sayReason(reason)
  return (
    <div className={classes.filtered}>
      <Narrowed
        by={[hasReason === false ? t('noReason') : why, sayDays(shown), siteName(siteId)]}
      />
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
  const { stepTo } = useStepping({
    count: data?.length ?? 0,
    chosenAt: data?.findIndex(({ id }) => id === shown.open) ?? -1,
    isChosen: shown.open !== undefined,
  })
  const step = (by: 1 | -1) => {
    const next = data?.[stepTo(by)]
    if (next === undefined) return
    focusOn(next.id)
    void navigate({ to: '/messages', search: { ...shown, open: next.id }, replace: true })
  }
  const close = () => {
    void navigate({ to: '/messages', search: { ...shown, open: undefined } })
    if (shown.open !== undefined) focusOn(shown.open)
  }
  useKeys({
    down: () => step(1),
    up: () => step(-1),
    close,
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

/** Puts the focus on the row of that message, where it is on the list. */
function focusOn(id: number) {
  document.querySelector<HTMLElement>(`[data-message="${id}"]`)?.focus({ preventScroll: true })
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
      data-message={message.id}
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
