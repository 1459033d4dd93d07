import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { get } from '../../api/client.ts'
import type { Outbound, Page, User } from '../../api/types.ts'
import { sayDay, sayDayExactly, sayExactly, sayWhen } from '../../app/when.ts'
import { useSaying, useWho } from '../../app/words.ts'
import { Failed, Loading } from '../../parts/states.tsx'
import { Unfold } from './unfold.tsx'
import classes from './user.module.css'

/** The user's earlier cycles, each with its calls. */
export function PastCycles({ user: { cycle: present, cycles } }: { user: User }) {
  const { t } = useTranslation('user')
  const saying = useSaying()
  const past = cycles.filter(({ userCycleId }) => userCycleId !== present?.userCycleId)
  return past.map(({ userCycleId, startDate, lengthDays, state }) => (
    <Unfold
      key={userCycleId}
      label={t(state === 'ENDED' ? 'pastCycle' : 'otherCycle', {
        day: sayDay(startDate, saying),
        length: lengthDays,
      })}
    >
      {() => <CycleCalls userCycleId={userCycleId} />}
    </Unfold>
  ))
}

function CycleCalls({ userCycleId }: { userCycleId: string }) {
  const { t } = useTranslation('user')
  const { data, error, refetch } = useQuery({
    queryKey: ['cycle-calls', userCycleId],
    queryFn: ({ signal }) =>
      get<Page<Outbound>>(`/v1/user-cycles/${encodeURIComponent(userCycleId)}/outbounds`, {
        signal,
      }),
  })
  if (data === undefined) {
    return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />
  }
  if (data.items.length === 0) return <p className={classes.nothing}>{t('noCallsPlanned')}</p>
  return (
    <ul className={classes.others}>
      {data.items.map((call) => (
        <li key={call.id} className={classes.other}>
          <CallLine call={call} />
        </li>
      ))}
    </ul>
  )
}

/** Which call it was or will be, its state, and who resolved it when. */
export function CallLine({ call }: { call: Outbound }) {
  const { t } = useTranslation('user')
  const saying = useSaying()
  const who = useWho()
  return (
    <>
      <span>{t('callOf', { sequence: call.sequence, day: call.dayIndex })}</span>
      <span className={classes.status} data-status={call.status}>
        {t(`statuses.${call.status}`)}
      </span>
      <span
        className={classes.quiet}
        title={
          call.resolvedAt === null
            ? sayDayExactly(call.dueDate, saying)
            : sayExactly(call.resolvedAt, saying)
        }
      >
        {call.resolvedAt === null
          ? t('dueOn', { day: sayDay(call.dueDate, saying) })
          : t('resolved', { when: sayWhen(call.resolvedAt, saying), who: who(call.resolvedBy) })}
      </span>
    </>
  )
}
