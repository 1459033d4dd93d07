import { ActionIcon, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { placesQuery } from '../../api/queries.ts'
import type { User } from '../../api/types.ts'
import { sayPhone } from '../../app/phone.ts'
import { useMe } from '../../app/session.tsx'
import { useWho } from '../../app/words.ts'
import { Icon } from '../../parts/icon.tsx'
import { useBeside } from '../today/next.ts'
import { currentCall, useActs } from './acts.ts'
import { ChangeDialog } from './change-dialog.tsx'
import { Reveal, type Revealed } from './reveal.tsx'
import classes from './user.module.css'

/** Who this is and how to reach them; where they are treated, with what has been asked for and is not yet decided. */
export function Header({ user }: { user: User }) {
  const { t } = useTranslation(['user', 'common'])
  const beside = useBeside()
  const { masked } = useMe()
  const [revealed, setRevealed] = useState<Revealed>()
  const [change, setChange] = useState<'SITE' | 'MD'>()
  const { cycle, contactPreference } = user
  const { name, phone } = revealed ?? user
  return (
    <header className={classes.header}>
      <div className={classes.identity}>
        <h2 id="user-name" className={classes.name}>
          {name}
        </h2>
        <Phone user={user} phone={phone} />
        {masked && revealed === undefined && <Reveal userId={user.userId} revealed={setRevealed} />}
        <span className={classes.stretch} />
        {user.openIssues > 0 && (
          <span className={classes.flag} data-tone="issue">
            {t('openIssues', { count: user.openIssues })}
          </span>
        )}
        {!contactPreference.calls && <span className={classes.flag}>{t('noCalls')}</span>}
        {!contactPreference.messages && <span className={classes.flag}>{t('noMessages')}</span>}
        {beside !== undefined && (
          <ActionIcon aria-label={t('common:close')} onClick={beside.close}>
            <Icon name="close" />
          </ActionIcon>
        )}
      </div>
      <div className={classes.places}>
        <Place
          label={t('site')}
          name={user.site && (user.site.name ?? user.site.siteId)}
          change={() => setChange('SITE')}
        />
        <Place
          label={t('md')}
          name={user.md && (user.md.name ?? user.md.mdId)}
          change={() => setChange('MD')}
        />
        {cycle !== null && (
          <span>
            {cycle.state === 'ENDED'
              ? t('cycleEnded')
              : t('dayOf', { day: cycle.day, length: cycle.lengthDays })}
          </span>
        )}
      </div>
      <Pending user={user} />
      {change !== undefined && (
        <ChangeDialog user={user} kind={change} close={() => setChange(undefined)} />
      )}
    </header>
  )
}

/** A number one can call: the click claims the call, so that nobody else rings at the same time. */
function Phone({ user, phone }: { user: User; phone: string | null }) {
  const { t } = useTranslation('today')
  const acts = useActs(user)
  const call = currentCall(user)
  if (phone === null) return <span className={classes.quiet}>{t('noPhone')}</span>
  if (phone.includes('*')) return <span className={classes.phone}>{sayPhone(phone)}</span>
  return (
    <a
      className={classes.phone}
      href={`tel:${phone}`}
      onClick={() => call && void acts.claim(call, false)}
    >
      {sayPhone(phone)}
    </a>
  )
}

type PlaceProps = Readonly<{ label: string; name: string | null; change: () => void }>

function Place({ label, name, change }: PlaceProps) {
  const { t } = useTranslation(['user', 'common'])
  return (
    <span>
      <span className={classes.quiet}>{label}</span> {name ?? t('common:none')}
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={change}
        aria-label={t('changeOf', { what: label })}
      >
        {t('change')}
      </Button>
    </span>
  )
}

/** What another system has been asked for and has not answered. */
function Pending({ user }: { user: User }) {
  const { t } = useTranslation('user')
  const who = useWho()
  const { data: places } = useQuery(placesQuery)
  const nameOf = (id: string | null) =>
    places?.sites.find(({ siteId }) => siteId === id)?.name ??
    places?.mds.find(({ mdId }) => mdId === id)?.name ??
    id ??
    ''
  return user.pendingChanges.map(({ requestId, kind, to, requestedBy }) => (
    <p key={requestId} className={classes.pending}>
      <Icon name="clock" size={14} />
      {t(`pending.${kind}`, { to: nameOf(to), who: who(requestedBy) })}
    </p>
  ))
}
