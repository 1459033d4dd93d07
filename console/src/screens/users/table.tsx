import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useEffectEvent, useRef, useState, type CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Loader } from '@mantine/core'
import type { UserInList } from '../../api/types.ts'
import { useSayWhy } from '../../app/words.ts'
import { useKeys } from '../../keys/keys.ts'
import { useStepping } from '../../keys/stepping.ts'
import { ariaSortOf } from '../../parts/sorting.ts'
import { ColumnHead } from '../../parts/table.tsx'
import { layoutOf, nameOf, type UsersTable } from './definitions.tsx'
import { UserLine } from './user-line.tsx'
import classes from './users.module.css'

const ROW_HEIGHT = 44
/** How many rows before its end the list asks for more. */
const AHEAD = 30

type TableProps = Readonly<{
  table: UsersTable
  /** Which list it is: another one begins at its top. */
  list: string
  openedUser: string | undefined
  open: (user: UserInList) => void
  /** The first user, when one goes on to their row. */
  goal: string | undefined
  more: Readonly<{ has: boolean; error: unknown; load: () => void }>
}>

/** Rows of which only those near the window are in the page: ten thousand are as light as fifty. */
export function Table({ table, list, openedUser, open, goal, more }: TableProps) {
  const { t } = useTranslation('users')
  const scroller = useRef<HTMLDivElement>(null)
  const { rows } = table.getRowModel()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    // Another function has all rows measured anew.
    getItemKey: useCallback((index: number) => rows[index]?.id ?? index, [rows]),
  })
  const [chosenId, setChosenId] = useState<string>()
  const chosenAt = rows.findIndex(({ id }) => id === chosenId)
  const isChosen = chosenId !== undefined
  const { stepTo } = useStepping({ count: rows.length, chosenAt, isChosen })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useMore(more, last >= rows.length - AHEAD)
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
    setChosenId(undefined)
  }, [list])

  const goTo = useEffectEvent((userId: string) => {
    virtual.scrollToIndex(0)
    requestAnimationFrame(() => focusUser(userId))
  })
  useEffect(() => {
    if (goal !== undefined) goTo(goal)
  }, [goal])

  function step(by: 1 | -1) {
    const at = stepTo(by)
    const row = rows[at]
    if (row === undefined) return
    setChosenId(row.id)
    virtual.scrollToIndex(at)
    requestAnimationFrame(() => focusUser(row.id))
    if (openedUser !== undefined) open(row.original)
  }
  useKeys({
    down: () => step(1),
    up: () => step(-1),
    open: () => {
      const chosen = rows[chosenAt]
      if (chosen !== undefined) open(chosen.original)
    },
  })

  return (
    <div ref={scroller} className={classes.scroller}>
      <div
        role="table"
        aria-label={t('list')}
        aria-rowcount={more.has ? -1 : rows.length + 1}
        className={classes.table}
        style={layoutOf(table) as CSSProperties}
      >
        <div role="rowgroup" className={classes.tableHead}>
          <div role="row" aria-rowindex={1} className={classes.row}>
            {table.getVisibleLeafColumns().map((column) => (
              <div
                key={column.id}
                role="columnheader"
                data-column={column.id}
                aria-sort={ariaSortOf(column)}
              >
                <ColumnHead column={column} words={t(nameOf(column))} />
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
          {shown.map(({ index, start, key }) => {
            const row = rows[index]
            return (
              row !== undefined && (
                <UserLine
                  key={key}
                  user={row.original}
                  cells={row.getVisibleCells()}
                  index={index}
                  start={start}
                  isOpened={row.id === openedUser}
                  isFirst={chosenAt === -1 ? index === 0 : index === chosenAt}
                  choose={setChosenId}
                  open={open}
                />
              )
            )
          })}
        </div>
      </div>
      {more.has && <More error={more.error} load={more.load} />}
    </div>
  )
}

function useMore({ has, error, load }: TableProps['more'], isNear: boolean) {
  const isWanted = has && isNear && error === null
  useEffect(() => {
    if (isWanted) load()
  }, [isWanted, load])
}

function More({ error, load }: { error: unknown; load: () => void }) {
  const { t } = useTranslation(['users', 'common'])
  const say = useSayWhy()
  if (error === null) return <div className={classes.more}>{<Loader size="xs" type="dots" />}</div>
  return (
    <div className={classes.more} role="status">
      {t('moreFailed')} · {say(error)}
      <Button size="xs" variant="default" onClick={load}>
        {t('common:retry')}
      </Button>
    </div>
  )
}

/** Puts the focus on somebody's row, where it is in the page. */
export function focusUser(userId: string) {
  document.querySelector<HTMLElement>(`[data-user="${CSS.escape(userId)}"]`)?.focus()
}
