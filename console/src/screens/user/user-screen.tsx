import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { isRefused } from '../../api/client.ts'
import type { User } from '../../api/types.ts'
import { useKeys } from '../../keys/keys.ts'
import { Failed, Loading, Notice } from '../../parts/states.tsx'
import { Calls } from './calls.tsx'
import { Composer, type Tab } from './composer.tsx'
import { Header } from './header.tsx'
import { Issues } from './issues.tsx'
import { useLiveUser, useUser, type Kind } from './queries.ts'
import { Timeline } from './timeline.tsx'
import classes from './user.module.css'

/** One user: who they are, their calls and what can be done now, what is to be written, and all that happened. */
export function UserScreen() {
  const { t } = useTranslation('user')
  const { userId = '' } = useParams({ strict: false })
  const { data: user, error, refetch } = useUser(userId)
  if (user !== undefined) return <Opened key={userId} user={user} />
  if (isRefused(error, 4101)) return <Notice title={t('notThere')} hint={t('notThereHint')} />
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  return <Loading />
}

function Opened({ user }: { user: User }) {
  const [kind, setKind] = useState<Kind>('all')
  const [tab, setTab] = useState<Tab>('memo')
  useLiveUser(user.userId, kind)
  const write = (next: Tab) => {
    // At once: the next key is already part of the text.
    flushSync(() => setTab(next))
    document.querySelector<HTMLElement>('[data-composer]')?.focus()
  }
  useKeys({
    memo: () => write('memo'),
    issue: () => write('issue'),
    message: () => write('message'),
  })
  return (
    <section className={classes.user} aria-labelledby="user-name">
      <Header user={user} />
      <div className={classes.columns}>
        <div className={classes.doing}>
          <Calls user={user} />
          <Issues user={user} />
          {user.cycle !== null && (
            <Composer userCycleId={user.cycle.userCycleId} tab={tab} change={setTab} user={user} />
          )}
        </div>
        <Timeline user={user} kind={kind} change={setKind} />
      </div>
    </section>
  )
}
