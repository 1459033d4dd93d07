import { useTranslation } from 'react-i18next'
import type { UserInList } from '../../api/types.ts'
import { sayPhone } from '../../app/phone.ts'
import { dayOf, sayDay, sayExactly, sayTime } from '../../app/when.ts'
import { useSaying } from '../../app/words.ts'
import classes from './users.module.css'

type CellProps = Readonly<{ user: UserInList }>

function Quiet({ children }: { children: string }) {
  return <span className={classes.quiet}>{children}</span>
}

export function Phone({ user: { phone } }: CellProps) {
  const { t } = useTranslation('users')
  return phone === null ? <Quiet>{t('noPhone')}</Quiet> : sayPhone(phone)
}

export function Day({ user: { cycle } }: CellProps) {
  const { t } = useTranslation('users')
  if (cycle === null) return <Quiet>{t('noCycle')}</Quiet>
  if (cycle.state === 'ENDED') return <Quiet>{t('ended')}</Quiet>
  return t('dayOf', { day: cycle.day, length: cycle.lengthDays })
}

export function Place({ user: { site, md } }: CellProps) {
  const place = [site?.name ?? site?.siteId, md?.name ?? md?.mdId].filter(Boolean).join(' · ')
  return <span title={place}>{place}</span>
}

/** The calls of the cycle, each by its state: also said in words, since colours do not speak. */
export function Calls({ user: { outbounds } }: CellProps) {
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

export function NextDue({ user: { upcomingOutbound: next } }: CellProps) {
  const saying = useSaying()
  if (next === null) return null
  const isLate = next.dueDate < saying.today
  const time = next.contactAt === null ? '' : ` ${sayTime(next.contactAt, saying)}`
  return (
    <span data-late={isLate || undefined}>
      {sayDay(next.dueDate, saying)}
      {time}
    </span>
  )
}

export function OpenIssues({ user: { openIssues } }: CellProps) {
  return openIssues > 0 && <span className={classes.badge}>{openIssues}</span>
}

export function LastContact({ user: { lastContactAt } }: CellProps) {
  const { t } = useTranslation('users')
  const saying = useSaying()
  if (lastContactAt === null) return <Quiet>{t('never')}</Quiet>
  return (
    <time dateTime={lastContactAt} title={sayExactly(lastContactAt, saying)}>
      {sayDay(dayOf(lastContactAt, saying.zone), saying)}
    </time>
  )
}

export function LastMemo({ user: { lastMemo } }: CellProps) {
  const words = lastMemo?.memo ?? undefined
  return <span title={words}>{words}</span>
}
