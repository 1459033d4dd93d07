import { ActionIcon, Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { IssueOnBoard } from '../../api/types.ts'
import { zoneOfProgramme } from '../../app/clock.ts'
import { dayOf, sayExactly } from '../../app/when.ts'
import { useSaying, useWho } from '../../app/words.ts'
import { Icon } from '../../parts/icon.tsx'
import classes from './issues.module.css'
import { MOVES } from './moves.ts'
import type { Move } from './board.ts'

const DAY = 86_400_000
/** An open issue that is so many days old stands out. */
const OLD = 7

type CardProps = Readonly<{
  issue: IssueOnBoard
  move: Move
  /** Whether the focus, which was on this issue before it moved, is to come along; asked once. */
  takesFocus: (id: number) => boolean
  drag: (issue: IssueOnBoard | undefined) => void
}>

/** One issue: what, of whom, how old, and where it may go. */
export function Card({ issue, move, takesFocus, drag }: CardProps) {
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
          to="/users/$userId"
          params={{ userId: user.userId }}
          className={classes.name}
          draggable={false}
          data-issue={id}
          data-status={issue.status}
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

function Age({ issue: { createdAt, status } }: { issue: IssueOnBoard }) {
  const { t } = useTranslation('issues')
  const saying = useSaying()
  const zone = zoneOfProgramme()
  const day = (at: number | string) => Date.parse(dayOf(at, zone))
  const days = Math.round((day(saying.now) - day(createdAt)) / DAY)
  const isOpen = status === 'REGISTERED' || status === 'IN_PROGRESS'
  const words = days <= 0 ? t('today') : t(isOpen ? 'age' : 'closedAge', { days })
  return (
    <time
      className={classes.age}
      data-old={isOpen && days >= OLD}
      dateTime={createdAt}
      title={sayExactly(createdAt, saying)}
    >
      {words}
    </time>
  )
}

/** The way for those who do not drag. */
function MoveMenu({ issue, move }: Pick<CardProps, 'issue' | 'move'>) {
  const { t } = useTranslation('issues')
  return (
    // Within the page's landmarks, and yet over the edge of its column.
    <Menu
      position="bottom-end"
      withinPortal={false}
      floatingStrategy="fixed"
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
    >
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
