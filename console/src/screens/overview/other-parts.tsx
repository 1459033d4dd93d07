import { useTranslation } from 'react-i18next'
import type { Counted, IssueStats, MessageStats, ReachedStats } from '../../api/statistics.ts'
import { useSayAge } from './ages.ts'
import { Bars, Numbers, Part } from './parts.tsx'
import { overviewOf, type OverviewShown } from './period.ts'
import { useSayReason } from '../messages/words.ts'

type ReachedPartProps = Readonly<{ stats: readonly ReachedStats[]; shown: OverviewShown }>

/** Whom the calls that were made reached. */
export function ReachedPart({ stats, shown }: ReachedPartProps) {
  const { t } = useTranslation('overview')
  const rows = stats.map(({ result, attempts }) => ({
    name: t(`results.${result}`),
    result,
    attempts,
  }))
  return (
    <Part title={t('reached')} hint={t('reachedHint')}>
      <Bars
        name={t('reached')}
        dataKey="name"
        data={rows}
        series={[{ name: 'attempts', label: t('attempts'), color: 'indigo.5' }]}
      />
      <Numbers
        name={t('reached')}
        head={t('result')}
        columns={[t('attempts')]}
        rows={rows.map(({ name, result, attempts }) => ({
          key: name,
          head: name,
          counts: [
            {
              count: attempts,
              name: `${name}, ${t('attempts')}`,
              to: { to: '/overview/attempts', search: { ...overviewOf(shown), result } },
            },
          ],
        }))}
      />
    </Part>
  )
}

const STATUSES = ['REGISTERED', 'IN_PROGRESS'] as const
const COLOURS = { REGISTERED: 'orange.6', IN_PROGRESS: 'indigo.5' } as const

function of(parts: readonly IssueStats[], status: string): IssueStats | undefined {
  return parts.find((part) => part.status === status)
}

type IssuesPartProps = Readonly<{ stats: readonly IssueStats[]; shown: OverviewShown }>

/** How many issues are open, and for how long. */
export function IssuesPart({ stats, shown }: IssuesPartProps) {
  const { t } = useTranslation('overview')
  const sayAge = useSayAge()
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
        name={t('issues')}
        head={t('age')}
        columns={STATUSES.map((status) => t(`statuses.${status}`))}
        rows={rows.map(([age, parts]) => ({
          key: age,
          head: age,
          counts: STATUSES.map((status) => {
            const part = of(parts, status)
            const search = {
              ...overviewOf(shown),
              status,
              createdFrom: part?.createdFrom ?? undefined,
              createdBefore: part?.createdBefore ?? undefined,
            }
            return {
              count: part?.issues ?? 0,
              name: `${age}, ${t(`statuses.${status}`)}`,
              to: { to: '/overview/issues', search },
            }
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
        name={t('messages')}
        head={t('status')}
        columns={[t('number')]}
        rows={rows.map(({ status, reason, name, why, messages }) => {
          const head = why === '' ? name : `${name}: ${why}`
          const because = reason === null ? { hasReason: false } : { reason }
          const search = { status, ...counted, ...because }
          return {
            key: head,
            head,
            counts: [{ count: messages, name: head, to: { to: '/messages', search } }],
          }
        })}
      />
    </Part>
  )
}
