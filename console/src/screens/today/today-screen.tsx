import { Button, Group as Line } from '@mantine/core'
import { useLocation, useNavigate, Outlet, useParams } from '@tanstack/react-router'
import { useCallback, useEffect, useEffectEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Counts, OutboundId, OutboundRow, Page } from '../../api/types.ts'
import { useNextCall, useOpenCall } from '../../app/next-call.ts'
import { told } from '../../app/toasts.tsx'
import { useMay } from '../../app/session.tsx'
import { useSaying } from '../../app/words.ts'
import { KeyHint } from '../../keys/keys-help.tsx'
import { actOf, useKeys } from '../../keys/keys.ts'
import { useStepping } from '../../keys/stepping.ts'
import { Icon } from '../../parts/icon.tsx'
import { Failed, Loading, NoRight, Notice, ScreenTitle } from '../../parts/states.tsx'
import { FilterBar } from './filters.tsx'
import type { Entry } from './held.ts'
import { focusRow, isRowFocused, List } from './list.tsx'
import { BesideList, type Beside } from './next.ts'
import { GROUPS, type Group } from './rows.ts'
import classes from './today.module.css'
import { useCounts, useGroup, useLiveRows, type Filters } from './worklist.ts'

/** The day's calls, and beside them whoever is opened. */
export function TodayScreen() {
  return useMay('care') ? <Worklist /> : <NoRight />
}

function Worklist() {
  const { t } = useTranslation('today')
  const { today } = useSaying()
  const navigate = useNavigate()
  const { userId: openedUser } = useParams({ strict: false })
  const [filters, setFilters] = useState<Filters>({})
  const [goal, setGoal] = useState<'first' | 'chosen'>()
  const [chosenId, setChosenId] = useChosen(() => isRowFocused() && setGoal('chosen'))
  const [jump, setJump] = useState<{ to: Group; count: number }>()
  const { parts, rows, entries, loading, isBehind, failed } = useList(today, filters)
  const resolved = useResolved(today, filters)
  const next = useNextCall(filters)
  const show = useOpenCall()

  const choose = useCallback((row: OutboundRow) => setChosenId(row.id), [setChosenId])
  const chosenAt = rows.findIndex(({ id }) => id === chosenId)
  const isChosen = chosenId !== undefined
  if (!isChosen && openedUser !== undefined) {
    // Opened by its address: the list is at that user, too.
    const row = rows.find(({ userId }) => userId === openedUser)
    if (row !== undefined) setChosenId(row.id)
  }
  const { place, stepTo } = useStepping({ count: rows.length, chosenAt, isChosen })

  function step(by: 1 | -1) {
    const row = rows[stepTo(by)]
    if (row === undefined) return
    if (openedUser === undefined) setChosenId(row.id)
    else show(row)
    requestAnimationFrame(() => focusRow(row.id))
  }

  const close = useCallback(() => {
    void navigate({ to: '/today' })
    setGoal('chosen')
  }, [navigate])

  function clear() {
    setFilters({})
    // The button goes; what is looked for next is typed where the last one was.
    actOf('search')?.()
  }

  const openAfter = useCallback(
    (id: OutboundId) => {
      const at = rows.findIndex((row) => row.id === id)
      const row = rows.filter((other) => other.id !== id)[at >= 0 ? at : place.current]
      if (row === undefined) told(t('noneLeft'))
      else show(row)
    },
    [rows, place, show, t],
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
          <Line justify="space-between" wrap="nowrap">
            <div id="today-title">
              <ScreenTitle>{t('title')}</ScreenTitle>
            </div>
            <Button
              size="xs"
              rightSection={<KeyHint of="next" />}
              leftSection={<Icon name="next" size={14} />}
              // A double click takes one call, not two.
              onClick={({ detail }) => detail < 2 && void next()}
            >
              {t('next')}
            </Button>
          </Line>
          <CountBar
            today={today}
            jump={(to) => setJump((last) => ({ to, count: (last?.count ?? 0) + 1 }))}
          />
          <FilterBar
            filters={filters}
            change={setFilters}
            go={(is) => setGoal(is ? 'first' : undefined)}
          />
        </div>
        {failed === undefined ? (
          loading ? (
            <Loading />
          ) : empty ? (
            <Empty filtered={Object.keys(filters).length > 0} clear={clear} today={today} />
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
              goal={goal === 'chosen' ? chosen?.id : goal && !isBehind ? rows[0]?.id : undefined}
              arrived={() => setGoal(undefined)}
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

/** The call that is chosen on the list: by hand, or because the list was opened at it, which calls back. */
function useChosen(openedAtCall: () => void) {
  const opening = useLocation({ select: ({ state }) => state })
  const [opened, setOpened] = useState(opening)
  const [chosenId, setChosenId] = useState(opening.call)
  if (opening !== opened) {
    setOpened(opening)
    if (opening.call !== undefined) setChosenId(opening.call)
  }
  const tell = useEffectEvent(openedAtCall)
  useEffect(() => {
    if (opening.call !== undefined) tell()
  }, [opening])
  return [chosenId, setChosenId] as const
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
    isBehind: all.some(({ isPlaceholderData }) => isPlaceholderData),
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
          data-late={(group === 'overdue' && (totals?.overdue ?? 0) > 0) || undefined}
          onClick={() => jump(group)}
        >
          {t(`groups.${group}`)} <b>{totals?.[group].toLocaleString() ?? '–'}</b>
        </button>
      ))}
      <span className={classes.count}>
        {t('completedToday')} <b>{data?.completedToday.toLocaleString() ?? '–'}</b>
      </span>
    </div>
  )
}

type EmptyProps = Readonly<{ filtered: boolean; clear: () => void; today: string }>

function Empty({ filtered, clear, today }: EmptyProps) {
  const { t } = useTranslation('today')
  const { data } = useCounts(today)
  const title = data?.completedToday === 0 ? 'noneToday' : 'allDone'
  if (!filtered) return <Notice title={t(title)} hint={t('allDoneHint')} />
  return (
    <Notice title={t('nothingFits')}>
      <Button variant="default" onClick={clear}>
        {t('clear')}
      </Button>
    </Notice>
  )
}
