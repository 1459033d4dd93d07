import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserInList } from '../../api/types.ts'
import { sayPhone } from '../../app/phone.ts'
import { dayOf, sayDay, sayExactly, sayTime } from '../../app/when.ts'
import { useSaying } from '../../app/words.ts'
import classes from './users.module.css'

type LineProps = Readonly<{
  user: UserInList
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
  const { user, index, start, isOpened, isFirst, choose, open } = props
  const { t } = useTranslation('users')
  const { userId, name, phone, openIssues } = user
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
      <div role="cell" data-column="name">
        <Link
          to="/users/$userId"
          params={{ userId }}
          search={true}
          className={classes.name}
          data-user={userId}
          aria-current={isOpened ? 'true' : undefined}
          tabIndex={isFirst ? 0 : -1}
          preload={false}
          onFocus={() => choose(userId)}
        >
          {name}
        </Link>
      </div>
      <div role="cell" data-column="phone">
        {phone === null ? <Quiet>{t('noPhone')}</Quiet> : sayPhone(phone)}
      </div>
      <Place user={user} />
      <Day user={user} />
      <div role="cell" data-column="calls">
        <Calls user={user} />
      </div>
      <NextDue user={user} />
      <div role="cell" data-column="openIssues">
        {openIssues > 0 && <span className={classes.badge}>{openIssues}</span>}
      </div>
      <LastContact user={user} />
      <LastMemo user={user} />
    </div>
  )
})

function Quiet({ children }: { children: string }) {
  return <span className={classes.quiet}>{children}</span>
}

function Place({ user: { site, md } }: Pick<LineProps, 'user'>) {
  const place = [site?.name ?? site?.siteId, md?.name ?? md?.mdId].filter(Boolean).join(' · ')
  return (
    <div role="cell" data-column="place" title={place}>
      {place}
    </div>
  )
}

function LastContact({ user: { lastContactAt } }: Pick<LineProps, 'user'>) {
  const { t } = useTranslation('users')
  const saying = useSaying()
  return (
    <div role="cell" data-column="lastContact">
      {lastContactAt === null ? (
        <Quiet>{t('never')}</Quiet>
      ) : (
        <time dateTime={lastContactAt} title={sayExactly(lastContactAt, saying)}>
          {sayDay(dayOf(lastContactAt, saying.zone), saying)}
        </time>
      )}
    </div>
  )
}

function LastMemo({ user: { lastMemo } }: Pick<LineProps, 'user'>) {
  const words = lastMemo?.memo ?? undefined
  return (
    <div role="cell" data-column="lastMemo" title={words}>
      {words}
    </div>
  )
}

function Day({ user: { cycle } }: Pick<LineProps, 'user'>) {
  const { t } = useTranslation('users')
  if (cycle === null) {
    return (
      <div role="cell" data-column="day">
        <Quiet>{t('noCycle')}</Quiet>
      </div>
    )
  }
  const words = t('dayOf', { day: cycle.day, length: cycle.lengthDays })
  return (
    <div role="cell" data-column="day">
      {cycle.state === 'ENDED' ? <Quiet>{t('ended')}</Quiet> : words}
    </div>
  )
}

/** The calls of the cycle, each by its state: also said in words, since colours do not speak. */
function Calls({ user: { outbounds } }: Pick<LineProps, 'user'>) {
  const { t } = useTranslation('users')
  return outbounds.map(({ id, sequence, dayIndex, status }) => {
    const words = t('callOf', { sequence, day: dayIndex, status: t(`outboundStatus.${status}`) })
    return (
      <span
        key={id}
        role="img"
        aria-label={words}
        title={words}
        className={classes.call}
        data-status={status}
      />
    )
  })
}

function NextDue({ user: { upcomingOutbound: next } }: Pick<LineProps, 'user'>) {
  const saying = useSaying()
  if (next === null) return <div role="cell" data-column="nextDue" />
  const isLate = next.dueDate < saying.today
  const time = next.contactAt === null ? '' : ` ${sayTime(next.contactAt, saying)}`
  return (
    <div role="cell" data-column="nextDue" data-late={isLate || undefined}>
      {sayDay(next.dueDate, saying)}
      {time}
    </div>
  )
}
