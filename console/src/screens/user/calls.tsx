import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outbound, OutboundRow, User } from '../../api/types.ts'
import { useDraft } from '../../app/drafts.ts'
import { useMe } from '../../app/session.tsx'
import { sayDay, sayWhen } from '../../app/when.ts'
import { useSaying, useWho } from '../../app/words.ts'
import { KeyHint } from '../../keys/keys-help.tsx'
import { useKeys, type KeyName } from '../../keys/keys.ts'
import { useBeside } from '../today/next.ts'
import { currentCall, isOpen, useActs, type Acts } from './acts.ts'
import { CallDialog, type Dialog } from './call-dialog.tsx'
import { useOpenCalls } from './queries.ts'
import classes from './user.module.css'

/** The cycle as a bar with its calls on it; the call to be made now with all that can be done; the others. */
export function Calls({ user }: { user: User }) {
  const { t } = useTranslation('user')
  const { data: open } = useOpenCalls(user)
  const call = currentCall(user)
  const { chosen } = useBeside() ?? {}
  const asked = user.outbounds.find(({ id }) => id === chosen?.id)
  const now = asked !== undefined && isOpen(asked) ? asked : call
  const acts = useActs(user)
  const last = user.outbounds.findLast((other) => !isOpen(other))
  useKeys({ withdraw: () => last && void acts.withdraw(last) }, { on: last !== undefined })
  return (
    <section aria-label={t('calls')} className={classes.calls}>
      <Bar user={user} />
      {now !== undefined && (
        <Current
          key={now.id}
          user={user}
          call={now}
          row={open?.items.find(({ id }) => id === now.id)}
        />
      )}
      <ul className={classes.others}>
        {user.outbounds
          .filter(({ id }) => id !== now?.id)
          .map((other) => (
            <Other key={other.id} call={other} acts={acts} />
          ))}
      </ul>
    </section>
  )
}

/** Day n of the cycle, with the calls on their days. */
function Bar({ user: { cycle, outbounds } }: { user: User }) {
  const { t } = useTranslation('user')
  if (cycle === null) return null
  const share = (day: number) =>
    `${Math.min(100, Math.max(0, ((day - 0.5) / cycle.lengthDays) * 100))}%`
  return (
    <div
      className={classes.bar}
      role="img"
      aria-label={t('barLabel', { day: cycle.day, length: cycle.lengthDays })}
    >
      <div className={classes.passed} style={{ width: share(cycle.day) }} />
      {outbounds.map(({ id, dayIndex, status, sequence }) => (
        <span
          key={id}
          className={classes.mark}
          data-status={status}
          style={{ left: share(dayIndex) }}
          title={`${t('callOf', { sequence, day: dayIndex })} · ${t(`statuses.${status}`)}`}
        >
          {sequence}
        </span>
      ))}
    </div>
  )
}

type CurrentProps = Readonly<{ user: User; call: Outbound; row: OutboundRow | undefined }>

/** The call to be made now. What is done early asks once. */
function Current({ user, call, row }: CurrentProps) {
  const { t } = useTranslation('user')
  const acts = useActs(user)
  const beside = useBeside()
  const [dialog, setDialog] = useState<Dialog>()
  const [memo, setMemo] = useDraft('memo', call.userCycleId)
  const early = call.status === 'PENDING'

  async function complete(next: boolean) {
    setDialog(undefined)
    // What was typed is the call's memo; it stays typed when the call is not completed.
    if (next) beside?.openAfter(call.id)
    if (await acts.complete(call, memo.trim())) setMemo('')
  }
  const finish = (next: boolean) =>
    early ? setDialog({ kind: next ? 'earlyNext' : 'early' }) : void complete(next)
  const open = (kind: Dialog['kind']) => () => setDialog({ kind })
  const claim = () => void acts.claim(call, false)
  useKeys({
    claim,
    complete: () => finish(false),
    ...(beside !== undefined && { completeAndNext: () => finish(true) }),
    skip: open('skip'),
    attempt: open('attempt'),
    time: open('time'),
    missedCall: open('missedCall'),
  })
  return (
    <div className={classes.current}>
      <CurrentTitle call={call} />
      <OnIt call={call} row={row} acts={acts} />
      <div className={classes.actions}>
        <Act of="complete" primary onClick={() => finish(false)} />
        {beside !== undefined && <Act of="completeAndNext" onClick={() => finish(true)} />}
        <Act of="attempt" onClick={open('attempt')} />
        <Act of="time" onClick={open('time')} />
        <Act of="missedCall" onClick={open('missedCall')} />
        <Act of="skip" onClick={open('skip')} />
        {(row?.claimedBy ?? null) === null && <Act of="claim" onClick={claim} />}
        {call.contactAt !== null && (
          <Button size="xs" variant="default" onClick={() => void acts.disagree(call)}>
            {t('disagree')}
          </Button>
        )}
      </div>
      <CallDialog
        user={user}
        call={call}
        dialog={dialog}
        change={setDialog}
        complete={(next) => void complete(next)}
      />
    </div>
  )
}

function CurrentTitle({ call }: { call: Outbound }) {
  const { t } = useTranslation('user')
  const saying = useSaying()
  return (
    <div className={classes.currentTitle}>
      <h3>{t('callOf', { sequence: call.sequence, day: call.dayIndex })}</h3>
      <span className={classes.status} data-status={call.status}>
        {t(`statuses.${call.status}`)}
      </span>
      <span>
        {call.contactAt === null
          ? t('dueOn', { day: sayDay(call.dueDate, saying) })
          : t('agreedFor', { when: sayWhen(call.contactAt, saying) })}
      </span>
    </div>
  )
}

/** Who is on the call: oneself, or a colleague, whom one may relieve. */
function OnIt({ call, row, acts }: { call: Outbound; row: OutboundRow | undefined; acts: Acts }) {
  const { t } = useTranslation('user')
  const { operator } = useMe()
  const who = useWho()
  if (row === undefined) return null
  const { claimedBy, attempts, lastMessage } = row
  return (
    <div className={classes.onIt} role="status">
      {claimedBy === operator && (
        <>
          <span data-tone="mine">{t('youAreOnIt')}</span>
          <Button size="compact-xs" variant="subtle" onClick={() => void acts.release(call)}>
            {t('release')}
          </Button>
        </>
      )}
      {claimedBy !== null && claimedBy !== operator && (
        <>
          <span data-tone="other">{t('otherIsOnIt', { who: who(claimedBy) })}</span>
          <Button size="compact-xs" variant="subtle" onClick={() => void acts.claim(call, true)}>
            {t('takeOver')}
          </Button>
        </>
      )}
      {attempts > 0 && <span>{t('attemptsSoFar', { count: attempts })}</span>}
      {lastMessage?.messageType === 'MISSED_CALL' && (
        <span data-tone={lastMessage.status === 'FAILED' ? 'bad' : undefined}>
          {t('missedCall', { status: t(`messageStatuses.${lastMessage.status}`) })}
        </span>
      )}
    </div>
  )
}

type ActProps = Readonly<{ of: KeyName; primary?: boolean; onClick: () => void }>

function Act({ of, primary = false, onClick }: ActProps) {
  const { t } = useTranslation('keys')
  return (
    <Button
      size="xs"
      variant={primary ? 'filled' : 'default'}
      rightSection={<KeyHint of={of} />}
      onClick={onClick}
    >
      {t(of)}
    </Button>
  )
}

/** A call of the past or of later days. */
function Other({ call, acts }: { call: Outbound; acts: Acts }) {
  const { t } = useTranslation('user')
  const saying = useSaying()
  const who = useWho()
  const resolved =
    call.resolvedAt !== null &&
    t('resolved', { when: sayWhen(call.resolvedAt, saying), who: who(call.resolvedBy) })
  return (
    <li className={classes.other}>
      <span>{t('callOf', { sequence: call.sequence, day: call.dayIndex })}</span>
      <span className={classes.status} data-status={call.status}>
        {t(`statuses.${call.status}`)}
      </span>
      <span className={classes.quiet}>
        {resolved || t('dueOn', { day: sayDay(call.dueDate, saying) })}
      </span>
      {!isOpen(call) && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => void acts.withdraw(call)}
          aria-label={t('withdrawOf', { sequence: call.sequence })}
        >
          {t('withdraw')}
        </Button>
      )}
    </li>
  )
}
