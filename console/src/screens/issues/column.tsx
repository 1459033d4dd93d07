import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { IssueOnBoard, IssueStatus } from '../../api/types.ts'
import type { useColumn } from './board.ts'
import classes from './issues.module.css'
import { mayMove } from './moves.ts'

type ColumnProps = Readonly<{
  status: IssueStatus
  column: ReturnType<typeof useColumn>
  /** How many there are of it, where that is known to be more than are shown. */
  count: number | undefined
  dragged: IssueOnBoard | undefined
  drop: () => void
  children: (issue: IssueOnBoard) => ReactNode
}>

/** One status of the board, which takes what is dropped on it. */
export function BoardColumn(props: ColumnProps) {
  const { status, column, count, dragged, drop, children } = props
  const { t } = useTranslation('issues')
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = column
  const issues = data?.pages.flatMap(({ items }) => items) ?? []
  const heading = `issues-${status}`
  const takes =
    dragged !== undefined && dragged.status !== status && mayMove(dragged.status, status)
  const refuses = dragged !== undefined && dragged.status !== status && !takes
  return (
    // Dragging is one way of three: the menu of a card and the keys are the others.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={classes.column}
      aria-labelledby={heading}
      data-column={status}
      data-takes={takes}
      data-refuses={refuses}
      onDragOver={(event) => {
        if (dragged === undefined) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'move'
      }}
      onDrop={(event) => {
        event.preventDefault()
        drop()
      }}
    >
      <h2 id={heading} className={classes.columnHead}>
        <span className={classes.dot} data-status={status} aria-hidden="true" />
        {t(`status.${status}`)}
        <span className={classes.count}>
          {hasNextPage ? (count ?? `${issues.length}+`) : issues.length}
        </span>
      </h2>
      <div className={classes.cards}>
        {issues.length === 0 && <p className={classes.empty}>{t('empty')}</p>}
        <ul className={classes.list}>{issues.map(children)}</ul>
        {hasNextPage && (
          <Button
            variant="subtle"
            size="xs"
            fullWidth
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {t('more')}
          </Button>
        )}
      </div>
    </section>
  )
}
