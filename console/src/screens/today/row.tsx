import { Link } from '@tanstack/react-router'
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboundRow } from '../../api/types.ts'
import { sayPhone } from '../../app/phone.ts'
import { sayDay, sayDayExactly, sayExactly, sayTime, type Saying } from '../../app/when.ts'
import { useWho } from '../../app/words.ts'
import { Icon } from '../../parts/icon.tsx'
import classes from './today.module.css'

type RowProps = Readonly<{
  row: OutboundRow
  saying: Saying
  me: string
  chosen: boolean
  /** Whether Tab comes to it. */
  isFirst: boolean
  opened: boolean
  wide: boolean
  gone: boolean
  resolved: OutboundRow | undefined
  choose: (row: OutboundRow) => void
}>

/** One call to make: when, whom, how far they are, how to reach them, and what was said last. */
export const Row = memo(function Row({
  row,
  saying,
  me,
  chosen,
  isFirst,
  opened,
  wide,
  gone,
  resolved,
  choose,
}: RowProps) {
  const { t } = useTranslation('today')
  const { user, cycle, lastMemo } = row
  return (
    <Link
      to="/today/$userId"
      params={{ userId: row.userId }}
      className={classes.row}
      data-call={row.id}
      data-chosen={chosen || undefined}
      data-wide={wide || undefined}
      data-gone={gone || undefined}
      aria-current={opened ? 'true' : undefined}
      tabIndex={isFirst ? 0 : -1}
      onFocus={() => choose(row)}
      onClick={() => choose(row)}
      preload={false}
      draggable={false}
    >
      <span
        className={classes.when}
        data-agreed={row.contactAt !== null || undefined}
        title={sayDueExactly(row, saying)}
      >
        {sayDue(row, saying)}
      </span>
      <span className={classes.line}>
        <span className={classes.name} title={user.name}>
          {user.name}
        </span>
        <span className={classes.days}>
          {t('callOf', { sequence: row.sequence, day: row.dayIndex })}
          <span className={classes.quiet}>
            {' · '}
            {cycle.day}/{cycle.lengthDays}
          </span>
        </span>
      </span>
      <Reach row={row} />
      <span className={classes.line}>
        <span className={classes.badges}>
          {gone ? <Gone resolved={resolved} /> : <Badges row={row} me={me} />}
        </span>
        <span className={classes.memo}>{lastMemo?.memo ?? ''}</span>
      </span>
    </Link>
  )
})

function sayDue({ contactAt, dueDate }: OutboundRow, saying: Saying): string {
  if (contactAt === null) return sayDay(dueDate, saying, 'short')
  const time = sayTime(contactAt, saying)
  return dueDate < saying.today ? `${sayDay(dueDate, saying, 'short')} ${time}` : time
}

function sayDueExactly({ contactAt, dueDate }: OutboundRow, saying: Saying): string {
  return contactAt === null ? sayDayExactly(dueDate, saying) : sayExactly(contactAt, saying)
}

/** The number is always whole; the hospital has the room that is left, and the doctor what it leaves. */
function Reach({ row: { user, site, md } }: { row: OutboundRow }) {
  const { t } = useTranslation('today')
  return (
    <span className={classes.reach}>
      <span className={classes.phone}>
        {user.phone === null ? t('noPhone') : sayPhone(user.phone)}
      </span>
      {site !== null && <span className={classes.site}>{site.name ?? site.siteId}</span>}
      {md !== null && <span className={classes.md}>{md.name ?? md.mdId}</span>}
    </span>
  )
}

type BadgeProps = Readonly<{ tone?: string; children: ReactNode }>

function Badge({ tone, children }: BadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  )
}

function Badges({ row, me }: { row: OutboundRow; me: string }) {
  const { t } = useTranslation('today')
  const who = useWho()
  const { claimedBy, openIssues, lastMessage, attempts } = row
  return (
    <>
      {claimedBy !== null && (
        <Badge tone={claimedBy === me ? 'mine' : 'other'}>
          <Icon name="phone" size={12} />
          <span>{claimedBy === me ? t('mineBadge') : who(claimedBy)}</span>
        </Badge>
      )}
      {openIssues > 0 && <Badge tone="issue">{t('issuesBadge', { count: openIssues })}</Badge>}
      {lastMessage?.messageType === 'MISSED_CALL' && (
        <Badge tone={lastMessage.status === 'FAILED' ? 'bad' : 'plain'}>
          {t(lastMessage.status === 'FAILED' ? 'missedFailedBadge' : 'missedBadge')}
        </Badge>
      )}
      {attempts > 0 && lastMessage === null && (
        <Badge tone="plain">{t('attemptsBadge', { count: attempts })}</Badge>
      )}
    </>
  )
}

/** Why the row is no longer on the list. */
function Gone({ resolved }: { resolved: OutboundRow | undefined }) {
  const { t } = useTranslation('today')
  const who = useWho()
  if (resolved === undefined) return <Badge>{t('goneBadge')}</Badge>
  const key =
    resolved.status === 'COMPLETED'
      ? 'goneCompleted'
      : resolved.status === 'SKIPPED'
        ? 'goneSkipped'
        : 'goneMoved'
  return <Badge>{t(key, { who: who(resolved.resolvedBy) })}</Badge>
}
