import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Loader } from '@mantine/core'
import type { UserInList } from '../../api/types.ts'
import type { UsersShown } from '../../app/filters.ts'
import { useSayWhy } from '../../app/words.ts'
import { useKeys } from '../../keys/keys.ts'
import { UserLine } from './user-line.tsx'
import classes from './users.module.css'

const ROW_HEIGHT = 44
/** How many rows before its end the list asks for more. */
const AHEAD = 30

/** The columns, and what the server sorts by. */
const COLUMNS = [
  { name: 'name', sort: 'name' },
  { name: 'phone' },
  { name: 'place' },
  { name: 'day', sort: 'day' },
  { name: 'calls' },
  { name: 'nextDue', sort: 'nextDue' },
  { name: 'openIssues' },
  { name: 'lastContact', sort: 'lastContact' },
  { name: 'lastMemo' },
] as const

type Sort = NonNullable<UsersShown['sort']>
type TableProps = Readonly<{
  users: readonly UserInList[]
  openedUser: string | undefined
  sort: Sort
  sortBy: (sort: Sort) => void
  open: (user: UserInList) => void
  more: Readonly<{ has: boolean; error: unknown; load: () => void }>
}>

/** Rows of which only those near the window are in the page: ten thousand are as light as fifty. */
export function Table({ users, openedUser, sort, sortBy, open, more }: TableProps) {
  const { t } = useTranslation('users')
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: users.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    getItemKey: (index) => users[index]?.userId ?? index,
  })
  const [chosenId, setChosenId] = useState<string>()
  const chosenAt = users.findIndex(({ userId }) => userId === chosenId)
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useMore(more, last >= users.length - AHEAD)

  function step(by: 1 | -1) {
    const at = Math.min(Math.max(chosenAt + by, 0), users.length - 1)
    const user = users[at]
    if (user === undefined) return
    setChosenId(user.userId)
    rows.scrollToIndex(at)
    requestAnimationFrame(() => focusUser(user.userId))
    if (openedUser !== undefined) open(user)
  }
  useKeys({
    down: () => step(1),
    up: () => step(-1),
    open: () => {
      const chosen = users[chosenAt]
      if (chosen !== undefined) open(chosen)
    },
  })

  return (
    <div ref={scroller} className={classes.scroller}>
      <div
        role="table"
        aria-label={t('list')}
        aria-rowcount={more.has ? -1 : users.length + 1}
        className={classes.table}
      >
        <div role="rowgroup" className={classes.tableHead}>
          <div role="row" aria-rowindex={1} className={classes.row}>
            {COLUMNS.map((column) => (
              <ColumnHead key={column.name} column={column} sort={sort} sortBy={sortBy} />
            ))}
          </div>
        </div>
        <div role="rowgroup" className={classes.rows} style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, start, key }) => {
            const user = users[index]
            return (
              user !== undefined && (
                <UserLine
                  key={key}
                  user={user}
                  index={index}
                  start={start}
                  isOpened={user.userId === openedUser}
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

type HeadProps = Readonly<{ column: (typeof COLUMNS)[number] }> &
  Pick<TableProps, 'sort' | 'sortBy'>

function ColumnHead({ column, sort, sortBy }: HeadProps) {
  const { t } = useTranslation('users')
  const words = t(column.name)
  if (!('sort' in column)) {
    return (
      <div role="columnheader" data-column={column.name}>
        {words}
      </div>
    )
  }
  const isUp = sort === column.sort
  const isDown = sort === `-${column.sort}`
  return (
    <div
      role="columnheader"
      data-column={column.name}
      aria-sort={isUp ? 'ascending' : isDown ? 'descending' : 'none'}
    >
      <button
        type="button"
        className={classes.sort}
        title={t(isUp ? 'sortDown' : 'sortUp', { column: words })}
        onClick={() => sortBy(isUp ? `-${column.sort}` : column.sort)}
      >
        {words}
        <span aria-hidden="true" className={classes.arrow}>
          {isUp ? '↑' : isDown ? '↓' : ''}
        </span>
      </button>
    </div>
  )
}

/** Puts the focus on somebody's row, where it is in the page. */
export function focusUser(userId: string) {
  document.querySelector<HTMLElement>(`[data-user="${CSS.escape(userId)}"]`)?.focus()
}
