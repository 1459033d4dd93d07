import { Button } from '@mantine/core'
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IssueOnBoard } from '../../api/types.ts'
import { useNow, zoneOfProgramme } from '../../app/clock.ts'
import type { IssuesShown } from '../../app/filters.ts'
import { usePreference } from '../../app/preferences.ts'
import { useMay } from '../../app/session.tsx'
import { dayOf, instantOf } from '../../app/when.ts'
import { useKeys } from '../../keys/keys.ts'
import { useKeptFocus } from '../../parts/kept-focus.ts'
import { Failed, Loading, NoRight, Notice, ScreenTitle } from '../../parts/states.tsx'
import { BesideList, type Beside } from '../today/next.ts'
import { useAnyClosed, useColumn, useCounts, useMove, type Shown } from './board.ts'
import { Card } from './card.tsx'
import { BoardColumn } from './column.tsx'
import { Filters } from './filters.tsx'
import { focusNote } from './focus-note.ts'
import classes from './issues.module.css'
import { columnBeside, COLUMNS, nearestMove } from './moves.ts'
import { focusBeside, focusedIssue, focusIssue, type Direction } from './walk.ts'

const DAY = 86_400_000
/** Issues that are closed and were raised longer ago stay off the board until they are asked for. */
const RECENT = 90

/** The board of issues: a column for each status, the oldest first; and beside it whoever is opened. */
export function IssuesScreen() {
  return useMay('care') ? <Board /> : <NoRight />
}

function Board() {
  const { t } = useTranslation('issues')
  const filters = useSearch({ from: '/issues' })
  const [closed, setClosed] = usePreference<'recent' | 'all'>('issues.closed', 'recent')
  const shown = useShown(filters, closed === 'recent')
  const columns = {
    REGISTERED: useColumn('REGISTERED', shown.REGISTERED),
    IN_PROGRESS: useColumn('IN_PROGRESS', shown.IN_PROGRESS),
    RESOLVED: useColumn('RESOLVED', shown.RESOLVED),
    CANCELLED: useColumn('CANCELLED', shown.CANCELLED),
  }
  const all = COLUMNS.map((status) => columns[status])
  const failed = all.find(({ isError, data }) => isError && data === undefined)
  const issues = all.flatMap(({ data }) => data?.pages.flatMap(({ items }) => items) ?? [])
  const { opened, open, beside } = useOpened(issues)
  const [focus] = useState(focusNote)
  const move = useMove(shown, ({ id }) => focus.follow(id))
  const [dragged, setDragged] = useState<IssueOnBoard>()
  const counts = useCounts(
    shown,
    all.some(({ hasNextPage }) => hasNextPage),
  )
  useBoardKeys(issues, {
    move: (issue, direction) => {
      const { status } = issue
      const to = nearestMove(status, direction) ?? columnBeside(status, direction)
      if (to !== undefined) move(issue, to)
    },
    open,
    isOpen: beside !== undefined,
  })

  const keepsFocus = useKeptFocus<HTMLDivElement>()
  const isEmpty = all.every(({ data }) => data?.pages[0]?.items.length === 0)
  return (
    <div className={classes.screen} data-beside={beside !== undefined || undefined}>
      <div className={classes.issues}>
        <header className={classes.header}>
          <ScreenTitle>{t('title')}</ScreenTitle>
          <Filters filters={filters} closed={closed} setClosed={setClosed} />
        </header>
        {failed !== undefined ? (
          <Failed error={failed.error} retry={() => all.forEach(({ refetch }) => void refetch())} />
        ) : all.some(({ isPending }) => isPending) ? (
          <Loading />
        ) : isEmpty && Object.values(filters).every((value) => value === undefined) ? (
          <NoIssues hidesOld={closed === 'recent'} showAll={() => setClosed('all')} />
        ) : (
          <div className={classes.board} {...keepsFocus}>
            {COLUMNS.map((status) => (
              <BoardColumn
                key={status}
                status={status}
                column={columns[status]}
                count={counts?.[status]}
                dragged={dragged}
                drop={() => {
                  if (dragged !== undefined) move(dragged, status)
                  setDragged(undefined)
                }}
              >
                {(issue) => (
                  <Card
                    key={issue.id}
                    issue={issue}
                    isOpened={issue === opened}
                    move={move}
                    takesFocus={focus.takes}
                    drag={setDragged}
                    open={open}
                  />
                )}
              </BoardColumn>
            ))}
          </div>
        )}
      </div>
      <BesideList value={beside}>
        <Outlet />
      </BesideList>
    </div>
  )
}

type NoIssuesProps = Readonly<{ hidesOld: boolean; showAll: () => void }>

/** Nothing on the whole board; closed issues may be older than it shows. */
function NoIssues({ hidesOld, showAll }: NoIssuesProps) {
  const { t } = useTranslation('issues')
  const isAny = useAnyClosed(hidesOld)
  if (!hidesOld || !isAny) return <Notice title={t('noneAtAll')} hint={t('noneAtAllHint')} />
  return (
    <Notice title={t('noneOpen')} hint={t('noneRecent')}>
      <Button variant="default" onClick={showAll}>
        {t('showClosed')}
      </Button>
    </Notice>
  )
}

/** Whose user is open beside the board, and by which of their issues. */
function useOpened(issues: readonly IssueOnBoard[]) {
  const { userId } = useParams({ strict: false })
  const navigate = useNavigate()
  const [chosenId, choose] = useState<number>()
  const own = issues.filter(({ user }) => user.userId === userId)
  const opened = own.find(({ id }) => id === chosenId) ?? own[0]
  function open(issue: IssueOnBoard) {
    choose(issue.id)
    const params = { userId: issue.user.userId }
    void navigate({ to: '/issues/$userId', params, search: true })
  }
  function close() {
    void navigate({ to: '/issues', search: true })
    requestAnimationFrame(() => opened !== undefined && focusIssue(opened.id))
  }
  function openAfter() {
    const rest = opened === undefined ? issues : issues.slice(issues.indexOf(opened) + 1)
    const next = rest.find(({ user }) => user.userId !== userId)
    if (next === undefined) close()
    else open(next)
  }
  const beside: Beside | undefined =
    userId === undefined ? undefined : { openAfter, close, chosen: undefined }
  useKeys({ close }, { on: beside !== undefined })
  return { opened, open, beside }
}

/** What each column shows: closed issues only recent ones, unless a time was asked for. */
function useShown(filters: IssuesShown, onlyRecent: boolean): Shown {
  const zone = zoneOfProgramme()
  const since = dayOf(useNow() - RECENT * DAY, zone)
  const { siteId, createdFrom, createdBefore } = filters
  return useMemo(() => {
    const open: IssuesShown = { siteId, createdFrom, createdBefore }
    const isWindow = createdFrom !== undefined || createdBefore !== undefined
    const recent = new Date(instantOf(since, '00:00', zone)).toISOString()
    const closed = onlyRecent && !isWindow ? { siteId, createdFrom: recent } : open
    return { REGISTERED: open, IN_PROGRESS: open, RESOLVED: closed, CANCELLED: closed }
  }, [siteId, createdFrom, createdBefore, onlyRecent, since, zone])
}

type BoardActs = Readonly<{
  move: (issue: IssueOnBoard, direction: 1 | -1) => void
  open: (issue: IssueOnBoard) => void
  /** Whether a user is open, who then changes with each step. */
  isOpen: boolean
}>

/** j/k and arrows walk, with shift they move what has the focus. */
function useBoardKeys(issues: readonly IssueOnBoard[], { move, open, isOpen }: BoardActs) {
  function withFocused(act: (issue: IssueOnBoard) => void) {
    const focused = focusedIssue()
    const issue = issues.find(({ id }) => id === focused?.id)
    if (issue !== undefined) act(issue)
  }
  const walk = (direction: Direction) => () => {
    focusBeside(direction)
    if (isOpen) withFocused(open)
  }
  useKeys({
    down: walk('down'),
    up: walk('up'),
    left: walk('left'),
    right: walk('right'),
    open: () => withFocused(open),
    moveLeft: () => withFocused((issue) => move(issue, -1)),
    moveRight: () => withFocused((issue) => move(issue, 1)),
  })
}
