import { ActionIcon, Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { IssueOnBoard } from '../../api/types.ts'
import { useWho } from '../../app/words.ts'
import { Icon } from '../../parts/icon.tsx'
import { Age } from './age.tsx'
import type { Move } from './board.ts'
import classes from './issues.module.css'
import { MOVES } from './moves.ts'

type CardProps = Readonly<{
  issue: IssueOnBoard
  isOpened: boolean
  move: Move
  /** Whether the focus, which was on this issue before it moved, is to come along; asked once. */
  takesFocus: (id: number) => boolean
  drag: (issue: IssueOnBoard | undefined) => void
  /** Its user is opened beside the board. */
  open: (issue: IssueOnBoard) => void
}>

/** One issue: what, of whom, how old, and where it may go. */
export function Card({ issue, isOpened, move, takesFocus, drag, open }: CardProps) {
  const { t } = useTranslation(['issues', 'common'])
  const nameOf = useWho()
  const link = useRef<HTMLAnchorElement>(null)
  const { id, user, site } = issue
  useEffect(() => {
    if (takesFocus(id)) link.current?.focus()
  }, [id, takesFocus])
  return (
    // Whoever does not drag has the menu and the keys.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className={classes.card}
      data-item={id}
      data-opened={isOpened || undefined}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', String(id))
        drag(issue)
      }}
      onDragEnd={() => drag(undefined)}
    >
      <div className={classes.head}>
        <Link
          ref={link}
          to="/issues/$userId"
          params={{ userId: user.userId }}
          search={true}
          className={classes.name}
          draggable={false}
          preload={false}
          onClick={() => open(issue)}
          data-issue={id}
          data-takes-focus
        >
          {user.name}
        </Link>
        <Age issue={issue} />
        <MoveMenu issue={issue} move={move} />
      </div>
      <p className={classes.text}>{issue.issue ?? t('erased')}</p>
      <p className={classes.foot}>
        <span>
          {[site?.name ?? site?.siteId, nameOf(issue.createdBy)].filter(Boolean).join(' · ')}
        </span>
        <span>{t('common:day', { day: issue.dayIndex })}</span>
      </p>
    </li>
  )
}

/** The way for those who do not drag. */
function MoveMenu({ issue, move }: Pick<CardProps, 'issue' | 'move'>) {
  const { t } = useTranslation('issues')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" aria-label={t('moveOf', { name: issue.user.name })} title={t('move')}>
          <Icon name="swap" size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {MOVES[issue.status].map((to) => (
          <Menu.Item key={to} onClick={() => move(issue, to)}>
            {t('moveTo', { status: t(`status.${to}`) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
