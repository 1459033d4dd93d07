import { ActionIcon, Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { placesQuery } from '../../api/queries.ts'
import type { User } from '../../api/types.ts'
import { sayPhone } from '../../app/phone.ts'
import { useMe } from '../../app/session.tsx'
import { useWho } from '../../app/words.ts'
import { Icon } from '../../parts/icon.tsx'
import { When } from '../../parts/when.tsx'
import { useBeside } from '../today/next.ts'
import { useActs, useCurrentCall } from './acts.ts'
import { ChangeForm } from './change-form.tsx'
import { PreferenceForm } from './preference-form.tsx'
import { Reveal, type Revealed } from './reveal.tsx'
import classes from './user.module.css'

const TITLES = { SITE: 'changeSite', MD: 'changeMd', PREFERENCE: 'preferenceTitle' } as const

/** Who this is and how to reach them; where they are treated, with what has been asked for and is not yet decided. */
export function Header({ user }: { user: User }) {
  const { t } = useTranslation('user')
  const [change, setChange] = useState<keyof typeof TITLES>()
  const close = () => setChange(undefined)
  const { cycle, site, md } = user
  return (
    <header className={classes.header}>
      <Identity user={user} />
      <div className={classes.places}>
        <Place
          label={t('site')}
          name={site && (site.name ?? site.siteId)}
          change={() => setChange('SITE')}
        />
        <Place label={t('md')} name={md && (md.name ?? md.mdId)} change={() => setChange('MD')} />
        <Place
          label={t('contact')}
          name={t(`wishes.${wishesOf(user)}`)}
          change={() => setChange('PREFERENCE')}
        />
        {cycle !== null && (
          <span>
            {cycle.state === 'ENDED'
              ? t('cycleEnded')
              : t('dayOf', { day: cycle.day, length: cycle.lengthDays })}
          </span>
        )}
      </div>
      <Pending user={user} change={setChange} />
      <Modal
        opened={change !== undefined}
        onClose={close}
        title={change && t(TITLES[change], { name: user.name })}
        transitionProps={{ duration: 90 }}
        // The list of places hangs over its edge.
        styles={{ content: { overflow: 'visible' } }}
      >
        {change === 'PREFERENCE' && <PreferenceForm user={user} close={close} />}
        {(change === 'SITE' || change === 'MD') && (
          <ChangeForm user={user} kind={change} close={close} />
        )}
      </Modal>
    </header>
  )
}

/** Name and number, and what to know before one calls. */
function Identity({ user }: { user: User }) {
  const { t } = useTranslation(['user', 'common'])
  const beside = useBeside()
  const { masked } = useMe()
  const [revealed, setRevealed] = useState<Revealed>()
  const { userId, openIssues, contactPreference } = user
  const { name, phone } = revealed ?? user
  return (
    <div className={classes.identity}>
      <div className={classes.who}>
        <h2 id="user-name" className={classes.name}>
          {name}
        </h2>
        <Phone user={user} phone={phone} />
        {masked && revealed === undefined && <Reveal userId={userId} revealed={setRevealed} />}
        <span className={classes.stretch} />
        {openIssues > 0 && (
          <span className={classes.flag} data-tone="issue">
            {t('openIssues', { count: openIssues })}
          </span>
        )}
        {!contactPreference.calls && <span className={classes.flag}>{t('noCalls')}</span>}
        {!contactPreference.messages && <span className={classes.flag}>{t('noMessages')}</span>}
      </div>
      {beside !== undefined && (
        <ActionIcon aria-label={t('common:close')} onClick={beside.close}>
          <Icon name="close" />
        </ActionIcon>
      )}
    </div>
  )
}

/** A number one can call: the click claims the call, so that nobody else rings at the same time. */
function Phone({ user, phone }: { user: User; phone: string | null }) {
  const { t } = useTranslation('today')
  const acts = useActs(user)
  const call = useCurrentCall(user)
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

function wishesOf({ contactPreference: { calls, messages } }: User) {
  if (calls) return messages ? 'both' : 'calls'
  return messages ? 'messages' : 'none'
}

type PendingProps = Readonly<{ user: User; change: (kind: 'SITE' | 'MD') => void }>

/** What another system has been asked for and has not answered; until then it may be asked for something else. */
function Pending({ user, change }: PendingProps) {
  const { t } = useTranslation('user')
  const who = useWho()
  const { data: places } = useQuery(placesQuery)
  const nameOf = (id: string | null) =>
    places?.sites.find(({ siteId }) => siteId === id)?.name ??
    places?.mds.find(({ mdId }) => mdId === id)?.name ??
    id ??
    ''
  return user.pendingChanges.map(({ requestId, kind, to, requestedBy, requestedAt }) => (
    <p key={requestId} className={classes.pending}>
      <Icon name="clock" size={14} />
      <span>
        {t(`pending.${kind}`, { to: nameOf(to), who: who(requestedBy) })} ·{' '}
        <When at={requestedAt} />
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={t(kind === 'SITE' ? 'askAnotherSite' : 'askAnotherMd')}
        onClick={() => change(kind === 'SITE' ? 'SITE' : 'MD')}
      >
        {t('change')}
      </Button>
    </p>
  ))
}
