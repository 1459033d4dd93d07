import { Button, Group as Line } from '@mantine/core'
import { useNavigate, Outlet, useParams } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../api/client.ts'
import type { Counts, OutboundId, OutboundRow, Page } from '../../api/types.ts'
import { told } from '../../app/toasts.tsx'
import { useSaying, useTellWhy } from '../../app/words.ts'
import { KeyHint } from '../../keys/keys-help.tsx'
import { useKeys } from '../../keys/keys.ts'
import { Icon } from '../../parts/icon.tsx'
import { Failed, Loading, Notice, ScreenTitle } from '../../parts/states.tsx'
import { FilterBar } from './filters.tsx'
import type { Entry } from './held.ts'
import { List } from './list.tsx'
import { BesideList, type Beside } from './next.ts'
import { useReminders } from './reminders.ts'
import { GROUPS, type Group } from './rows.ts'
import classes from './today.module.css'
import { useCounts, useGroup, useLiveRows, type Filters } from './worklist.ts'

/** The day's calls, and beside them whoever is opened. */
export function TodayScreen() {
  const { t } = useTranslation('today')
  const { today } = useSaying()
  const navigate = useNavigate()
  const { userId: openedUser } = useParams({ strict: false })
  const [filters, setFilters] = useState<Filters>({})
  const [chosenId, setChosenId] = useState<OutboundId>()
  const [jump, setJump] = useState<{ to: Group; count: number }>()
  const { parts, rows, entries, loading, failed } = useList(today, filters)
  const resolved = useResolved(today, filters)
  useReminders(rows)

  const choose = useCallback((row: OutboundRow) => setChosenId(row.id), [])
  const show = useCallback(
    (row: OutboundRow) => {
      setChosenId(row.id)
      void navigate({ to: '/today/$userId', params: { userId: row.userId } })
    },
    [navigate],
  )
  const place = useRef(0)
  const chosenAt = rows.findIndex(({ id }) => id === chosenId)
  useEffect(() => {
    if (chosenAt >= 0) place.current = chosenAt
  }, [chosenAt])

  const next = useNext(filters, show)

  /** A row that has gone leaves its place to the one after it. */
  function step(by: 1 | -1) {
    const at =
      chosenAt >= 0
        ? chosenAt + by
        : chosenId === undefined
          ? 0
          : place.current + (by === 1 ? 0 : -1)
    const row = rows[Math.max(0, Math.min(rows.length - 1, at))]
    if (row === undefined) return
    if (openedUser === undefined) setChosenId(row.id)
    else show(row)
    requestAnimationFrame(() => focusRow(row.id))
  }

  const close = useCallback(() => {
    void navigate({ to: '/today' })
    requestAnimationFrame(() => chosenId !== undefined && focusRow(chosenId))
  }, [navigate, chosenId])

  const openAfter = useCallback(
    (id: OutboundId) => {
      const at = rows.findIndex((row) => row.id === id)
      const row = rows.filter((other) => other.id !== id)[at >= 0 ? at : place.current]
      if (row === undefined) told(t('noneLeft'))
      else show(row)
    },
    [rows, show, t],
  )

  useKeys({
    down: () => step(1),
    up: () => step(-1),
    open: () => chosenAt >= 0 && rows[chosenAt] !== undefined && show(rows[chosenAt]),
    next: () => void next(),
    ...(openedUser !== undefined && { close }),
  })

  const chosen = rows[chosenAt]
  const beside = useMemo((): Beside => ({ openAfter, close, chosen }), [openAfter, close, chosen])
  const empty = !loading && rows.length === 0
  return (
    <div className={classes.screen} data-beside={openedUser !== undefined || undefined}>
      <section className={classes.work} aria-labelledby="today-title">
        <div className={classes.top}>
          <Line justify="space-between" wrap="nowrap" id="today-title">
            <ScreenTitle>{t('title')}</ScreenTitle>
            <Button
              size="xs"
              rightSection={<KeyHint of="next" />}
              leftSection={<Icon name="next" size={14} />}
              onClick={() => void next()}
            >
              {t('next')}
            </Button>
          </Line>
          <CountBar
            today={today}
            jump={(to) => setJump((last) => ({ to, count: (last?.count ?? 0) + 1 }))}
          />
          <FilterBar filters={filters} change={setFilters} />
        </div>
        {failed === undefined ? (
          loading ? (
            <Loading />
          ) : empty ? (
            <Empty filtered={Object.keys(filters).length > 0} clear={() => setFilters({})} />
          ) : (
            <List
              entries={entries}
              chosenId={chosenId}
              openedUser={openedUser}
              resolved={resolved}
              choose={choose}
              more={(group) => {
                const part = parts[group]
                if (part.hasNextPage && !part.isFetchingNextPage) void part.fetchNextPage()
              }}
              jump={jump}
            />
          )
        ) : (
          <Failed
            error={failed}
            retry={() => GROUPS.forEach((group) => void parts[group].refetch())}
          />
        )}
      </section>
      <BesideList value={beside}>
        <Outlet />
      </BesideList>
    </div>
  )
}

/** Takes the first call that nobody is on, as the server chooses it, and shows it. */
function useNext(filters: Filters, show: (row: OutboundRow) => void): () => Promise<void> {
  const { t } = useTranslation('today')
  const tellWhy = useTellWhy()
  return async () => {
    try {
      const row = await send<OutboundRow | undefined>('POST', '/v1/outbounds/next', filters)
      if (row === undefined) told(t('noneLeft'))
      else show(row)
    } catch (error) {
      tellWhy(error)
    }
  }
}

function useList(today: string, filters: Filters) {
  const scheduled = useGroup('scheduled', today, filters)
  const overdue = useGroup('overdue', today, filters)
  const due = useGroup('due', today, filters)
  const { data: counts } = useCounts(today)
  const narrowed = Object.keys(filters).length > 0
  const [one, two, three] = [pagesOf(scheduled), pagesOf(overdue), pagesOf(due)]
  const entries = useMemo(() => {
    const totals = narrowed || counts === undefined ? undefined : totalsOf(counts)
    return [
      ...entriesOf('scheduled', one, totals?.scheduled),
      ...entriesOf('overdue', two, totals?.overdue),
      ...entriesOf('due', three, totals?.due),
    ]
  }, [one, two, three, counts, narrowed])
  const rows = useMemo(
    () => entries.flatMap((entry) => (entry.kind === 'row' ? [entry.row] : [])),
    [entries],
  )
  const parts = { scheduled, overdue, due }
  const all = [scheduled, overdue, due]
  return {
    parts,
    entries,
    rows,
    loading: all.some(({ isPending }) => isPending),
    failed: all.find(({ isError, data }) => isError && data === undefined)?.error ?? undefined,
  }
}

type Pages = readonly Page<OutboundRow>[]
const NO_PAGES: Pages = []

function pagesOf({ data }: { data: { pages: Pages } | undefined }): Pages {
  return data?.pages ?? NO_PAGES
}

/** A part with its heading; while there is more to load, its number is the server's. */
function entriesOf(group: Group, pages: Pages, total: number | undefined): Entry[] {
  const rows = pages.flatMap(({ items }) => items)
  if (rows.length === 0) return []
  const isAll = pages.at(-1)?.nextCursor === null
  return [
    { kind: 'header', key: group, group, count: isAll ? rows.length : (total ?? rows.length) },
    ...rows.map((row): Entry => ({ kind: 'row', key: String(row.id), group, row })),
    ...(isAll ? [] : [{ kind: 'more', key: `${group}-more`, group } as const]),
  ]
}

function totalsOf({ overdue, today, scheduled }: Counts) {
  return { scheduled, overdue, due: today - scheduled }
}

/** Who resolved what has just gone, for the rows that say so before they go. */
function useResolved(today: string, filters: Filters): ReadonlyMap<number, OutboundRow> {
  const [resolved, setResolved] = useState<ReadonlyMap<number, OutboundRow>>(new Map())
  useLiveRows(today, filters, (row) => setResolved((before) => new Map(before).set(row.id, row)))
  return resolved
}

function CountBar({ today, jump }: { today: string; jump: (to: Group) => void }) {
  const { t } = useTranslation('today')
  const { data } = useCounts(today)
  const totals = data === undefined ? undefined : totalsOf(data)
  return (
    <div className={classes.counts}>
      {GROUPS.map((group) => (
        <button
          key={group}
          type="button"
          className={classes.count}
          data-group={group}
          onClick={() => jump(group)}
        >
          {t(`groups.${group}`)} <b>{totals?.[group] ?? '–'}</b>
        </button>
      ))}
      <span className={classes.count}>
        {t('completedToday')} <b>{data?.completedToday ?? '–'}</b>
      </span>
    </div>
  )
}

function Empty({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const { t } = useTranslation('today')
  if (!filtered) return <Notice title={t('allDone')} hint={t('allDoneHint')} />
  return (
    <Notice title={t('nothingFits')}>
      <Button variant="default" onClick={clear}>
        {t('clear')}
      </Button>
    </Notice>
  )
}

function focusRow(id: number) {
  document.querySelector<HTMLElement>(`[data-call="${id}"]`)?.focus({ preventScroll: true })
}
