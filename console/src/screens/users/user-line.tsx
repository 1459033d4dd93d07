import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import type { UserInList } from '../../api/types.ts'
import { contentOf } from '../../parts/table.tsx'
import type { UserRow } from './definitions.tsx'
import classes from './users.module.css'

type LineProps = Readonly<{
  user: UserInList
  /** What is shown of them: the same list as long as neither they nor the columns change. */
  cells: ReturnType<UserRow['getVisibleCells']>
  /** Its place in the list, from 0. */
  index: number
  /** How far from the top of the list, in pixels. */
  start: number
  isOpened: boolean
  /** Whether Tab comes to it. */
  isFirst: boolean
  choose: (userId: string) => void
  open: (user: UserInList) => void
}>

/** One user in a line: who, where, how far, what is next, what was last. */
export const UserLine = memo(function UserLine(props: LineProps) {
  const { user, cells, index, start, isOpened, open } = props
  return (
    // Whoever does not point has the link in its first cell.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      className={`${classes.row} ${classes.line}`}
      data-opened={isOpened || undefined}
      style={{ transform: `translateY(${start}px)` }}
      onClick={({ target }) => {
        const isLink = target instanceof Element && target.closest('a') !== null
        if (!isLink && getSelection()?.isCollapsed !== false) open(user)
      }}
    >
      {cells.map((cell) =>
        cell.column.id === 'name' ? (
          <Name key={cell.id} {...props} />
        ) : (
          <div key={cell.id} role="cell" data-column={cell.column.id}>
            {contentOf(cell)}
          </div>
        ),
      )}
    </div>
  )
})

function Name({ user: { userId, name }, isOpened, isFirst, choose }: LineProps) {
  return (
    <div role="rowheader" data-column="name">
      <Link
        to="/users/$userId"
        params={{ userId }}
        search={true}
        className={classes.name}
        title={name}
        data-user={userId}
        aria-current={isOpened ? 'true' : undefined}
        tabIndex={isFirst ? 0 : -1}
        preload={false}
        onFocus={() => choose(userId)}
      >
        {name}
      </Link>
    </div>
  )
}
