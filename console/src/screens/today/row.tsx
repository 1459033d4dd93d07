import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboundRow } from '../../api/types.ts'
import { sayPhone } from '../../app/phone.ts'
import { sayDay, sayTime, type Saying } from '../../app/when.ts'
import { useWho } from '../../app/words.ts'
import { Icon } from '../../parts/icon.tsx'
import classes from './today.module.css'

type RowProps = Readonly<{
  row: OutboundRow
  saying: Saying
  me: string
  chosen: boolean
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
      tabIndex={chosen ? 0 : -1}
      onFocus={() => choose(row)}
      onClick={() => choose(row)}
      preload={false}
      draggable={false}
    >
      <span className={classes.when} data-agreed={row.contactAt !== null || undefined}>
        {sayDue(row, saying)}
      </span>
      <span className={classes.line}>
        <span className={classes.name}>{user.name}</span>
        <span className={classes.days}>
          {t('callOf', { sequence: row.sequence, day: row.dayIndex })}
          <span className={classes.quiet}>
            {' · '}
            {cycle.day}/{cycle.lengthDays}
          </span>
        </span>
      </span>
      <span className={classes.line}>
        <Reach row={row} />
        <span className={classes.badges}>
          {gone ? <Gone resolved={resolved} /> : <Badges row={row} me={me} />}
        </span>
      </span>
      <span className={classes.memo}>{lastMemo?.memo ?? ''}</span>
    </Link>
  )
})

function sayDue({ contactAt, dueDate }: OutboundRow, saying: Saying): string {
  if (contactAt === null) return sayDay(dueDate, saying)
  const time = sayTime(contactAt, saying)
  return dueDate < saying.today ? `${sayDay(dueDate, saying)} ${time}` : time
}

function Reach({ row: { user, site, md } }: { row: OutboundRow }) {
  const { t } = useTranslation('today')
  const places = [site && (site.name ?? site.siteId), md && (md.name ?? md.mdId)]
  return (
    <span className={classes.reach}>
      {user.phone === null ? t('noPhone') : sayPhone(user.phone)}
      <span className={classes.place}>{places.filter(Boolean).join(' · ')}</span>
    </span>
  )
}

function Badges({ row, me }: { row: OutboundRow; me: string }) {
  const { t } = useTranslation('today')
  const who = useWho()
  return (
    <>
      {row.claimedBy !== null && (
        <span className={classes.badge} data-tone={row.claimedBy === me ? 'mine' : 'other'}>
          <Icon name="phone" size={12} />
          {row.claimedBy === me ? t('mineBadge') : who(row.claimedBy)}
        </span>
      )}
      {row.openIssues > 0 && (
        <span className={classes.badge} data-tone="issue">
          {t('issuesBadge', { count: row.openIssues })}
        </span>
      )}
      {row.lastMessage?.messageType === 'MISSED_CALL' && (
        <span
          className={classes.badge}
          data-tone={row.lastMessage.status === 'FAILED' ? 'bad' : 'plain'}
        >
          {t(row.lastMessage.status === 'FAILED' ? 'missedFailedBadge' : 'missedBadge')}
        </span>
      )}
      {row.attempts > 0 && row.lastMessage === null && (
        <span className={classes.badge} data-tone="plain">
          {t('attemptsBadge', { count: row.attempts })}
        </span>
      )}
    </>
  )
}

/** Why the row is no longer on the list. */
function Gone({ resolved }: { resolved: OutboundRow | undefined }) {
  const { t } = useTranslation('today')
  const who = useWho()
  if (resolved === undefined) return <span className={classes.badge}>{t('goneBadge')}</span>
  const key =
    resolved.status === 'COMPLETED'
      ? 'goneCompleted'
      : resolved.status === 'SKIPPED'
        ? 'goneSkipped'
        : 'goneMoved'
  return <span className={classes.badge}>{t(key, { who: who(resolved.resolvedBy) })}</span>
}
