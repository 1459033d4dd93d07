import { useTranslation } from 'react-i18next'
import type { Counted, IssueStats, MessageStats, ReachedStats } from '../../api/statistics.ts'
import { Bars, Count, Numbers, Part } from './parts.tsx'
import { useSayReason } from '../messages/words.ts'

/** Whom the calls that were made reached. There is no list of attempts. */
export function ReachedPart({ stats }: { stats: readonly ReachedStats[] }) {
  const { t } = useTranslation('overview')
  const rows = stats.map(({ result, attempts }) => ({ name: t(`results.${result}`), attempts }))
  return (
    <Part title={t('reached')} hint={t('reachedHint')}>
      <Bars
        name={t('reached')}
        dataKey="name"
        data={rows}
        series={[{ name: 'attempts', label: t('attempts'), color: 'indigo.5' }]}
      />
      <Numbers
        head={t('result')}
        columns={[t('attempts')]}
        rows={rows.map(({ name, attempts }) => ({ key: name, head: name, cells: [attempts] }))}
      />
    </Part>
  )
}

const STATUSES = ['REGISTERED', 'IN_PROGRESS'] as const
const COLOURS = { REGISTERED: 'orange.6', IN_PROGRESS: 'indigo.5' } as const

function of(parts: readonly IssueStats[], status: string): IssueStats | undefined {
  return parts.find((part) => part.status === status)
}

type IssuesPartProps = Readonly<{ stats: readonly IssueStats[]; siteId: string | undefined }>

/** How many issues are open, and for how long. */
export function IssuesPart({ stats, siteId }: IssuesPartProps) {
  const { t } = useTranslation('overview')
  const sayAge = ({ fromDays: from, toDays: to }: IssueStats) => {
    if (from === 0) return t('ageToday')
    return to === null ? t('ageFrom', { from }) : t('ageRange', { from, to })
  }
  const rows = [...Map.groupBy(stats, sayAge)]
  return (
    <Part title={t('issues')} hint={t('issuesHint')}>
      <Bars
        name={t('issues')}
        dataKey="age"
        data={rows.map(([age, parts]) => ({
          age,
          ...Object.fromEntries(STATUSES.map((status) => [status, of(parts, status)?.issues ?? 0])),
        }))}
        series={STATUSES.map((status) => ({
          name: status,
          label: t(`statuses.${status}`),
          color: COLOURS[status],
        }))}
      />
      <Numbers
        head={t('age')}
        columns={STATUSES.map((status) => t(`statuses.${status}`))}
        rows={rows.map(([age, parts]) => ({
          key: age,
          head: age,
          cells: STATUSES.map((status) => {
            const part = of(parts, status)
            const search = {
              status,
              createdFrom: part?.createdFrom ?? undefined,
              createdBefore: part?.createdBefore ?? undefined,
              siteId,
            }
            return (
              <Count
                key={status}
                count={part?.issues ?? 0}
                name={`${age}, ${t(`statuses.${status}`)}`}
                to={{ to: '/overview/issues', search }}
              />
            )
          }),
        }))}
      />
    </Part>
  )
}

type MessagesPartProps = Readonly<{ stats: readonly MessageStats[]; counted: Counted }>

/** What became of the messages, and why not all went out. */
export function MessagesPart({ stats, counted }: MessagesPartProps) {
  const { t } = useTranslation(['overview', 'messages'])
  const sayReason = useSayReason()
  const rows = stats.map((part) => ({
    ...part,
    name: t(`messages:folder.${part.status}`),
    why: part.reason === null ? '' : sayReason(part.reason),
  }))
  const byStatus = [...Map.groupBy(rows, ({ name }) => name)].map(([name, parts]) => ({
    name,
    number: parts.reduce((sum, { messages }) => sum + messages, 0),
  }))
  return (
    <Part title={t('messages')} hint={t('messagesHint')}>
      <Bars
        name={t('messages')}
        dataKey="name"
        data={byStatus}
        series={[{ name: 'number', label: t('number'), color: 'indigo.5' }]}
      />
      <Numbers
        head={t('status')}
        columns={[t('number')]}
        rows={rows.map(({ status, reason, name, why, messages }) => {
          const head = why === '' ? name : `${name}: ${why}`
          const search = { status, ...counted, ...(reason !== null && { reason }) }
          // Without a reason there is no list of those that have none, unless all of that status have none.
          const isAll = reason !== null || rows.filter((row) => row.status === status).length === 1
          return {
            key: head,
            head,
            cells: [
              <Count
                key="number"
                count={messages}
                name={head}
                {...(isAll && { to: { to: '/messages', search } })}
              />,
            ],
          }
        })}
      />
    </Part>
  )
}
