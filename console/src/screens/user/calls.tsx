import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outbound, OutboundId, OutboundRow, User } from '../../api/types.ts'
import { useDraft } from '../../app/drafts.ts'
import { useMe } from '../../app/session.tsx'
import { refused } from '../../app/toasts.tsx'
import { dayOf, sayDay, sayDayExactly, sayExactly, sayWhen } from '../../app/when.ts'
import { useSaying, useWho } from '../../app/words.ts'
import { KeyHint } from '../../keys/keys-help.tsx'
import { actOf, useKeys, type KeyName } from '../../keys/keys.ts'
import { useBeside } from '../today/next.ts'
import { isOpen, useActs, useCurrentCall, type Acts } from './acts.ts'
import { CallDialog, type Dialog } from './call-dialog.tsx'
import { CallLine, PastCycles } from './past-cycles.tsx'
import { useLength } from './length.ts'
import { useOpenCalls } from './queries.ts'
import { useSayResolvedElsewhere } from './resolved-elsewhere.ts'
import classes from './user.module.css'

/** The cycle as a bar with its calls on it; the call to be made now with all that can be done; the others. */
export function Calls({ user }: { user: User }) {
  const { t } = useTranslation('user')
  const { data: open } = useOpenCalls(user)
  const current = useCurrentCall(user)
  const [asked, ask] = useState<Asked>()
  // A question stays with its call, also when a colleague answers it first: what was typed is not swept away.
  const now = user.outbounds.find(({ id }) => id === asked?.id) ?? current
  const acts = useActs(user)
  useSayResolvedElsewhere({ user, current, isResolving: acts.isResolving })
  const isOwn = useIsOwnOfToday()
  const last = lastDone(user.outbounds.filter((one) => mayWithdraw(user, one) && isOwn(one)))
  useKeys({ withdraw: () => last && void acts.withdraw(last) }, { on: last !== undefined })
  return (
    <section aria-label={t('calls')} className={classes.calls} tabIndex={-1}>
      <Bar user={user} />
      {now !== undefined && (
        <Current
          key={now.id}
          user={user}
          call={now}
          row={open?.items.find(({ id }) => id === now.id)}
          dialog={asked?.dialog}
          setDialog={(dialog) => ask(dialog && { id: now.id, dialog })}
        />
      )}
      <ul className={classes.others}>
        {user.outbounds
          .filter(({ id }) => id !== now?.id)
          .map((other) => (
            <Other key={other.id} call={other} user={user} acts={acts} />
          ))}
      </ul>
      <PastCycles user={user} />
    </section>
  )
}

/** What is asked about which call. */
type Asked = Readonly<{ id: OutboundId; dialog: Dialog }>

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

type CurrentProps = Readonly<{
  user: User
  call: Outbound
  row: OutboundRow | undefined
  dialog: Dialog | undefined
  setDialog: (dialog: Dialog | undefined) => void
}>

/** The call to be made now. What is done early asks once. */
function Current({ user, call, row, dialog, setDialog }: CurrentProps) {
  const { t } = useTranslation('user')
  const acts = useActs(user)
  const beside = useBeside()
  const [memo, , takeOut] = useDraft('memo', call.userId)
  const { over } = useLength()(memo)
  const early = call.status === 'PENDING'

  async function complete(next: boolean) {
    if (acts.isResolving()) return
    setDialog(undefined)
    // What was typed is the call's memo; it stays typed when the call is not completed.
    if (next) beside?.openAfter(call.id)
    if (await acts.complete(call, memo.trim())) takeOut(memo)
  }
  function finish(next: boolean) {
    if (over > 0) {
      refused(t('memoTooLong', { count: over }))
      actOf('memo')?.()
    } else if (early) setDialog({ kind: next ? 'earlyNext' : 'early' })
    else void complete(next)
  }
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
      {!user.contactPreference.calls && <p className={classes.unwanted}>{t('notOnTheList')}</p>}
      <OnIt call={call} row={row} acts={acts} claim={claim} />
      <div className={classes.actions}>
        <Act of="complete" primary onClick={() => finish(false)} />
        {beside !== undefined && <Act of="completeAndNext" onClick={() => finish(true)} />}
        <Act of="attempt" onClick={open('attempt')} />
        <Act of="time" onClick={open('time')} />
        <Act of="missedCall" onClick={open('missedCall')} />
        <Act of="skip" onClick={open('skip')} />
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
      <span
        title={
          call.contactAt === null
            ? sayDayExactly(call.dueDate, saying)
            : sayExactly(call.contactAt, saying)
        }
      >
        {call.contactAt === null
          ? t('dueOn', { day: sayDay(call.dueDate, saying) })
          : t('agreedFor', { when: sayWhen(call.contactAt, saying) })}
      </span>
    </div>
  )
}

type OnItProps = Readonly<{
  call: Outbound
  row: OutboundRow | undefined
  acts: Acts
  claim: () => void
}>

/** Who is on the call: nobody yet, oneself, or a colleague, whom one may relieve. Whoever it is, nothing else moves. */
function OnIt({ call, row, acts, claim }: OnItProps) {
  const { t } = useTranslation(['user', 'keys'])
  const { operator } = useMe()
  const who = useWho()
  const { claimedBy = null, attempts = 0, lastMessage = null } = row ?? {}
  return (
    <div className={classes.onIt} role="status">
      {claimedBy === null && (
        <Button
          size="compact-xs"
          variant="default"
          rightSection={<KeyHint of="claim" />}
          onClick={claim}
        >
          {t('keys:claim')}
        </Button>
      )}
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

/** A call of the past or of later days; in a cycle that has ended nothing is taken back. */
function Other({ call, user, acts }: { call: Outbound; user: User; acts: Acts }) {
  const { t } = useTranslation('user')
  return (
    <li className={classes.other}>
      <CallLine call={call} />
      {mayWithdraw(user, call) && (
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

function mayWithdraw({ cycle }: User, call: Outbound): boolean {
  return !isOpen(call) && cycle?.state === 'STARTED'
}

/** A key takes back what one has done oneself today; whatever else was done has a button of its own. */
function useIsOwnOfToday() {
  const { operator } = useMe()
  const { today, zone } = useSaying()
  return ({ resolvedBy, resolvedAt }: Outbound) =>
    resolvedAt === null || (resolvedBy === operator && dayOf(resolvedAt, zone) === today)
}

/** The one that was resolved last. */
function lastDone(calls: readonly Outbound[]): Outbound | undefined {
  return calls.toSorted((one, other) => timeOf(one) - timeOf(other)).at(-1)
}

/** One that has just been shown as resolved has no time yet. */
function timeOf({ resolvedAt }: Outbound): number {
  return resolvedAt === null ? Infinity : Date.parse(resolvedAt)
}
