import { useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IssueOnBoard, IssueStatus } from '../../api/types.ts'
import { useNow, zoneOfProgramme } from '../../app/clock.ts'
import type { IssuesShown } from '../../app/filters.ts'
import { usePreference } from '../../app/preferences.ts'
import { useMay } from '../../app/session.tsx'
import { dayOf, instantOf } from '../../app/when.ts'
import { useKeys } from '../../keys/keys.ts'
import { Failed, Loading, NoRight, Notice, ScreenTitle } from '../../parts/states.tsx'
import { useColumn, useMove, type Move, type Shown } from './board.ts'
import { Card } from './card.tsx'
import { BoardColumn } from './column.tsx'
import { Filters } from './filters.tsx'
import { focusNote } from './focus-note.ts'
import classes from './issues.module.css'
import { COLUMNS, mayMove, nearestMove } from './moves.ts'
import { focusBeside, focusedIssue } from './walk.ts'

const DAY = 86_400_000
/** Issues that are closed and were raised longer ago stay off the board until they are asked for. */
const RECENT = 90

/** The board of issues: a column for each status, the oldest first. */
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
  const [focus] = useState(focusNote)
  const move = useMove(shown)
  const [dragged, setDragged] = useState<IssueOnBoard>()

  const moveWithFocus: Move = (issue, to) => {
    if (mayMove(issue.status, to)) focus.follow(issue.id)
    move(issue, to)
  }
  useBoardKeys((id, status, direction) => {
    const issue = columns[status].data?.pages
      .flatMap(({ items }) => items)
      .find((one) => one.id === id)
    const to = nearestMove(status, direction)
    if (issue !== undefined && to !== undefined) moveWithFocus(issue, to)
  })

  const isEmpty = all.every(({ data }) => data?.pages[0]?.items.length === 0)
  return (
    <div className={classes.screen}>
      <header className={classes.header}>
        <ScreenTitle>{t('title')}</ScreenTitle>
        <Filters filters={filters} closed={closed} setClosed={setClosed} />
      </header>
      {failed !== undefined ? (
        <Failed error={failed.error} retry={() => all.forEach(({ refetch }) => void refetch())} />
      ) : all.some(({ isPending }) => isPending) ? (
        <Loading />
      ) : isEmpty && Object.values(filters).every((value) => value === undefined) ? (
        <Notice title={t('noneAtAll')} hint={t('noneAtAllHint')} />
      ) : (
        <div className={classes.board}>
          {COLUMNS.map((status) => (
            <BoardColumn
              key={status}
              status={status}
              column={columns[status]}
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
                  move={moveWithFocus}
                  takesFocus={focus.takes}
                  drag={setDragged}
                />
              )}
            </BoardColumn>
          ))}
        </div>
      )}
    </div>
  )
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

/** j/k and arrows walk, with shift they move what has the focus. */
function useBoardKeys(move: (id: number, status: IssueStatus, direction: 1 | -1) => void) {
  const moveFocused = (direction: 1 | -1) => () => {
    const focused = focusedIssue()
    if (focused !== undefined) move(focused.id, focused.status, direction)
  }
  useKeys({
    down: () => focusBeside('down'),
    up: () => focusBeside('up'),
    left: () => focusBeside('left'),
    right: () => focusBeside('right'),
    moveLeft: moveFocused(-1),
    moveRight: moveFocused(1),
  })
}
